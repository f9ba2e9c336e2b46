package release

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
)

// tailWriter writes a tail into a file of its own, beside the database's: where
// it will lie is known only when that is whole.
type tailWriter struct {
	apart  *os.File
	cancel context.CancelFunc
	done   chan error // closed when nobody writes any more
}

// beginTail starts to write a tail out of the staged rows.
func (w *Writer) beginTail(ctx context.Context, write func(context.Context, Rows, io.Writer) error) *tailWriter {
	if write == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	t := &tailWriter{cancel: cancel, done: make(chan error, 1)}
	f, err := os.CreateTemp(filepath.Dir(w.path), ".tail-*")
	if err != nil {
		t.done <- err
		close(t.done)
		return t
	}
	_ = os.Remove(f.Name()) // as rowsort does
	t.apart = f
	go func() {
		defer close(t.done)
		t.done <- write(ctx, w.staged, f)
	}()
	return t
}

// stop ends the writing and drops what was written.
func (t *tailWriter) stop() {
	if t == nil {
		return
	}
	t.cancel()
	for range t.done { // whatever it says, it is over
	}
	if t.apart != nil {
		_ = t.apart.Close()
		_ = os.Remove(t.apart.Name())
	}
}

// appendTo puts the tail behind the finished database. That is closed for good:
// what SQLite writes after this would go over it.
func (t *tailWriter) appendTo(f *os.File) error {
	if t == nil {
		return nil
	}
	if err := <-t.done; err != nil {
		return err
	}
	if _, err := t.apart.Seek(0, io.SeekStart); err != nil {
		return err
	}
	header := make([]byte, 100)
	if _, err := f.ReadAt(header, 0); err != nil {
		return err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	at := (end + tailAlign - 1) / tailAlign * tailAlign
	if _, err := f.Seek(at, io.SeekStart); err != nil {
		return err
	}
	n, err := io.Copy(f, t.apart)
	if err != nil {
		return err
	}
	foot := binary.LittleEndian.AppendUint64([]byte(tailMagic), uint64(at))
	foot = append(binary.LittleEndian.AppendUint64(foot, uint64(n)), footOf(header)...)
	sum := sha256.Sum256(foot)
	_, err = f.Write(append(foot, sum[:]...))
	return err
}
