package api

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// stream writes the body through a pooled buffer. An error means mostly that the
// client is gone; if it is not, the connection is cut, for an answer that stops
// short must not look whole.
func (s *server) stream(w http.ResponseWriter, body writeBody) {
	length, _ := strconv.Atoi(w.Header().Get("Content-Length"))
	buffer := s.pages.get(length)
	defer s.pages.put(buffer)
	p := &pace{w: w, control: http.NewResponseController(w), patience: s.patience, start: time.Now()}
	buffer.Reset(p)
	err := body(buffer)
	if err == nil {
		err = buffer.Flush()
	}
	buffer.Reset(nil)
	if err == nil {
		return
	}
	if !p.isCut {
		s.Logger.Error("answer was cut short", "request_id", requestID(w), "error", err)
	}
	panic(http.ErrAbortHandler)
}

// pages are the buffers that answers are put together in: what goes out at once
// costs one call of the system, and those are dearer than copying. Readers that do
// not read keep theirs, so that of the large ones there are only so many.
type pages struct {
	small, large sync.Pool
	taken        chan struct{} // a place for each large one
}

const (
	chunkBytes = 64 << 10 // of a small one; also how much has one chunk's time
	largeBytes = 256 << 10
	mostLarge  = 64
)

func newPages() *pages {
	return &pages{
		small: sync.Pool{New: func() any { return bufio.NewWriterSize(nil, chunkBytes) }},
		large: sync.Pool{New: func() any { return bufio.NewWriterSize(nil, largeBytes) }},
		taken: make(chan struct{}, mostLarge),
	}
}

// get returns a buffer for an answer of so many bytes; 0 if that is not known.
func (p *pages) get(length int) *bufio.Writer {
	if length > chunkBytes {
		select {
		case p.taken <- struct{}{}:
			return p.large.Get().(*bufio.Writer)
		default:
		}
	}
	return p.small.Get().(*bufio.Writer)
}

func (p *pages) put(b *bufio.Writer) {
	if b.Size() == largeBytes {
		<-p.taken
		p.large.Put(b)
		return
	}
	p.small.Put(b)
}

// maxFiles is the number of temporary files that answers are put together in at a
// time: each may be gigabytes large, and lasts as long as its reader takes.
const maxFiles = 4

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
type pace struct {
	w        io.Writer
	control  *http.ResponseController
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
	now := time.Now()
	if now.Sub(p.start) > p.patience.whole {
		p.isCut = true
		return 0, errors.New("the stream took too long")
	}
	// A connection without deadlines is a test's recorder.
	chunks := (len(chunk) + chunkBytes - 1) / chunkBytes
	if err := p.control.SetWriteDeadline(now.Add(time.Duration(chunks) * p.patience.chunk)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := p.w.Write(chunk)
	p.isCut = p.isCut || err != nil
	return n, err
}
