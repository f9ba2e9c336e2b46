package importer

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Problem is one thing that is wrong with one row.
type Problem struct {
	Row    int    `json:"row"`             // from 1, a table's head not counted; 0 is the file as a whole
	Line   int    `json:"line,omitempty"`  // on which the row begins, from 1
	Field  string `json:"field,omitempty"` // of the record; "" is the row as a whole
	Value  string `json:"value,omitempty"` // as the file has it, shortened
	Reason string `json:"reason"`          // what is wrong, and what is accepted
}

// Error is "row 12: lat: 412 is outside -90..90".
func (p Problem) Error() string {
	var b strings.Builder
	if p.Row > 0 {
		b.WriteString("row " + strconv.Itoa(p.Row) + ": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Reason)
	return b.String()
}

// String is Error.
func (p Problem) String() string { return p.Error() }

// maxShown bounds how much of a foreign text a report repeats, in bytes.
const maxShown = 60

// shorten cuts a foreign text for a report.
func shorten(s string) string { return cut(s, maxShown) }

// cut cuts between characters.
func cut(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := most
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "..."
}

// quote shows a foreign text in a reason: short, and without control characters.
func quote(s string) string { return strconv.Quote(shorten(s)) }

// shown is quote, but a number stands as it is.
func shown(s string) string {
	if strings.Trim(s, "0123456789+-.eE") == "" {
		return shorten(s)
	}
	return quote(s)
}
