package edtf_test

import (
	"errors"
	"strings"
	"testing"

	"stele/data/edtf"
)

const wantYear = "want a year of four digits, YYYY"

// checkRefused parses each text and compares the error after the quoted text.
func checkRefused(t *testing.T, rows [][2]string) {
	t.Helper()
	for _, r := range rows {
		d, err := edtf.Parse(r[0])
		if !errors.Is(err, edtf.ErrSyntax) || !d.IsZero() {
			t.Errorf("Parse(%q) = %q, %v, want ErrSyntax and the zero Date", r[0], d, err)
			continue
		}
		if got := err.Error(); got != `edtf "`+r[0]+`": `+r[1] {
			t.Errorf("Parse(%q): error\n%s\nwant\n%s", r[0], got, r[1])
		}
	}
}

func TestParse_RefusesCalendar(t *testing.T) {
	checkRefused(t, [][2]string{
		{"", "the text is empty at column 1: want a date such as 1993, 1993-04 or 1993-04-12"},
		{"1993-13", "month 13 at column 6 is outside 01..12"},
		{"1993-00", "month 00 at column 6 is outside 01..12"},
		{"1993-20", "month 20 at column 6 is outside 01..12"},
		{"1993-42", "month 42 at column 6 is outside 01..12"},
		{"1993-02-29", "day 29 at column 9 is outside 01..28"},
		{"1900-02-29", "day 29 at column 9 is outside 01..28"},
		{"2000-02-30", "day 30 at column 9 is outside 01..29"},
		{"1993-04-31", "day 31 at column 9 is outside 01..30"},
		{"1993-04-00", "day 00 at column 9 is outside 01..30"},
		{"-0100-02-29", "day 29 at column 10 is outside 01..28"},
		{"1993-4-12", "unexpected '-' at column 7: want the month as two digits, 01..12, or XX"},
		{"1993-04-1", "the text ends at column 10: want the day as two digits, 01..30, or XX"},
		{"1993-", "the text ends at column 6: want the month as two digits, 01..12, or XX"},
		{"1993-04-123", "unexpected '3' at column 11: want THH:MM:SS, a qualifier ~ ? % or the end"},
		{"19930412", "unexpected '0' at column 5: want -MM, -XX, a qualifier ~ ? % or the end"},
		{"12.04.1993", "unexpected '.' at column 3: " + wantYear},
		{"April 1993", "unexpected 'A' at column 1: " + wantYear},
		{" 1993", "unexpected ' ' at column 1: " + wantYear},
		{"1993 ", "unexpected ' ' at column 5: want -MM, -XX, a qualifier ~ ? % or the end"},
		{"1993–1994", "unexpected '–' at column 5: want -MM, -XX, a qualifier ~ ? % or the end"},
		{"198", "the text ends at column 4: " + wantYear},
	})
}

func TestParse_RefusesYears(t *testing.T) {
	const want = " has to have 5 to 12 digits after Y, the first not 0"
	checkRefused(t, [][2]string{
		{"-0000", "the year at column 1 is -0000: want 0000, which is 1 BC"},
		{"../-0000-01", "the year at column 4 is -0000: want 0000, which is 1 BC"},
		{"+1993", "unexpected '+' at column 1: " + wantYear},
		{"-198", "the text ends at column 5: " + wantYear},
		{"Y1993", "the year at column 2" + want},
		{"Y-1993", "the year at column 3" + want},
		{"Y01993", "the year at column 2" + want},
		{"Y1234567890123", "the year at column 2" + want},
		{"Y", "the year at column 2" + want},
		{"Y-17E7", "the year at column 3" + want},
		{"y17000", "unexpected 'y' at column 1: " + wantYear},
		{"Y17000-04", "unexpected '-' at column 7: want a qualifier ~ ? % or the end (a year with Y takes no month)"},
		{"1950S2", "unexpected 'S' at column 5: want -MM, -XX, a qualifier ~ ? % or the end"},
	})
}

