package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExport_WholeAndFiltered(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(1500)))
	for _, query := range []string{"", "?bbox=41,38,42,39", "?datetime=1993&bbox=40,38,41,38"} {
		r := s.get("/collections/sites/export.geojson" + query)
		items := strings.Replace("/collections/sites/items"+query, "items?", "items?limit=10000&", 1)
		if query == "" {
			items += "?limit=10000"
		}
		if diff := cmp.Diff(decode[page](t, s.get(items)).ids(), decode[page](t, r).ids()); diff != "" {
			t.Errorf("export%s differs from items: %s", query, diff)
		}
		if r.header.Get("Content-Disposition") != `attachment; filename="stele-sites-2026-11-23.geojson"` || r.header.Get("Content-Type") != "application/geo+json" {
			t.Errorf("headers %v", r.header)
		}
		if got := r.header.Get("Content-Length"); got != strconv.Itoa(len(r.body)) {
			t.Errorf("Content-Length %s of %d bytes", got, len(r.body))
		}
	}
	s.check([]row{
		{"/collections/sites/export.geojson?bbox=0,0,1,1", 200, []string{
			`{"type":"FeatureCollection","name":"Burial and other sites","attribution":"Nobody","licence":"https://`, `"published_on":"2026-11-23"`, `"data_version":"`, `"features":[]}`,
		}, []string{"numberMatched", "timeStamp"}},
		{"/collections/sites/export.geojson?bbox=0,0", 400, []string{`"parameter":"bbox"`}, nil},
	})
}

// TestExport_ClientGoesAway: the stream ends when nobody reads it, and the
// server goes on.
func TestExport_ClientGoesAway(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(1000)))
	for range 3 {
		response, err := s.client.Get(s.URL + "/collections/sites/export.geojson")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := response.Body.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if r := s.get("/healthz"); r.status != http.StatusOK {
		t.Errorf("after that /healthz = %d", r.status)
	}
	if ids := decode[page](t, s.get("/collections/sites/export.geojson")).ids(); len(ids) != 1000 {
		t.Errorf("%d features, want 1000", len(ids))
	}
}
