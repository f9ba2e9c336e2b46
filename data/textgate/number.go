package textgate

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// number is a decimal number as it stands in folded text.
type number struct {
	start, end int
	value      float64 // without sign
	decimals   int     // digits after the point, less a power of ten
	comma      bool    // the point is a comma, so three decimals may be thousands
}

// No coordinate has more digits than these on either side of the point; a
// longer run is no number.
const maxWhole, maxDecimals = 12, 60

// number reads a number at i, without sign. A chain of them with points, such
// as a date, a version or an IP address, is none.
func (t *text) number(i int) (n number, ok bool) {
	if i >= len(t.s) || !isDigit(t.s[i]) || t.insideNumber(i) {
		return n, false
	}
	end := t.afterDigits(i)
	if end-i > maxWhole {
		return n, false
	}
	n = number{start: i, end: end}
	if fraction, ok := t.fraction(end); ok {
		n.comma, n.decimals, n.end = t.s[end] == ',', fraction-end-1, fraction
		if n.decimals > maxDecimals || t.chained(n) {
			return n, false
		}
	}
	n.value = parse(t.s[i:end] + "." + t.s[min(end+1, n.end):n.end])
	t.exponent(&n)
	return n, true
}

func parse(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0 // digits only, so at worst out of range
	}
	return v
}

// insideNumber reports whether i follows a point that follows a digit.
func (t *text) insideNumber(i int) bool {
	return i >= 2 && t.s[i-1] == '.' && isDigit(t.s[i-2])
}

// fraction returns the end of a point and digits at i. A comma before a number
// with a point of its own parts numbers: "12,46.13007".
func (t *text) fraction(i int) (end int, ok bool) {
	if i+1 >= len(t.s) || (t.s[i] != '.' && t.s[i] != ',') || !isDigit(t.s[i+1]) {
		return i, false
	}
	end = t.afterDigits(i + 1)
	if t.s[i] == ',' && t.digitAfter(end, '.') {
		return i, false
	}
	return end, true
}

// chained reports whether more points, or thousands after commas, follow.
func (t *text) chained(n number) bool {
	if !n.comma {
		return t.digitAfter(n.end, '.')
	}
	return n.decimals == 3 && t.digitAfter(n.end, ',') && t.afterDigits(n.end+1) == n.end+4
}

func (t *text) digitAfter(i int, sign byte) bool {
	return i+1 < len(t.s) && t.s[i] == sign && isDigit(t.s[i+1])
}

var exponentForm = compile(`^e([+-]?\d{1,2})(?:[^\d.a-z°]|$)`)

// exponent reads the power of ten of "4.613007e+01".
func (t *text) exponent(n *number) {
	if n.decimals == 0 || n.end >= len(t.s) || t.s[n.end] != 'e' {
		return
	}
	m := exponentForm.submatches(t.window(n.end, 6))
	if m == nil {
		return
	}
	power, err := strconv.Atoi(t.s[n.end+m[2] : n.end+m[3]])
	if err != nil || power < -12 || power > 12 {
		return
	}
	n.value = parse(strconv.FormatFloat(n.value, 'f', -1, 64) + "e" + strconv.Itoa(power))
	n.decimals, n.end = max(n.decimals-power, 0), n.end+m[3]
}

func isDigit(c byte) bool {
	return '0' <= c && c <= '9'
}

func (t *text) afterDigits(i int) int {
	for i < len(t.s) && isDigit(t.s[i]) {
		i++
	}
	return i
}

func (t *text) letterAt(i int) bool {
	if i < 0 || i >= len(t.s) {
		return false
	}
	if c := t.s[i]; c < utf8.RuneSelf {
		return 'a' <= c && c <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(t.s[i:])
	return unicode.IsLetter(r)
}

func (t *text) letterBefore(i int) bool {
	if i == 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(t.s[max(0, i-utf8.UTFMax):i])
	return unicode.IsLetter(r)
}

func (t *text) afterLetters(i int) int {
	for t.letterAt(i) {
		_, size := utf8.DecodeRuneInString(t.s[i:])
		i += size
	}
	return i
}

// afterBlank is i, or one more if there is a blank: folding leaves but one.
func (t *text) afterBlank(i int) int {
	if i < len(t.s) && t.s[i] == ' ' {
		return i + 1
	}
	return i
}

// skip is i, or what follows up to most bytes of a set there.
func (t *text) skip(i int, set string, most int) int {
	for end := i + most; i < end && i < len(t.s) && strings.IndexByte(set, t.s[i]) >= 0; {
		i++
	}
	return i
}

// window is the text from i, at most n bytes of it; before is that up to i.
func (t *text) window(i, n int) string { return t.s[min(i, len(t.s)):min(len(t.s), i+n)] }
func (t *text) before(i, n int) string { return t.s[max(0, i-n):i] }

// capital reports whether the letter at i was written as a capital.
func (t *text) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(t.raw[t.starts[i]:])
	return unicode.IsUpper(r)
}

// alone reports whether [start, end) is bounded by neither letter nor digit.
func (t *text) alone(start, end int) bool {
	return !t.letterBefore(start) && (start == 0 || !isDigit(t.s[start-1])) &&
		!t.letterAt(end) && (end >= len(t.s) || !isDigit(t.s[end]))
}
