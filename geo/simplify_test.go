package geo_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"stele/geo"
)

var tolerances = []float64{1e-9, 1e-3, 0.01, 0.03, 0.1, 0.3, 1, 10, math.Inf(1)}

func simplifyAll(shapes []orb.Geometry, weights []geo.Weights, tolerance float64) []orb.Geometry {
	simple := make([]orb.Geometry, len(shapes))
	for i, g := range shapes {
		simple[i] = geo.Simplify(g, weights[i], tolerance)
	}
	return simple
}

func eachCoverage(t *testing.T, test func(seed uint64, c *coverage, weights []geo.Weights)) {
	random, seed := newRandom(t)
	for range 60 {
		c := newCoverage(random, 2+random.IntN(4), 2+random.IntN(4), random.IntN(60), true)
		test(seed, c, geo.Weigh(c.shapes))
	}
}

func TestSimplify_SharedBordersStayShared(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		for _, tolerance := range tolerances {
			sides := map[[2]orb.Point]int{}
			for _, g := range simplifyAll(c.shapes, weights, tolerance) {
				for _, ring := range ringsOf(g) {
					for i := 1; i < len(ring); i++ {
						sides[edgeOf(ring[i-1], ring[i])]++
					}
				}
			}
			for e, n := range sides {
				if isRim := c.rim[e[0]] && c.rim[e[1]]; n != 2 && (n != 1 || !isRim) {
					t.Fatalf("seed %d: at %v the edge %v has %d sides", seed, tolerance, e, n)
				}
			}
		}
	})
}

func TestSimplify_OnlyDropsAndNests(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		finer := c.shapes
		for _, tolerance := range tolerances {
			coarser := simplifyAll(c.shapes, weights, tolerance)
			for i := range coarser {
				checkDropped(t, seed, tolerance, c.shapes[i], finer[i], coarser[i])
			}
			finer = coarser
		}
	})
}

// checkDropped checks that every ring of coarser is a ring of finer and of the original with positions left out, and
// still a ring.
func checkDropped(t *testing.T, seed uint64, tolerance float64, original, finer, coarser orb.Geometry) {
	t.Helper()
	rings := ringsOf(coarser)
	if len(rings) == 0 || original.GeoJSONType() != coarser.GeoJSONType() {
		t.Fatalf("seed %d: at %v %v became %v", seed, tolerance, original, coarser)
	}
	for _, ring := range rings {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
			t.Fatalf("seed %d: at %v %v is no ring", seed, tolerance, ring)
		}
		for _, of := range []orb.Geometry{original, finer} {
			if !slices.ContainsFunc(ringsOf(of), func(r orb.Ring) bool { return isThinned(r, ring) }) {
				t.Fatalf("seed %d: at %v %v is no thinned ring of %v", seed, tolerance, ring, of)
			}
		}
	}
}

// isThinned tells whether the closed ring thin is full with positions left out, in the same order.
func isThinned(full, thin orb.Ring) bool {
	rest := thin[:len(thin)-1]
	for _, p := range full[:len(full)-1] {
		if len(rest) > 0 && rest[0] == p {
			rest = rest[1:]
		}
	}
	return len(rest) == 0
}

func TestSimplify_StaysWithinTheTolerance(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		for _, tolerance := range tolerances {
			for i, g := range simplifyAll(c.shapes, weights, tolerance) {
				for _, ring := range ringsOf(c.shapes[i]) {
					checkNear(t, seed, tolerance, ring, ringsOf(g))
				}
			}
		}
	})
}

// checkNear checks the distance of what was dropped to the edge that took its place. A ring of which nothing is left
// must be small.
func checkNear(t *testing.T, seed uint64, tolerance float64, ring orb.Ring, simple []orb.Ring) {
	t.Helper()
	i := slices.IndexFunc(simple, func(r orb.Ring) bool { return isThinned(ring, r) })
	if i < 0 {
		if area := math.Abs(planar.Area(ring)); area >= tolerance*tolerance {
			t.Fatalf("seed %d: at %v a ring of area %v vanished", seed, tolerance, area)
		}
		return
	}
	thin := simple[i]
	k := slices.Index(ring, thin[0])
	at := 0
	for j := range len(ring) - 1 {
		p := ring[(k+j)%(len(ring)-1)]
		if at+1 < len(thin) && p == thin[at+1] {
			at++
		}
		if p == thin[at] {
			continue
		}
		if d := distanceToSegment(p, thin[at], thin[at+1]); d > tolerance*(1+1e-9) {
			t.Fatalf("seed %d: at %v %v is %v from %v-%v", seed, tolerance, p, d, thin[at], thin[at+1])
		}
	}
}

func TestSimplify_KeepsAllBelowTheLeastWeight(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		least := float32(math.Inf(1))
		for _, w := range weights {
			for _, weight := range w {
				least = min(least, weight)
			}
		}
		for i, g := range simplifyAll(c.shapes, weights, float64(least)) {
			if !orb.Equal(g, c.shapes[i]) {
				t.Fatalf("seed %d: at the least weight %v shape %d has changed", seed, least, i)
			}
		}
	})
}

