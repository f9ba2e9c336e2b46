package textgate

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// MayLocate reports that a value under a name may be a position or a part of
// one: a latitude alone is half of it, and looks like any number. It is for
// short values such as a claim's, whose name is the word that they stand under;
// Find looks at running text.
//
// A number may be a coordinate if it has a point in it, or six digits or more.
// The name may say that it is something else (a count, a code, a day, a measure),
// or that it is a coordinate, whatever its digits. What name and value read as a
// position together ("m_from_school", "300") is one.
func MayLocate(name, value string) bool {
	n := nameOf(name)
	if n.digits > mostNameDigits || n.reads(value) {
		return true
	}
	t := fold(value)
	plain := strings.TrimSpace(t.s)
	switch {
	case !strings.ContainsAny(plain, "0123456789"), isDate(plain, n.kind):
		return false
	case isNested(plain):
		return true
	case n.kind == ofCoordinate:
		return !n.isFar(plain)
	}
	if list, ok := numbersOf(plain); ok {
		return list.mayLocate(n.kind)
	}
	return t.holdsFineNumber(n.kind)
}

// NamesOther reports a name that makes its value the position of something else
// than the record that it is about: a village may have a "latitude", but its
// "grave_latitude" is that of a grave.
func NamesOther(name string) bool {
	n := nameOf(name)
	return n.kind == ofCoordinate && slices.ContainsFunc(n.words, func(word string) bool {
		return !coordinateWord(word) && !ownWords[word]
	})
}

// IsCoordinate reports that all of a text is one number, or degrees with minutes
// and seconds, as fine as a coordinate: what a column holds that was taken for
// another. In a sentence Find lets such a number pass, for there it may be
// anything.
func IsCoordinate(text string) bool {
	if len(text) > longestNumber || strings.IndexFunc(text, unicode.IsDigit) < 0 {
		return false
	}
	plain := strings.TrimSpace(fold(text).s)
	if !strings.ContainsAny(plain, "0123456789") || isDate(plain, ofYear) {
		return false
	}
	list, ok := numbersOf(plain)
	return ok && (list.isSexagesimal() || slices.ContainsFunc(list.all, func(a amount) bool {
		return a.decimals >= 3 && a.value <= 180 && !a.mayBeThousands() || a.whole >= coordinateDigits
	}))
}

// coordinateDigits is from how many digits on a whole number may be a
// coordinate: 399775 is 39.9775 degrees, 596543 an easting.
const coordinateDigits = 6

// longestNumber bounds a text that is a number, its escapes and signs included.
const longestNumber = 200

// mostNameDigits is how many digits a name may have: those of a year.
const mostNameDigits = 4

// reads reports that the name's words, before the value or behind it, make a
// position of it.
func (n name) reads(value string) bool {
	words := strings.Join(n.words, " ")
	return Find(words+" "+value) != nil || Find(value+" "+words) != nil
}

// isNested reports a text that is JSON: it may hold anything.
func isNested(plain string) bool {
	return (plain[0] == '{' || plain[0] == '[') && json.Valid([]byte(plain))
}

const edtfDay = `[?~%]?(?:1[0-9]|20)[\dxu]{2}(?:-(?:[0-4][\dxu]|xx)(?:-(?:[0-3][\dxu]|xx))?)?[?~%]?(?:t[0-2]\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:z|[+-][01]\d(?::?[0-5]\d)?)?)?`

var (
	edtfDates   = compile(`^[\[{]?(?:\.\.|/)?` + edtfDay + `(?:(?:/|\.\.|, ?| ?- ?)(?:` + edtfDay + `|\.\.)?){0,50}[\]}]?$`)
	writtenDate = compile(`^(?:[0-3]?\d[./-][01]?\d[./-](?:(?:1[5-9]|20)\d\d|\d\d)|[01]\d[./-](?:1[5-9]|20)\d\d|(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?)(?: ?(?:г|il|թ)\.?)?$`)
	compactDate = compile(`^(?:1[5-9]|20)\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?$`)
)

// isDate reports a date, an interval or a list of dates, or a time of day. The
// years are those of our era: other numbers of four digits may be degrees and
// minutes.
func isDate(plain string, of kind) bool {
	if of == ofCoordinate {
		return false
	}
	return edtfDates.matches(plain) || writtenDate.matches(plain) || of == ofYear && compactDate.matches(plain)
}

// holdsFineNumber looks for a number that may be a coordinate among words. It
// asks for more digits than where a number stands alone, and takes a longer one
// for a grid's only where the name speaks of a place.
func (t *text) holdsFineNumber(of kind) bool {
	if !of.isOpen() {
		return false
	}
	for i := 0; i < len(t.s); i++ {
		if !isDigit(t.s[i]) {
			continue
		}
		if n, ok := t.number(i); ok && t.isFine(n, of) {
			return true
		}
		a, end := amountAt(t.s, i)
		if of == ofPlace && a.whole >= coordinateDigits {
			return true
		}
		i = max(end, t.afterDigits(i)) - 1
	}
	return false
}

var monthOfYear = compile(`^(?:0[1-9]|1[0-2])\.(?:1[5-9]|20)\d\d$`)

func (t *text) isFine(n number, of kind) bool {
	if n.value < 1 || n.value > 180 || n.decimals < 3 || n.decimals == 3 && of != ofPlace {
		return false
	}
	isOther := unitAfter.matches(t.window(n.end, 24)) || n.decimals == 3 && unitOfLength.matches(t.window(n.end, 12)) ||
		moneyBefore.matches(t.before(n.start, 12)) || monthOfYear.matches(t.s[n.start:n.end]) || n.end < len(t.s) && t.s[n.end] == '/'
	return !isOther
}
