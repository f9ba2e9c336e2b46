package api

import "net/http"

// contentPolicy lets a page load what this service serves and nothing else. The
// one Trusted Types policy is that of web/src/trusted.ts.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types default"

// secure sets what keeps a browser from doing more with an answer than show it.
func secure(next http.Handler) http.Handler {
	fixed := fixedHeaders(http.Header{
		"Content-Security-Policy":      {contentPolicy},
		"Referrer-Policy":              {"no-referrer"},
		"X-Content-Type-Options":       {"nosniff"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"cross-origin"}, // other people's maps may show the data
		"Permissions-Policy":           {"camera=(), geolocation=(self), microphone=(), payment=(), usb=()"},
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setAll(w.Header(), fixed)
		next.ServeHTTP(w, r)
	})
}

// fixedHeader is one that is the same in every answer. They share its values, whose
// capacity is full, so that whoever adds one adds it to a copy.
type fixedHeader struct {
	name   string
	values []string
}

// fixedHeaders lists headers: to go through a map takes longer than to set them.
func fixedHeaders(h http.Header) (list []fixedHeader) {
	for name, values := range h {
		list = append(list, fixedHeader{name, values})
	}
	return list
}

func setAll(to http.Header, fixed []fixedHeader) {
	for _, f := range fixed {
		to[f.name] = f.values
	}
}

// maxAddress is the length of the longest path and query that is read, in bytes: a
// polygon of some 500 corners. A bound of our own, below that of the header, can
// say what it is.
const maxAddress = 16 << 10

// boundAddress refuses longer ones.
func (s *server) boundAddress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.RequestURI); n > maxAddress {
			s.sendProblem(w, r, tooLong(n))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// boundBody keeps a client from sending what nobody reads.
func boundBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body != nil && r.Body != http.NoBody {
			r.Body = http.MaxBytesReader(w, r.Body, maxQueryBody)
		}
		next.ServeHTTP(w, r)
	})
}
