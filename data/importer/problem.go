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

// Error is "row 12: lat: 412 is outside -90..90". A value that the reason does
// not repeat follows it: "row 3: id: the same id stands in row 1 (value "a")".
func (p Problem) Error() string {
	var b strings.Builder
	if p.Row > 0 {
		b.WriteString("row " + strconv.Itoa(p.Row) + ": ")
	}
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(p.Reason)
	if !p.tellsValue() {
		b.WriteString(" (value " + literal(p.Value) + ")")
	}
	return b.String()
}

// tellsValue reports that the reason says what the value is. A short value may
// stand in it by chance, so only the ways in which reasons are worded count.
func (p Problem) tellsValue() bool {
	return p.Value == "" || strings.HasPrefix(p.Reason, p.Value+" ") || strings.Contains(p.Reason, strconv.Quote(p.Value)) ||
		strings.Contains(p.Reason+";", "found "+p.Value+";") || strings.Contains(p.Reason+";", "found the number "+p.Value+";")
}

// literal quotes a foreign text; one with quotes in it, as JSON has, stays legible.
func literal(s string) string {
	if strings.Contains(s, `"`) && strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return strconv.Quote(s)
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
