package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo/csv"
	"stele/geo/table"
)

// written is a table of one text, and one number, as it is read back.
func written(t *testing.T, text string, number float64) []string {
	t.Helper()
	list := &table.Table{
		About:   table.About{Attribution: "=cmd|'/C calc'!A1", Licence: "@licence"},
		Columns: []table.Column{{Name: "name", Kind: table.Text}, {Name: "number", Kind: table.Real}},
		Rows: func(visit func(*table.Row) error) error {
			return visit(&table.Row{ID: []byte("a"), Geometry: orb.Point{-46.5, -39.5}, Values: []table.Value{{IsSet: true, Text: []byte(text)}, {IsSet: true, Number: number}}})
		},
	}
	var b bytes.Buffer
	if err := csv.Write(&b, list, csv.Options{}); err != nil {
		t.Fatal(err)
	}
	rows, err := stdcsv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return rows[1]
}

// No text begins a cell in a way that a spreadsheet runs; numbers and all other
// texts stay what they are.
func TestWrite_NoTextIsAFormula(t *testing.T) {
	for _, text := range []string{
		`=1+1`, `=HYPERLINK("http://x","y")`, `+1`, `-1+1|cmd`, `@SUM(A1)`, "\t=1", "\r=1", "\n=1+1", "＝1+1", "＋1", "－1", "＠x", `=`, `-`,
	} {
		if cells := written(t, text, -1.5); cells[4] != "'"+text {
			t.Errorf("%q is written as %q", text, cells[4])
		}
	}
	for _, text := range []string{"1=1", "a,b", `a"b`, "a\nb", " =1", "'=1", "Şuşa", "“=1", ""} {
		if cells := written(t, text, 1); cells[4] != text {
			t.Errorf("%q is written as %q", text, cells[4])
		}
	}
	cells := written(t, "x", -1.5)
	want := []string{"a", "-46.5", "-39.5", "", "x", "-1.5", "'=cmd|'/C calc'!A1", "'@licence"}
	for i := range want {
		if cells[i] != want[i] {
			t.Errorf("cell %d is %q, want %q", i, cells[i], want[i])
		}
	}
}
