package geo_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestClip_Cases(t *testing.T) {
	box := orb.Bound{Max: orb.Point{10, 10}}
	for _, c := range []struct{ name, in, want string }{
		{"point inside", "POINT(5 5)", "POINT(5 5)"},
		{"point on the corner", "POINT(10 10)", "POINT(10 10)"},
		{"point outside", "POINT(11 5)", ""},
		{"points", "MULTIPOINT((5 5),(11 5),(0 0))", "MULTIPOINT((5 5),(0 0))"},
		{"no points", "MULTIPOINT((-1 5),(11 5))", ""},
		{"line inside", "LINESTRING(1 1,9 9)", "LINESTRING(1 1,9 9)"},
		{"line across", "LINESTRING(-5 5,15 5)", "LINESTRING(0 5,10 5)"},
		{"line across a corner", "LINESTRING(-1 5,5 11)", "LINESTRING(0 6,4 10)"},
		{"line past a corner", "LINESTRING(-3 9,1 13)", ""},
		{"line that touches a corner", "LINESTRING(-5 5,5 15)", ""},
		{"line along the border", "LINESTRING(-5 0,15 0)", "LINESTRING(0 0,10 0)"},
		{"line that touches the border", "LINESTRING(5 -5,5 0,6 -5)", ""},
		{
			"line out and in", "LINESTRING(5 5,15 5,15 6,5 6,5 7)",
			"MULTILINESTRING((5 5,10 5),(10 6,5 6,5 7))",
		},
		{"line over and over", "LINESTRING(-5 5,15 5,-5 5)", "MULTILINESTRING((0 5,10 5),(10 5,0 5))"},
		{
			"multi-line", "MULTILINESTRING((1 1,2 2),(20 20,30 30),(5 5,5 15))",
			"MULTILINESTRING((1 1,2 2),(5 5,5 10))",
		},
		{"polygon inside", "POLYGON((1 1,9 1,9 9,1 1))", "POLYGON((1 1,9 1,9 9,1 1))"},
		{"polygon around", "POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5))", "POLYGON((0 10,0 0,10 0,10 10,0 10))"},
		{"polygon outside, boxes meet", "POLYGON((-20 9,1 30,-20 30,-20 9))", ""},
		{"polygon beside", "POLYGON((10 0,20 0,20 10,10 10,10 0))", ""},
		{"polygon at a corner", "POLYGON((10 10,20 10,20 20,10 20,10 10))", ""},
		{
			"hole inside, outside and across",
			"POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5),(1 1,1 2,2 2,2 1,1 1),(12 1,12 2,13 2,13 1,12 1),(8 8,8 9,12 9,12 8,8 8))",
			"POLYGON((0 10,0 0,10 0,10 10,0 10),(1 1,1 2,2 2,2 1,1 1),(8 8,8 9,10 9,10 8,8 8))",
		},
		{"box in the hole", "POLYGON((-9 -9,19 -9,19 19,-9 19,-9 -9),(-5 -5,-5 15,15 15,15 -5,-5 -5))", ""},
		{
			"multi-polygon", "MULTIPOLYGON(((1 1,2 1,2 2,1 1)),((20 1,22 1,22 2,20 1)),((5 5,15 5,15 6,5 6,5 5)))",
			"MULTIPOLYGON(((1 1,2 1,2 2,1 1)),((5 5,10 5,10 6,5 6,5 5)))",
		},
		{
			"collection", "GEOMETRYCOLLECTION(POINT(5 5),POINT(50 5),LINESTRING(5 5,5 15),POLYGON((20 1,22 1,22 2,20 1)))",
			"GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(5 5,5 10))",
		},
		{"collection of nothing", "GEOMETRYCOLLECTION(POINT(50 5),POINT(-50 5))", ""},
	} {
		var want orb.Geometry
		if c.want != "" {
			want = mustWKT(t, c.want)
		}
		got := geo.Clip(mustWKT(t, c.in), box)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want, got\n%s", c.name, diff)
		}
	}
}

func TestClip_NothingAndOdd(t *testing.T) {
	box := orb.Bound{Max: orb.Point{10, 10}}
	nan, inf := math.NaN(), math.Inf(1)
	for _, g := range []orb.Geometry{
		nil,
		orb.MultiPoint{},
		orb.LineString{},
		orb.MultiLineString{{}},
		orb.Ring{},
		orb.Polygon{},
		orb.Polygon{{}},
		orb.MultiPolygon{{}, {{}}},
		orb.Collection{},
		orb.Collection{nil, orb.Polygon{}},
		orb.Point{nan, 5},
		orb.LineString{{5, 5}, {inf, 5}},
		orb.Polygon{{{0, 0}, {nan, 5}, {5, 5}, {0, 0}}},
		geo.BoundOf(nil),
		orb.LineString{{15, 5}},
		orb.MultiLineString{{{5, 5}}, {{15, 5}}},
		orb.Ring{{5, 5}, {15, 5}},
		orb.MultiPolygon{{}, {{{5, 5}, {15, 5}, {5, 5}}}},
	} {
		if got := geo.Clip(g, box); got != nil {
			t.Errorf("Clip(%v) = %v, want nil", g, got)
		}
	}
	if got := geo.Clip(square(1, 1, 1), geo.BoundOf(nil)); got != nil {
		t.Errorf("Clip to an empty box = %v", got)
	}
	bound := orb.Bound{Min: orb.Point{5, 5}, Max: orb.Point{15, 15}}
	if got, want := geo.Clip(bound, box), (orb.Bound{Min: orb.Point{5, 5}, Max: orb.Point{10, 10}}); got != want {
		t.Errorf("Clip(bound) = %v, want %v", got, want)
	}
	ring := orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 1}}
	if got := geo.Clip(ring, box).(orb.Ring); &got[0] != &ring[0] {
		t.Error("a ring wholly inside was copied")
	}
}

