package api

import "net/http"

// cors lets pages of any origin read: what is here is public, and no answer
// depends on a cookie.
func cors(next http.Handler) http.Handler {
	fixed := fixedHeaders(http.Header{
		"Access-Control-Allow-Origin":   {"*"},
		"Access-Control-Expose-Headers": {"Link, Content-Crs, OGC-NumberMatched, OGC-NumberReturned, ETag, Content-Disposition, X-Request-Id"},
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setAll(w.Header(), fixed)
		next.ServeHTTP(w, r)
	})
}

// optionsOf answers OPTIONS on a route of those methods. QGIS asks plainly and
// reads Allow to learn whether a layer can be edited; a browser asks before it
// reads.
func optionsOf(methods string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Allow", methods)
		if r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", methods)
			h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match")
			h.Set("Access-Control-Max-Age", "86400")
		}
		w.WriteHeader(http.StatusNoContent)
	}
}
