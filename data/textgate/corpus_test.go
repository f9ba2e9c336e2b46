package textgate_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/textgate"
)

// anyForm heads the texts of which no more is asked than that they be found.
const anyForm = "any form"

// sample is a line of testdata/positions.txt.
type sample struct {
	line  int
	form  string
	text  string
	marks [][2]int // what a finding has to cover, in bytes of text
}

func lines(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

var named = regexp.MustCompile(`\{U\+([0-9A-F]{4,5})\}`)

func characters(s string) string {
	return named.ReplaceAllStringFunc(s, func(m string) string {
		r, _ := strconv.ParseInt(m[3:len(m)-1], 16, 32)
		return string(rune(r))
	})
}

var heading = regexp.MustCompile(`^\[\pL[^⟦]*\]$`)

func positions(t testing.TB) (samples []sample) {
	t.Helper()
	form := ""
	for n, line := range lines(t, "positions.txt") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case heading.MatchString(line):
			form = strings.Trim(line, "[]")
			continue
		}
		s := sample{line: n + 1, form: form}
		for k, part := range regexp.MustCompile(`[⟦⟧]`).Split(characters(line), -1) {
			if k%2 == 1 {
				s.marks = append(s.marks, [2]int{len(s.text), len(s.text) + len(part)})
			}
			s.text += part
		}
		if form == anyForm {
			samples = append(samples, s)
			continue
		}
		if len(s.marks) == 0 {
			t.Fatalf("positions.txt:%d marks no position", n+1)
		}
		samples = append(samples, s)
	}
	return samples
}

func innocents(t testing.TB) (texts []string) {
	t.Helper()
	for _, line := range lines(t, "innocent.txt") {
		if line != "" && !strings.HasPrefix(line, "# ") {
			texts = append(texts, characters(line))
		}
	}
	return texts
}

func covered(mark [2]int, findings []textgate.Finding) bool {
	for _, f := range findings {
		if f.Start <= mark[0] && mark[1] <= f.End {
			return true
		}
	}
	return false
}

func TestT1_FindsEveryPosition(t *testing.T) {
	samples := positions(t)
	if len(samples) < 100 {
		t.Fatalf("positions.txt has %d texts, want 100 at least", len(samples))
	}
	for _, s := range samples {
		findings := textgate.Find(s.text)
		if len(findings) == 0 {
			t.Errorf("positions.txt:%d: Find(%q) finds nothing", s.line, s.text)
			continue
		}
		for _, mark := range s.marks {
			if !covered(mark, findings) {
				t.Errorf("positions.txt:%d: Find(%q) = %v, does not cover %q", s.line, s.text, findings, s.text[mark[0]:mark[1]])
			}
		}
		if s.form != anyForm && findings[0].Form != s.form {
			t.Errorf("positions.txt:%d: Find(%q) calls it %q, want %q", s.line, s.text, findings[0].Form, s.form)
		}
	}
	t.Logf("%d positions", len(samples))
}

func TestT1_FalseAlarmsUnderTwoPercent(t *testing.T) {
	texts := innocents(t)
	if len(texts) < 250 {
		t.Fatalf("innocent.txt has %d texts, want 250 at least", len(texts))
	}
	alarms := 0
	for _, text := range texts {
		findings := textgate.Find(text)
		if len(findings) == 0 {
			continue
		}
		alarms++
		for _, f := range findings {
			t.Logf("false alarm: %s: %q in %q", f, f.Text(text), text)
		}
	}
	t.Logf("%d false alarms in %d texts", alarms, len(texts))
	if alarms*100 >= 2*len(texts) {
		t.Errorf("%d of %d innocent texts are refused, want under 2 %%", alarms, len(texts))
	}
}

func TestFind_SaysWhere(t *testing.T) {
	text := "Qəbir\nyeri: 39.97753, 46.13007.\r\n\nŞərq: 46°07'48\" E"
	got := textgate.Find(text)
	want := []textgate.Finding{
		{Form: "decimal degrees", Start: 13, End: 31, Line: 2, Column: 7, Runes: 18},
		{Form: "degrees, minutes, seconds", Start: 43, End: 55, Line: 4, Column: 7, Runes: 11},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("Find differs (-want +got):\n%s", diff)
	}
	if got, want := got[0].Text(text), "39.97753, 46.13007"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	if got, want := got[0].String(), "line 2, column 7: decimal degrees (18 characters)"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
}

// What the package comment says may pass, and the next finer that may not.
func TestFind_LimitsOfPrecision(t *testing.T) {
	rows := []struct{ coarse, fine string }{
		{"about 40.1 N, 46.1 E", "about 40.12 N, 46.13 E"},
		{"latitude 40.1", "latitude 40.12"},
		{"40° N", "40°06' N"},
		{"POINT(46.1 40.1)", "POINT(46.12 40.1)"},
		{"38SPK92", "38SPK9626"},
		{"8H000000+", "8HG8X400+"},
		{"geohash: tp5k", "geohash: tp5k2"},
		{"locator LN39", "locator LN39bx"},
		{"https://www.openstreetmap.org/#map=8/40.1/46.2", "https://www.openstreetmap.org/#map=12/40.12/46.23"},
		{"31 km north of Ganja", "30 km north of Ganja"},
		{"31,000 m from Ganja", "30,000 m from Ganja"},
		{"north of the village", "1 km north of the village"},
		{"Rates of 12.35, 46.13", "Places 39.98, 46.13"},
		{"40.106, 1,046", "40.106, 46.038"},
		{"North 12.10.30", "Latitude 12.10.30"},
		{"юг 12.10.30", "широта 12.10.30"},
		{"39.98, 46.13 and 12.50 m", "39.98, 46.13, 12.50 m"},
		{"1.2345 (2019), 1.3456", "40.2345 (2019), 46.3456"},
		{"40 41 42 43 44 45", "40 41 42, 43 44 45"},
		{"file-38SPK9626", "file-38SPK96542612"},
	}
	for _, r := range rows {
		if got := textgate.Find(r.coarse); got != nil {
			t.Errorf("Find(%q) = %v, want nil", r.coarse, got)
		}
		if textgate.Find(r.fine) == nil {
			t.Errorf("Find(%q) = nil, want a finding", r.fine)
		}
	}
}

func TestFind_NothingIsNil(t *testing.T) {
	for _, text := range []string{"", " ", "Bashlibel", "\xff\xfe", "40° N", "about 40.1 N, 46.1 E"} {
		if got := textgate.Find(text); got != nil {
			t.Errorf("Find(%q) = %v, want nil", text, got)
		}
	}
}

var digits = regexp.MustCompile(`\d{2,}`)

func TestFinding_StringHoldsNoPosition(t *testing.T) {
	for _, s := range positions(t) {
		for _, f := range textgate.Find(s.text) {
			for _, d := range digits.FindAllString(f.Text(s.text), -1) {
				if len(d) > 2 && strings.Contains(f.String(), d) {
					t.Errorf("positions.txt:%d: String() = %q repeats %q", s.line, f, d)
				}
			}
		}
	}
}
