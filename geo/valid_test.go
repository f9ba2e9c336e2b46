package geo_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"

	"stele/geo"
)

func TestValidate_SaysWhatAndWhere(t *testing.T) {
	for _, c := range []struct{ wkt, want string }{
		{"POINT (1 2)", ""},
		{"LINESTRING (0 0, 2 2, 0 2, 2 0)", ""},
		{"LINESTRING (1 2, 1 2)", "all positions of the line are the same near lon,lat 1,2"},
		{"POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0))", ""},
		{"POLYGON ((0 0, 0 4, 4 4, 4 0, 0 0))", ""},
		{"POLYGON ((0 0, 4 0, 4 0, 4 4, 0 4, 0 0))", ""},
		{"POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0))", "ring 1 crosses itself near lon,lat 2,2"},
		{"POLYGON ((0 0, 4 0, 0 0, 0 0))", "ring 1 has no area near lon,lat 0,0"},
		{"POLYGON ((0 0, 4 0, 2 0, 2 2, 0 0))", "ring 1 runs along itself"},
		{"POLYGON ((0 0, 4 0, 2 2, 4 4, 0 4, 2 2, 0 0))", "ring 1 touches itself near lon,lat 2,2"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))", ""},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (0 1, 2 1, 2 2, 0 1))", ""},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (0 1, 2 1, 0 2, 0 1))", "ring 1 meets ring 2 at more than one point"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (0 1, 9 1, 5 2, 0 1))", "ring 1 meets ring 2 at more than one point"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (5 5, 12 5, 5 7, 5 5))", "ring 1 crosses ring 2 near lon,lat 9,"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (11 1, 12 1, 12 2, 11 1))", "ring 2 is a hole outside its exterior ring near lon,lat 11,1"},
		{"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 1), (5 3, 6 3, 6 4, 5 3))", "ring 3 is a hole inside another hole"},
		{"POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (2 0, 3 1, 2 2, 1 1, 2 0), (2 2, 3 3, 2 4, 1 3, 2 2))", "cut the interior in two"},
		{"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((2 2, 3 2, 3 3, 2 2)))", ""},
		{"MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 2, 3 2, 3 3, 2 2)))", ""},
		{"MULTIPOLYGON (((0 0, 2 0, 2 2, 0 2, 0 0)), ((2 0, 4 0, 4 2, 2 2, 2 0)))", "polygon 1 ring 1 runs along polygon 2 ring 1"},
		{"MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((1 1, 2 1, 2 2, 1 1)))", "polygon 2 ring 1 lies inside another polygon near lon,lat 1,1"},
		{"MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((0 1, 2 1, 2 2, 0 1)))", "overlaps another polygon"},
		{"MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 8 1, 8 8, 1 8, 1 1)), ((2 2, 3 2, 3 3, 2 2)))", ""},
		{"MULTIPOLYGON (((0 0, 4 4, 0 8, -4 4, 0 0)), ((0 0, 4 0, 4 4, 0 8, 9 9, 9 -9, 0 0)))", "runs along"},
		{"GEOMETRYCOLLECTION (POINT (1 2), POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0)))", "geometry 2: ring 1 crosses itself"},
	} {
		g, err := geo.ParseWKT(c.wkt)
		if err != nil {
			t.Fatalf("%s: %v", c.wkt, err)
		}
		err = geo.Validate(g)
		if got := fmt.Sprint(err); (c.want == "") != (err == nil) || !strings.Contains(got, c.want) && err != nil {
			t.Errorf("Validate(%s) = %v, want %q", c.wkt, err, c.want)
		}
	}
}

func TestValidate_RefusesWhatIsNotAShape(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{math.NaN(), 1},
		orb.LineString{{1, 1}},
		orb.Polygon{{{0, 0}, {1, 0}, {1, math.Inf(1)}, {0, 0}}},
		orb.Polygon{},
		orb.Collection{nil},
	} {
		if err := geo.Validate(g); err == nil {
			t.Errorf("Validate(%v) = nil, want an error", g)
		}
	}
	if err := geo.Validate(nil); err != nil {
		t.Errorf("Validate(nil) = %v, want nil", err)
	}
}

// TestValidate_AgreesWithSimplefeatures draws small shapes on a coarse grid, where every degenerate case is frequent.
func TestValidate_AgreesWithSimplefeatures(t *testing.T) {
	random, seed := newRandom(t)
	valid, total := 0, 0
	for range 30_000 {
		g := randomPolygons(random)
		want, got := simplefeaturesSays(t, g), geo.Validate(g)
		for turned, i := g, 0; want == nil && i < 4; i++ {
			turned = rotated(turned)
			want = simplefeaturesSays(t, turned)
		}
		if (want == nil) != (got == nil) {
			t.Fatalf("seed %d: Validate(%s) = %v, simplefeatures says %v", seed, geo.WKT(g), got, want)
		}
		total++
		if got == nil {
			valid++
		}
	}
	if valid < total/100 || valid > total*99/100 {
		t.Errorf("%d of %d shapes are valid: the trial shows little", valid, total)
	}
}

