package api

import (
	"cmp"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// requestID returns the ID that identify gave the request: it stands in the
// headers of the answer.
func requestID(w http.ResponseWriter) string { return w.Header().Get("X-Request-Id") }

// identify gives each request a random ID, which its answer and its log lines
// carry. A client's own is not taken over: it would go into the log.
func (s *server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["X-Request-Id"] = []string{newID()}
		next.ServeHTTP(w, r)
	})
}

// newID is 80 random bits in base 32. It is no secret and only to be met once: a
// cryptographic generator would take as long as to find some dozen features.
func newID() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	var id [16]byte
	for half := range 2 {
		bits := rand.Uint64()
		for i := range id[8*half:][:8] {
			id[8*half+i] = letters[bits%32]
			bits /= 32
		}
	}
	return string(id[:])
}

// log writes one line a request. It has the route and never the path or the
// query: what somebody looked for, and where, is nobody's business.
func (s *server) log(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		counted := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if !s.Logger.Enabled(r.Context(), slog.LevelInfo) {
				return
			}
			s.Logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("method", knownMethod(r.Method)),
				slog.String("route", routeOf(r)),
				slog.Int("status", counted.Status()),
				slog.Int("bytes", counted.BytesWritten()),
				slog.Duration("duration", time.Since(start)),
				slog.String("request_id", requestID(w)))
		}()
		next.ServeHTTP(counted, r)
	})
}

// knownMethod keeps a client from writing into the log by its method.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return m
	}
	return "other"
}

// routeOf returns the pattern that the request matched, with its method or,
// where that is refused, with GET or POST.
func routeOf(r *http.Request) string {
	c := chi.RouteContext(r.Context())
	if c == nil {
		return "none"
	}
	if p := c.RoutePattern(); p != "" {
		return p
	}
	path := cmp.Or(r.URL.RawPath, r.URL.Path)
	return cmp.Or(c.Routes.Find(chi.NewRouteContext(), http.MethodGet, path), c.Routes.Find(chi.NewRouteContext(), http.MethodPost, path), "none")
}
