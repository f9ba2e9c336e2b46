package atlas_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
	"stele/geo"
)

// tileFeature is a feature of a vector tile with its tags; geometry is as it is
// encoded.
type tileFeature struct {
	kind     uint64
	tags     map[string]any
	geometry []uint64
}

// fieldsOf walks a protocol buffer message.
func fieldsOf(t *testing.T, b []byte, visit func(number int, v uint64, body []byte)) {
	t.Helper()
	uvarint := func() uint64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			t.Fatal("a number of the tile is cut off")
		}
		b = b[n:]
		return v
	}
	for len(b) > 0 {
		switch key := uvarint(); key & 7 {
		case 0:
			visit(int(key>>3), uvarint(), nil)
		case 1:
			visit(int(key>>3), binary.LittleEndian.Uint64(b), nil)
			b = b[8:]
		case 2:
			n := uvarint()
			visit(int(key>>3), 0, b[:n])
			b = b[n:]
		default:
			t.Fatalf("wire type %d", key&7)
		}
	}
}

func numbersOf(b []byte) (list []uint64) {
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		list, b = append(list, v), b[n:]
	}
	return list
}

// readTile reads a tile of one layer by the specification of MVT 2.1.
func readTile(t *testing.T, tile []byte) (features []tileFeature) {
	t.Helper()
	fieldsOf(t, tile, func(_ int, _ uint64, layer []byte) {
		var keys []string
		var values []any
		var raw [][]byte
		fieldsOf(t, layer, func(number int, _ uint64, body []byte) {
			switch number {
			case 2:
				raw = append(raw, body)
			case 3:
				keys = append(keys, string(body))
			case 4:
				fieldsOf(t, body, func(number int, v uint64, text []byte) {
					switch number {
					case 1:
						values = append(values, string(text))
					case 3:
						values = append(values, math.Float64frombits(v))
					case 7:
						values = append(values, v == 1)
					default:
						values = append(values, int(v))
					}
				})
			}
		})
		for _, body := range raw {
			f := tileFeature{tags: map[string]any{}}
			fieldsOf(t, body, func(number int, v uint64, packed []byte) {
				switch number {
				case 2:
					pairs := numbersOf(packed)
					for i := 0; i < len(pairs); i += 2 {
						f.tags[keys[pairs[i]]] = values[pairs[i+1]]
					}
				case 3:
					f.kind = v
				case 4:
					f.geometry = numbersOf(packed)
				}
			})
			features = append(features, f)
		}
	})
	return features
}

func TestTile_OfFewHasTheFeatures(t *testing.T) {
	features := inOrder([]release.Feature{
		feature(data.Sites, "exact", orb.Point{46.1, 39.9}, map[string]any{"kind": "well", "name": "A", "generalised": false}),
		feature(data.Sites, "cell", orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon(), map[string]any{"kind": "memorial", "generalised": true}),
		feature(data.Sites, "west", orb.Point{-100, 39.9}, nil),
		feature(data.Sites, "nowhere", nil, nil),
	})
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	x, y := geo.Mercator(46.05, 40)
	got := readTile(t, l.Tile(nil, geo.TileID{Z: 5, Row: y >> 27, Col: x >> 27}, everything()))
	kinds := map[any]uint64{}
	for _, f := range got {
		kinds[f.tags["id"]] = f.kind
	}
	if len(got) != 2 || kinds["exact"] != 1 || kinds["cell"] != 3 {
		t.Fatalf("the tile has %v", got)
	}
	for _, f := range got {
		if f.tags["id"] == "exact" && (f.tags["kind"] != "well" || f.tags["name"] != "A" || f.tags["generalised"] != false) {
			t.Errorf("tags %v", f.tags)
		}
	}
	if b := l.Tile(nil, geo.TileID{Z: 5, Row: 0, Col: 0}, everything()); len(b) != 0 {
		t.Errorf("an empty tile has %d bytes", len(b))
	}
	one := everything()
	one.Where = []atlas.Condition{{Field: "kind", AnyOf: []atlas.Value{{Text: "well"}}}}
	if got := readTile(t, l.Tile(nil, geo.TileID{}, one)); len(got) != 1 || got[0].tags["id"] != "exact" {
		t.Errorf("a filtered tile has %v", got)
	}
}

// A map draws each perspective's zones in a way of their own, from tiles too.
func TestTile_ZoneSaysWhoClaimsIt(t *testing.T) {
	zone := feature(data.Zones, "zone", orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon(), map[string]any{"perspective": "Side A", "controlled_by": "Somebody"})
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Zones: {zone}}}), data.Zones)
	got := readTile(t, l.Tile(nil, geo.TileID{}, everything()))
	if len(got) != 1 || got[0].tags["perspective"] != "Side A" || got[0].tags["controlled_by"] != nil {
		t.Errorf("the tile has %v", got)
	}
}

