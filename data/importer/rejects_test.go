package importer_test

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/gpkg"
	"stele/data/importer"
	"stele/geo"
	"stele/geo/flatgeobuf"
	"stele/geo/gpx"
	"stele/geo/kml"
	"stele/geo/table"
)

// What was rejected is written so that, mended, it is read as the file was.
func TestRejects_CanBeMended(t *testing.T) {
	for _, test := range []struct{ name, file, encoding, rejects string }{
		{
			"CSV", "id,name,kind,lon,lat\na,\"A, \"\"B\"\"\",hamlet,46.5,39.5\nb,B,town,46.5,39.5\na,C,town,1,2\n", "",
			"id,name,kind,lon,lat,problem\n" + `a,"A, ""B""",hamlet,46.5,39.5,"kind: unknown code ""hamlet"" for kind; accepted: village, town, settlement, locality"` + "\n" +
				`a,C,town,1,2,id: the same id stands in row 1` + "\n",
		},
		{
			"TSV in windows-1251", "id\tname\tkind\na\t\xcb\xe0\xf7\xe8\xed\thamlet\n", "cp1251",
			"id\tname\tkind\tproblem\na\t\xcb\xe0\xf7\xe8\xed\thamlet\t\"kind: unknown code \"\"hamlet\"\" for kind; accepted: village, town, settlement, locality\"\n",
		},
		{
			"GeoJSON", `{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[46.5,39.5]},` + "\n" +
				`"properties":{"kind":"hamlet","own":[1, 2]}}]}`, "",
			`{"problem":"kind: unknown code \"hamlet\" for kind; accepted: village, town, settlement, locality","type":"Feature","id":"a",` +
				`"geometry":{"type":"Point","coordinates":[46.5,39.5]},"properties":{"kind":"hamlet","own":[1,2]}}` + "\n",
		},
		{
			"broken line", feature("b", "") + "\n{broken\n", "",
			`{"problem":"is not valid JSON at byte 100: invalid character 'b' looking for beginning of object key string","unreadable":"{broken"}` + "\n",
		},
		{
			"KML", kmlOf(`<Placemark><name>A</name><TimeSpan><begin>1993</begin></TimeSpan><ExtendedData><Data name="kind"><value>hamlet</value></Data></ExtendedData>` +
				`<Point><coordinates>46.5,39.5</coordinates></Point></Placemark>`), "",
			`{"problem":"kind: unknown code \"hamlet\" for kind; accepted: village, town, settlement, locality","type":"Feature",` +
				`"geometry":{"type":"Point","coordinates":[46.5,39.5]},"properties":{"kind":"hamlet","name":"A","when":"1993/.."}}` + "\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var rejects strings.Builder
			_, report := readText(t, test.file, importer.Options{Collection: anyShape(t), Encoding: test.encoding, Rejects: &rejects})
			if report.OK() {
				t.Fatal("nothing is wrong with the file")
			}
			if diff := cmp.Diff(test.rejects, rejects.String()); diff != "" {
				t.Errorf("rejects (-want +got):\n%s", diff)
			}
			mended := strings.ReplaceAll(rejects.String(), "hamlet", "village")
			if test.name == "broken line" {
				return
			}
			rows := strings.Count(mended, "\n")
			if strings.HasSuffix(test.name, "CSV") || strings.HasPrefix(test.name, "TSV") {
				rows--
				mended = strings.Replace(mended, "\na,C,", "\nc,C,", 1)
			}
			records, report := readText(t, mended, importer.Options{Collection: anyShape(t), Encoding: test.encoding})
			wantMessages(t, report)
			if len(records) != rows {
				t.Errorf("%d records of %d mended rows", len(records), rows)
			}
		})
	}
}