func simplefeaturesSays(t *testing.T, g orb.Geometry) error {
	theirs, err := geom.UnmarshalWKB(geo.AppendWKB(nil, g), geom.NoValidate{})
	if err != nil {
		t.Fatal(err)
	}
	return theirs.Validate()
}

// rotated starts each ring at its next corner: simplefeatures 0.50 decides nesting by the first corner and lets pass a
// hole outside its exterior that touches it there.
func rotated(g orb.Geometry) orb.Geometry {
	turned := orb.Clone(g)
	polygons, ok := turned.(orb.MultiPolygon)
	if !ok {
		polygons = orb.MultiPolygon{turned.(orb.Polygon)}
	}
	for _, p := range polygons {
		for _, ring := range p {
			copy(ring, ring[1:])
			ring[len(ring)-1] = ring[0]
		}
	}
	return turned
}

func randomPolygons(random *rand.Rand) orb.Geometry {
	polygons := make(orb.MultiPolygon, 1+random.IntN(3))
	for i := range polygons {
		polygons[i] = orb.Polygon{randomRing(random, 12, 12)}
		for range random.IntN(3) {
			polygons[i] = append(polygons[i], randomRing(random, 12, 5))
		}
	}
	if len(polygons) == 1 {
		return polygons[0]
	}
	return polygons
}

// randomRing has corners on a grid of the given extent, in a square of the given side.
func randomRing(random *rand.Rand, extent, side int) orb.Ring {
	x, y := random.IntN(extent), random.IntN(extent)
	ring := make(orb.Ring, 3+random.IntN(3))
	for i := range ring {
		ring[i] = orb.Point{float64(x + random.IntN(side)), float64(y + random.IntN(side))}
	}
	return append(ring, ring[0])
}

func TestValidate_IsNearLinear(t *testing.T) {
	const n = 100_000
	for name, g := range map[string]orb.Geometry{
		"star": star(n), "comb": comb(n / 3), "spiral": spiral(n / 3), "holes": manyHoles(n / 20),
	} {
		start := time.Now()
		err := geo.Validate(g)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("Validate(%s) took %v", name, took)
		}
		t.Logf("%s: %v, %v", name, time.Since(start), err)
		if name != "comb" && name != "spiral" && err != nil {
			t.Errorf("Validate(%s) = %v, want nil", name, err)
		}
	}
}

func star(n int) orb.Polygon {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		r := 10 + math.Sin(float64(i)/100) + math.Sin(float64(i)*0.7)/5000
		ring = append(ring, orb.Point{46 + r*cos, 39 + r*sin})
	}
	return orb.Polygon{append(ring, ring[0])}
}

// comb has long slanting teeth, whose boxes all overlap.
func comb(n int) orb.Polygon {
	ring := orb.Ring{{-1, 0}}
	for i := range n / 2 {
		x := float64(i) / float64(n) * 20
		ring = append(ring, orb.Point{40 + x, 60}, orb.Point{x + 20/float64(n), 1})
	}
	return orb.Polygon{append(ring, orb.Point{60, 0}, ring[0])}
}

// spiral goes inward by a corridor and back, so that the boxes of its nodes all overlap though its edges do not.
func spiral(n int) orb.Polygon {
	var in, out orb.Ring
	for i := range n / 2 {
		r := 80 * (1 - float64(i)/float64(n/2))
		inner := r - 20/float64(n)
		corner := [4]orb.Point{{1, 1}, {-1, 1}, {-1, -1}, {1, -1}}[i%4]
		in = append(in, orb.Point{corner[0] * r, corner[1] * r})
		out = append(out, orb.Point{corner[0] * inner, corner[1] * inner})
	}
	for i := range out {
		in = append(in, out[len(out)-1-i])
	}
	return orb.Polygon{append(in, in[0])}
}

func manyHoles(n int) orb.Polygon {
	p := orb.Polygon{{{-1, -1}, {85, -1}, {85, 85}, {-1, 85}, {-1, -1}}}
	side := int(math.Sqrt(float64(n)))
	step := 80 / float64(side)
	for i := range side * side {
		x, y := float64(i%side)*step, float64(i/side)*step
		p = append(p, orb.Ring{{x, y}, {x, y + step/2}, {x + step/2, y + step/2}, {x + step/2, y}, {x, y}})
	}
	return p
}
