package textgate

import "unicode/utf8"

// lookalikes are small letters of other scripts that look like a Latin one, or
// whose capitals do.
var lookalikes = map[rune]byte{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'ѕ': 's', 'т': 't', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y',
	'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'h', 'ι': 'i', 'κ': 'k', 'μ': 'm', 'ν': 'n', 'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'y', 'χ': 'x', 'ζ': 'z',
	'ս': 's', 'ց': 'g', 'հ': 'h', 'ո': 'n', 'օ': 'o', 'զ': 'q', 'յ': 'j', 'ք': 'p', 'լ': 'l', 'է': 't',
}

// isMixed reports a letter that looks like a Latin one beside a digit or a Latin
// letter: within a word, or in a code.
func (t *text) isMixed() bool {
	for i := 1; i < len(t.s); i++ {
		var r rune
		switch before, after := t.s[i-1], t.s[i]; {
		case isPlain(before) && after >= utf8.RuneSelf:
			r, _ = utf8.DecodeRuneInString(t.s[i:])
		case before >= utf8.RuneSelf && isPlain(after):
			r, _ = utf8.DecodeLastRuneInString(t.s[:i])
		default:
			continue
		}
		if _, ok := lookalikes[r]; ok {
			return true
		}
	}
	return false
}

// isPlain reports a digit or a Latin letter of folded text.
func isPlain(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'z' }

// asLatin is the text with Latin letters for those that look like them.
func (t *text) asLatin() *text {
	latin := &text{raw: t.raw, starts: make([]int, 0, len(t.s)), ends: make([]int, 0, len(t.s))}
	s := make([]byte, 0, len(t.s))
	for i, r := range t.s {
		end := i + utf8.RuneLen(r)
		if c, ok := lookalikes[r]; ok {
			s, end = append(s, c), i+1
		} else {
			s = append(s, t.s[i:end]...)
		}
		latin.starts, latin.ends = append(latin.starts, t.starts[i:end]...), append(latin.ends, t.ends[i:end]...)
	}
	latin.s = string(s)
	return latin
}
