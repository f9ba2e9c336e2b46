package importer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
)

func fixture(name string) string { return filepath.Join("testdata", "formats", name) }

// The files were made of areas.geojson and cyrillic.geojson by ogr2ogr, the
// GeoPackage then stripped of what only GDAL needs.
func TestFormats_GiveTheSameRows(t *testing.T) {
	for _, test := range []struct {
		file, of, format, encoding, crs string
		closeBy                         float64
	}{
		{"areas.fgb", "areas.geojson", importer.FlatGeobuf, "", "EPSG:4326", 0},
		{"indexed.fgb", "cyrillic.geojson", importer.FlatGeobuf, "", "EPSG:3857", 1e-9},
		{"areas.gpkg", "areas.geojson", importer.GeoPackage, "", "EPSG:4326", 0},
		{"areas.kml", "areas.geojson", importer.KML, "", "EPSG:4326", 0},
		{"areas.kmz", "areas.geojson", importer.KMZ, "", "EPSG:4326", 0},
		{"areas.zip", "areas.geojson", importer.Shapefile, "utf-8", "EPSG:4326", 0},
		{"cyrillic.shp", "cyrillic.geojson", importer.Shapefile, "windows-1251", "EPSG:32638", 1e-9},
		{"points.gpx", "cyrillic.geojson", importer.GPX, "", "EPSG:4326", 0},
	} {
		t.Run(test.file, func(t *testing.T) {
			want, _ := readFile(t, fixture(test.of), importer.Options{})
			got, report := readFile(t, fixture(test.file), importer.Options{})
			if test.file == "areas.fgb" { // into which GDAL writes no feature without geometry
				want = slices.DeleteFunc(want, func(r data.Record) bool { return r.Geometry == nil })
			}
			sameRecords(t, want, got, test.closeBy)
			if report.Format != test.format || report.Encoding != test.encoding || report.CRS != test.crs {
				t.Errorf("read as %s in %s, %s; want %s in %s, %s", report.Format, report.Encoding, report.CRS, test.format, test.encoding, test.crs)
			}
			if report.SHA256 == "" {
				t.Error("the report has no hash of the file")
			}
		})
	}
}

// The same file as a stream gives the same rows, and leaves nothing behind.
func TestFormats_AsStreams(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	for _, file := range []string{"areas.fgb", "areas.gpkg", "areas.kmz", "areas.zip"} {
		want, inFile := readFile(t, fixture(file), importer.Options{})
		text, err := os.ReadFile(fixture(file))
		if err != nil {
			t.Fatal(err)
		}
		var l list
		report, err := importer.Read(t.Context(), strings.NewReader(string(text)), &l, importer.Options{Collection: anyShape(t), Source: "survey"})
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		sameRecords(t, want, l.records, 0)
		if report.SHA256 != inFile.SHA256 || report.Bytes != inFile.Bytes {
			t.Errorf("%s: %d bytes with hash %s as a stream, %d with %s as a file", file, report.Bytes, report.SHA256, inFile.Bytes, inFile.SHA256)
		}
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("copies are left: %v, %v", left, err)
	}
}

