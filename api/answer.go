package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
)

// The media types, exactly as clients compare them: GDAL stops paging at
// "application/geo+json;charset=utf-8".
const (
	typeJSON      = "application/json"
	typeGeoJSON   = "application/geo+json"
	typeOpenAPI   = "application/vnd.oai.openapi+json;version=3.0"
	typeOpenAPI31 = "application/vnd.oai.openapi+json;version=3.1"
	typeSchema    = "application/schema+json"
	typeProblem   = "application/problem+json"
	typeHTML      = "text/html; charset=utf-8"
)

// answer is what a handler found, before any of it is written.
type answer struct {
	contentType string
	etag        string // "" if it is not to be kept
	cache       string // Cache-Control; "" is revalidate
	vary        string // besides Accept-Encoding
	policy      string // Content-Security-Policy; "" is contentPolicy
	asIs        bool   // not to be compressed: a file has twins that are
	inFile      bool   // its body is put together in a temporary file: see startFile
	// build runs only if the body or its headers are wanted: not for 304. It
	// may add headers, Content-Length among them where it is known. A nil body
	// is 204: there is nothing, which is an answer too.
	build func(http.Header) (writeBody, error)
}

// writeBody writes a body, and stops at the first error of the writer.
type writeBody func(io.Writer) error

// revalidate keeps an answer but asks each time: what was withdrawn must be gone
// at once, and with an entity tag asking costs one round trip and no body.
const revalidate = "no-cache"

// usualHeaders are those of answers that say nothing else. See setAll.
var usualHeaders = fixedHeaders(http.Header{"Vary": {"Accept-Encoding"}, "Cache-Control": {revalidate}})

// noStore is for answers that say how things are just now.
const noStore = "no-store"

// jsonAnswer answers with v as JSON, encoded only when it is wanted.
func jsonAnswer(contentType, etag string, v func() (any, error)) answer {
	return answer{contentType: contentType, etag: etag, build: func(h http.Header) (writeBody, error) {
		value, err := v()
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		return bytesBody(h, text), nil
	}}
}

func bytesBody(h http.Header, parts ...[]byte) writeBody {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	h.Set("Content-Length", strconv.Itoa(size))
	return func(w io.Writer) error {
		for _, part := range parts {
			if err := writeLasting(w, part); err != nil {
				return err
			}
		}
		return nil
	}
}

// send writes an answer: 304 where the client has it, headers only for HEAD,
// compressed where the client takes that.
//
// A compressed answer of moderate size is kept, with the headers that its build
// set, under its entity tag: that stands for all that was asked, the address that
// links begin with among it, and for the release. The timeStamp in it is then the
// time at which the answer was made, which is what the standard has it mean, and
// as it is with the answer of any cache on the way.
func (s *server) send(w http.ResponseWriter, r *http.Request, a answer) {
	h := w.Header()
	setAll(h, usualHeaders)
	if a.vary != "" {
		h["Vary"] = []string{"Accept-Encoding", a.vary}
	}
	if a.cache != "" {
		h.Set("Cache-Control", a.cache)
	}
	if a.policy != "" {
		h.Set("Content-Security-Policy", a.policy)
	}
	if a.etag != "" {
		h["Etag"] = []string{a.etag}
		if noneMatch(r.Header["If-None-Match"], a.etag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	e := s.encodings.choose(r.Header["Accept-Encoding"])
	key := ""
	if e != nil && a.etag != "" && !a.asIs {
		key = e.name + a.etag
		if k, ok := s.cache.lookUp(key); ok {
			s.sendKept(w, r, k)
			return
		}
	}
	// What is not kept needs no headers of its own.
	built := h
	if key != "" {
		built = http.Header{}
	}
	built["Content-Type"] = []string{a.contentType}
	body, err := a.build(built)
	switch {
	case err != nil:
		forget(h)
		s.sendProblem(w, r, err)
		return
	case body == nil:
		h.Del("Content-Type")
		w.WriteHeader(http.StatusNoContent)
		return
	case e == nil || a.asIs || !isWorthEncoding(built):
	default:
		built.Set("Content-Encoding", e.name)
		if n, err := strconv.Atoi(built.Get("Content-Length")); err == nil && n <= maxKept && key != "" {
			k, err := s.keep(key, e, built, body)
			if err != nil { // of the body: there is no client in between
				h.Del("ETag")
				s.sendProblem(w, r, err)
				return
			}
			s.sendKept(w, r, k)
			return
		}
		if !s.encodings.startStream() {
			built.Del("Content-Encoding") // it goes as it is, which holds no memory
			break
		}
		defer s.encodings.endStream()
		built.Del("Content-Length")
		plain := body
		body = func(w io.Writer) error { return e.through(w, plain) }
	}
	if a.inFile && r.Method != http.MethodHead {
		if !s.startFile() {
			forget(h)
			s.sendProblem(w, r, errBusy)
			return
		}
		defer s.endFile()
	}
	if key != "" {
		addAll(h, built)
	}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		s.stream(w, r, body)
	}
}

// forget takes back the headers of an answer that another is sent in place of.
func forget(h http.Header) {
	for _, name := range []string{"Content-Length", "Content-Encoding", "Content-Disposition", "Content-Crs", "ETag", "Link", "OGC-NumberMatched", "OGC-NumberReturned"} {
		h.Del(name)
	}
}

// maxKept is the size of the largest body that is compressed in one piece.
const maxKept = 1 << 20

func (s *server) keep(key string, e *encoding, h http.Header, body writeBody) (*kept, error) {
	text, err := s.encodings.whole(e, body)
	if err != nil {
		return nil, err
	}
	h.Set("Content-Length", strconv.Itoa(len(text)))
	k := &kept{key, h, text}
	s.cache.keep(k)
	return k, nil
}

func (s *server) sendKept(w http.ResponseWriter, r *http.Request, k *kept) {
	addAll(w.Header(), k.header)
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		s.stream(w, r, func(w io.Writer) error { return writeLasting(w, k.body) })
	}
}

// addAll adds headers to others; those are not to be changed, for they are kept.
func addAll(to, from http.Header) {
	for name, values := range from {
		if to[name] == nil {
			to[name] = values[:len(values):len(values)]
			continue
		}
		to[name] = append(to[name], values...)
	}
}
