package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// Sites need kind and stage; the tables below say them once.
const (
	siteHead = "id,kind,stage,lon,lat"
	siteRow  = "a,burial_place,reported,46.13,39.98"
)

func TestCSV_Problems(t *testing.T) {
	for _, test := range []struct {
		name, id, file string
		want           []string
	}{
		{"good", "sites", siteHead + "\n" + siteRow, nil},
		{
			"all problems of a row", "sites",
			"kind,stage,lon,lat,when\ngrave,reported,200,39,1993-13\n",
			[]string{
				`row 1: when: edtf "1993-13": month 13 at column 6 is outside 01..12`,
				`row 1: lon: 200 is outside -180..180`,
				`row 1: kind: unknown code "grave" for kind; accepted: burial_place, single_grave, mass_grave_primary, mass_grave_secondary, cave_or_pit, well, cemetery, reburial, memorial, surface_remains`,
			},
		},
		{"swapped", "villages", "lon,lat\n39.98,-146.13\n", []string{"row 1: lat: -146.13 is outside -90..90 (lat and lon look swapped?)"}},
		{"far out", "villages", "lon,lat\n46,412\n", []string{"row 1: lat: 412 is outside -90..90"}},
		{"projected", "villages", "x,y\n512345.2,4425678\n", []string{
			"row 1: lon: 512345.2 is outside -180..180 (projected metres? want degrees, WGS 84, or say which with --crs)",
			"row 1: lat: 4425678 is outside -90..90 (projected metres? want degrees, WGS 84, or say which with --crs)",
		}},
		{"decimal comma", "villages", "lon;lat\n46,13;39.9\n", []string{`row 1: lon: "46,13" is not a number; with a decimal point it is 46.13`}},
		{"lon alone", "villages", "lon,lat\n46.13,\n", []string{"row 1: lat: missing, and lon is 46.13"}},
		{"lat alone", "villages", "lon,lat\n,39.9\n", []string{"row 1: lon: missing, and lat is 39.9"}},
		{"NaN and Inf", "villages", "lon,lat\nNaN,+Inf\n", []string{
			"row 1: lon: NaN is not a finite decimal number", "row 1: lat: +Inf is not a finite decimal number",
		}},
		{"huge", "villages", "lon,lat\n1e999,0x10\n", []string{
			"row 1: lon: 1e999 is not a finite decimal number", `row 1: lat: "0x10" is not a number`,
		}},
		{"not a number", "villages", "lon,lat\nforty,39.9\n", []string{`row 1: lon: "forty" is not a number`}},
		{"crossing", "villages", "wkt\n\"POLYGON((0 0,2 2,2 0,0 2,0 0))\"\n", []string{
			"row 1: geometry: ring 1 crosses itself near lon,lat 1,1 (value \"POLYGON((0 0,2 2,2 0,0 2,0 0))\")",
		}},
		{"SRID", "villages", "wkt\nSRID=28408;POINT(1 2)\n", []string{`row 1: geometry: the positions are in "EPSG:28408", which is not transformed here; known are WGS 84 in degrees (EPSG:4326), Web Mercator (EPSG:3857) and UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760); transform them first (ogr2ogr -t_srs EPSG:4326) (value "SRID=28408;POINT(1 2)")`}},
		{"missing required", "sites", "kind,stage\n,reported\n", []string{"row 1: kind: missing; sites need it"}},
		{"no column required", "sites", "knd,stage\nwell,reported\n", []string{"kind: required, and no column holds it; did you mean knd? columns without a field: \"knd\""}},
		{"code near", "sites", "kind,stage\nmasgrave,reported\n", []string{
			`row 1: kind: unknown code "masgrave" for kind; did you mean mass_grave_primary or mass_grave_secondary? accepted: burial_place, single_grave, mass_grave_primary, mass_grave_secondary, cave_or_pit, well, cemetery, reburial, memorial, surface_remains`,
		}},
		{"label for code", "sites", "kind,stage\nwell,Поступило сообщение\n", []string{
			`row 1: stage: unknown code "Поступило сообщение" for stage; did you mean reported? accepted: reported, located, investigation_opened, excavation_started, excavation_suspended, exhumed_partly, exhumed_fully, no_remains_found, disturbed, remains_identified_partly, remains_identified_fully, remains_returned, memorialised`,
		}},
		{"boolean", "sites", "kind,stage,position_officially_published\nwell,located,perhaps\n", []string{
			`row 1: position_officially_published: want true or false, found the text "perhaps"`,
		}},
		{"duplicate", "villages", "id,lon,lat\na,1,2\nb,1,2\na,3,4\n", []string{`row 3: id: the same id stands in row 1 (value "a")`}},
		{"place", "events", "kind,place\nagreement,bashlibel\nagreement,sites/x\n", []string{
			`row 1: place: reference "bashlibel" is not of the form collection/key, such as villages/bashlibel`,
			`row 2: place: a place is a village or a district, such as villages/bashlibel (value "sites/x")`,
		}},
		{"uncertainty", "villages", "uncertainty_m\n-1\n1e9\n", []string{
			"row 1: uncertainty_m: -1 is outside 0..20037508 metres", "row 2: uncertainty_m: 1e9 is outside 0..20037508 metres",
		}},
		{"NUL", "villages", "name\na\x00b\n", []string{`row 1: name: holds the control character U+0000 (value "a\x00b")`}},
		{"not UTF-8", "villages", "name,note\n\xc1\xe0\xf8,\xff\n", []string{
			`row 1: name: is not UTF-8 (Windows-1251 or Latin-1?); say which with --encoding, or save the file as UTF-8 (value "\xc1\xe0\xf8")`,
			`row 1: note: is not UTF-8 (Windows-1251 or Latin-1?); say which with --encoding, or save the file as UTF-8 (value "\xff")`,
		}},
		{"text after quote", "villages", "name,kind\n\"a\"b,village\nc,village", []string{
			"row 1: column 1 has text after its closing quote; a quote inside quotes is written twice",
		}},
		{"too many cells", "villages", "name,kind\na,village,x\n", []string{`row 1: cell 3 lies beyond the table's 2 columns (a comma that should be quoted?) (value "x")`}},
		{"too few cells", "villages", "name;kind\na\n", []string{"row 1: has 1 cells, the head has 2"}},
		{"locator", "villages", "locator\n\"{\"\"page\"\": \"\"x\"\"}\"\n{\"chapter\":1}\n", []string{
			`row 1: locator: want a JSON object such as {"page": 3}: cannot unmarshal string into Go struct field Locator.page of type int` + " (value `{\"page\": \"x\"}`)",
			`row 2: locator: want a JSON object such as {"page": 3}: unknown field "chapter"` + " (value `{\"chapter\":1}`)",
		}},
		{"long id", "villages", "id\n" + strings.Repeat("k", 201) + "\n", []string{`row 1: id: is longer than 200 bytes (value "` + strings.Repeat("k", 60) + `...")`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report, err := read(t, test.id, test.file)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report, test.want...)
			if report.OK() != (len(test.want) == 0) {
				t.Errorf("OK() = %v with problems %q", report.OK(), test.want)
			}
		})
	}
}