func TestFormats_Tables(t *testing.T) {
	for _, test := range []struct {
		file, format string
		o            importer.Options
		want         []data.Record
	}{
		{"plain.tsv", importer.TSV, importer.Options{}, []data.Record{
			{Key: "a", Geometry: orb.Point{46.5, 39.5}, Names: []data.Name{{Text: `Quoted "name"`, Script: "Latn"}}, Properties: map[string]any{}},
		}},
		{"cp1251.csv", importer.CSV, importer.Options{Encoding: "cp1251"}, []data.Record{
			{Key: "a", Geometry: orb.Point{46.5, 39.5}, Names: []data.Name{{Text: "Лачин", Script: "Cyrl"}}, Properties: map[string]any{}},
		}},
		{"geonames.txt", importer.GeoNames, importer.Options{}, []data.Record{
			{
				Key: "585226", Geometry: orb.Point{49.89201, 40.37767},
				Names: []data.Name{
					{Text: "Baku", Script: "Latn"},
					{Text: "BAK", Script: "Latn"},
					{Text: "Bakou", Script: "Latn"},
					{Text: `"Bakı"`, Script: "Latn"},
					{Text: "Баку", Script: "Cyrl"},
				}, Properties: map[string]any{"gazetteer_id": "geonames:585226"},
			},
			{
				Key: "586523", Geometry: orb.Point{46.54746, 39.63829},
				Names: []data.Name{
					{Text: "Laçın", Script: "Latn"},
					{Text: "Lachin", Script: "Latn"},
					{Text: "Лачин", Script: "Cyrl"},
					{Text: "Բերձոր", Script: "Armn"},
				}, Properties: map[string]any{"gazetteer_id": "geonames:586523"},
			},
		}},
		{"wof.geojson", importer.GeoJSON, importer.Options{}, []data.Record{{
			Key: "421183733", Geometry: orb.Point{46.54746, 39.63829}, When: dated(t, "1923-07/.."), WhenRole: "valid",
			Names: []data.Name{
				{Text: "Laçın", Language: "az", Script: "Latn"},
				{Text: "Լաչին", Language: "hy", Script: "Armn"},
				{Text: "Lachin", Language: "en", Script: "Latn"},
				{Text: "Lachyn", Language: "en", Script: "Latn"},
				{Text: "Berdzor", Script: "Latn"},
			}, Properties: map[string]any{"gazetteer_id": "wof:421183733"},
		}}},
		{"kobo.csv", importer.ODK, importer.Options{}, []data.Record{
			{
				Key: "6c3f", Geometry: orb.Point{46.5, 39.5}, UncertaintyM: 4.5, Names: []data.Name{{Text: "Third", Script: "Latn"}},
				Properties: map[string]any{"kind": "town"},
			},
			{Key: "6c40", Names: []data.Name{{Text: "Fourth", Script: "Latn"}}, Properties: map[string]any{}},
		}},
		{"central.csv", importer.ODK, importer.Options{}, []data.Record{{
			Key: "uuid:6c3f", Geometry: orb.Point{46.5, 39.5}, UncertaintyM: 4.5, Names: []data.Name{{Text: "Third", Script: "Latn"}},
			Properties: map[string]any{"kind": "town"},
		}}},
		{"geotrace.csv", importer.ODK, importer.Options{}, []data.Record{
			{Key: "6c3f", Geometry: orb.Point{46.5, 39.5}, UncertaintyM: 4.5, Names: []data.Name{{Text: "Third", Script: "Latn"}}, Properties: map[string]any{}},
			{Key: "6c40", Geometry: orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 39}}}, Names: []data.Name{{Text: "Area", Script: "Latn"}}, Properties: map[string]any{}},
		}},
	} {
		t.Run(test.file, func(t *testing.T) {
			got, report := readFile(t, fixture(test.file), test.o)
			for i := range test.want {
				test.want[i].Collection, test.want[i].Source = "events", "survey"
			}
			if diff := cmp.Diff(test.want, got, dates); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			if report.Format != test.format {
				t.Errorf("read as %s, want %s", report.Format, test.format)
			}
		})
	}
}