// Of every format that is no table and no JSON, too, what was rejected comes in once
// it is mended, with its names, its time and its place.
func TestRejects_OfEachFormat(t *testing.T) {
	good := data.Record{
		Collection: "events", Key: "a", Source: "survey", Geometry: orb.Point{46.5, 39.5}, When: dated(t, "1993-04"), UncertaintyM: 12.5,
		Names: []data.Name{{Text: "Başlıbel", Script: "Latn"}}, Properties: map[string]any{"kind": "village"},
	}
	bad := good
	bad.Properties = map[string]any{"kind": "hamlet"}
	for format, write := range map[string]func(io.Writer, *table.Table) error{
		"kml": kml.Write, "kmz": kml.WriteZip, "gpx": gpx.Write, "fgb": flatgeobuf.Write, "gpkg": gpkg.Write, "shp": zippedShapes,
	} {
		file := made(t, write, tableOfRecords([]data.Record{bad}, geo.CRS84))
		var rejects strings.Builder
		records, report := readText(t, file, importer.Options{Collection: anyShape(t), Rejects: &rejects})
		if report.OK() || len(records) > 0 {
			t.Fatalf("%s: nothing is wrong with the file", format)
		}
		records, report = readText(t, strings.ReplaceAll(rejects.String(), "hamlet", "village"), importer.Options{Collection: anyShape(t)})
		wantMessages(t, report)
		sameRecords(t, []data.Record{good}, records, 0)
	}
}

// A geometry that could not be read is not lost in silence: its row is refused until
// somebody has mended it.
func TestRejects_UnreadableGeometryStaysWrong(t *testing.T) {
	var rejects strings.Builder
	file := kmlOf(`<Placemark><name>A</name><Point><coordinates>46.5,412</coordinates></Point></Placemark>`)
	_, report := readText(t, file, importer.Options{Collection: anyShape(t), Rejects: &rejects})
	const want = `{"problem":"geometry: lat 412 is outside -90..90","type":"Feature","geometry":{"type":"Unreadable"},"properties":{"name":"A"}}` + "\n"
	if report.OK() || rejects.String() != want {
		t.Fatalf("rejects are %s, want %s", rejects.String(), want)
	}
	if _, report = readText(t, rejects.String(), importer.Options{Collection: anyShape(t)}); report.OK() || !strings.Contains(messages(report)[0], `type "Unreadable" is not a GeoJSON geometry type`) {
		t.Errorf("not mended, it is read with %q", messages(report))
	}
	mended := strings.Replace(rejects.String(), unreadable, `{"type":"Point","coordinates":[46.5,41.2]}`, 1)
	if records, report := readText(t, mended, importer.Options{Collection: anyShape(t)}); !report.OK() || records[0].Geometry != (orb.Point{46.5, 41.2}) {
		t.Errorf("mended, it is read with %q", messages(report))
	}
}

const unreadable = `{"type":"Unreadable"}`

// SQLite would not see what another program has written and not yet moved into the file.
func TestGeoPackage_OpenElsewhereIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gpkg")
	if err := os.WriteFile(path, []byte(contents(t, "areas.gpkg")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-wal", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = importer.Read(t.Context(), f, &nothing{}, importer.Options{Collection: anyShape(t), Source: "survey"})
	if err == nil || !strings.Contains(err.Error(), "is open in another program") {
		t.Errorf("error is %v", err)
	}
}

func TestOptions_ThatAFormatHasNoUseFor(t *testing.T) {
	for _, test := range []struct {
		file string
		o    importer.Options
		want string
	}{
		{"areas.kml", importer.Options{CRS: "EPSG:32638"}, "crs EPSG:32638: the positions of this format (kml) are always in WGS 84 degrees"},
		{"areas.fgb", importer.Options{Encoding: "cp1251"}, "encoding cp1251: a file of this format (flatgeobuf) says itself what its texts are in"},
		{"plain.tsv", importer.Options{Layer: "a"}, `layer "a": a file of this format (csv) has no layers`},
		{"points.gpx", importer.Options{Layer: "a"}, `layer "a": the layers of a GPX file are waypoints, tracks and routes`},
		{"areas.gpkg", importer.Options{Layer: "area"}, `layer "area": the file has no such layer; did you mean areas? it has "areas"`},
		{"plain.tsv", importer.Options{Encoding: "utf-16"}, `encoding "utf-16" is not read; save the file as UTF-8`},
		{"plain.tsv", importer.Options{Encoding: "klingon"}, `encoding "klingon" is not known; common ones are utf-8, windows-1251, windows-1254, iso-8859-1, ibm866`},
	} {
		f, err := os.Open(fixture(test.file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		test.o.Collection, test.o.Source = anyShape(t), "survey"
		if _, err = importer.Read(t.Context(), f, &nothing{}, test.o); err == nil || err.Error() != test.want {
			t.Errorf("%s: error is %v, want %s", test.file, err, test.want)
		}
	}
}
