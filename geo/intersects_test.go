package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"stele/geo"
)

func mustWKT(t testing.TB, s string) orb.Geometry {
	t.Helper()
	g, err := geo.ParseWKT(s)
	if err != nil {
		t.Fatalf("ParseWKT(%s): %v", s, err)
	}
	return g
}

func TestIntersects_Cases(t *testing.T) {
	box := geo.BBox{1, 1, 3, 3}
	for _, c := range []struct {
		wkt  string
		want bool
	}{
		{"POINT (2 2)", true},
		{"POINT (3 3)", true},
		{"POINT (3.0000001 3)", false},
		{"MULTIPOINT (9 9, 1 2)", true},
		{"LINESTRING (0 2, 9 2)", true},
		{"LINESTRING (0 0, 9 9)", true},
		{"LINESTRING (0 2, 2 0)", true},
		{"LINESTRING (0 1.9, 1.9 0)", false},
		{"LINESTRING (0 0, 0 9, 9 9)", false},
		{"MULTILINESTRING ((8 8, 9 9), (1 0, 1 9))", true},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))", true},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (0.5 0.5, 0.5 8, 8 8, 8 0.5, 0.5 0.5))", false},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 3, 3 3, 3 1, 1 1))", true},
		{"POLYGON ((3 3, 4 3, 4 4, 3 3))", true},
		{"POLYGON ((0 9, 9 9, 9 0, 0 9))", false},
		{"MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5)), ((1.5 1.5, 2 1.5, 2 2, 1.5 1.5)))", true},
		{"GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (2 0, 2 9))", true},
		{"GEOMETRYCOLLECTION (POINT (0 0), LINESTRING (0 2, 0 9))", false},
	} {
		if got := geo.Intersects(mustWKT(t, c.wkt), box); got != c.want {
			t.Errorf("Intersects(%s) = %v, want %v", c.wkt, got, c.want)
		}
	}
}

func TestIntersects_NothingAndNotFinite(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	world := geo.BBox{-180, -90, 180, 90}
	for _, g := range []orb.Geometry{
		nil,
		orb.Polygon{},
		orb.Polygon{{}},
		orb.LineString(nil),
		orb.Collection{nil},
		orb.Point{nan, 0},
		orb.Point{0, inf},
		orb.LineString{{0, 0}, {nan, 1}},
		orb.Polygon{{{0, 0}, {inf, 0}, {1, 1}, {0, 0}}},
	} {
		if geo.Intersects(g, world) {
			t.Errorf("Intersects(%v, world) = true, want false", g)
		}
	}
	for _, b := range []geo.BBox{{nan, 0, 1, 1}, {0, 0, 1, nan}, {0, 1, 1, 0}} {
		if geo.Intersects(orb.Point{0.5, 0.5}, b) {
			t.Errorf("Intersects(point, %v) = true, want false", b)
		}
	}
}

func TestIntersects_AcrossTheMeridian(t *testing.T) {
	box := geo.BBox{170, -10, -170, 10}
	for _, c := range []struct {
		g    orb.Geometry
		want bool
	}{
		{orb.Point{175, 0}, true},
		{orb.Point{-175, 0}, true},
		{orb.Point{0, 0}, false},
		{orb.LineString{{-170, 20}, {-170, 10}}, true},
		{orb.Bound{Min: orb.Point{-169, -1}, Max: orb.Point{169, 1}}, false},
	} {
		if got := geo.Intersects(c.g, box); got != c.want {
			t.Errorf("Intersects(%v, %v) = %v, want %v", c.g, box, got, c.want)
		}
	}
}

// TestIntersects_AgreesWithSimplefeatures draws on a coarse grid, where touching is frequent.
func TestIntersects_AgreesWithSimplefeatures(t *testing.T) {
	random, seed := newRandom(t)
	hits, total := 0, 0
	for range 40_000 {
		g := randomPolygons(random)
		if geo.Validate(g) != nil {
			if total%2 == 0 {
				continue
			}
			g = orb.LineString(randomRing(random, 12, 12)) // any line will do
			if geo.Validate(g) != nil {
				continue
			}
		}
		x, y := float64(random.IntN(12)), float64(random.IntN(12))
		b := geo.BBox{x, y, x + float64(random.IntN(4)), y + float64(random.IntN(4))}
		want := geom.Intersects(theirs(t, g), theirs(t, b.Bounds()[0]))
		if got := geo.Intersects(g, b); got != want {
			t.Fatalf("seed %d: Intersects(%s, %v) = %v, want %v", seed, geo.WKT(g), b, got, want)
		}
		total++
		if want {
			hits++
		}
	}
	if hits < total/20 || hits > total*19/20 {
		t.Errorf("%d of %d hit: the trial shows little", hits, total)
	}
}

// theirs converts to simplefeatures; a box without area becomes the line or point that it is.
func theirs(t *testing.T, g orb.Geometry) geom.Geometry {
	t.Helper()
	if b, ok := g.(orb.Bound); ok {
		switch {
		case b.Min == b.Max:
			g = b.Min
		case b.Min[0] == b.Max[0] || b.Min[1] == b.Max[1]:
			g = orb.LineString{b.Min, b.Max}
		}
	}
	s, err := geom.UnmarshalWKB(geo.AppendWKB(nil, g))
	if err != nil {
		t.Fatalf("%v: %v", g, err)
	}
	return s
}