func TestFormats_Map(t *testing.T) {
	for _, file := range []string{"areas.fgb", "areas.gpkg", "areas.kml", "areas.zip"} {
		got, _ := readFile(t, fixture(file), importer.Options{Map: map[string]string{"description": "name_ru"}})
		if i := slices.IndexFunc(got, func(r data.Record) bool { return r.Key == "a" }); i < 0 || got[i].Properties["description"] != "Башлыбель" {
			t.Errorf("%s: the description is not of the mapped column: %v", file, got)
		}
		f, err := os.Open(fixture(file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		_, err = importer.Read(t.Context(), f, &list{}, importer.Options{Collection: anyShape(t), Source: "survey", Map: map[string]string{"name": "nam"}})
		if err == nil || !strings.Contains(err.Error(), `map name=nam: the file has no column "nam"; did you mean name`) {
			t.Errorf("%s: a column that is not there gives %v", file, err)
		}
	}
}

func TestFormats_KML(t *testing.T) {
	const head = `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><Folder><name>One</name>`
	placemark := func(s string) string { return head + "<Placemark>" + s + "</Placemark></Folder></Document></kml>" }
	for _, test := range []struct{ name, file, want string }{
		{"one day", placemark("<TimeStamp><when>1993-04-02</when></TimeStamp>"), "1993-04-02 <nil>"},
		{"one hour", placemark("<TimeStamp><when>1993-04-02T10:00:00Z</when></TimeStamp>"), "1993-04-02T10:00:00Z <nil>"},
		{"a month", placemark("<TimeStamp><when>1993-04</when></TimeStamp>"), "1993-04 <nil>"},
		{"a time", placemark("<TimeSpan><begin>1993-04-02T00:00:00Z</begin><end>1994</end></TimeSpan>"), "1993-04-02/1994 <nil>"},
		{"without end", placemark("<TimeSpan><begin>1993</begin></TimeSpan>"), "1993/.. <nil>"},
		{"without begin", placemark("<TimeSpan><end>1993</end></TimeSpan>"), "../1993 <nil>"},
		{"a field of its own", placemark(`<TimeSpan><begin>1993</begin></TimeSpan><ExtendedData><Data name="when"><value>1992~</value></Data></ExtendedData>`), "1992~ <nil>"},
		{"track", placemark("<gx:Track><when>1993</when><gx:coord>46 39 1</gx:coord><gx:coord>47 40 2</gx:coord></gx:Track>"), " [[46 39] [47 40]]"},
		{"several", placemark("<MultiGeometry><Point><coordinates>46,39</coordinates></Point><MultiGeometry><Point><coordinates>47,40</coordinates></Point></MultiGeometry></MultiGeometry>"), " [[46 39] [47 40]]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, report := readText(t, test.file, importer.Options{Collection: anyShape(t)})
			wantMessages(t, report)
			if got := strings.TrimSpace(records[0].When.String()) + " " + shown(records[0].Geometry); got != test.want {
				t.Errorf("record is %q, want %q", got, test.want)
			}
		})
	}
	for _, test := range []struct{ name, file, want string }{
		{"space in a position", placemark("<Point><coordinates>46, 39</coordinates></Point>"), `geometry: line 1: position 1 is "46,", want lon,lat or lon,lat,height without spaces`},
		{"two outlines", placemark("<Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></outerBoundaryIs>" +
			"<outerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon>"), "geometry: Polygon: has 2 outer boundaries, want one"},
		{"a model", placemark("<Model/>"), "geometry: Model: a 3D model has no outline here"},
		{"NaN", placemark("<Point><coordinates>NaN,39</coordinates></Point>"), "lon NaN is outside"},
		{"infinite", placemark("<Point><coordinates>46,1e999</coordinates></Point>"), "position 1 is"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report := readText(t, test.file, importer.Options{Collection: anyShape(t)})
			if got := messages(report); len(got) != 1 || !strings.Contains(got[0], test.want) {
				t.Errorf("problems %q, want %q", got, test.want)
			}
		})
	}
	t.Run("a folder", func(t *testing.T) {
		file := head + "<Placemark><name>A</name></Placemark></Folder><Folder><name>Two</name><Folder><Placemark><name>B</name></Placemark></Folder></Folder></Document></kml>"
		records, _ := readText(t, file, importer.Options{Collection: anyShape(t), Layer: "Two"})
		if len(records) != 1 || records[0].Names[0].Text != "B" {
			t.Errorf("records of the folder Two: %v", records)
		}
	})
}

func TestFormats_GPX(t *testing.T) {
	const file = `<gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>x</name></metadata>` +
		`<wpt lat="39.5" lon="46.5"><ele>12</ele><time>2024-05-01T10:00:00Z</time><name>A</name><desc>told</desc><sym>Flag</sym><extensions><x:kind xmlns:x="u">town</x:kind></extensions></wpt>` +
		`<rte><name>B</name><rtept lat="39" lon="46"/><rtept lat="40" lon="47"/></rte>` +
		`<trk><name>C</name><trkseg><trkpt lat="39" lon="46"><ele>1</ele></trkpt><trkpt lat="40" lon="47"/></trkseg><trkseg><trkpt lat="1" lon="1"/></trkseg></trk></gpx>`
	records, report := readText(t, file, importer.Options{Collection: anyShape(t)})
	wantMessages(t, report)
	var got []string
	for _, r := range records {
		got = append(got, r.Names[0].Text+" "+shown(r.Geometry)+" "+r.When.String())
	}
	if want := []string{"A [46.5 39.5] ", "B [[46 39] [47 40]] ", "C [[46 39] [47 40]] "}; !slices.Equal(got, want) {
		t.Errorf("records %q, want %q", got, want)
	}
	if records[0].Properties["description"] != "told" || records[0].Properties["kind"] != "town" {
		t.Errorf("properties %v", records[0].Properties)
	}
	if notes := strings.Join(report.Notes, "; "); !strings.Contains(notes, "1 segments of tracks had one position only") || !strings.Contains(notes, "heights or measures of 2 rows") {
		t.Errorf("notes %s", notes)
	}
	for layer, want := range map[string]string{"waypoints": "A", "routes": "B", "tracks": "C"} {
		records, _ := readText(t, file, importer.Options{Collection: anyShape(t), Layer: layer})
		if len(records) != 1 || records[0].Names[0].Text != want {
			t.Errorf("layer %s is %v", layer, records)
		}
	}
}
