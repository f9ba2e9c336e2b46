package importer_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/importer"
)

func TestMap_Renames(t *testing.T) {
	for _, test := range []struct {
		name, file string
		mapping    map[string]string
		want       string // key name lon
	}{
		{"table", "code,toponym,E,N\nk,A,46,39\n", map[string]string{"id": "code", "name": "toponym", "lon": "E", "lat": "N"}, "k A [46 39]"},
		{"by case", "CODE,Toponym,wkt\nk,A,POINT(46 39)\n", map[string]string{"id": "code", "name": "TOPONYM"}, "k A [46 39]"},
		{"WKT", "id,name,shape,lon\nk,A,POINT(46 39),1\n", map[string]string{"wkt": "shape"}, "k A [46 39]"},
		{"over another", "id,name,toponym\nk,B,A\n", map[string]string{"name": "toponym"}, "k A <nil>"},
		{"swapped", "name,id\nk,A\n", map[string]string{"name": "id", "id": "name"}, "k A <nil>"},
		{"GeoJSON", collectionOf(feature("k", `"toponym":"A"`)), map[string]string{"name": "toponym"}, "k A [46.5 39.5]"},
		{"id in the properties", collectionOf(feature("x", `"code":"k","name":"A"`)), map[string]string{"id": "code"}, "k A [46.5 39.5]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var l list
			o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Map: test.mapping}
			report, err := importer.Read(t.Context(), strings.NewReader(test.file), &l, o)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report)
			r := l.records[0]
			if got := fmt.Sprintf("%s %s %v", r.Key, r.Names[0].Text, r.Geometry); got != test.want {
				t.Errorf("record is %s, want %s", got, test.want)
			}
		})
	}
}

func TestMap_Errors(t *testing.T) {
	for _, test := range []struct {
		name, file string
		mapping    map[string]string
		want       string
	}{
		{"no such field", "a\n", map[string]string{"nam": "a"}, `map nam=a: there is no field "nam"; did you mean name or name_en or name_az? it is one of id, name, name_en, name_az, name_hy, name_ru, names, when, when_role, place, uncertainty_m, location_group, source, asserted_by, locator, lon, lat, geometry, kind, status, gazetteer_id, description, editor_note`},
		{"public_id", "a\n", map[string]string{"public_id": "a"}, `map public_id=a: public_id is given by the vault, never by a file`},
		{"no such column", "topnym,kind\n", map[string]string{"name": "toponym"}, `map name=toponym: the file has no column "toponym"; did you mean topnym? it has "topnym", "kind"`},
		{"no such property", collectionOf(feature("a", `"kind":"village"`)), map[string]string{"name": "toponym"}, `map name=toponym: the file has no column "toponym"; it has "kind"`},
		{"one column for two", "a\n", map[string]string{"name": "a", "description": "A"}, "map name=a: the column is mapped to description already"},
		{"position of GeoJSON", collectionOf(feature("a", `"E":1`)), map[string]string{"lon": "E"}, "map lon=E: a format other than a table has its positions in the geometry of each feature"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Map: test.mapping}
			_, err := importer.Read(t.Context(), strings.NewReader(test.file), &list{}, o)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is\n%v, want\n%s", err, test.want)
			}
		})
	}
}

func TestFormat_IsFoundByContent(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"UTF-16 LE", "\xff\xfen\x00a\x00m\x00e\x00\n\x00", "the file is text in UTF-16; save it as UTF-8"},
		{"UTF-16 BE", "\xfe\xff\x00n\x00a\x00m\x00e\x00\n", "the file is text in UTF-16; save it as UTF-8"},
		{"UTF-16 without mark", "n\x00a\x00m\x00e\x00\n\x00", "the file is text in UTF-16; save it as UTF-8"},
		{"zip", "PK\x03\x04...", "the zip archive cannot be read (cut off?): zip: not a valid zip file"},
		{"GeoPackage", "SQLite format 3\x00...", "the file ends too early (cut off?)"},
		{"GML", "<?xml version=\"1.0\"?><wfs:FeatureCollection/>", "the file is XML or HTML that begins with <FeatureCollection>; want KML or GPX, or export it as GeoJSON"},
		{"XML without end", "<?xml version=\"1.0\"", "the file begins as XML or HTML, and has no element in its first 64 KiB; want KML or GPX"},
		{"binary", "abcdefghijkl\x00\n", "the file is neither GeoJSON nor a table: byte 13 is NUL"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, "villages", test.head)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is %v, want %s", err, test.want)
			}
		})
	}
}

