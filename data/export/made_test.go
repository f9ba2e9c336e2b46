package export_test

import (
	"bytes"
	"fmt"
	"iter"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/export"
	"stele/data/release"
)

// made is one feature of a made release.
type made struct {
	id       string
	geometry orb.Geometry
	values   map[string]any
}

// awkward is a layer of everything that formats stumble over: all types of
// geometry and none, holes, parts, cells; nulls, markup, formulas, long texts,
// other scripts, and days that are open.
func awkward() []made {
	long := bytes.Repeat([]byte("Çox uzun mətn. "), 60)
	square := func(w, s, size float64) orb.Ring {
		return orb.Ring{{w, s}, {w + size, s}, {w + size, s + size}, {w, s + size}, {w, s}}
	}
	hole := func(w, s, size float64) orb.Ring {
		r := square(w, s, size)
		r.Reverse()
		return r
	}
	return []made{
		{"point", orb.Point{46.13007, 39.97753}, map[string]any{"name": "Başlıbel & <Co> \"x\"", "uncertainty_m": 5000.0, "claim_count": int64(3), "contested": true, "when": "1993-04~", "earliest": "1993-04-01", "latest": "1993-04-30"}},
		{"cell", orb.Bound{Min: orb.Point{46.1, 39.9}, Max: orb.Point{46.2, 40}}.ToPolygon(), map[string]any{"name": "=1+1", "generalised": true, "public_precision": "0.1", "kind": "armed_conflict"}},
		{"nowhere", nil, map[string]any{"name": "Башлыбель", "name_hy": "Բաշլիբել", "generalised": true, "public_precision": "withheld", "earliest": "1993-04-01"}},
		{"multipoint", orb.MultiPoint{{45, 39}, {45.5, 39.5}}, map[string]any{"name": "a,b\nc"}},
		{"line", orb.LineString{{45, 40}, {45.1, 40.2}, {45.3, 40.1}}, nil},
		{"multiline", orb.MultiLineString{{{45, 41}, {45.1, 41}}, {{45.2, 41}, {45.3, 41.1}, {45.4, 41}}}, nil},
		{"holed", orb.Polygon{square(47, 39, 1), hole(47.2, 39.2, 0.2), hole(47.6, 39.6, 0.2)}, map[string]any{"description": string(long)}},
		{"multipolygon", orb.MultiPolygon{{square(48, 38, 0.5), hole(48.1, 38.1, 0.1)}, {square(49, 38, 0.5)}}, map[string]any{"name": "\ttab first", "uncertainty_m": 0.1}},
		{"collection", orb.Collection{orb.Point{44, 38}, orb.LineString{{44, 38}, {44.2, 38.201}, {44.5, 38.5}}, orb.Polygon{round(44.6, 38.6, 0.1)}}, map[string]any{"claim_count": int64(-1)}},
	}
}

// round is a ring of so many corners that few are needed from afar.
func round(lon, lat, radius float64) orb.Ring {
	ring := make(orb.Ring, 61)
	for i := range ring {
		a := math.Pi / 30 * float64(i%60)
		ring[i] = orb.Point{math.Round((lon+radius*math.Cos(a))*1e7) / 1e7, math.Round((lat+radius*math.Sin(a))*1e7) / 1e7}
	}
	return ring
}

// points are villages, as a gazetteer has them.
func points(n int) []made {
	var all []made
	for i := range n {
		all = append(all, made{fmt.Sprintf("v%06d", i), orb.Point{44 + float64(i%500)/100, 38 + float64(i/500)/100}, map[string]any{"name": fmt.Sprintf("Kənd %d", i), "claim_count": int64(i)}})
	}
	return all
}

var meta = release.Meta{
	Audience: "public", PublishedOn: "2026-11-23", Title: "Test release", Attribution: "Nobody & <Sons>, \"and\" all",
	Licence: "https://creativecommons.org/licenses/by/4.0/", Contact: "correct@example.org",
}

// layer makes a real release file of the features, and reads it back.
func layer(t testing.TB, collection string, features []made) (*atlas.Layer, release.Meta) {
	t.Helper()
	return layerOf(t, collection, slices.Values(features))
}

func layerOf(t testing.TB, collection string, features iter.Seq[made]) (*atlas.Layer, release.Meta) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := data.CollectionByID(collection)
	for m := range features {
		f := release.Feature{ID: m.id, Geometry: m.geometry, Earliest: edtf.MinDay, Latest: edtf.MaxDay}
		for _, field := range data.PublicFields(c) {
			f.Values = append(f.Values, m.values[field.Name])
		}
		if err := w.AddFeature(t.Context(), c, f); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context(), meta); err != nil {
		t.Fatal(err)
	}
	a, err := atlas.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Release)
	l, _ := a.Layer(collection)
	return l, a.Meta()
}

// written is what a format makes of a query.
func written(t testing.TB, ext string, l *atlas.Layer, m release.Meta, q export.Query) []byte {
	t.Helper()
	f, ok := export.ByExt("", ext)
	if !ok {
		t.Fatalf("no format %s", ext)
	}
	write, err := f.Prepare(t.Context(), l, m, q)
	if err != nil {
		t.Fatalf("%s: %v", ext, err)
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatalf("%s: %v", ext, err)
	}
	return b.Bytes()
}
