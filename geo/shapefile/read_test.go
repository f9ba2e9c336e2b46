package shapefile_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/layer"
	"stele/geo/shapefile"
)

func plain(b []byte) (string, error) { return string(b), nil }

func readAll(shp, dbf []byte) (all []layer.Feature, err error) {
	r, err := shapefile.NewReader(bytes.NewReader(shp), bytes.NewReader(dbf), geo.FileCRS{}, plain)
	if err != nil {
		return nil, err
	}
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return all, err
		}
		kept := *f
		kept.Properties = append([]layer.Property(nil), f.Properties...)
		all = append(all, kept)
	}
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every type of field, and rows that are marked as deleted.
func TestReader_Fields(t *testing.T) {
	dbf := table(
		[]string{"TEXT C 6", "WHOLE N 5", "DAY D 8", "IS L 1", "NOTE M 10"},
		" Agdam    1219930402T         ", "*gone     2219930403F         ", "       *****00000000?         ",
	)
	shp := points(orb.Point{46.5, 39.5}, orb.Point{1, 1}, orb.Point{46, 39})
	got, err := readAll(shp, dbf)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]layer.Property{
		{
			{Name: "TEXT", Kind: layer.Text, Text: "Agdam"},
			{Name: "WHOLE", Kind: layer.Number, Text: "12"},
			{Name: "DAY", Kind: layer.Text, Text: "1993-04-02"},
			{Name: "IS", Kind: layer.Boolean, Text: "true"},
		},
		nil,
	}
	if len(got) != len(want) {
		t.Fatalf("%d features, want %d", len(got), len(want))
	}
	for i := range want {
		if diff := cmp.Diff(want[i], got[i].Properties); diff != "" {
			t.Errorf("row %d (-want +got):\n%s", i+1, diff)
		}
	}
	if got[1].Geometry != (orb.Point{46, 39}) {
		t.Errorf("the row behind the deleted one has the shape %v", got[1].Geometry)
	}
}

// Rings come without order, and some programs wind them the wrong way.
func TestReader_Rings(t *testing.T) {
	outer := orb.Ring{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}} // clockwise
	hole := orb.Ring{{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}
	island := orb.Ring{{2, 2}, {2, 8}, {8, 8}, {8, 2}, {2, 2}}
	pond := orb.Ring{{3, 3}, {4, 3}, {4, 4}, {3, 4}, {3, 3}}
	apart := orb.Ring{{20, 20}, {21, 20}, {21, 21}, {20, 21}, {20, 20}} // wound as a hole, and in nothing
	for _, test := range []struct {
		name  string
		rings []orb.Ring
		want  [][]int // of each polygon, which rings
	}{
		{"one", []orb.Ring{outer}, [][]int{{0}}},
		{"one the wrong way", []orb.Ring{hole}, [][]int{{0}}},
		{"hole first", []orb.Ring{hole, outer}, [][]int{{1, 0}}},
		{"island in a hole", []orb.Ring{pond, hole, island, outer}, [][]int{{2, 0}, {3, 1}}},
		{"hole in nothing", []orb.Ring{outer, apart}, [][]int{{0}, {1}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := readAll(polygon(test.rings...), table([]string{"A C 1"}, "  "))
			if err != nil || got[0].Wrong != nil {
				t.Fatal(err, got[0].Wrong)
			}
			all, isMulti := got[0].Geometry.(orb.MultiPolygon)
			if !isMulti {
				all = orb.MultiPolygon{got[0].Geometry.(orb.Polygon)}
			}
			if len(all) != len(test.want) {
				t.Fatalf("%d polygons, want %d", len(all), len(test.want))
			}
			for i, p := range all {
				if len(p) != len(test.want[i]) {
					t.Fatalf("polygon %d has %d rings, want %d", i+1, len(p), len(test.want[i]))
				}
				for n, ring := range p {
					if want := test.rings[test.want[i][n]]; ring.Bound() != want.Bound() {
						t.Errorf("ring %d of polygon %d is %v, want %v", n+1, i+1, ring, want)
					}
					if isOuter := ring.Orientation() == orb.CCW; isOuter != (n == 0) {
						t.Errorf("ring %d of polygon %d goes the wrong way", n+1, i+1)
					}
				}
			}
		})
	}
}

