package importer_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
)

// asked is the GeoJSON of which GDAL makes every other format.
const asked = `{"type":"FeatureCollection","name":"villages","features":[
{"type":"Feature","properties":{"id":"a","name":"Başlıbel","name_ru":"Башлыбель","kind":"village","uncertainty_m":500,"when":"1993-04","description":"two\nlines & <tags>"},"geometry":{"type":"POINT"}},
{"type":"Feature","properties":{"id":"b","name":"Լաչին","name_ru":"Лачин","kind":"town","uncertainty_m":12.5,"when":"1993/2020-11","description":null},"geometry":{"type":"POLYGON"}},
{"type":"Feature","properties":{"id":"c","name":"Third","name_ru":null,"kind":null,"uncertainty_m":null,"when":null,"description":"x"},"geometry":{"type":"MULTI"}}]}`

// of returns the file with geometry of one kind, as most formats want it.
func of(kind string) string {
	shapes := map[string][3]string{
		"points": {`{"type":"Point","coordinates":[46.125,39.975]}`, `{"type":"Point","coordinates":[46.5,39.5]}`, `{"type":"Point","coordinates":[-0.25,-33.5]}`},
		"heights": {
			`{"type":"Point","coordinates":[46.125,39.975,1200]}`, `{"type":"Point","coordinates":[46.5,39.5,3]}`,
			`{"type":"Point","coordinates":[-0.25,-33.5,0]}`,
		},
		"slopes": {
			`{"type":"LineString","coordinates":[[46,39,10],[46.5,39.5,20]]}`, `{"type":"LineString","coordinates":[[46,39,0],[47,39,0],[47,40,0]]}`,
			`{"type":"MultiLineString","coordinates":[[[46,39,1],[47,40,2]],[[1,2,3],[3,4,5]]]}`,
		},
		"roofs": {
			`{"type":"Polygon","coordinates":[[[46,39,1],[47,39,2],[47,40,3],[46,40,4],[46,39,1]]]}`,
			`{"type":"Polygon","coordinates":[[[46,39,1],[47,39,1],[47,40,1],[46,40,1],[46,39,1]],[[46.25,39.25,7],[46.25,39.75,7],[46.75,39.75,7],[46.75,39.25,7],[46.25,39.25,7]]]}`,
			`{"type":"MultiPolygon","coordinates":[[[[46,39,1],[47,39,2],[47,40,3],[46,39,1]]],[[[48,39,1],[49,39,2],[49,40,3],[48,39,1]]]]}`,
		},
		"mixed": {
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[46.125,39.975]},{"type":"Point","coordinates":[46.5,39.5]}]}`,
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[46.125,39.975]},{"type":"LineString","coordinates":[[46,39],[47,40]]},{"type":"Polygon","coordinates":[[[46,39],[47,39],[47,40],[46,39]]]}]}`,
			`{"type":"GeometryCollection","geometries":[{"type":"MultiPolygon","coordinates":[[[[46,39],[47,39],[47,40],[46,39]]],[[[48,39],[49,39],[49,40],[48,39]]]]},{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}]}`,
		},
		"lines": {
			`{"type":"LineString","coordinates":[[46,39],[46.5,39.5]]}`, `{"type":"LineString","coordinates":[[46,39],[47,39],[47,40]]}`,
			`{"type":"MultiLineString","coordinates":[[[46,39],[47,40]],[[1,2],[3,4]]]}`,
		},
		"areas": {
			`{"type":"Polygon","coordinates":[[[46,39],[47,39],[47,40],[46,40],[46,39]]]}`,
			`{"type":"Polygon","coordinates":[[[46,39],[47,39],[47,40],[46,40],[46,39]],[[46.25,39.25],[46.25,39.75],[46.75,39.75],[46.75,39.25],[46.25,39.25]]]}`,
			// The island in the lake of the first, and another area with a hole, listed last.
			`{"type":"MultiPolygon","coordinates":[[[[46,39],[47,39],[47,40],[46,40],[46,39]],[[46.25,39.25],[46.25,39.75],[46.75,39.75],[46.75,39.25],[46.25,39.25]]],[[[46.375,39.375],[46.625,39.375],[46.625,39.625],[46.375,39.625],[46.375,39.375]]],[[[48,39],[49,39],[49,40],[48,40],[48,39]],[[48.25,39.25],[48.25,39.75],[48.75,39.75],[48.75,39.25],[48.25,39.25]]]]}`,
		},
	}
	s := asked
	for i, mark := range []string{`{"type":"POINT"}`, `{"type":"POLYGON"}`, `{"type":"MULTI"}`} {
		s = strings.Replace(s, mark, shapes[kind][i], 1)
	}
	return s
}

