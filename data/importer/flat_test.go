package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data/importer"
)

// Whatever a file has beside lon and lat, the shape is the same and the report
// says of how many rows. Formats that are not text are in TestGDAL.
func TestHeights_AreLeftOutAndCounted(t *testing.T) {
	var (
		point = orb.Point{46, 39}
		line  = orb.LineString{{46, 39}, {47, 40}}
		area  = orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 39}}}
	)
	feature := func(geometry string) string { return `{"type":"Feature","geometry":` + geometry + `}` }
	table := func(cells ...string) string { return "geom\n\"" + strings.Join(cells, "\"\n\"") + "\"\n" }
	for _, test := range []struct {
		name, file string
		rows       string // with heights
		want       []orb.Geometry
	}{
		{"GeoJSON", collectionOf(
			feature(`{"type":"Point","coordinates":[46,39,1200.5]}`),
			feature(`{"bbox":[46,39,0,47,40,9],"type":"LineString","coordinates":[[46,39],[47,40]]}`),
			feature(`{"bbox":[46,39,47,40],"type":"Polygon","coordinates":[[[46,39,1,2],[47,39,1,2],[47,40,1,2],[46,39,9,9]]]}`),
		), "2 rows", []orb.Geometry{point, line, area}},
		{"GeoJSON, in one part of several", collectionOf(
			feature(`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[46,39]},{"type":"LineString","coordinates":[[46,39],[47,40,3]]}]}`),
		), "1 row", []orb.Geometry{orb.Collection{point, line}}},
		{"GeoJSON sequence", "\x1e" + feature(`{"type":"Point","coordinates":[46,39,1]}`) + "\n\x1e" + feature(`{"type":"Point","coordinates":[46,39]}`) + "\n", "1 row", []orb.Geometry{point, point}},
		{
			"WKT", table("POINT Z (46 39 1)", "POINTM(46 39 1)", "LINESTRING ZM (46 39 1 2, 47 40 3 4)", "POLYGON Z ((46 39 1, 47 39 2, 47 40 3, 46 39 4))", "POINT (46 39)"),
			"4 rows",
			[]orb.Geometry{point, point, line, area, point},
		},
		{"WKT, of metres", table("SRID=32638;LINESTRING Z (500000 0 7, 500000 1000 7)"), "1 row", []orb.Geometry{orb.LineString{{45, 0}, {45, 0.009047313695227132}}}},
		{
			// SELECT ST_AsEWKB of POINT(46 39), POINT Z with an SRID, POINT M, POINT ZM, and of ISO WKB with Z, big-endian.
			"WKB", table(
				"010100000000000000000047400000000000804340",
				"01010000A0E6100000000000000000474000000000008043400000000000002440",
				"010100004000000000000047400000000000804340000000000000F03F",
				"01010000C0000000000000474000000000008043400000000000002440000000000000F03F",
				"00000003E9404700000000000040438000000000004024000000000000",
			), "4 rows", []orb.Geometry{point, point, point, point, point},
		},
		{"GeoJSON in a table", "geometry;name\n" + `{"type":"Point","coordinates":[46,39,7]}` + ";A\n" + `"{""type"":""LineString"",""coordinates"":[[46,39],[47,40]]}"` + ";B\n", "1 row", []orb.Geometry{point, line}},
		{"KML", kmlOf("<Placemark><Point><coordinates>46,39,5</coordinates></Point></Placemark>" +
			"<Placemark><LineString><coordinates>46,39 47,40</coordinates></LineString></Placemark>" +
			"<Placemark><Track><coord>46 39 1</coord><coord>47 40 2</coord></Track></Placemark>"), "2 rows", []orb.Geometry{point, line, line}},
		{"GPX", `<gpx><wpt lat="39" lon="46"><ele>5</ele></wpt><wpt lat="39" lon="46"/>` +
			`<rte><rtept lat="39" lon="46"/><rtept lat="40" lon="47"><ele>1</ele></rtept></rte></gpx>`, "2 rows", []orb.Geometry{point, point, line}},
		{"ODK", "_uuid,geopoint\na,39 46 1500 4\nb,39 46\nc,39 46 0 0; 40 47 0 0\n", "2 rows", []orb.Geometry{point, point, line}},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, report := readText(t, test.file, importer.Options{Collection: anyShape(t)})
			wantMessages(t, report)
			var got []orb.Geometry
			for _, r := range records {
				got = append(got, r.Geometry)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("geometries (-want +got):\n%s", diff)
			}
			want := "heights or measures of " + test.rows + " were left out: positions here are lon and lat alone"
			if !strings.Contains(strings.Join(report.Notes, "\n"), want) {
				t.Errorf("notes %q, want %q", report.Notes, want)
			}
		})
	}
}