// What has heights has the same shape without them, however its holes are wound.
func TestReader_RingsWithHeights(t *testing.T) {
	square := func(w, size float64) orb.Ring { // clockwise: an outer ring
		return orb.Ring{{w, w}, {w, w + size}, {w + size, w + size}, {w + size, w}, {w, w}}
	}
	wound := func(r orb.Ring) orb.Ring {
		r = r.Clone()
		r.Reverse()
		return r
	}
	outer, hole, island, pond, apart := square(0, 10), square(1, 8), square(2, 6), square(3, 1), square(10, 5) // apart touches outer
	for name, test := range map[string]struct {
		rings []orb.Ring
		want  orb.MultiPolygon
	}{
		"as flat ones are":   {[]orb.Ring{outer, wound(hole), island, apart}, orb.MultiPolygon{{wound(outer), hole}, {wound(island)}, {wound(apart)}}},
		"all wound alike":    {[]orb.Ring{pond, island, outer, hole, apart}, orb.MultiPolygon{{wound(island), pond}, {wound(outer), hole}, {wound(apart)}}},
		"one of two so":      {[]orb.Ring{outer, wound(hole), island, pond}, orb.MultiPolygon{{wound(outer), hole}, {wound(island), pond}}},
		"a ring upside down": {[]orb.Ring{wound(outer)}, orb.MultiPolygon{{wound(outer)}}},
	} {
		got, err := readAll(raised(polygon(test.rings...)), table([]string{"A C 1"}, "  "))
		if err != nil || got[0].Wrong != nil || !got[0].Flattened {
			t.Fatalf("%s: %v, %+v", name, err, got)
		}
		if diff := cmp.Diff(geo.Join([]orb.Geometry{test.want}), got[0].Geometry); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A hundred thousand holes in as many rings around them are refused, not searched.
func TestReader_BoundsTheSearchForRings(t *testing.T) {
	var rings []orb.Ring
	for i := range 20_000 {
		s := float64(i) / 1000
		rings = append(rings, orb.Ring{{-s, -s}, {-s, 100}, {100, 100}, {100, -s}, {-s, -s}}, orb.Ring{{50, 50}, {51, 50}, {51, 51}, {50, 51}, {50, 50}})
	}
	got, err := readAll(polygon(rings...), table([]string{"A C 1"}, "  "))
	if err != nil || got[0].Wrong == nil || got[0].Wrong.Error() != "has too many rings inside each other" {
		t.Errorf("error is %v, %v", err, got[0].Wrong)
	}
	for i := range rings {
		if i%2 == 1 {
			rings[i].Reverse()
		}
	}
	got, err = readAll(raised(polygon(rings...)), table([]string{"A C 1"}, "  "))
	if err != nil || got[0].Wrong == nil || got[0].Wrong.Error() != "has too many rings inside each other" {
		t.Errorf("with heights the error is %v, %v", err, got[0].Wrong)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(points(orb.Point{46.5, 39.5}), table([]string{"A C 1"}, " a"))
	f.Add(polygon(orb.Ring{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}, orb.Ring{{1, 1}, {9, 1}, {9, 9}, {1, 9}, {1, 1}}), table([]string{"A N 5", "B L 1"}, "   1.5T"))
	f.Add(testFile(f, "lines.shp"), testFile(f, "lines.dbf"))
	f.Fuzz(func(t *testing.T, shp, dbf []byte) {
		all, err := readAll(shp, dbf)
		if err != nil {
			return
		}
		for _, feature := range all {
			if _, err := (geo.FileCRS{}).Finish(feature.Geometry); err != nil {
				t.Errorf("geometry %v: %v", feature.Geometry, err)
			}
		}
	})
}