func TestFormat_CanBeNamed(t *testing.T) {
	for _, test := range []struct{ format, file, want string }{
		{importer.CSV, "{name}\nA\n", ""},
		{importer.GeoJSONL, feature("a", ""), ""},
		{importer.GeoJSON, "name\nA\n", "after row 0 (line 1, byte 0): found n at byte 1, want a GeoJSON object"},
		{importer.GeoJSONSeq, "name\nA\n", "the file is no GeoJSON text sequence: found n, want RS (0x1E) at byte 1"},
		{importer.KML, "name\nA\n", "after row 0: the document has no element"},
		{"gml", "name\nA\n", `unknown format "gml": want geojson, geojsonl, geojsonseq, csv, tsv, odk, geonames, kml, kmz, gpx, shapefile, gpkg or flatgeobuf`},
	} {
		t.Run(test.format, func(t *testing.T) {
			o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Format: test.format}
			report, err := importer.Read(t.Context(), strings.NewReader(test.file), &list{}, o)
			if fmt.Sprint(err) != test.want && (err != nil || test.want != "") {
				t.Errorf("error is %v, want %s", err, test.want)
			}
			if err == nil && report.Rows != 1 {
				t.Errorf("read %d rows, want 1", report.Rows)
			}
		})
	}
}

func TestReport_CountsAllProblems(t *testing.T) {
	file := "kind\n" + strings.Repeat("hamlet\n", 120)
	for _, test := range []struct{ max, kept, more int }{{0, 50, 70}, {7, 7, 113}, {200, 120, 0}} {
		o := importer.Options{Collection: collection(t, "villages"), Source: "survey", MaxProblems: test.max}
		report, err := importer.Read(t.Context(), strings.NewReader(file), &list{}, o)
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Problems) != test.kept || report.MoreProblems != test.more || report.Rows != 120 || report.Good != 0 {
			t.Errorf("MaxProblems %d: kept %d and %d more of %d rows, %d good; want %d and %d of 120, none good",
				test.max, len(report.Problems), report.MoreProblems, report.Rows, report.Good, test.kept, test.more)
		}
	}
}

// The hash is of the bytes as they are, byte order mark and the space behind
// the last feature included.
func TestReport_HashesTheWholeInput(t *testing.T) {
	for _, file := range []string{
		"\xef\xbb\xbfname\nA\n\n\n", collectionOf() + strings.Repeat("\n", 300_000), "\xef\xbb\xbf" + feature("a", "") + "\n\n", "\x1e" + feature("a", "") + "\n",
	} {
		_, report, err := read(t, "villages", file)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%x", sha256.Sum256([]byte(file))); report.SHA256 != want || report.Bytes != int64(len(file)) {
			t.Errorf("%.20q: %d bytes with hash %s, want %d with %s", file, report.Bytes, report.SHA256, len(file), want)
		}
	}
}

func TestProgress_IsTold(t *testing.T) {
	file := "name\n" + strings.Repeat("A village\n", 100_000)
	var calls int
	var lastBytes int64
	var lastRows int
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Progress: func(bytes int64, rows int) {
		if bytes < lastBytes || rows < lastRows {
			t.Errorf("progress goes back: %d bytes, %d rows after %d, %d", bytes, rows, lastBytes, lastRows)
		}
		calls++
		lastBytes, lastRows = bytes, rows
	}}
	if _, err := importer.Read(t.Context(), strings.NewReader(file), &list{}, o); err != nil {
		t.Fatal(err)
	}
	if lastBytes != int64(len(file)) || lastRows != 100_000 {
		t.Errorf("the last call says %d bytes, %d rows; want %d, 100000", lastBytes, lastRows, len(file))
	}
	if most := 100 + len(file)/(64<<10) + 3; calls < 100 || calls > most {
		t.Errorf("%d calls, want 100 to %d", calls, most)
	}
}

func TestRead_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey", Progress: func(_ int64, rows int) {
		if rows > 5000 {
			cancel()
		}
	}}
	report, err := importer.Read(ctx, strings.NewReader("name\n"+strings.Repeat("A village\n", 200_000)), &list{}, o)
	if !errors.Is(err, context.Canceled) || report.Rows < 5000 || report.Rows > 50_000 {
		t.Errorf("after %d rows the error is %v; want context.Canceled soon after 5000", report.Rows, err)
	}
}

