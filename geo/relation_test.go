package geo_test

import (
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

var relations = []geo.Relation{
	geo.IntersectsWith, geo.DisjointFrom, geo.Within, geo.Containing, geo.Touching, geo.Crossing, geo.Overlapping, geo.EqualTo,
}

func probe(t testing.TB, g orb.Geometry) *geo.Probe {
	t.Helper()
	p, err := geo.NewProbe(g)
	if err != nil {
		t.Fatalf("%s: %v", geo.WKT(g), err)
	}
	return p
}

// What GEOS says is kept in a table.
func TestProbe_AgreesWithGEOS(t *testing.T) {
	table, err := os.ReadFile("testdata/relations.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(table)) {
		if line[0] == '#' {
			continue
		}
		column := strings.Split(strings.TrimSpace(line), "\t")
		a, p := mustWKT(t, column[0]), probe(t, mustWKT(t, column[1]))
		got := ""
		for _, r := range relations {
			holds, _ := p.Relates(r, a)
			got += map[bool]string{true: "1", false: "0"}[holds]
		}
		if got != column[2] {
			t.Errorf("%s to %s: %s, GEOS says %s", column[0], column[1], got, column[2])
		}
		n++
	}
	if n < 800 {
		t.Errorf("%d pairs were tried", n)
	}
}

// A box is told apart by its corners alone where that does, and must be so as
// its polygon is.
func TestProbe_BoxesAreTheirPolygons(t *testing.T) {
	random, seed := newRandom(t)
	coordinate := func() float64 { return float64(random.IntN(17)) / 2 }
	areas := []string{
		"POLYGON ((0 0,4 0,4 4,0 4,0 0),(1 1,3 1,3 3,1 3,1 1))", "POLYGON ((1 0,5 2,3 6,0 3,1 0))",
		"MULTIPOLYGON (((0 0,2 0,2 2,0 2,0 0)),((2 2,4 2,4 4,2 4,2 2)),((6 1,8 1,7 7,6 1)))",
		"LINESTRING (0 0,4 4,8 0)", "MULTIPOINT ((1 1),(4 4))",
	}
	for range 3000 {
		b := orb.Bound{Min: orb.Point{coordinate(), coordinate()}}
		b.Max = orb.Point{b.Min[0] + float64(random.IntN(5))/2, b.Min[1] + float64(random.IntN(5))/2}
		wkt := areas[random.IntN(len(areas))]
		p := probe(t, mustWKT(t, wkt))
		g := geo.BBox{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}.Geometry()
		for _, r := range relations {
			box, _ := p.RelatesBox(r, b)
			shape, _ := p.Relates(r, g)
			if box != shape {
				t.Fatalf("seed %d: relation %d of %s to %s: %v by its corners, %v by its shape", seed, r, geo.WKT(g), wkt, box, shape)
			}
			// The other way round, by another way of deciding.
			inverse, _ := probe(t, g).Relates(r.Inverse(), mustWKT(t, wkt))
			if inverse != box {
				t.Fatalf("seed %d: relation %d of %s to %s: %v, but %v the other way round", seed, r, geo.WKT(g), wkt, box, inverse)
			}
		}
	}
}

// outline is an outline of n corners, in and out.
func outline(n int, centre orb.Point, radius float64) orb.Polygon {
	var ring orb.Ring
	for i := range n {
		r, angle := radius*(0.75+0.25*float64(i%2)), 2*math.Pi*float64(i)/float64(n)
		ring = append(ring, orb.Point{centre[0] + r*math.Cos(angle), centre[1] + r*math.Sin(angle)})
	}
	return orb.Polygon{append(ring, ring[0])}
}

func TestProbe_PointsAgreeWithPolygonContains(t *testing.T) {
	random, seed := newRandom(t)
	area := outline(200, orb.Point{10, 20}, 5)
	p := probe(t, area)
	for range 20_000 {
		pt := orb.Point{4 + 12*random.Float64(), 14 + 12*random.Float64()}
		if random.IntN(4) == 0 {
			pt[1] = area[0][random.IntN(200)][1] // level with a corner
		}
		got, _ := p.RelatesBox(geo.IntersectsWith, orb.Bound{Min: pt, Max: pt})
		if want := geo.PolygonContains(area, pt); got != want {
			t.Fatalf("seed %d: %v: %v, want %v", seed, pt, got, want)
		}
	}
}

func TestNewProbe_Refuses(t *testing.T) {
	for _, g := range []orb.Geometry{nil, orb.Point{190, 0}, orb.Polygon{{{0, 0}, {4, 4}, {4, 0}, {0, 4}, {0, 0}}}, orb.LineString{{1, 1}, {1, 1}}} {
		if p, err := geo.NewProbe(g); err == nil {
			t.Errorf("NewProbe(%v) = %v, want an error", g, p)
		}
	}
}

// A comb has edges in every slab: its index must not grow with their square.
func TestNewProbe_AllocatesInProportion(t *testing.T) {
	comb := func(teeth int) orb.Polygon {
		ring := orb.Ring{{0, 0}}
		for i := range teeth {
			x := float64(i) / float64(teeth)
			ring = append(ring, orb.Point{x, 10}, orb.Point{x + 0.5/float64(teeth), 1})
		}
		return orb.Polygon{append(ring, orb.Point{1, 0}, orb.Point{0, 0})}
	}
	bytes := func(teeth int) int64 {
		g := comb(teeth)
		return testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				probe(b, g)
			}
		}).AllocedBytesPerOp()
	}
	if few, many := bytes(100), bytes(1600); many > 40*few {
		t.Errorf("16 times the edges take %d bytes, %.0f times as many", many, float64(many)/float64(few))
	}
}

