package twin_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/api"
	"stele/data"
	"stele/data/atlas"
	"stele/data/vault"
	"stele/geo"
)

// N7: when positions are shown less precisely than before, no route, old link
// or old tag gives back what was shown.
func TestN7_OnlyThePrecisionPermittedNow(t *testing.T) {
	t.Parallel()
	// The villages of their cell of 0.1 are in other cells of 0.01.
	now := []struct {
		at, to           orb.Point
		stage, precision string
	}{
		{orb.Point{61.1834567, 19.9876543}, orb.Point{61.1834567, 19.9876543}, "exhumed_partly", "0.1"},
		{orb.Point{61.1734567, 19.9712345}, orb.Point{61.1734567, 19.9712345}, "disturbed", "withheld"},
		{orb.Point{-30.7654321, 12.3456789}, orb.Point{-35.1234567, 14.7654321}, "exhumed_fully", "0.01"},
	}
	w := small(*seed, func(m *maker) {
		for _, site := range now {
			m.addClass(class{data.Sites, "exhumed_fully", "unknown", geo.PrecisionHundredth}, record{shown: geo.PrecisionHundredth, at: same(site.at)})
		}
	})
	sites := w.records[len(w.records)-len(now):]
	twin := newTwin(w, 0, t.TempDir())
	v, err := twin.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	path, again := republished(t, twin, v)
	holder := new(atlas.Holder)
	take := func() {
		a, err := load(path)
		if err != nil {
			t.Fatal(err)
		}
		holder.Swap(a)
	}
	take()
	s := serve(t, api.New(api.Config{Atlas: holder}))

	gone := newScanner() // what nobody may be shown now
	paths := []string{nextOf(s.get(t, "/collections/sites/items?limit=1"))}
	tags := map[string]string{}
	for i, site := range sites {
		before := newScanner()
		for _, p := range site.cell(0).Polygon()[0] {
			before.hold(p, 2)
			if now[i].precision != "0.01" {
				gone.hold(p, 2)
			}
		}
		gone.hold(now[i].at, 3)
		gone.hold(now[i].to, 3)
		item := "/collections/sites/items/" + site.ID
		got := s.get(t, item)
		if len(before.scan(got.body)) == 0 {
			t.Fatalf("before, %s shows no cell: %s", item, got.body)
		}
		tags[item] = got.header.Get("ETag")
		paths = append(paths, item, item+"/claims", item+"/history")
		for row := range twin.rows {
			if twin.rows[row].ID == site.ID {
				twin.rows[row].Properties["stage"], twin.rows[row].Geometry = now[i].stage, now[i].to
			}
		}
	}

	again()
	take()
	shown := byID(s.all(t, data.Sites))
	for i, site := range sites {
		if got := shown[site.ID].Properties["public_precision"]; got != now[i].precision {
			t.Errorf("%s is shown at %v, want %s", site.ID, got, now[i].precision)
		}
	}
	for _, found := range gone.scan(readFile(t, path)) {
		t.Errorf("the new release: %s", found)
	}
	for _, route := range routes() {
		all := route.paths(w)
		paths = append(paths, all[:min(12, len(all))]...)
	}
	for _, path := range paths {
		for _, found := range gone.scan(s.get(t, path).body) {
			t.Errorf("GET %s: %s", path, found)
		}
	}
	for item, tag := range tags {
		if got := s.ask(t, get(item, "If-None-Match: "+tag)); got.status != 200 {
			t.Errorf("the old tag of %s is answered with %d: a cache would show the old cell", item, got.status)
		}
	}
}

// G6, as non-interference: a correction of 30 m across the border of a cell
// leaves the release as it was, to the byte, for who knows the one before.
func TestG6_ACorrectionAcrossTheBorderChangesNothing(t *testing.T) {
	t.Parallel()
	border := frameOf(geo.CellOf(61.15, 19.95, geo.PrecisionTenth)).min
	const metres30 = 2700 // in units of 1e-7 degree
	w := small(*seed, func(m *maker) {
		for i, move := range []spot{{-1, 0}, {0, -1}, {-1, -1}} {
			before := spot{border.x + 9 + int64(i), border.y + 9 + int64(i)}
			after := spot{before.x + move.x*metres30, before.y + move.y*metres30}
			m.addClass(class{data.Sites, "located", "fenced", geo.PrecisionTenth}, record{shown: geo.PrecisionTenth, at: [2]orb.Geometry{before.point(), after.point()}})
		}
	})
	twin := newTwin(w, 0, t.TempDir())
	v, err := twin.build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	path, again := republished(t, twin, v)
	before := dump(t, readFile(t, path))
	for i := range twin.rows {
		for _, r := range w.records {
			if r.ID == twin.rows[i].ID {
				twin.rows[i].Geometry = r.at[1]
			}
		}
	}
	again()
	after := dump(t, readFile(t, path))
	for name := range before {
		if diff := cmp.Diff(before[name], after[name]); diff != "" {
			t.Errorf("the release tells of the correction in table %s: %.1000s", name, diff)
		}
	}
}

// republished publishes the vault, and again what the twin's rows have become.
func republished(t *testing.T, twin *twin, v *vault.Vault) (path string, again func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "public.gpkg")
	publish := func() {
		if err := publishTo(t.Context(), v, path); err != nil {
			t.Fatal(err)
		}
	}
	publish()
	return path, func() {
		twin.clock = twin.clock.Add(3 * 24 * time.Hour) // corrections come on other days
		if err := twin.recordAgain(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		publish()
	}
}

// recordAgain records the rows as they are now, and publishes them.
func (t *twin) recordAgain(ctx context.Context, v *vault.Vault) error {
	err := t.add(ctx, v, func(b *vault.Batch) error { return t.addRows(ctx, b, 0, len(t.rows), false) })
	if err != nil {
		return fmt.Errorf("record again: %w", err)
	}
	_, err = v.DecidePending(ctx, t.decision(data.Published, 1))
	return err
}