// The tile of an archive is the server's with three tags more: who says so, how
// precisely, and when in the source's words.
func TestArchiveTile_IsTheTileWithMoreTags(t *testing.T) {
	values := map[string]any{"name": "A", "according_to": "Somebody", "public_precision": "0.1", "when": "1993-04~", "earliest": "1993-04-01", "generalised": true}
	cell := orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon()
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: {feature(data.Sites, "cell", cell, values)}}}), data.Sites)
	plain := readTile(t, l.Tile(nil, geo.TileID{}, everything()))
	body, isWhole := l.ArchiveTile(nil, geo.TileID{}, everything())
	got := readTile(t, body)
	if len(got) != 1 || !isWhole || got[0].tags["earliest"] != "1993-04-01" {
		t.Fatalf("the tile has %v", got)
	}
	for _, name := range []string{"according_to", "public_precision", "when"} {
		if got[0].tags[name] != values[name] {
			t.Errorf("%s is %v, want %v", name, got[0].tags[name], values[name])
		}
		delete(got[0].tags, name)
	}
	if diff := cmp.Diff(plain, got, cmp.AllowUnexported(tileFeature{})); diff != "" {
		t.Errorf("the rest differs from the server's: %s", diff)
	}
}

// N6: a tile of many counts by squares: every feature once, over all tiles of a
// zoom, and at the centre of its square even if it is alone there.
func TestN6_TileOfManyCountsEachOnce(t *testing.T) {
	r := seeded(t)
	var features []release.Feature
	for i := range 6000 {
		p := orb.Point{44 + r.Float64()*4, 38 + r.Float64()*4}
		features = append(features, feature(data.Villages, fmt.Sprintf("v%04d", i), p, map[string]any{"status": []any{"destroyed", "inhabited", nil}[i%3]}))
	}
	big := orb.Bound{Min: orb.Point{40, 35}, Max: orb.Point{50, 45}}.ToPolygon()
	features = append(features, feature(data.Villages, "big", big, nil))
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Villages: inOrder(features)}}), data.Villages)
	for z := uint32(0); z <= 5; z++ {
		sums, drawn, isCounted := map[string]int{}, map[any]bool{}, 0
		for row := range uint32(1) << z {
			for col := range uint32(1) << z {
				tile := l.Tile(nil, geo.TileID{Z: z, Row: row, Col: col}, everything())
				if len(tile) > 25_000 {
					t.Errorf("tile %d/%d/%d has %d bytes", z, row, col, len(tile))
				}
				for _, f := range readTile(t, tile) {
					if id, ok := f.tags["id"]; ok {
						drawn[id] = true
						continue
					}
					isCounted++
					if f.kind != 1 || len(f.geometry) != 3 || f.geometry[1]/2%256 != 128 || f.geometry[2]/2%256 != 128 {
						t.Fatalf("a count stands at %v, which is no square's centre", f.geometry)
					}
					for key, v := range f.tags {
						if n, ok := v.(int); ok {
							sums[key] += n
						}
					}
				}
			}
		}
		// A square is 11 degrees wide at zoom 1, and 5.6 at zoom 2.
		if want := len(features) - len(drawn); isCounted == 0 || sums["count"] != want || drawn["big"] != (z >= 2) {
			t.Errorf("zoom %d: %d counted of %d, drawn %v", z, sums["count"], want, drawn)
		}
		if z == 0 && (sums["count_destroyed"] != 2000 || sums["count_inhabited"] != 2000) {
			t.Errorf("by status: %v", sums)
		}
	}
}

// A tile takes about as many allocations for thousands of features as for some,
// counted or drawn: lists grow by doubling, and that is all.
func TestTile_AllocatesNothingForEachFeature(t *testing.T) {
	l := manyPoints(t, 60)
	x, y := geo.Mercator(44.9, 39.9)
	var dst []byte
	drawn := 0
	for z := uint32(4); z <= 10; z++ {
		tile := geo.TileID{Z: z, Row: y >> (32 - z), Col: x >> (32 - z)}
		cost := testing.AllocsPerRun(20, func() { dst = l.Tile(dst[:0], tile, everything()) })
		if n := len(readTile(t, dst)); cost > 60 {
			t.Errorf("zoom %d: %v allocations for %d features", z, cost, n)
		} else {
			drawn = max(drawn, n)
		}
	}
	if drawn < 250 {
		t.Errorf("no tile has more than %d features", drawn)
	}
}
