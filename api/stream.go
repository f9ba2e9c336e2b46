package api

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// stream writes the body by a pooled page. An error means mostly that the client is
// gone; if it is not, the connection is cut, for an answer that stops short must not
// look whole.
func (s *server) stream(w http.ResponseWriter, r *http.Request, body writeBody) {
	length := 0
	if text := w.Header()["Content-Length"]; text != nil {
		length, _ = strconv.Atoi(text[0])
	}
	p := s.pages.Get().(*page)
	p.pace = pace{w: w, patience: s.patience}
	if length == 0 || length > chunkBytes {
		p.pace.control = http.NewResponseController(w)
		p.pace.start = time.Now()
	}
	if length > 0 { // what has no end in sight should be seen as it comes
		p.pace.conn = connOf(r)
	}
	if c := p.pace.conn; c != nil {
		c.hold()
	}
	err := body(p)
	if err == nil {
		err = p.end(w)
	}
	isCut := p.pace.isCut
	p.reset()
	s.pages.Put(p)
	if err == nil {
		return
	}
	if !isCut {
		s.Logger.Error("answer was cut short", "request_id", requestID(w), "error", err)
	}
	panic(http.ErrAbortHandler)
}

const (
	chunkBytes = 64 << 10 // of a page; also how much has one chunk's time
	largeBytes = 1 << 20  // of what is sent at once
)

// page is what an answer is put together in: calls of the system are dearer than
// copying what is short. What is long and lasts is sent from where it lies.
type page struct {
	buffer []byte // with room for chunkBytes
	sent   int    // of buffer: what is written on
	pace   pace
}

func newPage() any { return &page{buffer: make([]byte, 0, chunkBytes)} }

// longPart is what is worth a part of its own.
const longPart = 8 << 10

// Write is an io.Writer's: b may become something else after it.
func (p *page) Write(b []byte) (int, error) {
	if len(p.buffer)+len(b) > cap(p.buffer) {
		if err := p.empty(); err != nil {
			return 0, err
		}
	}
	if len(b) > cap(p.buffer) {
		return p.pace.Write(b)
	}
	p.buffer = append(p.buffer, b...)
	return len(b), nil
}

// WriteString is Write of what is mostly a comma.
func (p *page) WriteString(s string) (int, error) {
	if len(p.buffer)+len(s) <= cap(p.buffer) {
		p.buffer = append(p.buffer, s...)
		return len(s), nil
	}
	return p.Write([]byte(s))
}

// writeLasting writes what stays as it is until the answer is sent.
func writeLasting(w io.Writer, b []byte) error {
	p, ok := w.(*page)
	if !ok || len(b) < longPart {
		_, err := w.Write(b)
		return err
	}
	if err := p.writeOn(); err != nil {
		return err
	}
	return p.lasting(b)
}

func (p *page) lasting(b []byte) error {
	if p.pace.conn != nil {
		p.pace.conn.lasts = true
		defer func() { p.pace.conn.lasts = false }()
	}
	_, err := p.pace.Write(b)
	return err
}

// writeOn writes what is in the buffer, which stays as it is.
func (p *page) writeOn() error {
	b := p.buffer[p.sent:]
	p.sent = len(p.buffer)
	if len(b) == 0 {
		return nil
	}
	return p.lasting(b)
}

// empty makes room in the buffer.
func (p *page) empty() error {
	err := p.writeOn()
	if err == nil && p.pace.conn != nil {
		err = p.pace.conn.send()
		p.pace.isCut = err != nil
	}
	p.buffer, p.sent = p.buffer[:0], 0
	return err
}

// end sends all of the answer.
func (p *page) end(w http.ResponseWriter) error {
	err := p.writeOn()
	if err == nil && p.pace.conn != nil {
		err = p.pace.conn.release(w)
		p.pace.isCut = err != nil
	}
	return err
}

func (p *page) reset() { *p = page{buffer: p.buffer[:0]} }

// maxFiles is the number of temporary files that answers are put together in at a
// time: each may be gigabytes large, and lasts as long as its reader takes.
const maxFiles = 8

// startFile reports that one more answer may be put together in a file; endFile is
// then to be called. Nobody waits for another's reader.
func (s *server) startFile() bool {
	select {
	case s.files <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s *server) endFile() { <-s.files }

// patience is how long the service waits for a reader.
type patience struct {
	chunk time.Duration // for chunkBytes
	whole time.Duration // for all: a stream holds its release in memory
}

var usualPatience = patience{chunk: 30 * time.Second, whole: time.Hour}

// pace moves the connection's write deadline on with each chunk, so that a slow
// reader of a large layer is served and one that stopped reading is not. It
// reads the real clock, which is the one that sockets have.
//
// A run of features comes as one slice, the whole of a layer mostly: it is sent
// in chunks too, or a slow reader of an export would have one chunk's time for
// all of it.
//
// An answer of one chunk has the server's own time for an answer.
type pace struct {
	w        io.Writer
	conn     *conn                    // nil: of another kind, or not to hold back
	control  *http.ResponseController // nil: the answer is of one chunk
	patience patience
	start    time.Time
	isCut    bool // the client is gone, or too slow
}

func (p *pace) Write(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		var sent int
		sent, err = p.send(b[:min(len(b), largeBytes)])
		n += sent
		b = b[sent:]
	}
	return n, err
}

func (p *pace) send(chunk []byte) (int, error) {
	if p.control != nil {
		length := len(chunk)
		if p.conn != nil {
			length += p.conn.size // goes at the same time
		}
		if err := p.moveDeadline(length); err != nil {
			return 0, err
		}
	}
	n, err := p.w.Write(chunk)
	p.isCut = p.isCut || err != nil
	return n, err
}

func (p *pace) moveDeadline(length int) error {
	now := time.Now()
	if now.Sub(p.start) > p.patience.whole {
		p.isCut = true
		return errors.New("the stream took too long")
	}
	// A connection without deadlines is a test's recorder.
	chunks := (length + chunkBytes - 1) / chunkBytes
	if err := p.control.SetWriteDeadline(now.Add(time.Duration(chunks) * p.patience.chunk)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
