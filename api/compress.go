package api

import (
	"bytes"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// encoder compresses what is written to it. Each is 0.4 to 3 MB, so that they are
// used again, and bounded in number.
type encoder interface {
	io.WriteCloser
	Reset(io.Writer)
}

// encoding is a content coding (RFC 9110, 8.4.1) that is offered.
type encoding struct {
	name string
	pool *sync.Pool // of encoder
}

// encodings are all that are offered. Where a client likes several as much, the
// first wins: zstd takes a third of the time of the others for about their size.
type encodings struct {
	offered []*encoding
	// streams and pieces bound how many encoders there are at a time, however many
	// ask: those of streams wait for their readers, those of pieces for nobody.
	streams, pieces chan struct{}
}

// maxStreams is the number of answers that are compressed while they are read.
const maxStreams = 16

func newEncodings() encodings {
	pool := func(name string, build func() (encoder, error)) *encoding {
		return &encoding{name, &sync.Pool{New: func() any {
			e, err := build()
			if err != nil {
				panic(err) // the options are constants
			}
			return e
		}}}
	}
	offered := []*encoding{
		pool("zstd", func() (encoder, error) {
			return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20), zstd.WithLowerEncoderMem(true))
		}),
		// A window of 256 KB: the usual one of 4 MB makes an encoder of 10 MB.
		pool("br", func() (encoder, error) {
			return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: 3, LGWin: 18}), nil
		}),
		pool("gzip", func() (encoder, error) { return gzip.NewWriterLevel(nil, gzip.BestSpeed) }),
	}
	return encodings{offered, make(chan struct{}, maxStreams), make(chan struct{}, 2*runtime.GOMAXPROCS(0))}
}

// startStream reports that one more answer may be compressed while it is read;
// endStream is then to be called.
func (list *encodings) startStream() bool {
	select {
	case list.streams <- struct{}{}:
		return true
	default:
		return false
	}
}

func (list *encodings) endStream() { <-list.streams }

// whole returns the body compressed, in one piece. It waits for a free encoder:
// each has its work done in milliseconds.
func (list *encodings) whole(e *encoding, body writeBody) ([]byte, error) {
	list.pieces <- struct{}{}
	defer func() { <-list.pieces }()
	var b bytes.Buffer
	err := e.through(&b, body)
	return b.Bytes(), err
}

// choose returns the encoding that a client wants most, nil if none. It goes by
// the request alone, so that HEAD and GET have the same headers.
func (list *encodings) choose(accept []string) (best *encoding) {
	if len(accept) == 0 {
		return nil
	}
	wanted, most := accepted(accept), 0.0
	for _, e := range list.offered {
		if q := encodingQuality(wanted, e.name); q > most {
			best, most = e, q
		}
	}
	return best
}

// through runs body with an encoder in front of w. After an error or a panic the
// stream is left without its end, visibly cut.
func (e *encoding) through(w io.Writer, body writeBody) error {
	z := e.pool.Get().(encoder)
	defer func() {
		z.Reset(nil)
		e.pool.Put(z)
	}()
	z.Reset(w)
	if err := body(z); err != nil {
		return err
	}
	return z.Close()
}

// isWorthEncoding: text of more than a packet's size that is not yet encoded.
func isWorthEncoding(h http.Header) bool {
	if h.Get("Content-Encoding") != "" {
		return false
	}
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n < 1400 {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || strings.HasSuffix(kind, "json-seq") || strings.HasSuffix(kind, "+xml") || kind == typeTile || strings.HasSuffix(kind, "javascript")
}
