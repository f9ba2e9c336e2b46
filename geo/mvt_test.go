package geo_test

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func mustDecodeMVT(t testing.TB, b []byte) []mvtLayer {
	t.Helper()
	layers, err := decodeMVT(b)
	if err != nil {
		t.Fatalf("decode %x: %v", b, err)
	}
	return layers
}

func tilePath(xy ...int32) (path []geo.TilePoint) {
	for i := 0; i < len(xy); i += 2 {
		path = append(path, geo.TilePoint{X: xy[i], Y: xy[i+1]})
	}
	return path
}

// TestMVTLayer_SpecExamples holds the examples of specification 2.1, section 4.3.5.
func TestMVTLayer_SpecExamples(t *testing.T) {
	for _, c := range []struct {
		name string
		kind geo.MVTKind
		draw func(l *geo.MVTLayer)
		want []uint32
	}{
		{"point", geo.MVTPoint, func(l *geo.MVTLayer) {
			l.AddPoints(tilePath(25, 17)...)
		}, []uint32{9, 50, 34}},
		{"multi point", geo.MVTPoint, func(l *geo.MVTLayer) {
			l.AddPoints(tilePath(5, 7)...)
			l.AddPoints(tilePath(3, 2)...)
		}, []uint32{17, 10, 14, 3, 9}},
		{"line", geo.MVTLine, func(l *geo.MVTLayer) {
			l.AddLine(tilePath(2, 2, 2, 10, 10, 10))
		}, []uint32{9, 4, 4, 18, 0, 16, 16, 0}},
		{"multi line", geo.MVTLine, func(l *geo.MVTLayer) {
			l.AddLine(tilePath(2, 2, 2, 10, 10, 10))
			l.AddLine(tilePath(1, 1, 3, 5))
		}, []uint32{9, 4, 4, 18, 0, 16, 16, 0, 9, 17, 17, 10, 4, 8}},
		{"polygon", geo.MVTPolygon, func(l *geo.MVTLayer) {
			l.AddRing(tilePath(3, 6, 8, 12, 20, 34, 3, 6), false)
		}, []uint32{9, 6, 12, 18, 10, 12, 24, 44, 15}},
		{"polygon the wrong way round", geo.MVTPolygon, func(l *geo.MVTLayer) {
			l.AddRing(tilePath(3, 6, 20, 34, 8, 12), false)
		}, []uint32{9, 6, 12, 18, 10, 12, 24, 44, 15}},
		{"multi polygon with a hole", geo.MVTPolygon, func(l *geo.MVTLayer) {
			l.AddRing(tilePath(0, 0, 10, 0, 10, 10, 0, 10, 0, 0), false)
			l.AddRing(tilePath(11, 11, 20, 11, 20, 20, 11, 20, 11, 11), false)
			l.AddRing(tilePath(13, 13, 13, 17, 17, 17, 17, 13, 13, 13), true)
		}, []uint32{
			9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15,
			9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15,
		}},
	} {
		l := geo.MVTLayer{Name: c.name}
		l.Begin(c.kind)
		c.draw(&l)
		if !l.End() {
			t.Errorf("%s: left out", c.name)
			continue
		}
		got := mustDecodeMVT(t, l.AppendTo(nil))[0].features[0]
		if diff := cmp.Diff(c.want, got.commands); diff != "" || got.kind != c.kind {
			t.Errorf("%s (kind %d): want, got\n%s", c.name, got.kind, diff)
		}
	}
}

func TestMVTLayer_Bytes(t *testing.T) {
	l := geo.MVTLayer{Name: "a"}
	l.Begin(geo.MVTPoint)
	l.SetID(7)
	l.TagString("k", "v")
	l.TagInt("n", -1)
	l.AddPoints(tilePath(25, 17)...)
	l.End()
	const want = "1a28" + "7802" + "0a0161" + // a layer of 40 bytes, version 2, name a
		"120f" + "0807" + "120400000101" + "1801" + "2203093222" + // the feature: id, tags, type, geometry
		"1a016b" + "1a016e" + "22030a0176" + "22023001" + "288020" // keys k and n, values v and -1, extent 4096
	if got := hex.EncodeToString(l.AppendTo(nil)); got != want {
		t.Errorf("layer\n got %s\nwant %s", got, want)
	}
}

