package textgate

import (
	"unicode"
	"unicode/utf8"
)

// text is a text made plain for searching: letters small and without marks,
// digits of every script as 0-9, look-alike signs as one sign, runs of blanks
// as one blank, invisible characters left out, entities and escapes resolved.
// starts and ends lead from each byte of it back to the bytes it came from.
type text struct {
	raw          string
	s            string
	starts, ends []int
}

// unit is one character and the bytes [start, end) that it was written with.
type unit struct {
	r          rune
	start, end int
}

func fold(raw string) *text {
	t := &text{raw: raw, starts: make([]int, 0, len(raw)), ends: make([]int, 0, len(raw))}
	s := make([]byte, 0, len(raw))
	for _, u := range decode(raw) {
		before := len(s)
		s = appendPlain(s, u.r)
		for range len(s) - before {
			t.starts, t.ends = append(t.starts, u.start), append(t.ends, u.end)
		}
	}
	t.s = string(s)
	return t
}

// appendPlain appends the plain form of a character, or nothing.
func appendPlain(s []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		switch {
		case 'A' <= r && r <= 'Z':
			return append(s, byte(r)+'a'-'A')
		case r > ' ' && r < 0x7f:
			if r == '`' {
				r = '\''
			}
			return append(s, byte(r))
		case r == ' ' || r >= '\t' && r <= '\r':
			return appendBlank(s)
		}
		return s
	}
	switch {
	case r >= 0xFF01 && r <= 0xFF5E: // full-width forms of ASCII
		return appendPlain(s, r-0xFEE0)
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return appendBlank(s)
	case isInvisible(r):
		return s
	case unicode.Is(unicode.Nd, r):
		return append(s, '0'+digitValue(r))
	case isBullet(r) && endsInFraction(s):
		return append(s, '|')
	case r == 'և':
		return append(s, "եւ"...)
	}
	return utf8.AppendRune(s, plainSign(plainLetter(unicode.ToLower(r))))
}

// isInvisible reports marks, which stand on what is before them, and characters
// that show nothing, among which are letters and a pattern of Braille without dots.
func isInvisible(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Cc)
}

func isBullet(r rune) bool { return r == '•' || r == '●' }

// endsInFraction reports a number that has its point and three digits behind it.
// A bullet that follows parts it from the next, and is no point of its own.
func endsInFraction(s []byte) bool {
	at := len(s)
	for at > 0 && isDigit(s[at-1]) {
		at--
	}
	return len(s)-at >= 3 && at > 1 && s[at-1] == '.' && isDigit(s[at-2])
}

func appendBlank(s []byte) []byte {
	if len(s) > 0 && s[len(s)-1] == ' ' {
		return s
	}
	return append(s, ' ')
}

// digitValue is the value of a decimal digit of any script: Unicode keeps each
// script's ten in a row, beginning with its zero.
func digitValue(r rune) byte {
	for _, row := range unicode.Nd.R16 {
		if r >= rune(row.Lo) && r <= rune(row.Hi) {
			return byte((r - rune(row.Lo)) % 10)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if r >= rune(row.Lo) && r <= rune(row.Hi) {
			return byte((r - rune(row.Lo)) % 10)
		}
	}
	return 0
}

// plainLetter takes the marks off the letters that the words of this package
// are written with, so that "şimal-şərq" and "simal-serq" are one.
func plainLetter(r rune) rune {
	switch r {
	case 'ə', 'é', 'è', 'ê', 'ë', 'ǝ', 'ә':
		return 'e'
	case 'ı', 'í', 'î', 'ï', 'İ':
		return 'i'
	case 'ş', 'ș', 'š':
		return 's'
	case 'ç', 'č':
		return 'c'
	case 'ğ', 'ģ':
		return 'g'
	case 'ö', 'ó', 'ô':
		return 'o'
	case 'ü', 'ú', 'û':
		return 'u'
	case 'á', 'à', 'â', 'ä':
		return 'a'
	case 'й':
		return 'и'
	case 'ё':
		return 'е'
	}
	return r
}

// plainSign makes one sign of those that look or serve alike.
func plainSign(r rune) rune {
	switch r {
	case 'º', '˚', '∘', '⁰', 'ᵒ', 'ₒ', '◦', '゜', 'ﾟ', '॰', 'ᴼ', '⚬', '○':
		return '°'
	case '′', '’', '‘', 'ʹ', 'ʼ', '´', '՚', '‛', '׳', 'ˈ', '‵', 'ʻ', 'ꞌ', '՛':
		return '\''
	case '″', '”', '“', 'ʺ', '„', '״', '‟', '‶', '˝', '〃':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '˗', '⁃', '֊', '➖':
		return '-'
	case '·', '∙', '․', '٫', '⋅', '。', '۔', '‧', '・', '⸳', '﹒', '｡', '•', '●':
		return '.'
	case '،', '、', '‚', '﹐', '︐':
		return ','
	case '؛':
		return ';'
	case '⁄', '∕', '⧸':
		return '/'
	case '：', '∶', 'ː', '꞉', '։', '՝':
		return ':'
	case '｜', '│', '¦':
		return '|'
	}
	return r
}
