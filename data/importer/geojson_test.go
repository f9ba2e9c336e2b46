package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data/importer"
)

// feature is a village with that id and, further in, those properties.
func feature(id, properties string) string {
	return `{"type":"Feature","id":"` + id + `","geometry":{"type":"Point","coordinates":[46.5,39.5]},"properties":{` + properties + `}}`
}

func collectionOf(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func TestGeoJSON_Forms(t *testing.T) {
	a, b := feature("a", `"name":"A"`), feature("b", `"name":"B"`)
	both := []string{"a", "b"}
	for _, test := range []struct {
		name, file, format string
		want               []string // keys
	}{
		{"collection", collectionOf(a, b), importer.GeoJSON, both},
		{"empty collection", collectionOf(), importer.GeoJSON, nil},
		{"spaces", " \n" + strings.ReplaceAll(collectionOf(a, b), ",", " ,\r\n\t") + "\n\n", importer.GeoJSON, both},
		{"byte order mark", "\xef\xbb\xbf" + collectionOf(a, b), importer.GeoJSON, both},
		{"features first", `{"features":[` + a + "," + b + `],"type":"FeatureCollection"}`, importer.GeoJSON, both},
		{"members around", `{"name":{"features":[1]},"type":"FeatureCollection","bbox":[1,2,3,4],"features":[` + a + "," + b + `],"x":"}"}`, importer.GeoJSON, both},
		{"escaped member", `{"type":"FeatureCollection","\u0066eatures":[` + a + "," + b + `]}`, importer.GeoJSON, both},
		{"one feature", a, importer.GeoJSON, []string{"a"}},
		{"one on lines", strings.ReplaceAll(a, ",", ",\n"), importer.GeoJSON, []string{"a"}},
		{"line by line", a + "\n" + b, importer.GeoJSONL, both},
		{"line by line, CRLF", a + "\r\n\r\n" + b + "\r\n", importer.GeoJSONL, both},
		{"one after the other", strings.ReplaceAll(a, ",", ",\n") + strings.ReplaceAll(b, ",", ",\n"), importer.GeoJSONL, both},
		{"sequence", "\x1e" + a + "\n\x1e" + b + "\n", importer.GeoJSONSeq, both},
		{"sequence on lines", "\x1e\x1e" + strings.ReplaceAll(a, ",", ",\n") + "\n\x1e" + b, importer.GeoJSONSeq, both},
		{"CRS84", `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"type":"FeatureCollection","features":[` + a + `]}`, importer.GeoJSON, []string{"a"}},
		{"EPSG:4326", `{"type":"FeatureCollection","features":[` + a + `],"crs":{"type":"name","properties":{"name":"EPSG:4326"}}}`, importer.GeoJSON, []string{"a"}},
		{"no crs", `{"type":"FeatureCollection","features":[` + a + `],"crs":null}`, importer.GeoJSON, []string{"a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, report, err := read(t, "villages", test.file)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report)
			var keys []string
			for _, r := range records {
				keys = append(keys, r.Key)
				if want := (orb.Point{46.5, 39.5}); r.Geometry != want {
					t.Errorf("geometry = %v, want %v", r.Geometry, want)
				}
			}
			if diff := cmp.Diff(test.want, keys); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			if report.Format != test.format || report.Rows != len(test.want) || report.Good != len(test.want) {
				t.Errorf("report has format %s, %d rows, %d good; want %s, %d", report.Format, report.Rows, report.Good, test.format, len(test.want))
			}
		})
	}
}

func TestGeoJSON_Problems(t *testing.T) {
	point := func(coordinates string) string {
		return `{"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":` + coordinates + `}}`
	}
	for _, test := range []struct {
		name, feature string
		want          []string
	}{
		{"no geometry", `{"type":"Feature","geometry":null,"properties":{}}`, nil},
		{"nothing at all", `{"type":"Feature"}`, nil},
		{"not an object", `7`, []string{"row 1: want a Feature, found 7"}},
		{"null", `null`, []string{"row 1: want a Feature, found null"}},
		{"a geometry", `{"type":"Point","coordinates":[1,2]}`, []string{`row 1: type: want "Feature", found "Point"`}},
		{"no type", `{"geometry":null}`, []string{`row 1: type: want "Feature", found nothing`}},
		{"bad JSON", `{"type":"Feature","id":01}`, []string{"row 1: is not valid JSON at byte 65: invalid character '1' after object key:value pair"}},
		{"brackets crossed", `{"type":"Feature","properties":{"a":[1}]}`, []string{"row 1: is not valid JSON at byte 79: invalid character '}' after array element"}},
		{"swapped", point("[39.9,146.1]"), []string{"row 1: geometry: lat 146.1 is outside -90..90; lat and lon look swapped (value `{\"type\":\"Point\",\"coordinates\":[39.9,146.1]}`)"}},
		{"huge", point("[1e400,2]"), []string{"row 1: geometry: number 1e400 is not finite (value `{\"type\":\"Point\",\"coordinates\":[1e400,2]}`)"}},
		{"a line of one", `{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2]]}}`, []string{"row 1: geometry: 1 positions, want at least 2 (value `{\"type\":\"LineString\",\"coordinates\":[[1,2]]}`)"}},
		{"crossing", `{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[2,2],[2,0],[0,2],[0,0]]]}}`, []string{"row 1: geometry: ring 1 crosses itself near lon,lat 1,1 (value `{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,2],[2,0],[0,2],[0...`)"}},
		{
			"deep geometry", `{"type":"Feature","geometry":` + strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 12) + strings.Repeat("]}", 12) + "}",
			[]string{"row 1: geometry: geometry 1: geometry 1: geometry 1: geometry 1: geometry 1: geometry 1: geometry 1: geometry 1: geometry 1: geometry collections nest deeper than 8 (value `{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Geometry...`)"},
		},
		{
			"deep properties", `{"type":"Feature","properties":{"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}}`,
			[]string{`row 1: member "properties" nests deeper than 64`},
		},
		{
			"too deep for JSON", `{"type":"Feature","properties":{"a":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}}`,
			[]string{"row 1: is not valid JSON at byte 10075: invalid character '[' exceeded max depth"},
		},
		{"member twice", `{"type":"Feature","geometry":null,"geometry":{"type":"Point","coordinates":[1,2]}}`, []string{"row 1: geometry: stands twice in the feature (value `{\"type\":\"Point\",\"coordinates\":[1,2]}`)"}},
		{"property twice", feature("a", `"name":"A","name":"B"`), []string{`row 1: name: stands twice in the properties (value "B")`}},
		{"field twice", feature("a", `"name":"A","Name":"B"`), []string{`row 1: name: two properties of the feature hold it, "Name" and another (value "B")`}},
		{"half a pair", feature("a", `"name":"a\ud83d","kind":"\ude00"`), []string{
			`row 1: name: holds half a surrogate pair, \ud83d`, `row 1: kind: holds half a surrogate pair, \ude00`,
		}},
		{"whole pair", feature("a", `"name":"\\u\ud83d\ude00"`), nil},
		{"NUL", feature(`a\u0000b`, `"name":"a"`), []string{`row 1: id: holds the control character U+0000 (value "a\x00b")`}},
		{"not UTF-8", feature("a", `"name":"`+"\xff"+`"`), []string{"row 1: is not UTF-8; save the file as UTF-8"}},
		{"wrong types", feature("a", `"name":true,"kind":["village"],"uncertainty_m":"far","when":{}`), []string{
			"row 1: name: want text, found true",
			`row 1: when: want text, found an object or array (value "{}")`,
			`row 1: kind: want a code, found an object or array; accepted: village, town, settlement, locality` + " (value `[\"village\"]`)",
			`row 1: uncertainty_m: "far" is not a number`,
		}},
		{"properties are a list", `{"type":"Feature","properties":[]}`, []string{"row 1: properties: want an object or null, found an array"}},
		{"names", feature("a", `"names":[{"text":" "},{"text":"B","language":"az","when":"93"}]`), []string{
			`row 1: names: want a JSON array of {"text", "language", "script", "when", "source"}: edtf "93": the text ends at column 3: want a year of four digits, YYYY` + " (value `[{\"text\":\" \"},{\"text\":\"B\",\"language\":\"az\",\"when\":\"93\"}]`)",
		}},
		{"letters of names", feature("a", `"names":[{"text":"a\u0000"},{"text":""}],"locator":{"text":"\ud83d"}`), []string{
			"row 1: names: name 1 holds the control character U+0000 (value `[{\"text\":\"a\\u0000\"},{\"text\":\"\"}]`)", "row 1: names: name 2 has no text (value `[{\"text\":\"a\\u0000\"},{\"text\":\"\"}]`)",
			`row 1: locator: holds half a surrogate pair, \ud83d` + " (value `{\"text\":\"\\ud83d\"}`)",
		}},
		{"crs of a feature", `{"type":"Feature","crs":{"properties":{"name":"EPSG:28408"}}}`, []string{`row 1: crs: the positions are in "EPSG:28408", which is not transformed here; known are WGS 84 in degrees (EPSG:4326), Web Mercator (EPSG:3857) and UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760); transform them first (ogr2ogr -t_srs EPSG:4326)`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report, err := read(t, "villages", collectionOf(test.feature))
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report, test.want...)
		})
	}
}

