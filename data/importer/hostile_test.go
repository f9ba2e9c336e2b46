package importer_test

import (
	"strings"
	"testing"

	"stele/data/importer"
)

// A row made to be wrong a million times costs the report a hundred lines.
func TestReport_BoundsTheProblemsOfARow(t *testing.T) {
	var l list
	o := importer.Options{Collection: collection(t, "villages"), Source: "survey", MaxProblems: 1000}
	file := feature("a", `"name":"A"`+strings.Repeat(`,"name":"A"`, 500_000))
	report, err := importer.Read(t.Context(), strings.NewReader(file), &l, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Problems) != 100 || report.MoreProblems != 499_900 || len(l.records) != 0 {
		t.Errorf("%d problems and %d more, %d records; want 100, 499900 and none", len(report.Problems), report.MoreProblems, len(l.records))
	}
}

// What a report repeats of a file is short and moves no terminal.
func TestReport_RepeatsLittleOfTheFile(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for _, file := range []string{
		"place\n" + long + "\n", "place\nx/" + long + "\n", "kind\n" + long + "\n", "when\n" + long + "\n", "lon,lat\n1," + long + "\n",
		"lon,lat\n\x1b[2J,\n", "wkt\n\x1b[2J" + long + "\n", "kind,locator\n\x1b[2J,{\"" + long + "\":1}\n",
		feature("a", `"`+long+`":1,"`+long+`":2,"place":"\u001b[2J`+long+`"`),
		`{"type":"Feature","id":"a","geometry":{"type":"\u001b[2J` + long + `"}}`,
	} {
		_, report, err := read(t, "villages", file)
		if err != nil {
			t.Fatalf("%.40q: %v", file, err)
		}
		for _, p := range report.Problems {
			if text := p.Error(); len(text) > 1200 || strings.ContainsRune(text, '\x1b') {
				t.Errorf("%.40q: the problem is %d bytes: %.200q", file, len(text), text)
			}
		}
		if notes := strings.Join(report.Notes, ""); len(notes) > 5000 {
			t.Errorf("%.40q: notes of %d bytes", file, len(notes))
		}
	}
}
