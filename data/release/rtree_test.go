package release_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/release"
	"stele/geo"
)

// The spatial index is written without SQLite, which has to find it whole, and to
// find with it what a look at every row finds.
func TestIndex_FindsWhatLiesInABox(t *testing.T) {
	c, _ := data.CollectionByID(data.Villages)
	for _, n := range []int{0, 1, 51, 52, 51*51 + 1, 5000} {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		w, path := create(t)
		var shapes []orb.Geometry
		for i := range n {
			at := orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}
			g := orb.Geometry(at)
			if i%3 == 0 {
				g = orb.LineString{at, {at[0] / 2, at[1] / 2}}
			}
			if i%7 == 6 {
				g = nil
			}
			shapes = append(shapes, g)
			if err := w.AddFeature(t.Context(), c, feature(fmt.Sprintf("v%06d", i), g, i%2 == 0)); err != nil {
				t.Fatal(err)
			}
		}
		commit(t, w, path).Close()
		db := openSQL(t, path)
		var verdict string
		if err := db.QueryRowContext(t.Context(), "SELECT rtreecheck('rtree_villages_geom')").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("rtreecheck of %d: %s, %v", n, verdict, err)
		}
		if err := db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
			t.Errorf("integrity_check of %d: %s, %v", n, verdict, err)
		}
		for range 20 {
			west, south := r.Float64()*300-180, r.Float64()*150-90
			box := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + r.Float64()*60, south + r.Float64()*30}}
			want := 0
			for _, g := range shapes {
				if g != nil && geo.BoundOf(g).Intersects(box) {
					want++
				}
			}
			var got int
			err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM rtree_villages_geom JOIN villages ON fid = rtree_villages_geom.id WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?",
				box.Max[0], box.Min[0], box.Max[1], box.Min[1]).Scan(&got)
			if err != nil || got != want {
				t.Errorf("of %d there are %d in %v, %v, want %d", n, got, box, err, want)
			}
		}
	}
}

func TestWriter_RefusesAnIDThatStandsTwice(t *testing.T) {
	w, path := create(t)
	c, _ := data.CollectionByID(data.Villages)
	for _, at := range []orb.Point{{46, 40}, {47, 41}} {
		if err := w.AddFeature(t.Context(), c, feature("twice", at, true)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context(), release.Meta{Audience: "public", PublishedOn: "2026-03-05"}); err == nil {
		t.Error("two features of one ID are published")
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(files) != 0 {
		t.Errorf("%v are there", files)
	}
}