func TestGeoJSON_Errors(t *testing.T) {
	a := feature("a", `"name":"A"`)
	for _, test := range []struct{ name, file, want string }{
		{"cut off in a feature", collectionOf(a, a)[:190], "after row 1 (line 1, byte 148): the file ends too early (cut off?)"},
		{"cut off in a string", collectionOf(a)[:120], "after row 0 (line 1, byte 40): the file ends too early (cut off?)"},
		{"cut off between", collectionOf(a)[:40+len(a)], "after row 1 (line 1, byte 147): the file ends too early (cut off?)"},
		{"cut off at the end", `{"type":"FeatureCollection","features":[]`, "after row 0 (line 1, byte 41): the file ends too early (cut off?)"},
		{"comma missing", collectionOf(a + a), `after row 1 (line 1, byte 147): found an object at byte 148, want "," or "]"`},
		{"comma at the end", collectionOf(a + ","), "after row 1 (line 1, byte 148): found ] at byte 149, want a Feature"},
		{"more behind", collectionOf() + "{}", "found an object at byte 43, want nothing more after the FeatureCollection"},
		{"features twice", `{"type":"FeatureCollection","features":[],"features":[]}`, `after row 0 (line 1, byte 41): member "features" stands twice`},
		{"features null", `{"type":"FeatureCollection","features":null}`, `the FeatureCollection has no array "features"`},
		{"no type", `{"features":[]}`, `the object with the features has the type ""; want "FeatureCollection"`},
		{"no GeoJSON", `{"a":1}`, `the file is JSON without a member "type": want a GeoJSON FeatureCollection or Feature`},
		{"TopoJSON", `{"type":"Topology","arcs":[]}`, "the file is TopoJSON; export it as GeoJSON"},
		{"bare geometry", `{"type":"Point","coordinates":[1,2]}`, "the file is a bare Point; want a Feature that holds it as its geometry"},
		{"other type", `{"type":"Table"}`, `the file has the type "Table"; want a GeoJSON FeatureCollection or Feature`},
		{"array", "[" + a + "]", "the file is a JSON array; want a GeoJSON FeatureCollection, or Features one a line"},
		{"crs", `{"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::28408"}}}`, `crs: the positions are in "urn:ogc:def:crs:EPSG::28408", which is not transformed here; known are WGS 84 in degrees (EPSG:4326), Web Mercator (EPSG:3857) and UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760); transform them first (ogr2ogr -t_srs EPSG:4326)`},
		{"crs link", `{"type":"FeatureCollection","features":[],"crs":{"type":"link"}}`, "crs: the reference system has no name; want CRS84 or EPSG:4326, degrees in lon, lat"},
		{"no colon", `{"type" "x"}`, `after row 0 (line 1, byte 0): found " at byte 9, want ":"`},
		{"no name", `{1:2}`, "after row 0 (line 1, byte 0): found 1 at byte 2, want the name of a member"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := read(t, "villages", test.file)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is\n%v, want\n%s", err, test.want)
			}
		})
	}
}

