package edtf_test

import (
	"encoding/json"
	"errors"
	"testing"

	"stele/data/edtf"
)

// row is a text and the days it covers, as Day.String shows them.
type row struct{ text, earliest, latest string }

// checkRows parses each row and compares its days and that its text is kept.
func checkRows(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		d, err := edtf.Parse(r.text)
		if err != nil {
			t.Errorf("Parse(%q): %v", r.text, err)
			continue
		}
		if got := (row{d.String(), d.Earliest().String(), d.Latest().String()}); got != r {
			t.Errorf("Parse(%q) = %v, want %v", r.text, got, r)
		}
	}
}

// parse is Parse for texts that the test knows to be good.
func parse(t testing.TB, text string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDate_Qualifiers(t *testing.T) {
	for _, c := range []struct {
		text                   string
		approximate, uncertain bool
	}{
		{"1984", false, false},
		{"1984~", true, false},
		{"1984?", false, true},
		{"1984%", true, true},
		{"199X~", true, false},
		{"1984?/..", false, true},
		{"1984/2004~", true, false},
		{"1984?/2004~", true, true},
		{"1984%/2004", true, true},
		{"[1667~,1668]", true, false},
		{"[1667,1668..1669?]", false, true},
		{"[..1668?]", false, true},
		{"[1667,1668~..]", true, false},
	} {
		d := parse(t, c.text)
		if d.Approximate() != c.approximate || d.Uncertain() != c.uncertain {
			t.Errorf("%s: approximate, uncertain = %v, %v, want %v, %v",
				c.text, d.Approximate(), d.Uncertain(), c.approximate, c.uncertain)
		}
	}
}

func TestDate_Zero(t *testing.T) {
	var zero edtf.Date
	if !zero.IsZero() || zero.String() != "" || zero.Approximate() || zero.Uncertain() {
		t.Errorf("the zero Date = %q, zero %v", zero, zero.IsZero())
	}
	if zero.Earliest() != edtf.MinDay || zero.Latest() != edtf.MaxDay {
		t.Errorf("the zero Date covers %s..%s, want no bounds", zero.Earliest(), zero.Latest())
	}
	if parse(t, "1970-01-01").IsZero() {
		t.Error("1970-01-01 is taken for the zero Date")
	}
}

func TestDate_Equal(t *testing.T) {
	if a, b := parse(t, "1993"), parse(t, "1993"); a != b {
		t.Error("1993 differs from itself")
	}
	if parse(t, "1993") == parse(t, "1993-XX") {
		t.Error("1993 and 1993-XX are equal, though they are different texts")
	}
	if parse(t, "1993/") == parse(t, "1993/..") {
		t.Error("an unknown and an open end are equal")
	}
}

func TestDate_PossiblyCertainly(t *testing.T) {
	from, to := edtf.DayOf(1992, 5, 1), edtf.DayOf(1994, 5, 12)
	for _, c := range []struct {
		text                string
		from, to            edtf.Day
		possibly, certainly bool
	}{
		{"1993", from, to, true, true},
		{"1992-05-01", from, to, true, true},
		{"1994-05-12", from, to, true, true},
		{"1992-05-01/1994-05-12", from, to, true, true},
		{"1992-04-30", from, to, false, false},
		{"1994-05-13", from, to, false, false},
		{"1992", from, to, true, false},
		{"199X", from, to, true, false},
		{"1993/..", from, to, true, false},
		{"1995/", from, to, false, false},
		{"/1993", from, to, true, false},
		{"../1991", from, to, false, false},
		{"1993/..", from, edtf.MaxDay, true, true},
		{"1992/..", from, edtf.MaxDay, true, false},
		{"/1993", edtf.MinDay, to, true, true},
		{"Y170000002", from, edtf.MaxDay, true, true},
		{"[1990,1996]", from, to, true, false}, // one stretch, the gap included
		{"1993", to, from, false, false},       // an empty question
		{"1993", edtf.MinDay, edtf.MaxDay, true, true},
	} {
		d := parse(t, c.text)
		if p, s := d.Possibly(c.from, c.to), d.Certainly(c.from, c.to); p != c.possibly || s != c.certainly {
			t.Errorf("%s in %s..%s: possibly, certainly = %v, %v, want %v, %v",
				c.text, c.from, c.to, p, s, c.possibly, c.certainly)
		}
	}
	var zero edtf.Date
	if !zero.Possibly(from, to) || zero.Certainly(from, to) {
		t.Error("no date: want possibly and not certainly")
	}
}

func TestDate_JSON(t *testing.T) {
	type record struct {
		When  edtf.Date `json:"when"`
		Until edtf.Date `json:"until,omitzero"`
	}
	for _, want := range []string{`{"when":"1993~/.."}`, `{"when":""}`, `{"when":"[1992,1993]","until":"199X"}`} {
		var r record
		if err := json.Unmarshal([]byte(want), &r); err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		if got, err := json.Marshal(r); err != nil || string(got) != want {
			t.Errorf("JSON = %s, %v, want %s", got, err, want)
		}
	}
}

func TestDate_UnmarshalTextKeepsOnError(t *testing.T) {
	d := parse(t, "1993")
	if err := d.UnmarshalText([]byte("May 1993")); !errors.Is(err, edtf.ErrSyntax) {
		t.Errorf("error = %v, want ErrSyntax", err)
	}
	if d != parse(t, "1993") {
		t.Errorf("after the error the date is %q, want it unchanged", d)
	}
	if err := d.UnmarshalText(nil); err != nil || !d.IsZero() {
		t.Errorf("UnmarshalText(nil) = %v, date %q, want the zero Date", err, d)
	}
}
