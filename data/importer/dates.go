package importer

import (
	"regexp"
	"strings"
	"time"

	"stele/data/edtf"
)

// dateHint says how to write a date of a common other form in EDTF, as
// "; write 1993-04", or nothing. It never decides for the file: 4/5/1993 is
// two days.
func dateHint(s string) string {
	if len(s) > 40 {
		return ""
	}
	if hint := rewritten(s); hint != "" {
		return writeAs(hint)
	}
	for _, form := range dateForms() {
		if t, err := time.Parse(form.layout, s); err == nil {
			return writeAs(t.Format(form.write))
		}
	}
	return slashed(s)
}

func writeAs(suggestion string) string {
	if _, err := edtf.Parse(suggestion); err != nil {
		return ""
	}
	return "; write " + suggestion
}

type dateForm struct{ layout, write string }

func dateForms() []dateForm {
	const month, day = "2006-01", "2006-01-02"
	return []dateForm{
		{"1/2006", month},
		{"1.2006", month},
		{"1-2006", month},
		{"2006-1", month},
		{"2006/1", month},
		{"2006.1", month},
		{"200601", month},
		{"January 2006", month},
		{"Jan 2006", month},
		{"2006-1-2", day},
		{"2006/1/2", day},
		{"2006.1.2", day},
		{"2.1.2006", day},
		{"2-1-2006", day},
		{"20060102", day},
		{"2 January 2006", day},
		{"2 Jan 2006", day},
		{"January 2, 2006", day},
		{"Jan 2, 2006", day},
		{"2006-01-02 15:04:05", "2006-01-02T15:04:05"},
		{"2006-01-02 15:04", "2006-01-02T15:04:05"},
		{"2006-01-02T15:04", "2006-01-02T15:04:05"},
	}
}

// slashed handles D/M/YYYY and M/D/YYYY, which look the same.
func slashed(s string) string {
	dayFirst, errD := time.Parse("2/1/2006", s)
	monthFirst, errM := time.Parse("1/2/2006", s)
	d, m := dayFirst.Format(time.DateOnly), monthFirst.Format(time.DateOnly)
	switch {
	case errD == nil && errM == nil && d != m:
		return "; write " + d + " or " + m + ", whichever is meant"
	case errD == nil:
		return "; write " + d
	case errM == nil:
		return "; write " + m
	}
	return ""
}

var (
	decade = regexp.MustCompile(`^(\d{3})0'?s$`)
	years  = regexp.MustCompile(`^(\d{4}) ?[-–—] ?(\d{4})$`)
)

// rewritten handles years in words: "c. 1993", "1990s", "1992-1994".
func rewritten(s string) string {
	lower := strings.ToLower(s)
	for _, about := range []string{"circa ", "about ", "ca. ", "ca ", "c. ", "c.", "~"} {
		if year, ok := strings.CutPrefix(lower, about); ok {
			return strings.TrimSpace(year) + "~"
		}
	}
	if m := decade.FindStringSubmatch(lower); m != nil {
		return m[1] + "X"
	}
	if m := years.FindStringSubmatch(lower); m != nil {
		return m[1] + "/" + m[2]
	}
	return ""
}
