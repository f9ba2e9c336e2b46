package xmlread

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// window slides over a document: buf[pos:end] is read and not yet consumed.
type window struct {
	in       io.Reader
	buf      []byte
	pos, end int
	err      error // that ended the reading
	before   int64 // bytes consumed before buf
	lines    int   // newlines consumed
	most     int64 // how far may be read
}

func newWindow(r io.Reader) window { return window{in: r, buf: make([]byte, 64<<10)} }

// Line is where the reader stands, from 1.
func (w *window) Line() int { return w.lines + 1 }

// Offset is how many bytes are read.
func (w *window) Offset() int64 { return w.before + int64(w.pos) }

// bound lets so many bytes more be read.
func (w *window) bound(bytes int64) { w.most = w.Offset() + bytes }

// more lengthens the window.
func (w *window) more() error {
	if w.err != nil {
		return w.err
	}
	if w.before+int64(w.end) >= w.most {
		return fmt.Errorf("a feature or a piece of text is larger than %d MiB, or one between features than %d MiB", MaxFeature>>20, maxOther>>20)
	}
	if w.end == len(w.buf) {
		to := w.buf
		if w.pos < len(w.buf)/2 {
			to = make([]byte, 2*len(w.buf))
		}
		w.before += int64(w.pos)
		w.end = copy(to, w.buf[w.pos:w.end])
		w.buf, w.pos = to, 0
	}
	for range 100 {
		n, err := w.in.Read(w.buf[w.end:])
		w.end += n
		if err != nil {
			w.err = err
		}
		if n > 0 || err != nil {
			if n > 0 {
				err = nil // the next time
			}
			return err
		}
	}
	return io.ErrNoProgress
}

// atLeast returns the window with n bytes or more; with io.EOF, all that is left.
func (w *window) atLeast(n int) ([]byte, error) {
	for w.end-w.pos < n {
		if err := w.more(); err != nil {
			return w.buf[w.pos:w.end], err
		}
	}
	return w.buf[w.pos:w.end], nil
}

// take consumes n bytes and returns them; they are good until the next more.
func (w *window) take(n int) []byte {
	taken := w.buf[w.pos : w.pos+n]
	w.lines += bytes.Count(taken, []byte{'\n'})
	w.pos += n
	return taken
}

// through consumes skip bytes, and all up to the mark and the mark. It returns what is between.
func (w *window) through(skip int, mark string) ([]byte, error) {
	for from := skip; ; {
		all := w.buf[w.pos:w.end]
		if from <= len(all) {
			if i := bytes.Index(all[from:], []byte(mark)); i >= 0 {
				return w.take(from + i + len(mark))[skip : from+i], nil
			}
			from = max(from, len(all)-len(mark)+1)
		}
		if err := w.more(); err != nil {
			return nil, err
		}
	}
}

// upTo consumes all before the next such byte, or the end of the document.
func (w *window) upTo(mark byte) ([]byte, error) {
	for from := 0; ; {
		all := w.buf[w.pos:w.end]
		if i := bytes.IndexByte(all[from:], mark); i >= 0 {
			return w.take(from + i), nil
		}
		from = len(all)
		if err := w.more(); errors.Is(err, io.EOF) {
			return w.take(from), nil
		} else if err != nil {
			return nil, err
		}
	}
}
