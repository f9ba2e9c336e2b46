package api_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
)

type counts struct {
	Collection    string
	NumberMatched int
	Located       int
	Undated       int
	BBox          *[4]float64
	Years         []struct{ Year, Certain, Possible int }
	Facets        []struct {
		Property string
		Null     int
		Values   []struct {
			Value any
			Count int
		}
	}
	Collections []counts
	Links       []map[string]string
}

// severalLayers have dates of different years, one of which is open.
func severalLayers() []made {
	square := orb.Bound{Min: orb.Point{44, 38}, Max: orb.Point{48, 41}}.ToPolygon()
	return append(someSites(),
		made{data.Villages, "old", orb.Point{10, -5}, "1988", map[string]any{"kind": "village"}},
		made{data.Villages, "young", orb.Point{47, 39}, "2015-05", map[string]any{"kind": "town", "contested": true}},
		made{data.Zones, "zone", square, "1994/2020", map[string]any{"kind": "buffer_zone"}},
	)
}

func TestAllStats_AreTheSumOfTheLayers(t *testing.T) {
	s := serve(t, writeRelease(t, severalLayers()))
	for _, query := range []string{"?", "?bbox=46,39,47.5,40", "?datetime=1993-04", "?datetime=1990/2016&certainty=certain", "?contested=true", "?bbox=0,-80,1,-79"} {
		all := decode[counts](t, s.get("/stats"+query))
		var sum counts
		for i, c := range data.Collections() {
			got, want := all.Collections[i], decode[counts](t, s.get("/collections/"+c.ID+"/stats"+query))
			got.Years, want.Years, got.Links, want.Links = nil, nil, nil, nil
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("/stats%s differs from that of %s: %s", query, c.ID, diff)
			}
			sum.NumberMatched, sum.Located, sum.Undated = sum.NumberMatched+want.NumberMatched, sum.Located+want.Located, sum.Undated+want.Undated
		}
		if all.NumberMatched != sum.NumberMatched || all.Located != sum.Located || all.Undated != sum.Undated || (all.BBox == nil) != (sum.Located == 0) {
			t.Errorf("/stats%s: %+v, the layers have %+v", query, all, sum)
		}
	}
	all := decode[counts](t, s.get("/stats"))
	if want := [4]float64{-179.5, -17, 179.5, 41}; *all.BBox != want {
		t.Errorf("bbox %v, want %v", *all.BBox, want)
	}
	// The site "open" goes on from 1993; no other site is that late, but a zone is.
	year := func(c counts, year int) (certain, possible int) {
		for _, y := range c.Years {
			if y.Year == year {
				return y.Certain, y.Possible
			}
		}
		return 0, 0
	}
	if _, n := year(all.Collections[0], 2019); n != 1 {
		t.Errorf("%d sites may be of 2019, want the open one", n)
	}
	if certain, possible := year(all, 2015); certain != 1 || possible != 3 {
		t.Errorf("of 2015 are %d for certain and %d perhaps, want 1 and 3", certain, possible)
	}
}

func TestAllStats_CountByWhatALayerHas(t *testing.T) {
	s := serve(t, writeRelease(t, severalLayers()))
	for i, facets := range map[int]int{0: 1, 1: 2, 2: 1} {
		got := decode[counts](t, s.get("/stats?facets=status,kind")).Collections[i]
		if len(got.Facets) != facets {
			t.Errorf("%s are counted by %+v, want %d properties", got.Collection, got.Facets, facets)
		}
		for _, l := range got.Links {
			if r := s.get(l["href"][len(s.URL):]); r.status != 200 {
				t.Errorf("link %v = %d %s", l, r.status, r.body)
			}
		}
	}
	tagged := s.get("/stats?facets=kind")
	s.check([]row{
		{"/stats?facets=kind,stage,none", 400, []string{`"parameter":"facets"`, `no collection has a property \"none\"`}, nil},
		{"/stats?facets=", 400, []string{`"parameter":"facets"`}, nil},
		{"/stats?kind=village", 400, []string{`"parameter":"kind"`, "not known here"}, nil},
		{"/stats?bbox=1", 400, []string{`"parameter":"bbox"`}, nil},
		{"/stats?f=xml", 400, []string{`"parameter":"f"`}, nil},
		{"/", 200, []string{s.URL + "/stats"}, nil},
	})
	if r := s.get("/stats?facets=kind", "If-None-Match: "+tagged.header.Get("ETag")); r.status != 304 || r.body != "" {
		t.Errorf("asked again: %d %s", r.status, r.body)
	}
	if r := s.get("/stats?facets=stage", "If-None-Match: "+tagged.header.Get("ETag")); r.status != 200 {
		t.Errorf("other facets: %d", r.status)
	}
}