// randomStar winds once around its centre, so it never crosses itself; all of it lies between 0.07 and 1
// radius from the centre.
func randomStar(random *rand.Rand, centre orb.Point, radius float64) orb.Ring {
	n := 8 + random.IntN(30)
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * (float64(i) + random.Float64()*0.9) / float64(n))
		r := radius * (0.1 + 0.9*random.Float64())
		ring = append(ring, orb.Point{centre[0] + r*cos, centre[1] + r*sin})
	}
	return append(ring, ring[0])
}

func TestClip_KeepsThePointsInTheBox(t *testing.T) {
	random, seed := newRandom(t)
	box := orb.Bound{Min: orb.Point{-3, -2}, Max: orb.Point{3, 2}}
	for range 2000 {
		centre := orb.Point{random.Float64()*10 - 5, random.Float64()*10 - 5}
		polygon := orb.Polygon{randomStar(random, centre, 6)}
		hole := randomStar(random, centre, 0.4) // nearer to the centre than the exterior
		if random.IntN(2) == 0 {
			polygon = append(polygon, hole)
		}
		g := orb.Geometry(orb.MultiPolygon{polygon})
		before := orb.Clone(g)
		got := geo.Clip(g, box)
		if !orb.Equal(g, before) {
			t.Fatalf("seed %d: the input was changed: %v", seed, before)
		}
		if b := geo.BoundOf(got); got != nil && (!box.Contains(b.Min) || !box.Contains(b.Max)) {
			t.Fatalf("seed %d: %v reaches out of the box", seed, got)
		}
		for range 100 {
			p := orb.Point{random.Float64()*6 - 3, random.Float64()*4 - 2}
			if is, want := geo.PolygonContains(got, p), geo.PolygonContains(g, p); is != want {
				t.Fatalf("seed %d: %v in the part is %v, in the whole %v: %v", seed, p, is, want, g)
			}
		}
	}
}

func TestClip_SharedEdgesStayShared(t *testing.T) {
	random, seed := newRandom(t)
	box := orb.Bound{Min: orb.Point{-3, -2}, Max: orb.Point{3, 2}}
	for range 2000 {
		var border []orb.Point
		for i := range 20 {
			border = append(border, orb.Point{random.Float64()*12 - 6, float64(i) - 10 + random.Float64()})
		}
		west := append(orb.Ring{{-9, 12}, {-9, -12}}, border...)
		east := append(orb.Ring{{9, -12}, {9, 12}}, backwards(border)...)
		west, east = append(west, west[0]), append(east, east[0])
		a, b := innerEdges(geo.Clip(west, box), box), innerEdges(geo.Clip(east, box), box)
		slices.SortFunc(a, compareEdges)
		slices.SortFunc(b, compareEdges)
		if diff := cmp.Diff(a, b); diff != "" {
			t.Fatalf("seed %d: border %v from the west, from the east\n%s", seed, border, diff)
		}
	}
}

func backwards(path []orb.Point) []orb.Point {
	path = slices.Clone(path)
	slices.Reverse(path)
	return path
}

// innerEdges lists the edges of the ring that do not run along the box, lesser end first.
func innerEdges(g orb.Geometry, box orb.Bound) (edges [][2]orb.Point) {
	ring, _ := g.(orb.Ring)
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		along := false
		for axis := range 2 {
			along = along || a[axis] == b[axis] && (a[axis] == box.Min[axis] || a[axis] == box.Max[axis])
		}
		if !along {
			edges = append(edges, edgeOf(a, b))
		}
	}
	return edges
}

func edgeOf(a, b orb.Point) [2]orb.Point {
	if slices.Compare(a[:], b[:]) > 0 {
		a, b = b, a
	}
	return [2]orb.Point{a, b}
}

func compareEdges(a, b [2]orb.Point) int {
	if c := slices.Compare(a[0][:], b[0][:]); c != 0 {
		return c
	}
	return slices.Compare(a[1][:], b[1][:])
}

func FuzzClip(f *testing.F) {
	for _, s := range []string{
		"POLYGON((-5 -5,15 -5,15 15,-5 15,-5 -5))", "LINESTRING(-5 5,15 5,-5 5)", "MULTIPOINT((5 5),(11 5))",
		"GEOMETRYCOLLECTION(POINT(5 5),LINESTRING(5 5,5 15))", "POLYGON((0 0,10 0,10 10,0 0),(1 1,2 1,2 2,1 1))",
	} {
		f.Add(geo.AppendWKB(nil, mustWKT(f, s)), 0.0, 0.0, 10.0, 10.0)
	}
	f.Fuzz(func(t *testing.T, wkb []byte, west, south, east, north float64) {
		g, err := geo.ParseWKB(wkb)
		if err != nil {
			return
		}
		box := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
		got := geo.Clip(g, box)
		if b := geo.BoundOf(got); got != nil && (!box.Contains(b.Min) || !box.Contains(b.Max)) {
			t.Errorf("Clip(%v, %v) = %v", g, box, got)
		}
	})
}

func benchmarkClip(b *testing.B, box orb.Bound) {
	polygon := star(100_000)
	b.ReportAllocs()
	for b.Loop() {
		geo.Clip(polygon, box)
	}
}

func BenchmarkClip_100kAcross(b *testing.B) {
	benchmarkClip(b, orb.Bound{Min: orb.Point{46, 39}, Max: orb.Point{90, 80}})
}

func BenchmarkClip_100kInside(b *testing.B) {
	benchmarkClip(b, orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}})
}
