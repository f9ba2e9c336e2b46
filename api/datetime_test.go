package api_test

import (
	"testing"

	"stele/api"
	"stele/data/edtf"
)

func TestParseDatetime(t *testing.T) {
	day := func(y, m, d int) edtf.Day { return edtf.DayOf(y, m, d) }
	tests := []struct {
		text      string
		from, to  edtf.Day
		canonical string
	}{
		{"2020-11-25", day(2020, 11, 25), day(2020, 11, 25), "2020-11-25"},
		{"2020-11-25T23:59:59Z", day(2020, 11, 25), day(2020, 11, 25), "2020-11-25"},
		{"2020-11-25t23:59:59.123z", day(2020, 11, 25), day(2020, 11, 25), "2020-11-25"},
		{"2020-11-25T23:59:59-08:00", day(2020, 11, 25), day(2020, 11, 25), "2020-11-25"},
		{"2020-02", day(2020, 2, 1), day(2020, 2, 29), "2020-02-01/2020-02-29"},
		{"2020-12", day(2020, 12, 1), day(2020, 12, 31), "2020-12-01/2020-12-31"},
		{"2020", day(2020, 1, 1), day(2020, 12, 31), "2020-01-01/2020-12-31"},
		{"2019/2020-02", day(2019, 1, 1), day(2020, 2, 29), "2019-01-01/2020-02-29"},
		{"../2020-11-01", edtf.MinDay, day(2020, 11, 1), "../2020-11-01"},
		{"/2020-11-01", edtf.MinDay, day(2020, 11, 1), "../2020-11-01"},
		{"0000-01-01T00:00:00Z/2020-11-01", edtf.MinDay, day(2020, 11, 1), "../2020-11-01"},
		{"2020-11-01/9999-12-31", day(2020, 11, 1), edtf.MaxDay, "2020-11-01/.."},
		{"../..", edtf.MinDay, edtf.MaxDay, "../.."},
		{"/", edtf.MinDay, edtf.MaxDay, "../.."},
		{"2020-11-01/2020-11-01", day(2020, 11, 1), day(2020, 11, 1), "2020-11-01"},
	}
	for _, test := range tests {
		from, to, canonical, err := api.ParseDatetime(test.text)
		if err != nil || from != test.from || to != test.to || canonical != test.canonical {
			t.Errorf("ParseDatetime(%q) = %v, %v, %q, %v, want %v, %v, %q", test.text, from, to, canonical, err, test.from, test.to, test.canonical)
		}
	}
}

func FuzzParseDatetime(f *testing.F) {
	for _, s := range []string{"", "2020-11-25", "../2020", "0000/9999", "2020-11-25T00:00:00+14:00/", "1993-02-30", "/", "a/b/c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		from, to, canonical, err := api.ParseDatetime(s)
		if err != nil {
			return
		}
		if from > to {
			t.Fatalf("ParseDatetime(%q) = %v..%v", s, from, to)
		}
		again, until, text, err := api.ParseDatetime(canonical)
		if err != nil || again != from || until != to || text != canonical {
			t.Fatalf("%q has the canonical form %q, which reads as %v..%v %q, %v", s, canonical, again, until, text, err)
		}
	})
}
