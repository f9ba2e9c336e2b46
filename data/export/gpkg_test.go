package export_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/export"
	"stele/geo"
)

func openGeoPackage(t *testing.T, body []byte) (*sql.DB, string) {
	t.Helper()
	path := write(t, "layer.gpkg", body)
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db, path
}

// only reads a query's one value as text.
func only(t *testing.T, db *sql.DB, query string, values ...any) string {
	t.Helper()
	var v any
	if err := db.QueryRowContext(t.Context(), query, values...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return fmt.Sprint(v)
}

// SQLite finds nothing wrong with the pages, and by the index the rows that a scan
// finds: of none, one, few and many features, so many that the trees have three
// levels, and with records over several pages.
func TestGeoPackage_IsWholeAtEverySize(t *testing.T) {
	for _, n := range []int{0, 1, 2, 50, 51, 52, 103, 2602, 30_000} {
		list := points(n)
		for i := range list {
			if i%7 == 3 {
				list[i].geometry = nil
			}
			if i%1000 == 1 {
				list[i].values["description"] = strings.Repeat("Ə", 4000*(1+i/1000))
			}
		}
		l, m := layer(t, data.Villages, list)
		db, path := openGeoPackage(t, written(t, "gpkg", l, m, export.All()))
		if got := only(t, db, "PRAGMA integrity_check"); got != "ok" {
			t.Fatalf("%d features: %s", n, got)
		}
		if got := only(t, db, "SELECT rtreecheck('rtree_villages_geom')"); got != "ok" {
			t.Errorf("%d features: %s", n, got)
		}
		located := 0
		for i, f := range list {
			if f.geometry != nil {
				located++
			}
			if i%1000 == 1 {
				want := fmt.Sprint(f.values["description"])
				if got := only(t, db, "SELECT description FROM villages WHERE id = ?", f.id); got != want {
					t.Errorf("%d features: %s has a description of %d bytes, want %d", n, f.id, len(got), len(want))
				}
			}
		}
		if got, want := only(t, db, "SELECT count(*) || ' ' || count(geom) || ' ' || coalesce(sum(claim_count), 0) FROM villages"), fmt.Sprint(n, " ", located, " ", n*(n-1)/2); got != want {
			t.Errorf("%d features: count, located, sum = %s, want %s", n, got, want)
		}
		if got := only(t, db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'villages'"); got != fmt.Sprint(n) {
			t.Errorf("%d features: the sequence is at %s", n, got)
		}
		if n == 0 || n == 30_000 {
			validate(t, path)
		}
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for range 20 {
			w, s := 44+r.Float64()*5, 38+r.Float64()
			box := geo.BBox{West: w, South: s, East: w + r.Float64()/5, North: s + r.Float64()/5}
			want := 0
			for _, f := range list {
				if f.geometry != nil && geo.Intersects(f.geometry, box) {
					want++
				}
			}
			const query = "SELECT count(*) FROM rtree_villages_geom WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
			if got := only(t, db, query, box.West, box.East, box.South, box.North); got != fmt.Sprint(want) {
				t.Errorf("%d features: the index finds %s in %v, want %d", n, got, box, want)
			}
		}
	}
}

// validate holds a file against GeoPackage 1.2 by the validator that comes with
// GDAL.
func validate(t *testing.T, path string) {
	t.Helper()
	const script = "import sys; from osgeo_utils.samples import validate_gpkg; sys.exit(validate_gpkg.main(['validate_gpkg', sys.argv[1]]) or 0)"
	gdal(t, "/usr/bin/python3", "-c", script, path)
}

func TestGeoPackage_SaysWhatItIs(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	for _, c := range geo.CRSs() {
		q := export.All()
		q.CRS = c
		db, path := openGeoPackage(t, written(t, "gpkg", l, m, q))
		validate(t, path)
		if got := only(t, db, "SELECT json_extract(metadata, '$.licence') || json_extract(metadata, '$.attribution') FROM gpkg_metadata"); got != meta.Licence+meta.Attribution {
			t.Errorf("%v: licence and attribution %s", c, got)
		}
		style := only(t, db, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'events' AND useAsDefault")
		if !strings.Contains(style, `attr="kind"`) || !strings.Contains(style, `value="armed_conflict" label="Armed conflict"`) {
			t.Errorf("%v: style %s", c, style)
		}
	}
}

// What all features are is what the layer is, so that a GIS does not ask.
func TestGeoPackage_TypeOfGeometry(t *testing.T) {
	square := orb.Bound{Max: orb.Point{1, 1}}.ToPolygon()
	for want, list := range map[string][]made{
		"POINT": points(3), "POLYGON": {{"a", square, nil}, {"b", nil, nil}}, "GEOMETRY": append(points(1), made{"z", square, nil}),
	} {
		l, m := layer(t, data.Villages, list)
		db, _ := openGeoPackage(t, written(t, "gpkg", l, m, export.All()))
		if got := only(t, db, "SELECT geometry_type_name FROM gpkg_geometry_columns"); got != want {
			t.Errorf("type %s, want %s", got, want)
		}
	}
}