// A system that PostGIS names by its number is one that is known, or refused.
func TestWKB_Systems(t *testing.T) {
	const (
		utm   = "0101000020" + "7E7F0000" + "0000000080841E41" + "0000000000000000" // SRID 32638: 500000 0
		pulko = "0101000020" + "F86E0000" + "0000000080841E41" + "0000000000000000" // 28408
		none  = "0101000020" + "00000000" + "0000000000004740" + "0000000000804340"
	)
	records, report := readText(t, "name,geom\nA,"+utm+"\nB,"+none+"\nC,"+pulko+"\nD,"+utm[:40]+"\n", importer.Options{Collection: anyShape(t)})
	got := messages(report)
	if len(got) != 2 || !strings.Contains(got[0], `row 3: geometry: the positions are in "EPSG:28408", which is not transformed here`) || !strings.Contains(got[1], "row 4: geometry: WKB: byte 6: ends too early") {
		t.Errorf("problems %q", got)
	}
	if len(records) != 2 || records[0].Geometry != (orb.Point{45, 0}) || records[1].Geometry != (orb.Point{46, 39}) {
		t.Errorf("records %v", records)
	}
}

// A collection of one kind is the multi geometry of that kind, whatever it is
// in; what is of several kinds stays one record.
func TestCollections(t *testing.T) {
	p, q := orb.Point{46, 39}, orb.Point{47, 40}
	line := orb.LineString{p, q}
	const square, apart, beside = "((0 0, 1 0, 1 1, 0 1, 0 0))", "((5 5, 6 5, 6 6, 5 5))", "((1 0, 2 0, 2 1, 1 1, 1 0))"
	for _, test := range []struct {
		wkt     string
		want    orb.Geometry
		problem string
	}{
		{"GEOMETRYCOLLECTION (POINT (46 39))", p, ""},
		{"GEOMETRYCOLLECTION (POINT (46 39), MULTIPOINT ((47 40)))", orb.MultiPoint{p, q}, ""},
		{"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (LINESTRING (46 39, 47 40)), LINESTRING (46 39, 47 40))", orb.MultiLineString{line, line}, ""},
		{
			"GEOMETRYCOLLECTION (POLYGON " + square + ", POLYGON " + apart + ")",
			orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}},
			"",
		},
		{"GEOMETRYCOLLECTION (POINT (46 39), GEOMETRYCOLLECTION (LINESTRING (46 39, 47 40)))", orb.Collection{p, line}, ""},
		{"GEOMETRYCOLLECTION (POINT (46 39), LINESTRING (46 39, 47 40), POINT (47 40))", orb.Collection{orb.MultiPoint{p, q}, line}, ""},
		{"GEOMETRYCOLLECTION EMPTY", nil, ""},
		{
			"GEOMETRYCOLLECTION (POLYGON " + square + ", POLYGON " + beside + ")", nil,
			"; the areas of one record do not overlap or share a border: unite them, or give each a row of its own",
		},
		{
			"MULTIPOLYGON (" + square + ", " + beside + ")", nil,
			"; the areas of one record do not overlap or share a border: unite them, or give each a row of its own",
		},
		{"GEOMETRYCOLLECTION (POINT (46 39), POLYGON ((0 0, 4 4, 4 0, 0 4, 0 0)))", nil, "geometry 2: ring 1 crosses itself"},
	} {
		records, report := readText(t, "id;wkt\na;"+test.wkt+"\n", importer.Options{Collection: anyShape(t)})
		if test.problem != "" {
			if got := messages(report); len(got) != 1 || !strings.Contains(got[0], test.problem) {
				t.Errorf("%s: problems %q, want %q", test.wkt, got, test.problem)
			}
			continue
		}
		wantMessages(t, report)
		if diff := cmp.Diff(test.want, records[0].Geometry); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.wkt, diff)
		}
	}
}
