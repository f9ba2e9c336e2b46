package textgate

import (
	"html"
	"strings"
	"unicode/utf8"
)

// maxLayers is how often a text is decoded: "%252C" is a comma escaped twice.
const maxLayers = 3

// decode resolves HTML entities and tags, percent escapes and \u escapes.
func decode(raw string) []unit {
	units := make([]unit, 0, len(raw))
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRuneInString(raw[i:])
		units = append(units, unit{r, i, i + size})
		i += size
	}
	if !strings.ContainsAny(raw, "%&\\<") {
		return units
	}
	for range maxLayers {
		before := len(units)
		if units = decodeLayer(units); len(units) == before {
			break
		}
	}
	return units
}

// decodeLayer writes over units as it reads: what it writes is never longer.
func decodeLayer(units []unit) []unit {
	out := units[:0]
	for i := 0; i < len(units); {
		r, n := escapeAt(units[i:])
		if n == 0 {
			out, i = append(out, units[i]), i+1
			continue
		}
		whole := unit{r, units[i].start, units[i+n-1].end}
		if r >= 0 {
			out = append(out, whole)
		}
		i += n
	}
	return out
}

// escapeAt reads an escape at the head of units: the character it stands for,
// -1 for none, and how many units it is long; 0 if there is no escape.
func escapeAt(units []unit) (r rune, n int) {
	switch units[0].r {
	case '%':
		return percentAt(units)
	case '&':
		return entityAt(units)
	case '\\':
		return backslashAt(units)
	case '<':
		return tagAt(units)
	}
	return 0, 0
}

func percentAt(units []unit) (rune, int) {
	var b []byte
	for n := 0; n+2 < len(units) && len(b) < utf8.UTFMax && units[n].r == '%'; n += 3 {
		c, ok := hexAt(units[n+1:], 2)
		if !ok {
			break
		}
		b = append(b, byte(c))
		if r, _ := utf8.DecodeRune(b); r != utf8.RuneError {
			return r, n + 3
		}
	}
	return 0, 0
}

func entityAt(units []unit) (rune, int) {
	const longest = 12
	var b strings.Builder
	for n, u := range units[:min(len(units), longest)] {
		b.WriteRune(u.r)
		if u.r != ';' {
			continue
		}
		plain := html.UnescapeString(b.String())
		if r, size := utf8.DecodeRuneInString(plain); size == len(plain) {
			return r, n + 1
		}
		return 0, 0
	}
	return 0, 0
}

func backslashAt(units []unit) (rune, int) {
	if len(units) < 2 {
		return 0, 0
	}
	switch units[1].r {
	case 'u':
		if r, ok := hexAt(units[2:], 4); ok {
			return r, 6
		}
	case 'n', 't', 'r':
		// "\n" of a JSON text; but LaTeX has "\times".
		if len(units) == 2 || !isASCIILetter(units[2].r) {
			return ' ', 2
		}
	case '"', '/', '.', ',':
		return units[1].r, 2
	}
	return 0, 0
}

// tagAt reads an HTML tag. Those that stand inside words vanish, the others
// part words. One with digits in it stays: <trkpt lat=...>.
func tagAt(units []unit) (rune, int) {
	const longest = 80
	name, named := strings.Builder{}, false
	for n, u := range units[1:min(len(units), longest)] {
		switch {
		case u.r == '>' && name.Len() > 0:
			switch name.String() {
			case "sup", "sub", "b", "i", "em", "strong", "span", "wbr", "font", "u", "mark", "small":
				return -1, n + 2
			}
			return ' ', n + 2
		case u.r == '<' || u.r == '>' || '0' <= u.r && u.r <= '9': // an attribute may hold a position
			return 0, 0
		case u.r == '/' && n == 0:
		case isASCIILetter(u.r) && !named:
			name.WriteRune(u.r | 0x20)
		case name.Len() == 0:
			return 0, 0
		default:
			named = true
		}
	}
	return 0, 0
}

func isASCIILetter(r rune) bool {
	return 'a' <= r|0x20 && r|0x20 <= 'z'
}

// hexAt reads n hexadecimal digits.
func hexAt(units []unit, n int) (v rune, ok bool) {
	if len(units) < n {
		return 0, false
	}
	for _, u := range units[:n] {
		switch {
		case '0' <= u.r && u.r <= '9':
			v = v<<4 | (u.r - '0')
		case 'a' <= u.r|0x20 && u.r|0x20 <= 'f':
			v = v<<4 | (u.r | 0x20 - 'a' + 10)
		default:
			return 0, false
		}
	}
	return v, true
}