func TestParse_RefusesUnspecified(t *testing.T) {
	const right = "want X (digits are unspecified from the right, as in 199X or 19XX)"
	checkRefused(t, [][2]string{
		{"1XXX", "the year at column 1 has more than two X: want at most 19XX"},
		{"XXXX", "the year at column 1 has more than two X: want at most 19XX"},
		{"19X5", "unexpected '5' at column 4: " + right},
		{"X999", "unexpected '9' at column 2: " + right},
		{"199x", "unexpected 'x' at column 4: " + wantYear},
		{"199u", "unexpected 'u' at column 4: " + wantYear},
		{"199X-04", "unexpected '-' at column 5: want a qualifier ~ ? % or the end (a year with X takes no month)"},
		{"199X-XX", "unexpected '-' at column 5: want a qualifier ~ ? % or the end (a year with X takes no month)"},
		{"1999-1X", "unexpected 'X' at column 7: want the month as two digits, 01..12, or XX"},
		{"1999-X1", "unexpected 'X' at column 6: want the month as two digits, 01..12, or XX"},
		{"1999-01-2X", "unexpected 'X' at column 10: want the day as two digits, 01..31, or XX"},
		{"1999-XX-01", "unexpected '0' at column 9: want XX, the day of an unspecified month"},
		{"1999-XX-", "the text ends at column 9: want XX, the day of an unspecified month"},
		{"1999-XX-XX-", "unexpected '-' at column 11: want a qualifier ~ ? % or the end"},
		{"1999-01-XXT10:10:10", "unexpected 'T' at column 11: want a qualifier ~ ? % or the end"},
		{"1999-XXT10:10:10", "unexpected 'T' at column 8: want -XX, a qualifier ~ ? % or the end"},
	})
}

func TestParse_RefusesQualifiersAndSeasons(t *testing.T) {
	const once = "want the end (a qualifier ends its date; % means both ~ and ?)"
	checkRefused(t, [][2]string{
		{"~1984", "unexpected '~' at column 1: " + wantYear},
		{"1984~?", "unexpected '?' at column 6: " + once},
		{"1984?-06", "unexpected '-' at column 6: " + once},
		{"1984-06~-11", "unexpected '-' at column 9: " + once},
		{"1984-06-11?T10:10:10", "unexpected 'T' at column 12: " + once},
		{"1984-?06", "unexpected '?' at column 6: want the month as two digits, 01..12, or XX"},
		{"2001-25", "season 25 at column 6 is outside 21..24"},
		{"2001-41", "season 41 at column 6 is outside 21..24"},
		{"2001-21-05", "unexpected '-' at column 8: want a qualifier ~ ? % or the end (a season takes no day)"},
	})
}

func TestParse_RefusesClock(t *testing.T) {
	const zone = "want Z, +HH:MM, -HH:MM or the end"
	checkRefused(t, [][2]string{
		{"1985-04-12T24:00:00", "hour 24 at column 12 is outside 00..23"},
		{"1985-04-12T10:60:00", "minute 60 at column 15 is outside 00..59"},
		{"1985-04-12T10:10:60Z", "second 60 at column 18 is outside 00..59"},
		{"1985-04-12T10:10", "the text ends at column 17: want a time HH:MM:SS"},
		{"1985-04-12T1010:10", "unexpected '1' at column 14: want a time HH:MM:SS"},
		{"1985-04-12Tx", "unexpected 'x' at column 12: want the hour as two digits, 00..23"},
		{"1985-04-12T", "the text ends at column 12: want the hour as two digits, 00..23"},
		{"1985-04-12 10:10:10", "unexpected ' ' at column 11: want THH:MM:SS, a qualifier ~ ? % or the end"},
		{"1985-04-12T10:10:10.5Z", "unexpected '.' at column 20: " + zone},
		{"1985-04-12T10:10:10z", "unexpected 'z' at column 20: " + zone},
		{"1985-04-12T10:10:10+24:00", "zone hour 24 at column 21 is outside 00..23"},
		{"1985-04-12T10:10:10+04:60", "zone minute 60 at column 24 is outside 00..59"},
		{"1985-04-12T10:10:10+0400", "unexpected '0' at column 23: want the end"},
		{"1985-04-12T10:10:10-00:00", "the zone at column 20 is minus zero: want Z"},
		{"1985-04-12T10:10:10-00", "the zone at column 20 is minus zero: want Z"},
		{"1985-04-12T10:10:10Z~", "unexpected '~' at column 21: want the end"},
		{"1985-04T10:10:10", "unexpected 'T' at column 8: want -DD, -XX, a qualifier ~ ? % or the end"},
	})
}