func ogr2ogr(t *testing.T, args ...string) {
	t.Helper()
	path, err := exec.LookPath("ogr2ogr")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("ogr2ogr is missing: apt-get install gdal-bin")
		}
		t.Skip("ogr2ogr is missing: make setup, or apt-get install gdal-bin")
	}
	if out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// readFile reads a file as stele import does.
func readFile(t testing.TB, path string, o importer.Options) ([]data.Record, importer.Report) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var l list
	if o.Collection.ID == "" {
		o.Collection = anyShape(t)
	}
	o.Source = "survey"
	report, err := importer.Read(t.Context(), f, &l, o)
	if err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	for _, p := range report.Problems {
		t.Errorf("%s: %v", filepath.Base(path), p)
	}
	return l.records, report
}

// anyShape is the villages, with sites' freedom of shape.
func anyShape(t testing.TB) data.Collection {
	c := collection(t, "events")
	c.Fields = collection(t, "villages").Fields
	return c
}

func TestGDAL_FormatsGiveTheSameRows(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		kind, ext, format string
		args              []string
		o                 importer.Options
		closeBy           float64 // degrees, of a format that prints fewer digits or is projected
	}{
		{kind: "points", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "lines", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "areas", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "heights", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "heights", ext: "-m.gpkg", format: importer.GeoPackage, args: []string{"-dim", "XYM"}},
		{kind: "slopes", ext: ".gpkg", format: importer.GeoPackage, args: []string{"-dim", "XYZM"}},
		{kind: "roofs", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "mixed", ext: ".gpkg", format: importer.GeoPackage},
		{kind: "areas", ext: "-38.gpkg", format: importer.GeoPackage, args: []string{"-t_srs", "EPSG:32638"}, closeBy: 1e-9},
		{kind: "points", ext: ".fgb", format: importer.FlatGeobuf},
		{kind: "lines", ext: ".fgb", format: importer.FlatGeobuf},
		{kind: "areas", ext: ".fgb", format: importer.FlatGeobuf},
		{kind: "heights", ext: ".fgb", format: importer.FlatGeobuf},
		{kind: "heights", ext: "-m.fgb", format: importer.FlatGeobuf, args: []string{"-dim", "XYM"}},
		{kind: "slopes", ext: ".fgb", format: importer.FlatGeobuf, args: []string{"-dim", "XYZM"}},
		{kind: "roofs", ext: ".fgb", format: importer.FlatGeobuf, args: []string{"-dim", "XYZ", "-nlt", "MULTIPOLYGON25D"}},
		{kind: "mixed", ext: ".fgb", format: importer.FlatGeobuf},
		{kind: "areas", ext: "-flat.fgb", format: importer.FlatGeobuf, args: []string{"-lco", "SPATIAL_INDEX=NO"}},
		{kind: "areas", ext: "-merc.fgb", format: importer.FlatGeobuf, args: []string{"-t_srs", "EPSG:3857"}, closeBy: 1e-9},
		{kind: "points", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8"}},
		{kind: "lines", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8"}},
		{kind: "areas", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8"}},
		{kind: "heights", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8"}},
		{kind: "heights", ext: "-m.shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=POINTM"}},
		{kind: "heights", ext: "-zm.shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=POINTZM"}},
		{kind: "slopes", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=ARCZ"}},
		{kind: "slopes", ext: "-m.shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=ARCM"}},
		{kind: "roofs", ext: ".shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=POLYGONZ"}},
		{kind: "roofs", ext: "-m.shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-lco", "SHPT=POLYGONM"}},
		{kind: "areas", ext: "-39.shp", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8", "-t_srs", "EPSG:32639"}, closeBy: 1e-9},
		{kind: "points", ext: ".shz", format: importer.Shapefile, args: []string{"-lco", "ENCODING=UTF-8"}},
		{kind: "points", ext: ".kml", format: importer.KML, args: []string{"-f", "LIBKML"}},
		{kind: "areas", ext: ".kml", format: importer.KML, args: []string{"-f", "LIBKML"}},
		{kind: "lines", ext: ".kmz", format: importer.KMZ, args: []string{"-f", "LIBKML"}},
		{kind: "heights", ext: "-plain.kml", format: importer.KML, args: []string{"-f", "KML"}},
		{kind: "slopes", ext: ".kmz", format: importer.KMZ, args: []string{"-f", "LIBKML"}},
		{kind: "roofs", ext: ".kml", format: importer.KML, args: []string{"-f", "LIBKML"}},
		{kind: "mixed", ext: ".kml", format: importer.KML, args: []string{"-f", "LIBKML"}},
		{kind: "points", ext: ".gpx", format: importer.GPX, args: []string{"-dsco", "GPX_USE_EXTENSIONS=YES"}},
		{kind: "points", ext: ".csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_WKT"}},
		{kind: "slopes", ext: ".csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_WKT", "-dim", "XYZM"}},
		{kind: "roofs", ext: ".csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_WKT"}},
		{kind: "mixed", ext: ".csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_WKT"}},
		{kind: "points", ext: "-xy.csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_XY"}},
		{
			kind: "points", ext: "-utm.csv", format: importer.CSV, args: []string{"-lco", "GEOMETRY=AS_XY", "-t_srs", "EPSG:32638"},
			o: importer.Options{CRS: "EPSG:32638"}, closeBy: 1e-9,
		},
		{kind: "areas", ext: "-tab.csv", format: importer.TSV, args: []string{"-lco", "GEOMETRY=AS_WKT", "-lco", "SEPARATOR=TAB"}},
		{kind: "areas", ext: "-seq.geojsons", format: importer.GeoJSONSeq, args: []string{"-f", "GeoJSONSeq", "-lco", "RS=YES"}},
		{kind: "areas", ext: "-utm.geojson", format: importer.GeoJSON, args: []string{"-t_srs", "EPSG:32638", "-lco", "COORDINATE_PRECISION=9"}, closeBy: 1e-9},
	} {
		t.Run(test.kind+test.ext, func(t *testing.T) {
			source := filepath.Join(dir, test.kind+".geojson")
			text := of(test.kind)
			if strings.HasSuffix(test.ext, "-utm.csv") {
				text = strings.Replace(text, "[-0.25,-33.5]", "[50.25,-33.5]", 1) // not on the other side of the earth
			}
			if err := os.WriteFile(source, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "villages"+test.ext)
			ogr2ogr(t, append(slices.Clone(test.args), file, source)...)
			want, _ := readFile(t, source, importer.Options{})
			got, report := readFile(t, file, test.o)
			if report.Format != test.format {
				t.Errorf("read as %s, want %s", report.Format, test.format)
			}
			sameRecords(t, want, got, test.closeBy)
			hasHeights := slices.Contains([]string{"heights", "slopes", "roofs"}, test.kind)
			hasHeights = hasHeights || slices.Contains(test.args, "LIBKML") // which writes 0 for none
			if hasHeights != slices.Contains(report.Notes, "heights or measures of 3 rows were left out: positions here are lon and lat alone") {
				t.Errorf("of heights the report says %q", report.Notes)
			}
		})
	}
}

