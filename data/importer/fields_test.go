package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/importer"
)

func date(t testing.TB, s string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// dates compares EDTF dates as the texts they are.
var dates = cmp.Comparer(func(a, b edtf.Date) bool { return a == b })

func TestFields_AllOfThem(t *testing.T) {
	const file = `{"type":"FeatureCollection","features":[{"type":"Feature","id":7,
		"geometry":{"type":"Point","coordinates":[46.13,39.98]},
		"properties":{"name":" Bashlibel ","name_en":"Bashlibel","name_az":"Başlıbel","name_hy":"Բաշլիբել","name_ru":"Башлыбель",
		"names":[{"text":"Baschlibel","language":"de","when":"19XX","source":"atlas"}],
		"when":"1993-04","when_role":"happened","place":"villages/bashlibel","uncertainty_m":150.5,"location_group":"g1",
		"source":"report","asserted_by":"prosecutor","locator":{"page":3},
		"kind":"well","stage":"reported","verification":null,"protection":"","position_officially_published":true,
		"description":"Two lines\nof text"}}]}`
	records, report, err := read(t, "sites", file)
	if err != nil {
		t.Fatal(err)
	}
	wantMessages(t, report)
	want := []data.Record{{
		Key: "7", Collection: "sites",
		Geometry: orb.Point{46.13, 39.98}, UncertaintyM: 150.5, Group: "g1",
		Place: data.Ref{Collection: "villages", Key: "bashlibel"},
		Names: []data.Name{
			{Text: "Bashlibel", Language: "en", Script: "Latn"},
			{Text: "Başlıbel", Language: "az", Script: "Latn"},
			{Text: "Բաշլիբել", Language: "hy", Script: "Armn"},
			{Text: "Башлыбель", Language: "ru", Script: "Cyrl"},
			{Text: "Baschlibel", Language: "de", Script: "Latn", When: date(t, "19XX"), Source: "atlas"},
		},
		When: date(t, "1993-04"), WhenRole: "happened",
		Properties: map[string]any{
			"kind": "well", "stage": "reported", "position_officially_published": true, "description": "Two lines\nof text",
		},
		Source: "report", AssertedBy: "prosecutor", Locator: data.Locator{Page: 3},
	}}
	if diff := cmp.Diff(want, records, dates); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// A table says the same in text.
func TestFields_OfATable(t *testing.T) {
	const file = "id,name,names,lon,lat,locator,source,kind,stage,position_officially_published\n" +
		`a,Başlıbel,"[{""text"":""Baschlibel""}]",46.13,-0,"{""row"": 4}",,well,reported,No` + "\n"
	records, report, err := read(t, "sites", file)
	if err != nil {
		t.Fatal(err)
	}
	wantMessages(t, report)
	want := []data.Record{{
		Key: "a", Collection: "sites", Geometry: orb.Point{46.13, 0},
		Names:      []data.Name{{Text: "Başlıbel", Script: "Latn"}, {Text: "Baschlibel", Script: "Latn"}},
		Properties: map[string]any{"kind": "well", "stage": "reported", "position_officially_published": false},
		Source:     "survey", Locator: data.Locator{Row: 4},
	}}
	if diff := cmp.Diff(want, records, dates); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// The model has fields of types that no collection uses yet.
func TestFields_Types(t *testing.T) {
	c := data.Collection{ID: "wells", Fields: []data.Field{
		{Name: "n", Type: data.Integer}, {Name: "depth_m", Type: data.Number}, {Name: "seen", Type: data.Date}, {Name: "dry", Type: data.Boolean},
	}}
	for _, test := range []struct {
		field, value string
		want         any
		problem      string
	}{
		{"n", "12", int64(12), ""},
		{"n", "12.0", int64(12), ""},
		{"n", "12.5", nil, "row 1: n: 12.5 is not a whole number"},
		{"n", "9007199254740994", nil, "row 1: n: 9007199254740994 is outside -2^53..2^53"},
		{"n", "1_000", nil, "row 1: n: 1_000 is not a finite decimal number"},
		{"depth_m", "-1.5e1", -15.0, ""},
		{"depth_m", "inf", nil, "row 1: depth_m: inf is not a finite decimal number"},
		{"seen", "2020-11-25", "2020-11-25", ""},
		{"seen", "25.11.2020", nil, `row 1: seen: want a day such as 2020-11-25, found the text "25.11.2020"; write 2020-11-25`},
		{"seen", "2020-02-30", nil, `row 1: seen: want a day such as 2020-11-25, found the text "2020-02-30"`},
		{"dry", "YES", true, ""},
		{"dry", "0", false, ""},
	} {
		t.Run(test.field+" "+test.value, func(t *testing.T) {
			var l list
			o := importer.Options{Collection: c, Source: "survey"}
			report, err := importer.Read(t.Context(), strings.NewReader(test.field+"\n"+test.value+"\n"), &l, o)
			if err != nil {
				t.Fatal(err)
			}
			if test.problem != "" {
				wantMessages(t, report, test.problem)
				return
			}
			wantMessages(t, report)
			if got := l.records[0].Properties[test.field]; got != test.want {
				t.Errorf("%s is %#v, want %#v", test.field, got, test.want)
			}
		})
	}
}

func TestFields_SourceIsNeeded(t *testing.T) {
	var l list
	o := importer.Options{Collection: collection(t, "villages")}
	report, err := importer.Read(t.Context(), strings.NewReader("name,source\nA,\nB,atlas\n"), &l, o)
	if err != nil {
		t.Fatal(err)
	}
	wantMessages(t, report, "row 1: source: missing, and no source is named for the whole file: every record says where it was read")
}

func TestDates_Hints(t *testing.T) {
	for _, test := range []struct{ date, hint string }{
		{"04/1993", "; write 1993-04"},
		{"1993-4-2", "; write 1993-04-02"},
		{"1993-4", "; write 1993-04"},
		{"2.4.1993", "; write 1993-04-02"},
		{"1993.04.02", "; write 1993-04-02"},
		{"2/4/1993", "; write 1993-04-02 or 1993-02-04, whichever is meant"},
		{"25/4/1993", "; write 1993-04-25"},
		{"4/25/1993", "; write 1993-04-25"},
		{"4/4/1993", "; write 1993-04-04"},
		{"April 1993", "; write 1993-04"},
		{"2 Apr 1993", "; write 1993-04-02"},
		{"1993-04-02 10:30:00", "; write 1993-04-02T10:30:00"},
		{"c. 1993", "; write 1993~"},
		{"circa spring", ""},
		{"1990s", "; write 199X"},
		{"1992-1994", "; write 1992/1994"},
		{"long ago", ""},
		{"99/99/1993", ""},
		{strings.Repeat("1", 5000), ""},
	} {
		t.Run(test.date[:min(20, len(test.date))], func(t *testing.T) {
			_, report, err := read(t, "villages", "when\n"+test.date+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if len(report.Problems) != 1 {
				t.Fatalf("problems: %q, want one", messages(report))
			}
			reason := report.Problems[0].Reason
			_, edtfError := edtf.Parse(test.date)
			if want := edtfError.Error() + test.hint; reason != want {
				t.Errorf("reason is\n%s, want\n%s", reason, want)
			}
		})
	}
}
