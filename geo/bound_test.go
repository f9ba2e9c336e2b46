package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

func TestBoundOf_Cases(t *testing.T) {
	box := orb.Bound{Min: orb.Point{-1, 2}, Max: orb.Point{3, 4}}
	for _, g := range []orb.Geometry{
		orb.MultiPoint{{-1, 4}, {3, 2}},
		orb.LineString{{-1, 4}, {3, 2}},
		orb.MultiLineString{{{-1, 4}}, {{3, 2}}},
		orb.Ring{{-1, 4}, {3, 2}},
		orb.Polygon{{{-1, 4}, {3, 2}}},
		orb.MultiPolygon{{}, {{{-1, 4}, {3, 2}}}},
		orb.Collection{nil, orb.Point{-1, 4}, orb.Collection{orb.Point{3, 2}}},
		box,
	} {
		if got := geo.BoundOf(g); got != box {
			t.Errorf("BoundOf(%T) = %v, want %v", g, got, box)
		}
	}
	if got := geo.BoundOf(orb.Point{1, 2}); got.Min != got.Max || got.Min != (orb.Point{1, 2}) {
		t.Errorf("BoundOf(point) = %v", got)
	}
}

func TestBoundOf_Nowhere(t *testing.T) {
	for _, g := range []orb.Geometry{
		nil, orb.Polygon{}, orb.Collection{nil}, orb.Point{math.NaN(), 0}, orb.LineString{{0, 0}, {1, math.Inf(-1)}},
	} {
		if got := geo.BoundOf(g); !got.IsEmpty() {
			t.Errorf("BoundOf(%v) = %v, want an empty bound", g, got)
		}
	}
}