func TestWeigh_DoesNotDependOnTheOrder(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		weightOf := map[orb.Point]float32{}
		note := func(g orb.Geometry, w geo.Weights) {
			i := 0
			for _, ring := range ringsOf(g) {
				for _, p := range ring {
					weight := float32(math.Inf(1))
					if w != nil {
						weight = w[i]
					}
					if before, ok := weightOf[p]; ok && before != weight {
						t.Fatalf("seed %d: %v weighs %v and %v", seed, p, before, weight)
					}
					weightOf[p] = weight
					i++
				}
			}
		}
		for i, g := range c.shapes {
			note(g, weights[i])
		}
		slices.Reverse(c.shapes)
		for i, w := range geo.Weigh(c.shapes) {
			note(c.shapes[i], w)
		}
	})
}

func TestSimplify_Cases(t *testing.T) {
	for _, c := range []struct {
		name, in  string
		tolerance float64
		want      string
	}{
		{"line", "LINESTRING(0 0,1 0.1,2 -0.1,3 5,4 6,5 7)", 1, "LINESTRING(0 0,2 -0.1,3 5,5 7)"},
		{"straight line", "LINESTRING(0 0,1 0,2 0,3 0)", 1e-300, "LINESTRING(0 0,3 0)"},
		{"repeated positions", "LINESTRING(0 0,0 0,1 1,1 1,2 0,2 0)", 1e-9, "LINESTRING(0 0,1 1,2 0)"},
		{"no tolerance", "LINESTRING(0 0,1 0,2 0)", 0, "LINESTRING(0 0,1 0,2 0)"},
		{"negative tolerance", "LINESTRING(0 0,1 0,2 0)", -1, "LINESTRING(0 0,1 0,2 0)"},
		{"NaN", "LINESTRING(0 0,1 0,2 0)", math.NaN(), "LINESTRING(0 0,1 0,2 0)"},
		{"a square stays", "POLYGON((0 0,1 0,1 1,0 1,0 0))", 99, "POLYGON((0 0,1 0,1 1,0 1,0 0))"},
		{
			"the first position is dropped", "POLYGON((5 0,10 0,10 10,5 10.1,0 10,0 0,5 0))", 1,
			"POLYGON((10 0,10 10,0 10,0 0,10 0))",
		},
		{
			"three positions stay", "POLYGON((0 0,10 0,10 1,10 10,0 10,0 1,0 0))", 99,
			"POLYGON((0 0,10 10,0 10,0 0))",
		},
		{
			"a small hole vanishes", "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1))", 1.01,
			"POLYGON((0 0,9 0,9 9,0 9,0 0))",
		},
		{
			"a hole that is not small enough", "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1))", 1,
			"POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1))",
		},
		{
			"a small part vanishes with its hole",
			"MULTIPOLYGON(((1 1,3 1,3 3,1 3,1 1),(2 2,2 2.9,2.9 2,2 2)),((5 5,9 5,9 9,5 9,5 5)))", 3,
			"MULTIPOLYGON(((5 5,9 5,9 9,5 9,5 5)))",
		},
		{
			"the last part stays", "MULTIPOLYGON(((1 1,2 1,2 2,1 2,1 1)),((5 5,9 5,9 9,5 9,5 5)))", 1e9,
			"MULTIPOLYGON(((5 5,9 5,9 9,5 9,5 5)))",
		},
		{
			"parts that touch stay", "MULTIPOLYGON(((4 4,5 4,5 5,4 5,4 4)),((5 5,9 5,9 9,5 9,5 5)))", 1e9,
			"MULTIPOLYGON(((4 4,5 4,5 5,4 5,4 4)),((5 5,9 5,9 9,5 9,5 5)))",
		},
		{
			"collection", "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 0,2 0),MULTIPOINT((3 3),(3 3)),LINESTRING(7 7,8 7,9 7))",
			0.1, "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,2 0),MULTIPOINT((3 3),(3 3)),LINESTRING(7 7,9 7))",
		},
		{"multi-line", "MULTILINESTRING((0 0,1 0,2 0),(5 0,1 0))", 9, "MULTILINESTRING((0 0,1 0,2 0),(5 0,1 0))"},
		{"there and back", "LINESTRING(0 0,1 5,2 0,1 5,0 0,7 7)", 99, "LINESTRING(0 0,1 5,1 5,0 0,7 7)"},
		{"closed line", "LINESTRING(0 0,4 0,8 0,8 8,0 8,0 4,0 0)", 99, "LINESTRING(0 0,8 8,0 8,0 0)"},
	} {
		g, want := mustWKT(t, c.in), mustWKT(t, c.want)
		got := geo.Simplify(g, geo.Weigh([]orb.Geometry{g})[0], c.tolerance)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: want, got\n%s", c.name, diff)
		}
		if !orb.Equal(g, mustWKT(t, c.in)) {
			t.Errorf("%s: the input has changed to %v", c.name, g)
		}
	}
}