func TestCSV_Dialects(t *testing.T) {
	for _, test := range []struct {
		name, file string
		want       []string // names
	}{
		{"comma", "name,lon,lat\nA,46.5,39.5\n", []string{"A"}},
		{"no newline at the end", "name,lon,lat\nA,46.5,39.5", []string{"A"}},
		{"semicolon", "name;lon;lat\nA;46.5;39.5\n", []string{"A"}},
		{"tab", "name\tlon\tlat\nA \"x\"\t46.5\t39.5\n", []string{`A "x"`}},
		{"byte order mark", "\xef\xbb\xbfname,lon,lat\nA,46.5,39.5\n", []string{"A"}},
		{"CRLF", "name,lon,lat\r\nA,46.5,39.5\r\n\r\n", []string{"A"}},
		{"blank lines", "\n\nname,lon,lat\n\nA,46.5,39.5\n \nB,46.5,39.5\n", []string{"A", "B"}},
		{"quotes", "name,lon,lat\n\"A, \"\"x\"\"\",46.5, \"39.5\" \r\n", []string{`A, "x"`}},
		{"newline in quotes", "name,lon,lat\n\"A\nB\",46.5,39.5\n", []string{"A\nB"}},
		{"other names", " Longitude ,NAME,Latitude\n46.5,A,39.5\n", []string{"A"}},
		{"x and y", "y,x,name\n39.5,46.5,A\n", []string{"A"}},
		{"WKT", "name,geom\nA,POINT (46.5 39.5)\n", []string{"A"}},
		{"EWKT", "name;the_geom\nA;\"SRID=4326;POINT Z (46.5 39.5 7)\"\n", []string{"A"}},
		{"WKT before lon and lat", "lat,lon,name,wkt\n1,2,A,POINT (46.5 39.5)\n", []string{"A"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			records, report, err := read(t, "villages", test.file)
			if err != nil {
				t.Fatal(err)
			}
			wantMessages(t, report)
			var names []string
			for _, r := range records {
				names = append(names, r.Names[0].Text)
				if want := (orb.Point{46.5, 39.5}); r.Geometry != want {
					t.Errorf("geometry = %v, want %v", r.Geometry, want)
				}
			}
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCSV_RowsAndLines(t *testing.T) {
	_, report, err := read(t, "villages", "name,kind\n\"two\nlines\",village\n\nb,hamlet\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 1 {
		t.Fatalf("problems: %q", messages(report))
	}
	if p := report.Problems[0]; p.Row != 2 || p.Line != 5 || p.Field != "kind" || p.Value != "hamlet" {
		t.Errorf("problem is %+v, want row 2, line 5, kind, hamlet", p)
	}
}

func TestCSV_Errors(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"empty", "", "the file is empty"},
		{"blank", "\xef\xbb\xbf \n\n", "the file is empty"},
		{"lon without lat", "name,lon,knd\n", `the table has a column for lon and none for lat; it has "name", "lon", "knd"`},
		{"two names", "name,Name\n", `two columns hold name: "name" and "Name"; rename one, or map name to one of them`},
		{"open quote", "name,kind\na,village\nb,\"village\nc,village\n", "row 2 (line 3, byte 20): a quote is opened and never closed in column 2"},
		{"head not UTF-8", "\xed\xe0\xe7\xe2,kind\n", "head of the table: is not UTF-8 (Windows-1251 or Latin-1?); say which with --encoding, or save the file as UTF-8"},
		{"CR alone", "name,kind\ra,village\r", "head of the table: lines end in CR alone, as on an old Macintosh; save the file with LF"},
		{"million columns", strings.Repeat("a,", 1_000_000) + "a\n", "head of the table: has more than 10000 cells"},
		{"giant head", strings.Repeat("a", 2<<20) + ",b\n", "head of the table: longer than 1 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report, err := read(t, "villages", test.file)
			if err == nil || err.Error() != test.want {
				t.Errorf("error is %v, want %s", err, test.want)
			}
			if report.SHA256 != "" {
				t.Error("a hash of a file that was not read to its end")
			}
		})
	}
}

func TestCSV_ManyCellsInARow(t *testing.T) {
	_, report, err := read(t, "villages", "name,kind\n"+strings.Repeat(",", 1_000_000)+"\nb,village\n")
	if err != nil {
		t.Fatal(err)
	}
	wantMessages(t, report, "row 1: has more than 10000 cells")
}
