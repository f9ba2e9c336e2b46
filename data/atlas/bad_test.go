package atlas_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
	"stele/geo"
)

// heap is a release with so many villages at one point, made one after another.
type heap struct {
	made
	n int
}

var heapAt = orb.Point{46.13007, 39.97753}

func heapID(i int) string { return fmt.Sprintf("h%07d", i) }

func (h heap) Features(_ context.Context, collection string) iter.Seq2[release.Feature, error] {
	return func(yield func(release.Feature, error) bool) {
		if collection != data.Villages {
			return
		}
		f := feature(data.Villages, "", heapAt, nil)
		c, _ := data.CollectionByID(data.Villages)
		status := -1
		for i, field := range data.PublicFields(c) {
			if field.Name == "status" {
				status = i
			}
		}
		for i := range h.n {
			f.ID, f.Values[status] = heapID(i), []any{"destroyed", "inhabited", "inhabited", nil}[i%4]
			if !yield(f, nil) {
				return
			}
		}
	}
}

// Features that all lie at one point are found, counted, drawn and paged through
// as any others: no order or tree relies on positions that differ.
func TestBad_AHeapAtOnePoint(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 20_000
	}
	a, err := atlas.Build(t.Context(), heap{n: n})
	if err != nil {
		t.Fatal(err)
	}
	l := layerOf(t, a, data.Villages)
	for _, test := range []struct {
		box  geo.BBox
		want int
	}{
		{geo.BBox{West: -180, South: -90, East: 180, North: 90}, n},
		{geo.BBox{West: 46, South: 39, East: 47, North: 40}, n},
		{geo.BBox{West: heapAt[0], South: heapAt[1], East: heapAt[0], North: heapAt[1]}, n},
		{geo.BBox{West: 46.1300701, South: 39, East: 47, North: 40}, 0},
		{geo.BBox{West: 170, South: 39, East: heapAt[0], North: 40}, n},
	} {
		q := atlas.Query{Selection: everything(), Limit: 10}
		q.BBox = &test.box
		if got := l.Query(q); got.Matched != test.want || got.Returned != min(10, test.want) {
			t.Errorf("%v: %d of %d, want %d", test.box, got.Returned, got.Matched, test.want)
		}
		q.Where = []atlas.Condition{{Field: "status", AnyOf: []atlas.Value{{Text: "inhabited"}}}}
		if got := l.Query(q); got.Matched != test.want/2 {
			t.Errorf("%v: %d are inhabited, want %d", test.box, got.Matched, test.want/2)
		}
	}
	pageThroughHeap(t, l, nil)
	pageThroughHeap(t, l, []atlas.SortKey{{Field: "name"}})
	tilesOfHeap(t, l)
	s := l.Stats(everything(), []string{"status"})
	if s.Matched != n || s.Facets[0].Null != n/4 || s.Extent != (orb.Bound{Min: heapAt, Max: heapAt}) {
		t.Errorf("stats: %+v", s)
	}
}

// pageThroughHeap walks a box by pages of 10,000: all of them once, in order.
func pageThroughHeap(t *testing.T, l *atlas.Layer, by []atlas.SortKey) {
	t.Helper()
	q := atlas.Query{Selection: everything(), Sort: by, Limit: 10_000}
	q.BBox = &geo.BBox{West: 46, South: 39, East: heapAt[0], North: 40}
	next := 0
	for {
		page := l.Query(q)
		for _, i := range page.Indexes() {
			if l.ID(i) != heapID(next) {
				t.Fatalf("by %v, %s comes after %s", by, l.ID(i), heapID(next-1))
			}
			next++
		}
		if q.After = page.Next; q.After.IsZero() {
			break
		}
	}
	if next != l.Len() {
		t.Errorf("by %v, the pages have %d of %d", by, next, l.Len())
	}
}

// tilesOfHeap: at each zoom the tile has one mark, with the count, and none of its
// neighbours anything.
func tilesOfHeap(t *testing.T, l *atlas.Layer) {
	t.Helper()
	x, y := geo.Mercator(heapAt[0], heapAt[1])
	for z := uint32(0); z <= 22; z += 2 {
		tile := l.Tile(nil, geo.TileID{Z: z, Row: y >> (32 - z), Col: x >> (32 - z)}, everything())
		got := readTile(t, tile)
		if len(got) != 1 || got[0].tags["count"] != l.Len() || got[0].tags["status"] != "inhabited" || len(tile) > 300 {
			t.Fatalf("zoom %d: %d bytes, %v", z, len(tile), got)
		}
	}
}