// A quote or a brace in a string ends nothing.
func TestGeoJSON_Escapes(t *testing.T) {
	for _, test := range []struct{ written, want string }{
		{`a \"b\" ]}`, `a "b" ]}`},
		{`a\\`, `a\`},
		{`{\\\"[`, `{\"[`},
		{`\u018f\u0259`, "Əə"},
		{`\ud83e\udea6`, "🪦"},
	} {
		records, report, err := read(t, "villages", collectionOf(feature("a", `"name":"`+test.written+`"`), feature("b", "")))
		if err != nil {
			t.Fatalf("%s: %v", test.written, err)
		}
		wantMessages(t, report)
		if got := records[0].Names[0].Text; got != test.want || len(records) != 2 {
			t.Errorf("%s is read as %q in %d records, want %q in 2", test.written, got, len(records), test.want)
		}
	}
}

// A broken line or text of a sequence is a problem of its row only.
func TestGeoJSON_ReadsOnBehindABrokenLine(t *testing.T) {
	a, b := feature("a", ""), feature("b", "")
	for _, test := range []struct{ name, file, want string }{
		{"line", a + "\n" + b[:30] + "\n" + b + "\n", "row 2: is not valid JSON at byte 128: unexpected end of JSON input"},
		{"sequence", "\x1e" + a + "\n\x1e" + b[:30] + "\x1e" + b + "\n", "row 2: is not valid JSON at byte 130: unexpected end of JSON input"},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, report, err := read(t, "villages", test.file)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report, test.want)
			if len(records) != 2 || records[1].Key != "b" {
				t.Errorf("read %d records, want a and b", len(records))
			}
		})
	}
}

func TestGeoJSON_LinesOfProblems(t *testing.T) {
	_, report, err := read(t, "villages", "{\"type\":\"FeatureCollection\",\n\"features\":[\n"+feature("a", "\n\"name\":\"A\"")+",\n"+feature("b", `"kind":"x"`)+"]}")
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 1 || report.Problems[0].Row != 2 || report.Problems[0].Line != 5 {
		t.Errorf("problems are %+v, want one in row 2, line 5", report.Problems)
	}
}
