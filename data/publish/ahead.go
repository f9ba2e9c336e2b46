package publish

import "iter"

// readAhead is how many values ahead hands over together.
const readAhead = 512

type readOnce[T any] struct {
	value T
	err   error
}

// ahead yields what seq yields, which runs in a goroutine of its own from the first
// step on, a little before whoever asks.
func ahead[T any](seq iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		full, stop := make(chan []readOnce[T], 2), make(chan struct{})
		go func() {
			defer close(full)
			var filled []readOnce[T]
			send := func() bool {
				select {
				case full <- filled:
					filled = make([]readOnce[T], 0, readAhead)
					return true
				case <-stop:
					return false
				}
			}
			for v, err := range seq {
				if filled = append(filled, readOnce[T]{v, err}); len(filled) == readAhead && !send() {
					return
				}
			}
			send()
		}()
		defer func() {
			close(stop)
			for range full { // until the goroutine has ended
			}
		}()
		for values := range full {
			for _, one := range values {
				if !yield(one.value, one.err) {
					return
				}
			}
		}
	}
}
