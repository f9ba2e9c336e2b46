package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the folded form of a name or query: lower-case words with one
// space between. Folding twice changes nothing.
func Fold(s string) string { return sound(spell(s), regional) }

// spell writes s in lower-case Latin letters, each letter for itself. Composed
// letters are looked up before their marks are dropped: ş is not s here.
func spell(s string) string {
	s = norm.NFKC.String(strings.ToLower(norm.NFKC.String(s)))
	s = strings.ReplaceAll(s, "ու", "u") // one vowel in two letters
	b := speller{}
	for _, r := range s {
		if b.letter(r) {
			continue
		}
		for _, part := range norm.NFKD.String(string(r)) {
			if !b.letter(part) {
				b.other(part)
			}
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// speller writes the text of spell.
type speller struct {
	strings.Builder
	inWord bool
}

// letter writes a letter that the alphabets know, and reports whether they do.
func (b *speller) letter(r rune) bool {
	switch {
	case r == 'w':
		b.WriteByte('v')
	case 'a' <= r && r <= 'z':
		b.WriteByte(byte(r))
	case r == 'ե' && !b.inWord:
		b.WriteString("ye")
	case r == 'ո' && !b.inWord:
		b.WriteString("vo")
	default:
		text, known := alphabets[r]
		if !known {
			return false
		}
		b.WriteString(text)
		if text == "" { // a sign that has no sound begins no word
			return true
		}
	}
	b.inWord = true
	return true
}

// other writes what is in no alphabet: digits, and letters of other scripts as
// they are. Marks and what is invisible go; the rest parts words.
func (b *speller) other(r rune) {
	switch {
	case unicode.IsMark(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(apostrophes, r):
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		b.WriteString(strings.ToLower(string(digit(r))))
		b.inWord = true
	case b.inWord:
		b.WriteByte(' ')
		b.inWord = false
	}
}

// apostrophes stand inside words: for the Armenian aspirates (t'), the Russian
// soft sign, the Azerbaijani and Turkish stop. The last are Armenian stress,
// exclamation and question marks, which stand on a vowel.
const apostrophes = "'’‘ʼʻʹʿʾ`´′՚՛՜՞"

// digit makes the Arabic-Indic digits, eastern and western, European.
func digit(r rune) rune {
	switch {
	case '٠' <= r && r <= '٩':
		return '0' + r - '٠'
	case '۰' <= r && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}
