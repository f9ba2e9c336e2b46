package api

import "net/http"

// contentPolicy lets a page load what this service serves and nothing else. The
// one Trusted Types policy is that of web/src/trusted.ts.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types default"

// secure sets what keeps a browser from doing more with an answer than show it.
func secure(next http.Handler) http.Handler {
	fixed := http.Header{
		"Content-Security-Policy":      {contentPolicy},
		"Referrer-Policy":              {"no-referrer"},
		"X-Content-Type-Options":       {"nosniff"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"cross-origin"}, // other people's maps may show the data
		"Permissions-Policy":           {"camera=(), geolocation=(self), microphone=(), payment=(), usb=()"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setAll(w.Header(), fixed)
		next.ServeHTTP(w, r)
	})
}

// setAll sets headers that are the same in every answer. They share their values,
// whose capacity is full, so that whoever adds one adds it to a copy.
func setAll(to, fixed http.Header) {
	for name, values := range fixed {
		to[name] = values
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
		r.Body = http.MaxBytesReader(w, r.Body, maxQueryBody)
		next.ServeHTTP(w, r)
	})
}
