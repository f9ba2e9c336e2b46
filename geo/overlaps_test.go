package geo_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"stele/geo"
)

func square(west, south, side float64) orb.Polygon {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + side, south + side}}.ToPolygon()
}

func TestOverlaps(t *testing.T) {
	frame := orb.Polygon{square(0, 0, 10)[0], square(2, 2, 6)[0]}
	tests := []struct {
		name string
		a, b orb.Geometry
		want bool
	}{
		{"beside, whole border", square(0, 0, 1), square(1, 0, 1), false},
		{"beside, part of the border", square(0, 0, 2), square(2, 1, 2), false},
		{"corner to corner", square(0, 0, 1), square(1, 1, 1), false},
		{"apart", square(0, 0, 1), square(3, 0, 1), false},
		{"one corner inside", square(0, 0, 2), square(1, 1, 2), true},
		{"crossed, no corner inside", square(0, 0, 3), orb.Bound{Min: orb.Point{1, -1}, Max: orb.Point{2, 4}}, true},
		{"the same", square(0, 0, 1), square(0, 0, 1), true},
		{"inside", square(0, 0, 10), square(4, 4, 1), true},
		{"inside, along the border", square(0, 0, 10), square(0, 0, 5), true},
		{"in the hole", frame, square(3, 3, 2), false},
		{"filling the hole", frame, square(2, 2, 6), false},
		{"over the hole's edge", frame, square(1, 3, 2), true},
		{"a sliver of the rounding", square(0, 0, 1), square(1-1e-7, 0, 1), false},
		{"more than a sliver", square(0, 0, 1), square(1-1e-4, 0, 1), true},
		{"one of two parts", orb.MultiPolygon{square(20, 20, 1), square(0, 0, 1)}, square(0.5, 0.5, 1), true},
		{"point inside", square(0, 0, 1), orb.Point{0.5, 0.5}, true},
		{"point on the border", orb.Point{1, 0.5}, square(0, 0, 1), true},
		{"point outside", square(0, 0, 1), orb.Point{1.5, 0.5}, false},
		{"point in the hole", frame, orb.Point{5, 5}, false},
		{"equal points", orb.Point{1, 2}, orb.Point{1, 2}, true},
		{"points", orb.Point{1, 2}, orb.Point{1, 2.0000001}, false},
		{"line by its box", orb.LineString{{0, 0}, {2, 2}}, orb.Point{2, 0}, true},
		{"line through", orb.LineString{{-1, 0.5}, {2, 0.5}}, square(0, 0, 1), true},
		{"nothing", nil, square(0, 0, 1), false},
		{"empty", orb.Polygon{}, square(0, 0, 1), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := geo.Overlaps(test.a, test.b); got != test.want {
				t.Errorf("Overlaps(a, b) = %v, want %v", got, test.want)
			}
			if got := geo.Overlaps(test.b, test.a); got != test.want {
				t.Errorf("Overlaps(b, a) = %v, want %v", got, test.want)
			}
		})
	}
}

// Two triangles overlap exactly if clipping one by the other's sides leaves an
// area.
func TestOverlaps_AgreesWithClipping(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	triangle := func() orb.Polygon {
		p := func() orb.Point { return orb.Point{float64(r.IntN(9)), float64(r.IntN(9))} }
		a, b, c := p(), p(), p()
		return orb.Polygon{{a, b, c, a}}
	}
	for range 3000 {
		p, q := triangle(), triangle()
		if planar.Area(p) == 0 || planar.Area(q) == 0 {
			continue // no area, and no valid polygon
		}
		shared := clippedArea(p[0], q[0])
		if got, want := geo.Overlaps(p, q), shared > 1e-9; got != want {
			t.Fatalf("Overlaps(%v, %v) = %v, they share %g", p, q, got, shared)
		}
	}
}

// clippedArea is the area of p within the triangle q (Sutherland and Hodgman,
// "Reentrant polygon clipping", 1974).
func clippedArea(p, q orb.Ring) float64 {
	if q.Orientation() != orb.CCW {
		q = orb.Ring{q[0], q[2], q[1], q[0]}
	}
	rest := append([]orb.Point(nil), p[:3]...)
	for i := 1; i < len(q); i++ {
		a, b := q[i-1], q[i]
		side := func(c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
		var kept []orb.Point
		for j, at := range rest {
			before := rest[(j+len(rest)-1)%len(rest)]
			if s, t := side(before), side(at); s*t < 0 {
				f := s / (s - t)
				kept = append(kept, orb.Point{before[0] + f*(at[0]-before[0]), before[1] + f*(at[1]-before[1])})
			}
			if side(at) >= 0 {
				kept = append(kept, at)
			}
		}
		rest = kept
	}
	if len(rest) < 3 {
		return 0
	}
	return planar.Area(orb.Polygon{append(rest, rest[0])})
}
