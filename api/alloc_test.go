package api_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"stele/api"
	"stele/data/atlas"
)

// nowhere is a connection that takes an answer and keeps nothing of it.
type nowhere struct {
	header http.Header
	status int
	bytes  int
}

func (n *nowhere) Header() http.Header              { return n.header }
func (n *nowhere) WriteHeader(status int)           { n.status = status }
func (n *nowhere) SetWriteDeadline(time.Time) error { return nil }

func (n *nowhere) Write(b []byte) (int, error) {
	n.bytes += len(b)
	return len(b), nil
}

// An answer takes the same number of allocations however many features it has,
// from the request line to the last byte, and few. Who needs more of them sets a
// new bound here, and says why.
func TestAnswers_AllocateNothingForEachFeature(t *testing.T) {
	sites := 4000
	if underRace {
		sites = 1200
	}
	holder := new(atlas.Holder)
	holder.Swap(writeRelease(t, manySites(sites)))
	h := api.New(api.Config{Atlas: holder, Now: fixedNow})
	at := "/collections/sites/"
	for _, test := range []struct {
		name      string
		few, many string // paths
		most      float64
		// A number of more than two digits takes an allocation to write, and there are
		// three of them.
		grows float64
	}{
		{"box", at + "items?limit=10000&bbox=40,38,40.02,38.02", at + "items?limit=10000&bbox=40,38,42.24,38.07", 66, 3},
		{"page", at + "items?limit=1000", at + "items?limit=4000", 62, 0},
		{"dates", at + "items?limit=10000&datetime=1993&bbox=40,38,40.02,38.02", at + "items?limit=10000&datetime=1993&bbox=40,38,42.24,38.07", 80, 3},
		{"sorted", at + "items?limit=1000&sortby=name", at + "items?limit=4000&sortby=name", 86, 3},
		{"in part", at + "items?limit=1000&properties=name&skipGeometry=true", at + "items?limit=4000&properties=name&skipGeometry=true", 66, 0},
		{"export", at + "export.geojson?bbox=40,38,40.02,38.02", at + "export.geojson", 72, 0},
		{"counts", at + "stats?bbox=40,38,40.02,38.02", at + "stats?bbox=40,38,42,38.2", 46, 0},
	} {
		few, many := allocations(t, h, test.few), allocations(t, h, test.many)
		t.Logf("%s: %v and %v", test.name, few, many)
		if underRace {
			test.grows += 3 // pools lose what is put into them
		}
		if many > few+test.grows {
			t.Errorf("%s: %v allocations for a few features, %v for many", test.name, few, many)
		}
		if most := max(few, many); most > test.most && !underRace {
			t.Errorf("%s: %v allocations, want at most %v", test.name, most, test.most)
		}
	}
}

func allocations(t *testing.T, h http.Handler, path string) float64 {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	return testing.AllocsPerRun(100, func() {
		w := nowhere{header: http.Header{}}
		if h.ServeHTTP(&w, r); w.status != http.StatusOK || w.bytes == 0 {
			t.Fatalf("GET %s = %d, %d bytes", path, w.status, w.bytes)
		}
	})
}
