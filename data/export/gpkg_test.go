package export_test

import (
	"database/sql"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"slices"
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
	}
}

// A layer of one kind of geometry is drawn by categories, one of several by rules
// for each kind; each symbol that the legend names is there, and no other.
func TestGeoPackage_Styles(t *testing.T) {
	square := orb.Bound{Max: orb.Point{1, 1}}.ToPolygon()
	line := orb.LineString{{0, 0}, {1, 1}}
	for _, test := range []struct {
		name       string
		collection string
		list       []made
		renderer   string
		kinds      string // of symbols, in the order in which they are drawn
		labels     []string
	}{
		{"points", data.Villages, points(3), `<renderer-v2 type="categorizedSymbol" attr="status">`, "marker", nil},
		{"areas", data.Events, []made{{"a", square, nil}, {"b", nil, nil}}, `<renderer-v2 type="categorizedSymbol" attr="kind">`, "fill", nil},
		{"nothing", data.Events, nil, `<renderer-v2 type="categorizedSymbol" attr="kind">`, "marker", nil},
		{"no field", data.Districts, []made{{"a", square, nil}}, `<renderer-v2 type="singleSymbol">`, "fill", nil},
		{"points and areas", data.Villages, append(points(5), made{"z", square, nil}), `<renderer-v2 type="RuleRenderer" symbollevels="1">`, "fill marker", []string{"Areas", "Points"}},
		{"lines and areas", data.Zones, []made{{"a", line, nil}, {"b", square, nil}}, `<renderer-v2 type="RuleRenderer" symbollevels="1">`, "fill line", []string{"Areas", "Lines"}},
		{"no field, mixed", data.Districts, []made{{"a", orb.Point{}, nil}, {"b", square, nil}}, `<renderer-v2 type="RuleRenderer" symbollevels="1">`, "fill marker", []string{"Areas", "Points"}},
		{"a collection", data.Sites, []made{{"a", orb.Collection{orb.Point{}, line}, nil}}, `<renderer-v2 type="RuleRenderer" symbollevels="1">`, "fill line marker", []string{"Areas", "Lines", "Points"}},
	} {
		l, m := layer(t, test.collection, test.list)
		db, _ := openGeoPackage(t, written(t, "gpkg", l, m, export.All()))
		text := only(t, db, "SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND useAsDefault", test.collection)
		var style qml
		if err := xml.Unmarshal([]byte(text), &style); err != nil || !strings.Contains(text, test.renderer) {
			t.Errorf("%s: %v: want %s in\n%s", test.name, err, test.renderer, text)
			continue
		}
		var kinds, labels, named, symbols []string
		for _, s := range style.Symbols {
			symbols = append(symbols, s.Name)
			if !slices.Contains(kinds, s.Type) {
				kinds = append(kinds, s.Type)
			}
		}
		for _, c := range style.Categories {
			named = append(named, c.Symbol)
		}
		for _, r := range style.Rules {
			labels = append(labels, r.Label)
			if r.Symbol != "" {
				named = append(named, r.Symbol)
			}
			for _, of := range r.Rules {
				named = append(named, of.Symbol)
			}
			if n := len(r.Rules); n > 0 && (r.Rules[n-1].Filter != "ELSE" || !strings.HasPrefix(r.Rules[0].Filter, `"`+l.Collection().Status+`" = '`)) {
				t.Errorf("%s: rules %+v", test.name, r.Rules)
			}
		}
		if strings.Join(kinds, " ") != test.kinds || !slices.Equal(labels, test.labels) {
			t.Errorf("%s: symbols %q below %q, want %s below %q", test.name, kinds, labels, test.kinds, test.labels)
		}
		if !strings.Contains(test.renderer, "single") && !slices.Equal(named, symbols) {
			t.Errorf("%s: the legend names the symbols %q, there are %q", test.name, named, symbols)
		}
	}
}

// qml is what of a style QGIS draws by.
type qml struct {
	Categories []struct {
		Symbol string `xml:"symbol,attr"`
	} `xml:"renderer-v2>categories>category"`
	Rules   []qmlRule `xml:"renderer-v2>rules>rule"`
	Symbols []struct {
		Type string `xml:"type,attr"`
		Name string `xml:"name,attr"`
	} `xml:"renderer-v2>symbols>symbol"`
}

type qmlRule struct {
	Label  string    `xml:"label,attr"`
	Filter string    `xml:"filter,attr"`
	Symbol string    `xml:"symbol,attr"`
	Rules  []qmlRule `xml:"rule"`
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
