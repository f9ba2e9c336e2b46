package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"stele/geo"
)

const ringed = "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (4 4, 4 6, 6 6, 6 4, 4 4))"

func TestPolygonContains_Cases(t *testing.T) {
	for _, c := range []struct {
		wkt  string
		pt   orb.Point
		want bool
	}{
		{ringed, orb.Point{1, 1}, true},
		{ringed, orb.Point{0, 5}, true},
		{ringed, orb.Point{9, 9}, true},
		{ringed, orb.Point{5, 5}, false},
		{ringed, orb.Point{4, 5}, true},
		{ringed, orb.Point{10, 5}, false},
		{ringed, orb.Point{math.NaN(), 5}, false},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", orb.Point{5.9, 5.5}, true},
		{"POLYGON ((0 0, 2 2, 4 0, 4 4, 0 4, 0 0))", orb.Point{2, 2}, true},
		{"POLYGON ((0 0, 2 2, 4 0, 4 4, 0 4, 0 0))", orb.Point{1, 2}, true},
		{"POLYGON ((0 0, 2 2, 4 0, 4 4, 0 4, 0 0))", orb.Point{-1, 2}, false},
		{"LINESTRING (0 0, 1 1)", orb.Point{0, 0}, false},
	} {
		if got := geo.PolygonContains(mustWKT(t, c.wkt), c.pt); got != c.want {
			t.Errorf("PolygonContains(%s, %v) = %v, want %v", c.wkt, c.pt, got, c.want)
		}
	}
	if geo.PolygonContains(nil, orb.Point{}) {
		t.Error("PolygonContains(nil) = true, want false")
	}
}

func TestWithinPolygon_Cases(t *testing.T) {
	box := func(w, s, e, n float64) orb.Bound { return orb.Bound{Min: orb.Point{w, s}, Max: orb.Point{e, n}} }
	for _, c := range []struct {
		wkt  string
		b    orb.Bound
		want bool
	}{
		{ringed, box(1, 1, 2, 2), true},
		{ringed, box(0, 0, 4, 9), true},
		{ringed, box(1, 1, 8, 8), false},
		{ringed, box(4, 4, 6, 6), false},
		{ringed, box(4.5, 4.5, 5, 5), false},
		{ringed, box(8, 8, 10, 10), false},
		{ringed, box(20, 20, 21, 21), false},
		{ringed, box(0, 0, 0, 0), true},
		{ringed, box(5, 5, 5, 5), false},
		{ringed, box(1, 1, 1, 3), true},
		{ringed, box(0, 1, 0, 3), false},
		{ringed, box(math.NaN(), 1, 2, 3), false},
		{"POLYGON ((0 0, 9 0, 9 9, 5 1, 0 9, 0 0))", box(1, 0.1, 8, 1), true},
		{"POLYGON ((0 0, 9 0, 9 9, 5 1, 0 9, 0 0))", box(1, 0.1, 8, 1.1), false},
		{"MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 2, 4 2, 4 4, 2 4, 2 2)))", box(1, 1, 3, 3), false},
		{"GEOMETRYCOLLECTION (POINT (1 1), " + ringed + ")", box(1, 1, 2, 2), true},
		{"LINESTRING (0 0, 9 9)", box(1, 1, 1, 1), false},
	} {
		if got := geo.WithinPolygon(c.b, mustWKT(t, c.wkt)); got != c.want {
			t.Errorf("WithinPolygon(%v, %s) = %v, want %v", c.b, c.wkt, got, c.want)
		}
	}
	if geo.WithinPolygon(box(0, 0, 1, 1), nil) {
		t.Error("WithinPolygon(nil) = true, want false")
	}
}

// TestWithinPolygon_N5_NeverTooMuch: zone membership is published only if the whole cell lies inside.
func TestWithinPolygon_N5_NeverTooMuch(t *testing.T) {
	random, seed := newRandom(t)
	within := 0
	for range 40_000 {
		g := randomPolygons(random)
		if geo.Validate(g) != nil {
			continue
		}
		x, y := float64(random.IntN(24))/2, float64(random.IntN(24))/2
		b := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + 0.5, y + float64(1+random.IntN(2))/2}}
		want, err := geom.Covers(theirs(t, g), theirs(t, b))
		if err != nil {
			t.Fatal(err)
		}
		if got := geo.WithinPolygon(b, g); got != want {
			t.Fatalf("seed %d: WithinPolygon(%v, %s) = %v, want %v", seed, b, geo.WKT(g), got, want)
		}
		if want {
			within++
		}
	}
	if within < 20 {
		t.Errorf("only %d boxes within: the trial shows little", within)
	}
}
