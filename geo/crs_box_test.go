package geo_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

var metric = []geo.CRS{geo.WebMercator, geo.UTM38N, geo.UTM39N}

// pointIn is a position in the domain of a system, often on its borders.
func pointIn(r *rand.Rand, c geo.CRS) orb.Point {
	d := c.Domain()
	var p orb.Point
	for i := range p {
		switch r.IntN(12) {
		case 0:
			p[i] = d.Min[i]
		case 1:
			p[i] = d.Max[i]
		default:
			p[i] = d.Min[i] + r.Float64()*(d.Max[i]-d.Min[i])
		}
	}
	return p
}

// What lies in a box in metres lies in its hull in degrees, so that the search
// by degrees misses nothing.
func TestCRSBox_HullHoldsWhatTheBoxHolds(t *testing.T) {
	r, seed := newRandom(t)
	inside := 0
	for range 3000 {
		c := metric[r.IntN(len(metric))]
		a, b := c.Printed(pointIn(r, c)), c.Printed(pointIn(r, c))
		if r.IntN(2) == 0 { // a small one
			b = orb.Point{a[0] + r.Float64()*1e5, a[1] + r.Float64()*1e5}
		}
		text := geo.BBox{West: min(a[0], b[0]), South: min(a[1], b[1]), East: max(a[0], b[0]), North: max(a[1], b[1])}.String()
		box, err := geo.ParseCRSBox(text, c)
		if err != nil {
			continue // it reaches out of use
		}
		for range 100 {
			p := pointIn(r, c)
			if r.IntN(2) == 0 {
				m := box.Metres
				p = c.Inverse(orb.Point{m.Min[0] + r.Float64()*(m.Max[0]-m.Min[0]), m.Min[1] + r.Float64()*(m.Max[1]-m.Min[1])})
				if c.Check(orb.Bound{Min: p, Max: p}) != nil {
					continue
				}
			}
			if !box.Metres.Contains(c.Printed(p)) {
				continue
			}
			inside++
			if !geo.Intersects(p, box.Hull) {
				t.Fatalf("seed %d: %v is in %v %s, but not in its hull %v", seed, p, c, text, box.Hull)
			}
		}
	}
	if inside < 10_000 {
		t.Errorf("%d points were inside", inside)
	}
}

func TestCRSBox_MeetsAsPrinted(t *testing.T) {
	at := geo.UTM38N.Printed(orb.Point{46, 40})
	box := func(west, south, east, north float64) geo.CRSBox {
		b, err := geo.ParseCRSBox(geo.BBox{West: at[0] + west, South: at[1] + south, East: at[0] + east, North: at[1] + north}.String(), geo.UTM38N)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	square := orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}
	for _, test := range []struct {
		name string
		g    orb.Geometry
		b    geo.CRSBox
		want bool
	}{
		{"point on the corner", orb.Point{46, 40}, box(-10, -10, 0, 0), true},
		{"point a millimetre off", orb.Point{46, 40}, box(-10, -10, -0.001, 0), false},
		{"cell around the box", square, box(100, 1000, 200, 1100), true},
		{"cell beside the box", square, box(-1000, 0, -500, 100), false},
		{"line through the box", orb.LineString{{45.9, 39.9}, {46.1, 40.1}}, box(-50, -50, 50, 50), true},
		{"collection with a point in it", orb.Collection{orb.Point{10, 10}, orb.Point{46, 40}, orb.MultiPoint{{47, 40}}}, box(-1, -1, 1, 1), true},
		{"many points beside it", orb.MultiPoint{{47, 40}, {48, 40}}, box(-1, -1, 1, 1), false},
		{"nothing", nil, box(-1, -1, 1, 1), false},
		{"country that reaches out of the domain, over it", orb.Bound{Min: orb.Point{-100, 30}, Max: orb.Point{100, 50}}, box(0, 0, 1, 1), true},
		{"country that reaches out of the domain, beside it", orb.Bound{Min: orb.Point{-100, 50}, Max: orb.Point{100, 60}}, box(0, 0, 1, 1), false},
	} {
		if got := test.b.Meets(test.g); got != test.want {
			t.Errorf("%s: Meets = %v, want %v", test.name, got, test.want)
		}
	}
}

func TestAppendGeometryIn_KeepsTheGeometryGiven(t *testing.T) {
	g := orb.Collection{orb.Point{46, 40}, orb.Polygon{{{46, 40}, {47, 40}, {47, 41}, {46, 40}}}, orb.Bound{Max: orb.Point{1, 1}}}
	want := string(geo.AppendGeometry(nil, g))
	got := string(geo.AppendGeometryIn(nil, g, geo.LatLon))
	if !strings.HasPrefix(got, `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[40,46]},{"type":"Polygon","coordinates":[[[40,46],[40,47],`) {
		t.Errorf("in lat, lon: %s", got)
	}
	_ = geo.UTM38N.PrintedGeometry(g)
	if after := string(geo.AppendGeometry(nil, g)); after != want {
		t.Errorf("it became %s", after)
	}
}

func FuzzParseCRSBox(f *testing.F) {
	f.Add("1,2,3,4", 1)
	f.Add("500000,4400000,510000,4410000", 3)
	f.Add("-20037508.342789,-20037508.342789,20037508.342789,20037508.342789", 2)
	f.Add("1,2,3,4,5,6", 4)
	f.Fuzz(func(t *testing.T, s string, n int) {
		c := geo.CRSs()[uint(n)%5]
		b, err := geo.ParseCRSBox(s, c)
		if err != nil {
			return
		}
		again, err := geo.ParseCRSBox(b.String(), c)
		if err != nil || again != b {
			t.Errorf("%q in %v is %v, read back as %v, %v", s, c, b, again, err)
		}
		if _, err := geo.ParseBBox(b.Hull.String()); err != nil {
			t.Errorf("%q in %v has the hull %v: %v", s, c, b.Hull, err)
		}
		b.Meets(orb.Point{46, 40})
	})
}
