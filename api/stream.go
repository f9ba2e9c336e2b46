package api

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// stream writes the body through a pooled buffer. An error means that the client
// is gone: there is nobody left to tell.
func (s *server) stream(w http.ResponseWriter, body writeBody) {
	buffer := s.pages.Get().(*bufio.Writer)
	defer s.pages.Put(buffer)
	buffer.Reset(&pace{w: w, control: http.NewResponseController(w), patience: s.patience, start: time.Now()})
	if err := body(buffer); err == nil {
		_ = buffer.Flush()
	}
	buffer.Reset(nil)
}

type bufferPool struct{ *sync.Pool }

func newBufferPool() bufferPool {
	return bufferPool{&sync.Pool{New: func() any { return bufio.NewWriterSize(nil, chunkBytes) }}}
}

// chunkBytes is how much is sent under one deadline, and kept for a reader.
const chunkBytes = 64 << 10

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
type pace struct {
	w        io.Writer
	control  *http.ResponseController
	patience patience
	start    time.Time
}

func (p *pace) Write(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		var sent int
		sent, err = p.send(b[:min(len(b), chunkBytes)])
		n += sent
		b = b[sent:]
	}
	return n, err
}

func (p *pace) send(chunk []byte) (int, error) {
	now := time.Now()
	if now.Sub(p.start) > p.patience.whole {
		return 0, errors.New("the stream took too long")
	}
	// A connection without deadlines is a test's recorder.
	if err := p.control.SetWriteDeadline(now.Add(p.patience.chunk)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return p.w.Write(chunk)
}
