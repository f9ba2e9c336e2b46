package importer_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/importer"
	"stele/geo"
)

func FuzzGeoJSON(f *testing.F) {
	addFiles(f, "*.geojson")
	addFiles(f, "formats/*.geojson")
	f.Add([]byte(collectionOf(feature("a", `"name":"A"`))))
	f.Add([]byte("\x1e" + feature("a", `"when":"2.4.1993"`) + "\n\x1e{"))
	f.Add([]byte(feature("a", "") + "\n{]\n" + feature("a", `"names":[{"text":"A"}]`)))
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.GeoJSON) })
}

func FuzzCSV(f *testing.F) {
	addFiles(f, "*.csv")
	f.Add([]byte("id;name;lon;lat\n1;\"a\"\"b\";46,1;39\n2;\"x\ny\";NaN;1e999\n"))
	f.Add([]byte("\xef\xbb\xbfwkt\tkind\r\nPOINT Z (1 2 3)\tvillage\r\n\xff\t\"\r\n"))
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.CSV) })
}

func FuzzTables(f *testing.F) {
	addFiles(f, "formats/*.csv")
	addFiles(f, "formats/*.t*")
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, "") })
}

func FuzzKML(f *testing.F) {
	addFiles(f, "formats/*.kml")
	f.Add([]byte(kmlOf("<Placemark><TimeSpan><begin>1993</begin></TimeSpan><Track><coord>1 2</coord></Track></Placemark><NetworkLink/>")))
	f.Add([]byte(`<!DOCTYPE a [<!ENTITY b "c">]><kml><Placemark><name>&b;</name>`))
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.KML) })
}

func FuzzGPX(f *testing.F) {
	addFiles(f, "formats/*.gpx")
	f.Add([]byte(`<gpx><trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="NaN" lon="2"/></trkseg></trk><rte><rtept lat="1" lon="2"/></rte></gpx>`))
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.GPX) })
}

func FuzzZip(f *testing.F) {
	addFiles(f, "formats/*.zip")
	addFiles(f, "formats/*.kmz")
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.KMZ) })
}

func FuzzGeoPackage(f *testing.F) {
	addFiles(f, "formats/*.gpkg")
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.GeoPackage) })
}

func FuzzFlatGeobuf(f *testing.F) {
	addFiles(f, "formats/*.fgb")
	f.Fuzz(func(t *testing.T, file []byte) { checkAny(t, file, importer.FlatGeobuf) })
}

func addFiles(f *testing.F, pattern string) {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(paths) == 0 {
		f.Fatalf("no files %s in testdata: %v", pattern, err)
	}
	for _, path := range paths {
		file, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
}

// checkAny reads bytes of any kind, whole and byte by byte, and holds the
// report to what Read promises.
func checkAny(t *testing.T, file []byte, format string) {
	var whole, bytewise list
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Format: format, MaxProblems: 1000}
	report, err := importer.Read(t.Context(), bytes.NewReader(file), &whole, o)
	again, errAgain := importer.Read(t.Context(), iotest.OneByteReader(bytes.NewReader(file)), &bytewise, o)
	if fmt.Sprint(err) != fmt.Sprint(errAgain) {
		t.Fatalf("errors differ by how the file is read: %v, %v", err, errAgain)
	}
	if report.Bytes != again.Bytes && err != nil {
		again.Bytes = report.Bytes // how far it had read ahead
	}
	if diff := cmp.Diff(report, again); diff != "" {
		t.Fatalf("reports differ by how the file is read:\n%s", diff)
	}
	if diff := cmp.Diff(whole.records, bytewise.records, dates); diff != "" {
		t.Fatalf("records differ by how the file is read:\n%s", diff)
	}
	if report.Good != len(whole.records) || report.Good > report.Rows {
		t.Fatalf("%d good of %d rows, the sink has %d", report.Good, report.Rows, len(whole.records))
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(file)); err == nil && (report.SHA256 != want || report.Bytes != int64(len(file))) {
		t.Fatalf("%d bytes with hash %s, want %d with %s", report.Bytes, report.SHA256, len(file), want)
	}
	for _, r := range whole.records {
		checkRecord(t, r)
	}
}

func checkRecord(t *testing.T, r data.Record) {
	if err := geo.Validate(r.Geometry); err != nil {
		t.Fatalf("geometry of %q: %v", r.Key, err)
	}
	if len(r.Key) > 200 || r.Source == "" || r.Collection != "villages" || r.ID != "" {
		t.Fatalf("record %+v", r)
	}
	for _, n := range r.Names {
		if n.Text == "" {
			t.Fatalf("a name without text in %+v", r)
		}
	}
}
