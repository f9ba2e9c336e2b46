package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"stele/api"
)

// An answer over a socket is to the byte what the handler wrote, whatever its size:
// pieces are held back and sent from where they lie, which goes wrong if net/http uses
// one of them again (see shortPart).
func TestAnswers_ArriveAsWritten(t *testing.T) {
	sites := manySites(600)
	for i := range sites { // a few are longer than any buffer on the way
		if i%50 == 7 {
			sites[i].values = map[string]any{"description": strings.Repeat("x", 900*(i%97))}
		}
	}
	s := serve(t, writeRelease(t, sites))
	h := api.New(api.Config{Atlas: s.holder, Now: fixedNow, BaseURL: s.URL})
	paths := []string{"export.geojson", "export.csv", "items?limit=600&sortby=-name", "items?limit=600&properties=name,description"}
	for n := 1; n < 600; n += n/7 + 1 {
		paths = append(paths, fmt.Sprintf("items?limit=%d", n))
	}
	for range 2 { // over kept connections
		for _, path := range paths {
			path = "/collections/sites/" + path
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if got := s.ask(http.MethodGet, path); got.status != http.StatusOK || got.body != w.Body.String() {
				t.Errorf("%s = %d with %d bytes, want %d, or they differ", path, got.status, len(got.body), w.Body.Len())
			}
		}
	}
}
