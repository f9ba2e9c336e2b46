package importer

import (
	"math"
	"strconv"
	"strings"
)

// kind is what a value was in the file. A table's cells are all text.
type kind uint8

const (
	null kind = iota // absent, null or an empty text
	text
	number  // a JSON number, text as written
	boolean // text is "true" or "false"
	nested  // an object or array, text as written
)

// value is one value of a row, not yet understood.
type value struct {
	kind kind
	text string
}

// cell is the value of a table's cell, or of a JSON string.
func cell(s string) value {
	s = strings.TrimSpace(s)
	if s == "" {
		return value{}
	}
	return value{text, s}
}

// found says what the value is, for a reason that begins with what was wanted.
func (v value) found() string {
	switch v.kind {
	case text:
		return "the text " + quote(v.text)
	case number:
		return "the number " + shorten(v.text)
	case boolean:
		return v.text
	case nested:
		return "an object or array"
	}
	return "null"
}

// float reads a finite number; the reason says why it is none.
func (v value) float() (f float64, reason string) {
	if v.kind != text && v.kind != number {
		return 0, "want a number, found " + v.found()
	}
	f, err := strconv.ParseFloat(v.text, 64)
	switch {
	case err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) && isDecimal(v.text):
		return f + 0, "" // -0 + 0 is 0
	case err != nil && math.IsInf(f, 0) || err == nil:
		return 0, shorten(v.text) + " is not a finite decimal number"
	}
	if point := strings.Replace(v.text, ",", ".", 1); point != v.text && isDecimal(point) {
		return 0, quote(v.text) + " is not a number; with a decimal point it is " + shorten(point)
	}
	return 0, quote(v.text) + " is not a number"
}

// isDecimal leaves out what ParseFloat reads besides: 0x10, 1_000, inf, nan.
func isDecimal(s string) bool {
	if strings.Trim(s, "0123456789+-.eE") != "" || strings.ContainsAny(s, "_xXnN") {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// whole reads a whole number that a float64 holds exactly too, since JSON
// readers make one of it. 12.0 is whole.
func (v value) whole() (n int64, reason string) {
	f, reason := v.float()
	const most = 1 << 53
	switch {
	case reason != "":
		return 0, reason
	case f != math.Trunc(f):
		return 0, shorten(v.text) + " is not a whole number"
	case f < -most || f > most:
		return 0, shorten(v.text) + " is outside -2^53..2^53"
	}
	return int64(f), ""
}

// truth reads a boolean, also as tables and old formats write it.
func (v value) truth() (is bool, reason string) {
	switch strings.ToLower(v.text) {
	case "true", "yes", "t", "y", "1":
		return true, ""
	case "false", "no", "f", "n", "0":
		return false, ""
	}
	return false, "want true or false, found " + v.found()
}

// words reads a text; a number stands for its digits.
func (v value) words() (s, reason string) {
	if v.kind != text && v.kind != number {
		return "", "want text, found " + v.found()
	}
	for _, r := range v.text {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return "", "holds the control character U+" + strings.ToUpper(hex4(r))
		}
	}
	return v.text, ""
}

func hex4(r rune) string {
	s := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", max(0, 4-len(s))) + s
}