// sameRecords compares by id; closeBy is how far positions may be apart. A
// format may make a multi geometry of each single one.
func sameRecords(t *testing.T, want, got []data.Record, closeBy float64) {
	t.Helper()
	byKey := func(a, b data.Record) int { return strings.Compare(a.Key, b.Key) }
	slices.SortFunc(want, byKey)
	slices.SortFunc(got, byKey)
	var shape func(orb.Geometry) [][][][2]float64
	shape = func(g orb.Geometry) [][][][2]float64 {
		switch g := g.(type) {
		case nil:
			return nil
		case orb.Collection:
			all := [][][][2]float64{{{{float64(len(g))}}}} // not the multi geometry of as many
			for _, member := range g {
				all = append(all, shape(member)...)
			}
			return all
		case orb.Point:
			return [][][][2]float64{{{g}}}
		case orb.LineString:
			return [][][][2]float64{{pairs(g)}}
		case orb.MultiLineString:
			return [][][][2]float64{paths(g)}
		case orb.Polygon:
			return [][][][2]float64{paths(g)}
		case orb.MultiPolygon:
			var all [][][][2]float64
			for _, p := range g {
				all = append(all, paths(p))
			}
			return all
		case orb.MultiPoint:
			return [][][][2]float64{{pairs(g)}}
		}
		t.Fatalf("a geometry of type %T", g)
		return nil
	}
	shapes := cmp.Transformer("shape", shape)
	numbers := cmp.Comparer(func(a, b float64) bool { return a-b <= closeBy && b-a <= closeBy })
	if diff := cmp.Diff(want, got, dates, shapes, numbers); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func paths[P ~[]orb.Point](all []P) (list [][][2]float64) {
	for _, path := range all {
		list = append(list, pairs(path))
	}
	return list
}

func pairs[P ~[]orb.Point](path P) (list [][2]float64) {
	for _, p := range path {
		list = append(list, p)
	}
	return list
}
