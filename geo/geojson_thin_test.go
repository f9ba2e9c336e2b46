package geo_test

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// written is what WriteSimplified gives for a geometry, after some text.
func written(t *testing.T, g orb.Geometry, w geo.Weights, tolerance float64) string {
	t.Helper()
	var out bytes.Buffer
	rest, err := geo.WriteSimplified(&out, []byte("text:"), g, w, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	return out.String() + string(rest)
}

func TestWriteSimplified_IsWhatSimplifyGives(t *testing.T) {
	eachCoverage(t, func(seed uint64, c *coverage, weights []geo.Weights) {
		for _, tolerance := range tolerances {
			for i, simple := range simplifyAll(c.shapes, weights, tolerance) {
				if weights[i] == nil {
					continue
				}
				want := string(geo.AppendGeometry([]byte("text:"), simple))
				if got := written(t, c.shapes[i], weights[i], tolerance); got != want {
					t.Fatalf("seed %d: at %v shape %d is\n%s\nwant\n%s", seed, tolerance, i, got, want)
				}
			}
		}
	})
}

// coast is a ring of so many positions, clockwise or not.
func coast(n int, x, size, way float64) orb.Ring {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		a := way * 2 * math.Pi * float64(i) / float64(n)
		r := size * (1 + 0.1*math.Sin(17*a) + 0.01*math.Sin(977*a))
		ring = append(ring, orb.Point{x + r*math.Cos(a), r * math.Sin(a)})
	}
	return append(ring, ring[0])
}

// What does not fit into a chunk is written on while the rest is made.
func TestWriteSimplified_OfAllTypesAndSizes(t *testing.T) {
	big, hole, islet := coast(20_000, 20, 10, 1), coast(5000, 20, 3, 1), coast(40, 50, 0.01, -1)
	line := orb.LineString(coast(9000, -40, 5, 1)[:9000])
	for _, g := range []orb.Geometry{
		orb.Polygon{big, hole},
		orb.Polygon{coast(20_000, 20, 10, -1), coast(50, 20, 0.001, 1), hole},
		orb.MultiPolygon{{islet}, {big, hole}, {coast(40, 60, 0.01, 1), coast(30, 60, 0.001, 1)}, {coast(4000, -20, 4, 1)}},
		big, line,
		orb.MultiLineString{line, {{0, 0}, {0, 1}, {0, 2}}},
		orb.Collection{orb.Point{1, 2}, line, orb.Polygon{big}, orb.MultiPoint{{1, 1}, {2, 2}}},
	} {
		w := geo.Weigh([]orb.Geometry{g})[0]
		for _, tolerance := range tolerances {
			want := string(geo.AppendGeometry([]byte("text:"), geo.Simplify(g, w, tolerance)))
			if got := written(t, g, w, tolerance); got != want {
				t.Errorf("%T at %v: %d bytes, want %d\n%.300s\n%.300s", g, tolerance, len(got), len(want), got, want)
			}
		}
		rest, err := geo.WriteSimplified(new(bytes.Buffer), nil, g, w, 1e-9)
		if err != nil || cap(rest) > 100_000 {
			t.Errorf("%T: %d bytes were held, %v", g, cap(rest), err)
		}
	}
	if _, err := geo.WriteSimplified(full{}, nil, big, geo.Weigh([]orb.Geometry{big})[0], 1e-9); !errors.Is(err, errFull) {
		t.Errorf("the writer's error is lost: %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