// TestWeigh_SquaresHold: a shape without weights keeps all its positions, so its neighbours must keep them too.
func TestWeigh_SquaresHold(t *testing.T) {
	around := mustWKT(t, "POLYGON((1 1,1 2,2 2,2 1,3 1,3 3,0 3,0 1,1 1))").(orb.Polygon)
	shapes := []orb.Geometry{around, square(1, 1, 1)}
	weights := geo.Weigh(shapes)
	if weights[1] != nil {
		t.Errorf("a square has weights %v", weights[1])
	}
	ring := geo.Simplify(around, weights[0], 99).(orb.Polygon)[0]
	for _, p := range shapes[1].(orb.Polygon)[0] {
		if !slices.Contains(ring, p) {
			t.Errorf("the neighbour of a square has dropped %v: %v", p, ring)
		}
	}
}

func TestWeigh_NothingAndOdd(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	manyNaN := make(orb.LineString, 100_000)
	for i := range manyNaN {
		manyNaN[i] = orb.Point{nan, float64(i)}
	}
	shapes := []orb.Geometry{
		nil,
		orb.Point{1, 1},
		orb.MultiPoint{{1, 1}, {1, 1}},
		orb.MultiPoint{},
		orb.LineString{},
		orb.LineString{{1, 1}},
		orb.LineString{{1, 1}, {1, 1}, {1, 1}},
		orb.MultiLineString{},
		orb.MultiLineString{{}, {{1, 1}}},
		orb.Ring{},
		orb.Ring{{1, 1}},
		orb.Ring{{1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}, {1, 1}},
		orb.Ring{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {0, 0}},
		orb.Ring{{0, 0}, {1, 0}, {2, 1}, {3, 0}, {4, 4}, {5, 9}},
		orb.Polygon{},
		orb.Polygon{{}},
		orb.Polygon{{}, {}},
		orb.Polygon{{}, {{0, 0}, {1, 0}, {1, 1}, {0, 0}}},
		orb.Polygon{{{0, 0}, {1, 0}, {0, 0}, {2, 0}, {0, 0}, {3, 0}, {0, 0}}},
		orb.MultiPolygon{},
		orb.MultiPolygon{nil, {}, {{}}},
		orb.Collection{},
		orb.Collection{nil, orb.Collection{nil}},
		orb.Bound{Max: orb.Point{1, 1}},
		orb.LineString{{nan, nan}, {1, 1}, {nan, 0}, {inf, 1}, {inf, -inf}, {0, nan}},
		manyNaN,
		orb.Polygon{{{nan, 0}, {0, 0}, {inf, 0}, {1, 1}, {2, 2}, {3, nan}, {nan, 0}}},
		orb.LineString{{-math.MaxFloat64, 0}, {0, math.MaxFloat64}, {math.MaxFloat64, 0}, {0, 5e-324}, {5e-324, 0}},
	}
	for i, w := range geo.Weigh(shapes) {
		for _, tolerance := range tolerances {
			if got := geo.Simplify(shapes[i], w, tolerance); (got == nil) != (shapes[i] == nil) {
				t.Errorf("Simplify(%v, %v) = %v", shapes[i], tolerance, got)
			}
		}
	}
	if got := geo.Weigh(nil); len(got) != 0 {
		t.Errorf("Weigh(nil) = %v", got)
	}
}

// TestWeigh_IsNearLinear draws a line of which every cut takes off one position: a plain Douglas-Peucker would take
// 20 billion steps.
func TestWeigh_IsNearLinear(t *testing.T) {
	const n = 200_000
	line := make(orb.LineString, n)
	for i := range line {
		line[i] = orb.Point{float64(i) * 1e-9, float64((n-i)*(1-2*(i%2))) * 1e-4}
	}
	start := time.Now()
	w := geo.Weigh([]orb.Geometry{line})[0]
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("Weigh took %v", took)
	}
	for _, tolerance := range []float64{1e-4, 1, 5} {
		simple := geo.Simplify(line, w, tolerance).(orb.LineString)
		at := 0
		for _, p := range line {
			if at+1 < len(simple) && p == simple[at+1] {
				at++
			} else if p != simple[at] && distanceToSegment(p, simple[at], simple[at+1]) > tolerance {
				t.Fatalf("at %v %v is too far from %v-%v", tolerance, p, simple[at], simple[at+1])
			}
		}
	}
}

// benchmarkCoverage has 1.3 million positions in 900 districts.
func benchmarkCoverage(b *testing.B) []orb.Geometry {
	random, _ := newRandom(b)
	c := newCoverage(random, 30, 30, 360, false)
	n := 0
	for _, g := range c.shapes {
		n += len(g.(orb.Polygon)[0])
	}
	b.Logf("%d positions", n)
	return c.shapes
}

func BenchmarkWeigh(b *testing.B) {
	shapes := benchmarkCoverage(b)
	b.ReportAllocs()
	for b.Loop() {
		geo.Weigh(shapes)
	}
}

func BenchmarkSimplify(b *testing.B) {
	shapes := benchmarkCoverage(b)
	weights := geo.Weigh(shapes)
	b.ReportAllocs()
	for b.Loop() {
		simplifyAll(shapes, weights, 0.01)
	}
}