// sinkFunc is a sink of one function.
type sinkFunc func(row int, r data.Record) error

func (f sinkFunc) Add(_ context.Context, row int, r data.Record) error { return f(row, r) }

func (f sinkFunc) See(context.Context, int, string, string) error { return nil }

func TestRead_EndsWithAnErrorOfTheSinkOrTheReader(t *testing.T) {
	full := errors.New("disk full")
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey"}
	sink := sinkFunc(func(row int, _ data.Record) error {
		if row == 2 {
			return full
		}
		return nil
	})
	for _, file := range []string{"name\nA\nB\nC\n", collectionOf(feature("a", ""), feature("b", ""))} {
		_, err := importer.Read(t.Context(), strings.NewReader(file), sink, o)
		if !errors.Is(err, full) || err.Error() != "row 2: disk full" {
			t.Errorf("error is %v, want row 2: disk full", err)
		}
	}
	torn := errors.New("connection reset")
	broken := io.MultiReader(strings.NewReader("name\nA\n"), iotestErr{torn})
	if _, err := importer.Read(t.Context(), broken, &list{}, o); !errors.Is(err, torn) {
		t.Errorf("error is %v, want connection reset", err)
	}
}

type iotestErr struct{ err error }

func (r iotestErr) Read([]byte) (int, error) { return 0, r.err }

func TestNotes_SwappedAmongWhatIsKnown(t *testing.T) {
	known := orb.Bound{Min: orb.Point{44, 38}, Max: orb.Point{50, 42}}
	for file, want := range map[string]string{
		"lon,lat\n39,46\n40,47\n46,40\n": "2 positions far from everything in the vault, and near it with lat and lon swapped: are the columns the right way round?",
		"lon,lat\n46,39\n10,50\n":        "",
	} {
		report, err := importer.Read(t.Context(), strings.NewReader(file), &list{}, importer.Options{Collection: collection(t, "villages"), Source: "survey", Known: known})
		if err != nil || strings.Join(report.Notes, "|") != want {
			t.Errorf("notes on %q are %q (%v), want %q", file, report.Notes, err, want)
		}
	}
}

func TestNotes(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []string
	}{
		{"none", "name,lon,lat\nA,46,39\n", []string{}},
		{"unknown columns", "name,lon,lat,note,empty,,code\nA,46,39,x,,y,1\nB,46,39,z,,,\n", []string{
			`columns that villages do not have were left out: "note" (2 values), "code" (1 value), and more (1 value)`,
		}},
		{"unknown properties", collectionOf(feature("a", `"pop":12,"x":null,"y":""`), `{"type":"Feature","bbox":[1,2,3,4],"title":"t","properties":{"pop":0}}`), []string{
			`columns that villages do not have were left out: "pop" (2 values), "feature member title" (1 value)`,
		}},
		{"no position", "name;kind\nA;village\n", []string{
			"columns are divided by semicolons", "no column holds a position (lon and lat, or wkt): the records have no geometry",
		}},
		{"public_id", "name\tlon\tlat\tpublic_id\nA\t46\t39\tk3v9\n", []string{
			"1 row had a public_id; it was ignored, the vault gives its own",
		}},
		{"zero", "lon,lat\n0,0\n0,0.0\n0,1\n", []string{"2 positions at 0,0: in the Gulf of Guinea, or unknown and written as zero?"}},
		{"altitude", "wkt\nPOINT Z (1 2 3)\nPOINT (1 2)\n\"POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1))\"\n", []string{"heights or measures of 2 rows were left out: positions here are lon and lat alone"}},
		{"altitude in GeoJSON", collectionOf(
			`{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2,3]}}`,
			`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4],[5,6]]}}`,
			`{"type":"Feature","geometry":{"type":"MultiPoint","coordinates":[[1,2],[3,4,5]]}}`), []string{"heights or measures of 2 rows were left out: positions here are lon and lat alone"}},
		{"two ids", collectionOf(feature("a", `"id":1`), feature("b", `"id":"b"`)), []string{"1 row had an id of its own and a different property id; the property was left out"}},
		{"a release read back", collectionOf(feature("a", `"generalised":true`), feature("b", `"generalised":false`)), []string{
			"1 row had generalised = true: the geometry is a release's cell, not a position",
			`columns that villages do not have were left out: "generalised" (2 values)`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report, err := read(t, "villages", test.file)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report)
			if diff := cmp.Diff(test.want, report.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}
