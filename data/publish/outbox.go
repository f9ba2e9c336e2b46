package publish

// outbox has the rows of records written while the next records are held against
// the rules: to digest and sort them takes about as long.
type outbox struct {
	filled []func() error
	full   chan []func() error
	failed chan struct{} // closed when a write has failed, with err
	done   chan struct{}
	err    error
}

// writesAtOnce is how many writes are handed over together.
const writesAtOnce = 512

func newOutbox() *outbox {
	o := &outbox{full: make(chan []func() error, 4), failed: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(o.done)
		for writes := range o.full {
			for _, write := range writes {
				if o.err = write(); o.err != nil {
					close(o.failed)
					return
				}
			}
		}
	}()
	return o
}

// add has something written after what came before. An error may be that of an
// earlier write.
func (o *outbox) add(write func() error) error {
	if o.filled = append(o.filled, write); len(o.filled) < writesAtOnce {
		return nil
	}
	return o.send()
}

func (o *outbox) send() error {
	select {
	case o.full <- o.filled:
		o.filled = make([]func() error, 0, writesAtOnce)
		return nil
	case <-o.failed:
		return o.err
	}
}

// close waits until all is written, or something has failed.
func (o *outbox) close() error {
	err := o.send()
	close(o.full)
	<-o.done
	if err == nil {
		err = o.err
	}
	return err
}
