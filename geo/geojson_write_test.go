package geo_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestAppendGeometry_Cases(t *testing.T) {
	for _, c := range []struct {
		g    orb.Geometry
		want string
	}{
		{nil, "null"},
		{orb.Polygon{}, "null"},
		{orb.MultiPolygon{{}}, "null"},
		{orb.LineString(nil), "null"},
		{orb.Collection{nil}, "null"},
		{orb.Point{math.NaN(), 1}, "null"},
		{orb.LineString{{0, 0}, {1, math.Inf(1)}}, "null"},
		{orb.Point{46.5, -39.123456789}, `{"type":"Point","coordinates":[46.5,-39.1234568]}`},
		{orb.MultiPoint{{1, 2}}, `{"type":"MultiPoint","coordinates":[[1,2]]}`},
		{orb.LineString{{1, 2}, {3, 4}}, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{orb.MultiLineString{{{1, 2}, {3, 4}}, {}}, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`},
		{orb.Polygon{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, `{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[0,0]]]}`},
		{orb.Ring{{0, 0}, {1, 1}, {0, 1}, {0, 0}}, `{"type":"Polygon","coordinates":[[[0,0],[1,1],[0,1],[0,0]]]}`},
		{
			orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{2, 1}, {3, 1}, {3, 2}, {2, 1}}},
			`{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,0]],[[2,1],[3,2],[3,1],[2,1]]]}`,
		},
		{
			orb.MultiPolygon{{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}, {}},
			`{"type":"MultiPolygon","coordinates":[[[[0,0],[1,1],[0,1],[0,0]]]]}`,
		},
		{
			orb.Bound{Min: orb.Point{1, 2}, Max: orb.Point{3, 4}},
			`{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,4],[1,2]]]}`,
		},
		{
			orb.Collection{nil, orb.Point{1, 2}, orb.Polygon{}, orb.Point{3, 4}},
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"Point","coordinates":[3,4]}]}`,
		},
	} {
		if got := string(geo.AppendGeometry([]byte("x"), c.g)); got != "x"+c.want {
			t.Errorf("AppendGeometry(%v) = %s, want x%s", c.g, got, c.want)
		}
	}
}

func TestAppendNumber_Cases(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{
		{0, "0"},
		{math.Copysign(0, -1), "0"},
		{-0.00000004, "0"},
		{0.00000005, "0.0000001"},
		{0.1 + 0.2, "0.3"},
		{-12.5, "-12.5"},
		{179.99999999, "180"},
		{100, "100"},
		{46.0000001, "46.0000001"},
		{4500000.25, "4500000.25"},
		{1e21, "1e+21"},
		{math.NaN(), "null"},
		{math.Inf(-1), "null"},
	} {
		if got := string(geo.AppendNumber(nil, c.v)); got != c.want {
			t.Errorf("AppendNumber(%v) = %s, want %s", c.v, got, c.want)
		}
	}
}

func TestAppendNumber_IsJSONAndNear(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		v := (random.Float64() - 0.5) * math.Pow(10, float64(random.IntN(12)))
		var got float64
		text := geo.AppendNumber(nil, v)
		if err := json.Unmarshal(text, &got); err != nil || math.Abs(got-v) > 0.51e-7+math.Abs(v)*1e-15 {
			t.Fatalf("seed %d: AppendNumber(%v) = %s, %v", seed, v, text, err)
		}
		if again := geo.AppendNumber(nil, got); string(again) != string(text) {
			t.Fatalf("seed %d: AppendNumber(%v) = %s, then %s", seed, v, text, again)
		}
	}
}

func TestAppendGeometry_RoundTrips(t *testing.T) {
	random, seed := newRandom(t)
	for range 3000 {
		g := randomGeometry(random, 2)
		raw := geo.AppendGeometry(nil, g)
		got, err := geo.ReadGeometry(raw)
		if err != nil {
			t.Fatalf("seed %d: ReadGeometry(%s): %v", seed, raw, err)
		}
		if diff := cmp.Diff(orb.Round(orb.Clone(g), 10_000_000), orb.Round(got, 10_000_000)); diff != "" {
			t.Fatalf("seed %d: round trip of %s (-want +got):\n%s", seed, raw, diff)
		}
		sameAfterRoundTrips(t, g)
	}
}

// randomGeometry returns any type of geometry, its rings in the order that RFC 7946 asks for.
func randomGeometry(random *rand.Rand, depth int) orb.Geometry {
	point := func() orb.Point { return orb.Point{random.Float64()*360 - 180, random.Float64()*180 - 90} }
	line := func() orb.LineString { return orb.LineString{point(), point(), point()} }
	polygon := func() orb.Polygon {
		p := orb.Polygon{}
		for i := range 1 + random.IntN(3) {
			p = append(p, orb.Ring{point(), point(), point()})
			p[i] = append(p[i], p[i][0])
			if (p[i].Orientation() == orb.CCW) != (i == 0) {
				p[i].Reverse()
			}
		}
		return p
	}
	switch random.IntN(6 + min(depth, 1)) {
	case 0:
		return point()
	case 1:
		return orb.MultiPoint(line())
	case 2:
		return line()
	case 3:
		return orb.MultiLineString{line(), line()}
	case 4:
		return polygon()
	case 5:
		return orb.MultiPolygon{polygon(), polygon()}
	}
	return orb.Collection{randomGeometry(random, depth-1), randomGeometry(random, depth-1)}
}

func TestAppendGeometry_DoesNotAllocate(t *testing.T) {
	random, _ := newRandom(t)
	dst := make([]byte, 0, 1<<16)
	for range 50 {
		g := randomGeometry(random, 2)
		if n := testing.AllocsPerRun(3, func() { dst = geo.AppendGeometry(dst[:0], g) }); n > 0 {
			t.Errorf("AppendGeometry(%T) allocates %v times", g, n)
		}
	}
}

func TestAppendGeometry_WindsAsRFC7946Asks(t *testing.T) {
	random, seed := newRandom(t)
	for range 2000 {
		g := orb.Polygon{randomRing(random, 50, 12), randomRing(random, 50, 12)}
		raw := geo.AppendGeometry(nil, g)
		got, err := geo.ReadGeometry(raw)
		if err != nil {
			t.Fatalf("seed %d: %s: %v", seed, raw, err)
		}
		p := got.(orb.Polygon)
		if p[0].Orientation() == orb.CW || p[1].Orientation() == orb.CCW {
			t.Fatalf("seed %d: %s winds the wrong way", seed, raw)
		}
	}
}

func BenchmarkAppendGeometry(b *testing.B) {
	g := star(1000)
	dst := make([]byte, 0, 1<<16)
	for b.Loop() {
		dst = geo.AppendGeometry(dst[:0], g)
	}
	b.SetBytes(int64(len(dst)))
}
