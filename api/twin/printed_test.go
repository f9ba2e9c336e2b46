package twin_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// printed is a feature as a client reads it.
type printed struct {
	ID         string          `json:"id"`
	Raw        json.RawMessage `json:"geometry"`
	Properties map[string]any  `json:"properties"`

	geometry orb.Geometry
}

// page is a page of features as a client reads it.
type page struct {
	Matched  int       `json:"numberMatched"`
	Features []printed `json:"features"`
}

func (s *server) page(t *testing.T, path string) page {
	t.Helper()
	got := s.get(t, path)
	var p page
	if err := json.Unmarshal(got.body, &p); err != nil || got.status != 200 {
		t.Fatalf("GET %s = %d %.300s: %v", path, got.status, got.body, err)
	}
	for i := range p.Features {
		f := &p.Features[i]
		if string(f.Raw) == "null" {
			continue
		}
		var err error
		if f.geometry, err = geo.ReadGeometry(f.Raw); err != nil {
			t.Fatalf("GET %s: %s: %v", path, f.ID, err)
		}
	}
	return p
}

// all reads a whole collection.
func (s *server) all(t *testing.T, collection string) []printed {
	t.Helper()
	return s.page(t, fmt.Sprintf("/collections/%s/export.geojson", collection)).Features
}

func byID(features []printed) map[string]printed {
	all := map[string]printed{}
	for _, f := range features {
		all[f.ID] = f
	}
	return all
}