func TestMVTLayer_LeavesOutWhatVanishes(t *testing.T) {
	for _, c := range []struct {
		name string
		kind geo.MVTKind
		draw func(l *geo.MVTLayer)
	}{
		{"nothing", geo.MVTPoint, func(*geo.MVTLayer) {}},
		{"line of one place", geo.MVTLine, func(l *geo.MVTLayer) { l.AddLine(tilePath(1, 1, 1, 1)) }},
		{"no line", geo.MVTLine, func(l *geo.MVTLayer) { l.AddLine(nil) }},
		{"ring of two places", geo.MVTPolygon, func(l *geo.MVTLayer) { l.AddRing(tilePath(1, 1, 5, 5, 1, 1, 1, 1), false) }},
		{"flat ring", geo.MVTPolygon, func(l *geo.MVTLayer) { l.AddRing(tilePath(1, 1, 5, 5, 9, 9, 1, 1), false) }},
		{"no ring", geo.MVTPolygon, func(l *geo.MVTLayer) { l.AddRing(nil, false) }},
		{"hole without exterior", geo.MVTPolygon, func(l *geo.MVTLayer) { l.AddRing(tilePath(0, 0, 9, 0, 9, 9), true) }},
		{"hole of a flat exterior", geo.MVTPolygon, func(l *geo.MVTLayer) {
			l.AddRing(tilePath(0, 0, 9, 0), false)
			l.AddRing(tilePath(0, 0, 9, 0, 9, 9), true)
		}},
		{"tiny polygon", geo.MVTPolygon, func(l *geo.MVTLayer) { l.AddGeometry(geo.TileID{}, square(1, 1, 1e-3)) }},
		{"geometry of another kind", geo.MVTLine, func(l *geo.MVTLayer) { l.AddGeometry(geo.TileID{}, square(1, 1, 9)) }},
	} {
		l := geo.MVTLayer{Name: "a"}
		l.Begin(c.kind)
		l.TagString("only", c.name)
		c.draw(&l)
		if l.End() || l.Len() != 0 || l.AppendTo(nil) != nil {
			t.Errorf("%s: is in the layer", c.name)
		}
		l.Begin(geo.MVTPoint) // the decoder finds entries that only the feature left out used
		l.AddPoints(geo.TilePoint{})
		l.End()
		if got := mustDecodeMVT(t, l.AppendTo(nil))[0].features; len(got) != 1 || len(got[0].tags) != 0 {
			t.Errorf("%s: features after it %v", c.name, got)
		}
	}
}

func TestMVTLayer_AddGeometry(t *testing.T) {
	all := mustWKT(t, `GEOMETRYCOLLECTION(POINT(0 0),MULTIPOINT((90 0),(-90 0)),LINESTRING(0 0,90 0),
		MULTILINESTRING((0 0,-90 0),(10 0,10 0)),POLYGON((0 0,90 0,90 66,0 0),(80 1,80 2,81 2,80 1)),
		GEOMETRYCOLLECTION(MULTIPOLYGON(((0 0,-90 0,-90 66,0 0)))))`)
	all = append(all.(orb.Collection), orb.Bound{Min: orb.Point{0, -66}, Max: orb.Point{90, 0}}, nil)
	for _, c := range []struct {
		kind geo.MVTKind
		want string
	}{
		{geo.MVTPoint, "[[{2048 2048} {3072 2048} {1024 2048}]]"},
		{geo.MVTLine, "[[{2048 2048} {3072 2048}] [{2048 2048} {1024 2048}]]"},
		{geo.MVTPolygon, "[[{2048 2048} {3072 1039} {3072 2048}] [{2958 2037} {2970 2025} {2958 2025}] " +
			"[{2048 2048} {1024 2048} {1024 1039}] [{2048 3057} {2048 2048} {3072 2048} {3072 3057}]]"},
	} {
		l := geo.MVTLayer{Name: "a"}
		l.Begin(c.kind)
		l.AddGeometry(geo.TileID{}, all)
		l.End()
		if got := fmt.Sprint(mustDecodeMVT(t, l.AppendTo(nil))[0].features[0].paths); got != c.want {
			t.Errorf("kind %d\n got %s\nwant %s", c.kind, got, c.want)
		}
	}
}

func TestMVTLayer_RefusesAnotherKind(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a ring in a feature of points was taken")
		}
	}()
	var l geo.MVTLayer
	l.Begin(geo.MVTPoint)
	l.AddRing(tilePath(0, 0, 9, 0, 9, 9), false)
}

