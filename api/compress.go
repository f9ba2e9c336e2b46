package api

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// gzipPool keeps gzip writers: each is some hundred kilobytes.
type gzipPool struct{ *sync.Pool }

func newGzipPool() gzipPool {
	return gzipPool{&sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(nil, gzip.BestSpeed)
		if err != nil {
			panic(err) // the level is a constant
		}
		return z
	}}}
}

// compress gzips text for clients that ask for it. It decides by the headers
// alone, so that HEAD and GET have the same ones.
func (s *server) compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		list := accepted(r.Header.Values("Accept-Encoding"))
		if encodingQuality(list, "gzip") <= 0 {
			next.ServeHTTP(w, r)
			return
		}
		zw := &gzipWriter{ResponseWriter: w, pool: s.gzips, isHead: r.Method == http.MethodHead}
		finished := false
		defer func() { zw.close(finished) }()
		next.ServeHTTP(zw, r)
		finished = true
	})
}

// gzipWriter compresses what is written if the headers say that it is worth it.
type gzipWriter struct {
	http.ResponseWriter
	pool    gzipPool
	isHead  bool
	decided bool
	gzip    *gzip.Writer // nil if written as it is
}

// Unwrap lets http.ResponseController reach the connection.
func (w *gzipWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *gzipWriter) WriteHeader(status int) {
	if h := w.Header(); !w.decided && status >= 200 && isWorthGzip(status, h) {
		h.Set("Content-Encoding", "gzip")
		h.Del("Content-Length")
		if !w.isHead {
			w.gzip = w.pool.Get().(*gzip.Writer)
			w.gzip.Reset(w.ResponseWriter)
		}
	}
	w.decided = w.decided || status >= 200
	w.ResponseWriter.WriteHeader(status)
}

func (w *gzipWriter) Write(b []byte) (int, error) {
	if !w.decided {
		w.WriteHeader(http.StatusOK)
	}
	if w.gzip == nil {
		return w.ResponseWriter.Write(b)
	}
	return w.gzip.Write(b)
}

// close ends the stream, or after a panic leaves it visibly cut.
func (w *gzipWriter) close(finished bool) {
	if w.gzip == nil {
		return
	}
	if finished {
		_ = w.gzip.Close() // the client is gone
	}
	w.gzip.Reset(nil)
	w.pool.Put(w.gzip)
	w.gzip = nil
}

// isWorthGzip: text of more than a packet's size that is not yet encoded.
func isWorthGzip(status int, h http.Header) bool {
	if status == http.StatusNoContent || status == http.StatusNotModified || h.Get("Content-Encoding") != "" {
		return false
	}
	if n, err := strconv.Atoi(h.Get("Content-Length")); err == nil && n < 1400 {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	return strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "json") || kind == typeTile || strings.HasSuffix(kind, "javascript") || kind == "image/svg+xml"
}
