package edtf_test

import (
	"testing"

	"stele/data/edtf"
)

// benchTexts are of the kinds that imports are full of.
var benchTexts = []struct{ name, text string }{
	{"year", "1993"},
	{"day", "1993-04-12"},
	{"decade", "199X~"},
	{"clock", "1993-04-12T10:10:10+04:00"},
	{"interval", "1993~/2020-11"},
	{"set", "[1667,1668,1670..1672]"},
}

func BenchmarkParse(b *testing.B) {
	for _, c := range benchTexts {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := edtf.Parse(c.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParse_Refused(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := edtf.Parse("1993-13"); err == nil {
			b.Fatal("1993-13 was accepted")
		}
	}
}

func BenchmarkDay_String(b *testing.B) {
	day := edtf.DayOf(1993, 4, 12)
	for b.Loop() {
		_ = day.String()
	}
}

func TestParse_AllocatesNothing(t *testing.T) {
	for _, c := range benchTexts {
		if n := testing.AllocsPerRun(100, func() { _, _ = edtf.Parse(c.text) }); n != 0 {
			t.Errorf("Parse(%q) allocates %v times, want none", c.text, n)
		}
	}
}
