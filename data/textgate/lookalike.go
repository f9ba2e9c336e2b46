package textgate

import (
	"strings"
	"unicode/utf8"
)

// lookalikes are small letters of other scripts that look like a Latin one, or
// whose capitals do.
var lookalikes = map[rune]byte{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y', 'χ': 'x', 'ζ': 'z',
	'ս': 's', 'ց': 'g', 'հ': 'h', 'ո': 'n', 'օ': 'o', 'զ': 'q', 'յ': 'j', 'ք': 'p', 'լ': 'l', 'է': 't',
}

// isMixed reports whether the text holds a letter that asLatin has to read.
func (t *text) isMixed() bool {
	for i := 1; i < len(t.s); i++ {
		if (t.s[i-1] < utf8.RuneSelf) == (t.s[i] < utf8.RuneSelf) {
			continue
		}
		r, size := utf8.DecodeLastRuneInString(t.s[:i])
		at := i - size
		if t.s[i] >= utf8.RuneSelf {
			r, _ = utf8.DecodeRuneInString(t.s[i:])
			at = i
		}
		if _, ok := lookalikes[r]; ok && t.isMixedAt(at, r) {
			return true
		}
	}
	return false
}

// isMixedAt reports that a letter stands beside a digit or a Latin letter: within
// a word of two scripts, or in a code.
func (t *text) isMixedAt(i int, r rune) bool {
	end := i + utf8.RuneLen(r)
	return i > 0 && isPlain(t.s[i-1]) || end < len(t.s) && isPlain(t.s[end])
}

// isPlain reports a digit or a Latin letter of folded text.
func isPlain(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'z' }

// asLatin is the text with Latin letters for those that look like them, and where
// in it those are that stood in a word of two scripts.
func (t *text) asLatin() (latin *text, mixed []int) {
	latin = &text{raw: t.raw, starts: make([]int, 0, len(t.s)), ends: make([]int, 0, len(t.s))}
	s := make([]byte, 0, len(t.s))
	copied := 0
	copyTo := func(end int) {
		s = append(s, t.s[copied:end]...)
		latin.starts, latin.ends = append(latin.starts, t.starts[copied:end]...), append(latin.ends, t.ends[copied:end]...)
	}
	for i, r := range t.s {
		if r < utf8.RuneSelf {
			continue
		}
		c, ok := lookalikes[r]
		if !ok {
			continue
		}
		copyTo(i)
		if t.isMixedAt(i, r) {
			mixed = append(mixed, len(s))
		}
		s, latin.starts, latin.ends = append(s, c), append(latin.starts, t.starts[i]), append(latin.ends, t.ends[i])
		copied = i + utf8.RuneLen(r)
	}
	copyTo(len(t.s))
	latin.s = string(s)
	return latin, mixed
}

// wordsBefore is how many words before a code its label may begin: "plus code is".
const wordsBefore = 3

// scanCodes looks for codes in the words of two scripts alone, and in the few
// before each: in the others there are none that scan did not see.
func (t *text) scanCodes(mixed []int) (found []span) {
	to := 0
	for _, at := range mixed {
		if at < to {
			continue
		}
		from := at
		for range wordsBefore + 1 {
			from = max(to, strings.LastIndexByte(t.s[:max(from-1, 0)], ' ')+1)
		}
		word, _, _ := strings.Cut(t.s[at:], " ")
		to = at + len(word)
		found = append(found, t.scanFor(codeFinders, codeFinders, from, to)...)
	}
	return found
}
