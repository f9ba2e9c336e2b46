package cql2

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	nameToken
	quotedToken // a name in double quotes
	stringToken
	numberToken
	symbolToken
)

type token struct {
	kind   tokenKind
	text   string // of a name or text what it says, without quotes
	number float64
	start  int // byte in the text
	end    int
}

// is reports a symbol.
func (t token) is(symbol string) bool { return t.kind == symbolToken && t.text == symbol }

// isWord reports a keyword, in any case.
func (t token) isWord(word string) bool {
	return t.kind == nameToken && strings.EqualFold(t.text, word)
}

func (t token) String() string {
	switch t.kind {
	case endToken:
		return "the end"
	case stringToken:
		return "'" + clip(t.text) + "'"
	}
	return `"` + clip(t.text) + `"`
}

func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}

// lexer cuts a text into tokens.
type lexer struct{ text string }

func (l *lexer) place(at int) Place {
	return Place{Column: utf8.RuneCountInString(l.text[:at]) + 1}
}

func (l *lexer) errorf(at int, format string, args ...any) error {
	return &Error{l.place(at), fmt.Sprintf(format, args...)}
}

// next returns the token at or behind byte i.
func (l *lexer) next(i int) (token, error) {
	// The grammar's white space is that of Unicode: a filter pasted from a page
	// has spaces that do not break.
	i = len(l.text) - len(strings.TrimLeftFunc(l.text[i:], unicode.IsSpace))
	if i == len(l.text) {
		return token{start: i, end: i}, nil
	}
	rest := l.text[i:]
	switch c := rest[0]; {
	case c == '\'':
		return l.quoted(i, stringToken)
	case c == '"':
		return l.quoted(i, quotedToken)
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && isDigit(rest[1]):
		return l.numeral(i)
	}
	for _, symbol := range []string{"<>", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "^", "%", "(", ")", ",", "[", "]"} {
		if strings.HasPrefix(rest, symbol) {
			return token{kind: symbolToken, text: symbol, start: i, end: i + len(symbol)}, nil
		}
	}
	end := i
	for end < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[end:])
		if !isNameStart(r) && (end == i || !isNamePart(r)) || r == utf8.RuneError && size == 1 {
			break
		}
		end += size
	}
	if end == i {
		r, _ := utf8.DecodeRuneInString(rest)
		return token{}, l.errorf(i, "the character %q belongs to no filter; texts stand in single quotes, unusual names in double quotes", r)
	}
	if end-i > maxText {
		return token{}, l.errorf(i, "a name has more than %d bytes", maxText)
	}
	return token{kind: nameToken, text: l.text[i:end], start: i, end: end}, nil
}

// controls are what a backslash and a letter stand for in a text.
const controlLetters, controls = "abtnvfr", "\a\b\t\n\v\f\r"

// quoted reads a text or name in quotes. A quote in it is doubled; in a text a
// backslash before a quote does too, and before some letters it makes a control
// character. All other backslashes stay: LIKE has them.
func (l *lexer) quoted(start int, kind tokenKind) (token, error) {
	quote := l.text[start]
	var b strings.Builder
	for i := start + 1; i < len(l.text); i++ {
		c := l.text[i]
		next := i+1 < len(l.text) && l.text[i+1] == quote
		control := -1
		if c == '\\' && kind == stringToken && i+1 < len(l.text) {
			control = strings.IndexByte(controlLetters, l.text[i+1])
		}
		switch {
		case control >= 0:
			b.WriteByte(controls[control])
			i++
		case c == '\\' && next && kind == stringToken, c == quote && next:
			b.WriteByte(quote)
			i++
		case c == quote:
			t := token{kind: kind, text: b.String(), start: start, end: i + 1}
			switch {
			case len(t.text) > maxText:
				return t, l.errorf(start, "a text has more than %d bytes", maxText)
			case kind == quotedToken && t.text == "":
				return t, l.errorf(start, "a name is empty")
			}
			return t, nil
		default:
			b.WriteByte(c)
		}
	}
	return token{}, l.errorf(start, "the quote that opens here is not closed")
}

func (l *lexer) numeral(start int) (token, error) {
	i := start
	digits := func() {
		for i < len(l.text) && isDigit(l.text[i]) {
			i++
		}
	}
	digits()
	if i < len(l.text) && l.text[i] == '.' {
		i++
		digits()
	}
	if i < len(l.text) && (l.text[i] == 'e' || l.text[i] == 'E') {
		i++
		if i < len(l.text) && (l.text[i] == '+' || l.text[i] == '-') {
			i++
		}
		digits()
	}
	v, err := strconv.ParseFloat(l.text[start:i], 64)
	if err != nil {
		return token{}, l.errorf(start, "%s is no number, or too large a one", clip(l.text[start:i]))
	}
	if r, _ := utf8.DecodeRuneInString(l.text[i:]); i < len(l.text) && isNameStart(r) {
		return token{}, l.errorf(start, "%s is followed by a letter", clip(l.text[start:i]))
	}
	return token{kind: numberToken, text: l.text[start:i], number: v, start: start, end: i}, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// nameRanges are the characters that a name may begin with, but for ASCII.
var nameRanges = [][2]rune{
	{0xC0, 0xD6},
	{0xD8, 0xF6},
	{0xF8, 0x2FF},
	{0x370, 0x37D},
	{0x37F, 0x167F},
	{0x1681, 0x1FFE}, // between them is a space
	{0x200C, 0x200D},
	{0x2070, 0x218F},
	{0x2C00, 0x2FEF},
	{0x3001, 0xD7FF},
	{0xF900, 0xFDCF},
	{0xFDF0, 0xFFFD},
	{0x10000, 0xEFFFF},
}

func isNameStart(r rune) bool {
	if r < 0x80 {
		return r == ':' || r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
	}
	for _, span := range nameRanges {
		if r >= span[0] && r <= span[1] {
			return true
		}
	}
	return false
}

func isNamePart(r rune) bool {
	return isNameStart(r) || r == '.' || r >= '0' && r <= '9' || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}