func TestBBox_Geometry(t *testing.T) {
	for _, c := range []struct {
		box  geo.BBox
		want string
	}{
		{geo.BBox{West: 1, South: 2, East: 3, North: 4}, "POLYGON ((1 2, 3 2, 3 4, 1 4, 1 2))"},
		{geo.BBox{West: 1, South: 2, East: 1, North: 4}, "LINESTRING (1 2, 1 4)"},
		{geo.BBox{West: 1, South: 2, East: 1, North: 2}, "POINT (1 2)"},
		{geo.BBox{West: 170, South: 2, East: -170, North: 4}, "MULTIPOLYGON (((170 2, 180 2, 180 4, 170 4, 170 2)), ((-180 2, -170 2, -170 4, -180 4, -180 2)))"},
		{geo.BBox{West: 180, South: 2, East: -170, North: 4}, "GEOMETRYCOLLECTION (LINESTRING (180 2, 180 4), POLYGON ((-180 2, -170 2, -170 4, -180 4, -180 2)))"},
	} {
		if got := geo.WKT(c.box.Geometry()); got != c.want {
			t.Errorf("%v: %s, want %s", c.box, got, c.want)
		}
	}
}

func BenchmarkProbe_PointInStar200(b *testing.B) {
	p := probe(b, outline(200, orb.Point{0, 0}, 5))
	n := 0
	for b.Loop() {
		n++
		pt := orb.Point{float64(n%997)/100 - 5, float64(n%991)/100 - 5}
		p.RelatesBox(geo.IntersectsWith, orb.Bound{Min: pt, Max: pt})
	}
}

// What is mixed has the relations that follow from those of its parts.
func TestProbe_CollectionsGoByTheirParts(t *testing.T) {
	random, seed := newRandom(t)
	parts := orb.Collection{
		orb.Point{1, 7},
		orb.MultiPoint{{7, 7}, {6, 1}},
		orb.LineString{{0, 5}, {3, 6}, {5, 4}},
		mustWKT(t, "POLYGON ((1 1,5 1,5 3,1 3,1 1),(2 1.5,4 1.5,4 2.5,2 2.5,2 1.5))"),
	}
	for range 2000 {
		w, s := float64(random.IntN(16))/2, float64(random.IntN(16))/2
		b := geo.BBox{West: w, South: s, East: w + float64(random.IntN(12))/2, North: s + float64(random.IntN(12))/2}
		p := probe(t, b.Geometry())
		meets, within := false, true
		for _, part := range parts {
			in, _ := p.Relates(geo.IntersectsWith, part)
			meets = meets || in
			in, _ = p.Relates(geo.Within, part)
			within = within && in
		}
		got := map[geo.Relation]bool{}
		for _, r := range relations {
			got[r], _ = p.Relates(r, parts)
			inverse, _ := probe(t, parts).Relates(r.Inverse(), b.Geometry())
			if inverse != got[r] {
				t.Fatalf("seed %d: relation %d to %v is %v, but %v the other way round", seed, r, b, got[r], inverse)
			}
		}
		if got[geo.IntersectsWith] != meets || got[geo.DisjointFrom] == meets || got[geo.EqualTo] || within && !got[geo.Within] || !meets && got[geo.Within] {
			t.Fatalf("seed %d: to %v: %v; parts meet it: %v, lie in it: %v", seed, b, got, meets, within)
		}
	}
	if same, _ := probe(t, parts).Relates(geo.EqualTo, orb.Collection{parts[3], parts[2], parts[1], parts[0]}); !same {
		t.Error("in another order its parts are something else")
	}
}
