package edtf_test

import (
	"encoding/json"
	"errors"
	"testing"

	"stele/data/edtf"
)

// seeds has one text of each form, and some that are refused.
var seeds = []string{
	"1985-04-12", "1985-04", "1985", "-0043-03-15", "Y170000002", "Y-170000002", "Y160000000/Y170000002",
	"1985-04-12T23:20:30+04:30", "1985-04-12T23:20:30Z", "199X", "-00XX", "2004-XX", "1985-04-XX", "1985-XX-XX",
	"2001-24", "1984~/2004-06?", "1985/..", "/1985%", "[1667,1668,1670..1672]", "[..1984]", "[2020-11..]",
	"", "-0000", "1993-13", "../..", "[1667..,1668]", "1985-04-12T23:20:30-00:00", "Y99999999999999", "{1,2}", "1\x00",
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := edtf.Parse(s)
		if err != nil {
			if !errors.Is(err, edtf.ErrSyntax) || d != (edtf.Date{}) {
				t.Fatalf("Parse(%q) = %q, %v, want ErrSyntax and the zero Date", s, d, err)
			}
			return
		}
		if d.IsZero() || d.String() != s {
			t.Fatalf("Parse(%q) has the text %q", s, d)
		}
		if d.Earliest() > d.Latest() || d.Earliest() == edtf.MaxDay || d.Latest() == edtf.MinDay {
			t.Fatalf("%q covers %s..%s", s, d.Earliest(), d.Latest())
		}
		if !d.Possibly(d.Earliest(), d.Latest()) || !d.Certainly(d.Earliest(), d.Latest()) {
			t.Fatalf("%q does not lie in its own days", s)
		}
		checkJSON(t, d)
	})
}

// checkJSON sends d through JSON, which parses it again.
func checkJSON(t *testing.T, d edtf.Date) {
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var again edtf.Date
	if err := json.Unmarshal(text, &again); err != nil || again != d {
		t.Fatalf("%s comes back from JSON as %q, %v", text, again, err)
	}
}