// randomMVT adds a feature and returns what a decoder must make of it.
func randomMVT(random *rand.Rand, l *geo.MVTLayer) mvtFeature {
	f := mvtFeature{kind: geo.MVTKind(1 + random.IntN(3)), tags: map[string]any{}}
	l.Begin(f.kind)
	if random.IntN(2) == 0 {
		f.id, f.hasID = random.Uint64(), true
		l.SetID(f.id)
	}
	for range random.IntN(6) {
		key := string(rune('a' + random.IntN(5)))
		switch random.IntN(4) {
		case 0:
			v := string(make([]byte, random.IntN(300)))
			l.TagString(key, v)
			f.tags[key] = v
		case 1:
			v := int64(random.Uint64()) >> random.IntN(64)
			l.TagInt(key, v)
			f.tags[key] = v
		case 2:
			v := []float64{0, 1, -1.5, math.Inf(1), math.MaxFloat64}[random.IntN(5)]
			l.TagFloat(key, v)
			f.tags[key] = v
		case 3:
			v := random.IntN(2) == 0
			l.TagBool(key, v)
			f.tags[key] = v
		}
	}
	for i := range 1 + random.IntN(3) {
		path := randomTilePath(random)
		switch f.kind {
		case geo.MVTPoint:
			l.AddPoints(path...)
			if i == 0 {
				f.paths = [][]geo.TilePoint{nil}
			}
			f.paths[0] = append(f.paths[0], path...)
		case geo.MVTLine:
			l.AddLine(path)
			f.paths = append(f.paths, path)
		case geo.MVTPolygon:
			l.AddRing(path, i > 0)
			if (tileArea2(path) < 0) != (i > 0) {
				path = slices.Clone(path)
				slices.Reverse(path[1:])
			}
			f.paths = append(f.paths, path)
		}
	}
	return f
}

// randomTilePath has three positions or more, an area and nothing repeated, so all of it stays.
func randomTilePath(random *rand.Rand) []geo.TilePoint {
	size := int32(1) << (2 + random.IntN(24))
	for {
		var path []geo.TilePoint
		for range 3 + random.IntN(9) {
			p := geo.TilePoint{X: random.Int32N(2*size) - size, Y: random.Int32N(2*size) - size}
			if !slices.Contains(path, p) {
				path = append(path, p)
			}
		}
		if len(path) > 2 && tileArea2(path) != 0 {
			return path
		}
	}
}

func TestMVTLayer_RoundTrips(t *testing.T) {
	random, seed := newRandom(t)
	var layers [2]geo.MVTLayer
	for range 60 {
		var dst []byte
		var want []mvtLayer
		for i := range layers {
			l := &layers[i]
			l.Reset()
			l.Name, l.Extent = fmt.Sprint("layer ", i), []uint32{0, 512, 1 << 20}[random.IntN(3)]
			w := mvtLayer{name: l.Name, extent: uint64(l.Extent)}
			if w.extent == 0 {
				w.extent = 4096
			}
			for range 1 + random.IntN(20) {
				w.features = append(w.features, randomMVT(random, l))
				if !l.End() {
					t.Fatalf("seed %d: %v left out", seed, w.features)
				}
			}
			if l.Len() != len(w.features) {
				t.Fatalf("seed %d: Len() = %d, want %d", seed, l.Len(), len(w.features))
			}
			dst, want = l.AppendTo(dst), append(want, w)
		}
		got := mustDecodeMVT(t, dst)
		for i := range got {
			for j := range got[i].features {
				got[i].features[j].commands = nil
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(mvtLayer{}, mvtFeature{})); diff != "" {
			t.Fatalf("seed %d: want, got\n%s", seed, diff)
		}
	}
}

// drawVillages makes a layer of 256 points with 4 properties each.
func drawVillages(l *geo.MVTLayer, names []string) {
	tile := geo.TileID{Z: 9, Row: 195, Col: 321}
	l.Reset()
	for i, name := range names {
		l.Begin(geo.MVTPoint)
		l.SetID(uint64(i))
		l.TagString("name", name)
		l.TagString("kind", "village")
		l.TagInt("population", int64(i*7))
		l.TagBool("inhabited", i%3 == 0)
		l.AddGeometry(tile, orb.Point{46 + float64(i%16)/40, 39.2 + float64(i/16)/60})
		l.End()
	}
}

func villageNames() (names []string) {
	for i := range 256 {
		names = append(names, fmt.Sprint("village ", i))
	}
	return names
}

func TestMVTLayer_ReusesItsBuffers(t *testing.T) {
	l := geo.MVTLayer{Name: "villages"}
	names := villageNames()
	var tile []byte
	draw := func() {
		drawVillages(&l, names)
		tile = l.AppendTo(tile[:0])
	}
	draw()
	first := slices.Clone(tile)
	if n := testing.AllocsPerRun(10, draw); n > 8 { // the point as an interface is free; maps may rarely grow
		t.Errorf("a tile drawn again allocates %v times", n)
	}
	if !slices.Equal(first, tile) {
		t.Error("the tile drawn again differs")
	}
}

func BenchmarkMVTLayer_256Points(b *testing.B) {
	l := geo.MVTLayer{Name: "villages"}
	names := villageNames()
	var tile []byte
	b.ReportAllocs()
	for b.Loop() {
		drawVillages(&l, names)
		tile = l.AppendTo(tile[:0])
	}
	b.SetBytes(int64(len(tile)))
}