func TestParse_RefusesIntervals(t *testing.T) {
	checkRefused(t, [][2]string{
		{"1994/1993", "the end at column 6 lies before the start: want start/end"},
		{"1993-05/1993-04", "the end at column 9 lies before the start: want start/end"},
		{"1993-05-02/1993-05-01", "the end at column 12 lies before the start: want start/end"},
		{"1993-05/1992", "the end at column 9 lies before the start: want start/end"},
		{"1993/-1993", "the end at column 6 lies before the start: want start/end"},
		{"Y170000002/Y160000000", "the end at column 12 lies before the start: want start/end"},
		{"/", "the interval has no date, its end is at column 2: want one in start/end"},
		{"../..", "the interval has no date, its end is at column 4: want one in start/end"},
		{"../", "the interval has no date, its end is at column 4: want one in start/end"},
		{"/..", "the interval has no date, its end is at column 2: want one in start/end"},
		{"1985/1986/1987", "unexpected '/' at column 10: want the end (an interval has one slash)"},
		{"1985//", "unexpected '/' at column 6: want the end (an interval has one slash)"},
		{"1985 / 1986", "unexpected ' ' at column 5: want -MM, -XX, a qualifier ~ ? % or /"},
		{"1985/ 1986", "unexpected ' ' at column 6: " + wantYear},
		{"1985/1986x", "unexpected 'x' at column 10: want -MM, -XX, a qualifier ~ ? % or the end"},
		{"1985/05", "the text ends at column 8: " + wantYear},
		{"1985-04-12T10:10:10Z/1986", "unexpected 'T' at column 11: " +
			"want a qualifier ~ ? % or / (an interval takes no time of day)"},
		{"1985/P1Y", "unexpected 'P' at column 6: " + wantYear},
		{"..1985/1986", "unexpected '1' at column 3: want / after the open side .."},
		{"1985/...", "unexpected '.' at column 8: want the end after the open side .."},
		{"1985../1986", "unexpected '.' at column 5: want -MM, -XX, a qualifier ~ ? % or /"},
		{"1985/open", "unexpected 'o' at column 6: " + wantYear},
		{"[1985]/1986", "unexpected '/' at column 7: want the end, a set takes nothing after its ]"},
	})
}

func TestParse_RefusesSets(t *testing.T) {
	checkRefused(t, [][2]string{
		{"[", "the text ends at column 2: " + wantYear},
		{"[]", "unexpected ']' at column 2: " + wantYear},
		{"[..]", "unexpected ']' at column 4: " + wantYear},
		{"[1667", `the text ends at column 6: want -MM, -XX, a qualifier ~ ? % or "..", "," or "]"`},
		{"[1667,]", "unexpected ']' at column 7: " + wantYear},
		{"[1667, 1668]", "unexpected ' ' at column 7: " + wantYear},
		{"[1668..1667]", "the range end at column 8 lies before its start: want first..last"},
		{"[1993-05..1993-04]", "the range end at column 11 lies before its start: want first..last"},
		{"[1667,..1668]", "unexpected '.' at column 7: " + wantYear},
		{"[1667..,1668]", "unexpected ',' at column 8: " + wantYear},
		{"[1667..1668..1669]", `unexpected '.' at column 12: want -MM, -XX, a qualifier ~ ? % or "," or "]"`},
		{"[..1667..1668]", `unexpected '.' at column 8: want -MM, -XX, a qualifier ~ ? % or "," or "]"`},
		{"[1667..", "the text ends at column 8: " + wantYear},
		{"[1667..1668", `the text ends at column 12: want -MM, -XX, a qualifier ~ ? % or "," or "]"`},
		{"[1667/1668]", `unexpected '/' at column 6: want -MM, -XX, a qualifier ~ ? % or "..", "," or "]"`},
		{"[1667]~", "unexpected '~' at column 7: want the end, a set takes nothing after its ]"},
		{"[1667..]~", "unexpected '~' at column 9: want the end, a set takes nothing after its ]"},
		{"{1667,1668}", "unexpected '{' at column 1: " + wantYear},
		{"1667..1668", "unexpected '.' at column 5: want -MM, -XX, a qualifier ~ ? % or the end"},
	})
}

func TestParse_RefusesLongTexts(t *testing.T) {
	fits := "[" + strings.Repeat("1993,", 39) + "199X" // and a bracket makes 201
	want := `edtf "` + fits[:60] + `...": the text goes on at column 201: want at most 200 bytes`
	if _, err := edtf.Parse(fits + "]"); !errors.Is(err, edtf.ErrSyntax) || err.Error() != want {
		t.Errorf("a text of 201 bytes: %v, want %s", err, want)
	}
	if _, err := edtf.Parse(strings.Replace(fits, "1993,1993,", "1993-04~,", 1) + "]"); err != nil {
		t.Errorf("a text of 200 bytes: %v", err)
	}
}
