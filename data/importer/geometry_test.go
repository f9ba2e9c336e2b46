package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"stele/data/importer"
)

// A row is refused whose geometry can't be what its collection shows.
func TestGeometry_FitsItsCollection(t *testing.T) {
	const (
		point = "POINT (46 39)"
		line  = "LINESTRING (46 39, 47 39)"
		area  = "POLYGON ((46 39, 47 39, 47 40, 46 39))"
		areas = "MULTIPOLYGON (((46 39, 47 39, 47 40, 46 39)))"
		mixed = "GEOMETRYCOLLECTION (" + point + ", " + line + ", " + area + ")"
	)
	for _, test := range []struct {
		id, kind, wkt string
		want          string // of the reason
	}{
		{"zones", "territorial_control", area, ""},
		{"zones", "territorial_control", areas, ""},
		{"zones", "territorial_control", point, "a Point can't show zones; want Polygon or MultiPolygon"},
		{"zones", "territorial_control", line, "a LineString can't show zones; want Polygon or MultiPolygon; a line fits the kind ceasefire_line alone"},
		{"zones", "ceasefire_line", line, ""},
		{"zones", "ceasefire_line", area, ""},
		{"zones", "ceasefire_line", point, "a Point can't show zones; want Polygon, MultiPolygon, LineString or MultiLineString"},
		{"districts", "", areas, ""},
		{"districts", "", point, "a Point can't show districts; want Polygon or MultiPolygon"},
		{"villages", "village", point, ""},
		{"villages", "village", area, ""},
		{"villages", "village", line, "a LineString can't show villages; want Point, MultiPoint, Polygon or MultiPolygon"},
		{"sites", "well", line, ""},
		{"sites", "well", mixed, ""},
		{"zones", "ceasefire_line", "GEOMETRYCOLLECTION (" + line + ", " + area + ")", ""},
		{"villages", "village", "GEOMETRYCOLLECTION (" + point + ", " + area + ")", ""},
		{"villages", "village", mixed, "geometry 2 of the collection: a LineString can't show villages; want Point, MultiPoint, Polygon or MultiPolygon; leave it out, or give it a row of its own"},
		{"districts", "", "GEOMETRYCOLLECTION (" + area + ", " + point + ")", "geometry 2 of the collection: a Point can't show districts; want Polygon or MultiPolygon; leave it out, or give it a row of its own"},
		{"districts", "", "GEOMETRYCOLLECTION (" + areas + ")", ""},
		{"events", "agreement", line, ""},
		{"events", "agreement", "", ""},
	} {
		file := fmt.Sprintf("kind;stage;perspective;geometry_basis;wkt\n%s;reported;P;a sketch;%s\n", test.kind, test.wkt)
		_, report, err := read(t, test.id, file)
		if err != nil {
			t.Fatal(err)
		}
		if test.want == "" {
			wantMessages(t, report)
			continue
		}
		shown := test.wkt[:min(len(test.wkt), 60)]
		if shown != test.wkt {
			shown += "..."
		}
		wantMessages(t, report, fmt.Sprintf("row 1: geometry: %s (value %q)", test.want, shown))
		if p := report.Problems[0]; p.Field != "geometry" || p.Value != shown {
			t.Errorf("the problem is of the field %q and value %q, want geometry and %q", p.Field, p.Value, shown)
		}
	}
}

// The reasons against a text are whole sentences, and the text stands by them.
func TestGeometry_WKTReasons(t *testing.T) {
	for _, test := range []struct{ wkt, want string }{
		{"POLYGON ((0 0, 1 0, 1 1))", `row 1: geometry: WKT: ring 1: 3 positions, want at least 4 (value "POLYGON ((0 0, 1 0, 1 1))")`},
		{"POLYGON ((0 0, 1 0, 1 1, 0 1))", `row 1: geometry: WKT: ring 1: not closed: the last position 0,1 differs from the first 0,0 (value "POLYGON ((0 0, 1 0, 1 1, 0 1))")`},
		{"PUNKT (1 2)", `row 1: geometry: WKT: "PUNKT" is no geometry type; want POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or GEOMETRYCOLLECTION (value "PUNKT (1 2)")`},
		{"POINT (1 2", `row 1: geometry: WKT: a parenthesis is opened and never closed (cut off?) (value "POINT (1 2")`},
		{"POINT (1 2) north of the mill", `row 1: geometry: WKT: "north" stands after the end of the geometry (value "POINT (1 2) north of the mill")`},
	} {
		_, report, err := read(t, "sites", "kind;stage;wkt\nwell;reported;"+test.wkt+"\n")
		if err != nil {
			t.Fatal(err)
		}
		wantMessages(t, report, test.want)
	}
}

// In metres every row is out of range, and only the reference system is why.
func TestCRS_HidesWhatItCauses(t *testing.T) {
	const (
		crs  = `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28408"}}`
		want = `crs: the positions are in "urn:ogc:def:crs:EPSG::28408", which is not transformed here; known are WGS 84 in degrees (EPSG:4326), Web Mercator (EPSG:3857) and UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760); transform them first (ogr2ogr -t_srs EPSG:4326)`
	)
	projected := `{"type":"Feature","geometry":{"type":"Point","coordinates":[5135000,4721671]},"properties":{"kind":"hamlet"}}`
	features := `"features":[` + strings.Repeat(projected+",", 4) + projected + "]"
	for name, test := range map[string]struct {
		file     string
		problems int // of the kinds, which stay
	}{
		"before the features": {`{"type":"FeatureCollection",` + crs + "," + features + "}", 0},
		"behind them":         {`{"type":"FeatureCollection",` + features + "," + crs + "}", 5},
	} {
		var l list
		o := importer.Options{Collection: collection(t, "villages"), Source: "survey", MaxProblems: 3}
		report, err := importer.Read(t.Context(), strings.NewReader(test.file), &l, o)
		if err == nil || err.Error() != want {
			t.Errorf("%s: error is %v, want %s", name, err, want)
		}
		for _, p := range report.Problems {
			if p.Field != "kind" {
				t.Errorf("%s: told besides: %v", name, p)
			}
		}
		if got := len(report.Problems) + report.MoreProblems; got != test.problems {
			t.Errorf("%s: %d problems, want %d", name, got, test.problems)
		}
	}
	feature := strings.Replace(projected, `"geometry"`, crs+`,"geometry"`, 1)
	_, report, err := read(t, "villages", collectionOf(strings.Replace(feature, "hamlet", "village", 1)))
	if err != nil {
		t.Fatal(err)
	}
	wantMessages(t, report, "row 1: "+want)
}
