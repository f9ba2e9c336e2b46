package pdf

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// A value is an int, a name, a ref, a list ([]any), a dictionary (map[string]any),
// or other, which is of no interest here.
type (
	name  string
	ref   struct{ number, generation int }
	other struct{}
)

// mostNested bounds lists and dictionaries within one another, and maxDigits a
// number of an object.
const (
	mostNested = 32
	maxDigits  = 10
)

type parser struct {
	text []byte
	at   int
	seen int // how far it has looked ahead
}

func isSpace(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func isRegular(c byte) bool { return !isSpace(c) && bytes.IndexByte([]byte("()<>[]{}/%"), c) < 0 }

// skip goes past blanks and comments.
func (p *parser) skip() {
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case isSpace(c):
		case c == '%':
			end := bytes.IndexAny(p.text[p.at:], "\r\n")
			if end < 0 {
				p.at = len(p.text)
				return
			}
			p.at += end
		default:
			return
		}
	}
}

// has goes past a sign if it stands here.
func (p *parser) has(sign string) bool {
	if !bytes.HasPrefix(p.text[p.at:], []byte(sign)) {
		return false
	}
	p.at += len(sign)
	return true
}

// word is the regular characters that stand here.
func (p *parser) word() string {
	end := slices.IndexFunc(p.text[p.at:], func(c byte) bool { return !isRegular(c) })
	if end < 0 {
		end = len(p.text) - p.at
	}
	word := string(p.text[p.at : p.at+end])
	p.at += end
	return word
}

// value reads one value; false at the end of one around it and where none is.
func (p *parser) value(depth int) (v any, ok bool) {
	p.skip()
	switch {
	case p.at >= len(p.text) || depth > mostNested:
		return nil, false
	case p.has("<<"):
		return p.dict(depth)
	case p.has("["):
		return p.list(depth)
	case p.has("("):
		return other{}, p.skipText()
	case p.has("<"):
		end := bytes.IndexByte(p.text[p.at:], '>')
		if end < 0 {
			p.at = len(p.text)
			return nil, false
		}
		p.at += end + 1
		return other{}, true
	case p.has("/"):
		return name(plainName(p.word())), true
	case !isRegular(p.text[p.at]):
		return nil, false
	}
	return p.wordValue(), true
}

// wordValue reads a number, a reference ("12 0 R") or a word.
func (p *parser) wordValue() any {
	n, err := strconv.Atoi(p.word())
	if err != nil {
		return other{}
	}
	rest := parser{text: p.text, at: p.at}
	generation, ok := rest.number()
	isRef := ok && n >= 0 && rest.isWordR()
	p.seen = max(p.seen, rest.at)
	if !isRef {
		return n
	}
	p.at = rest.at
	return ref{n, generation}
}

func (p *parser) isWordR() bool {
	p.skip()
	return p.word() == "R"
}

// number reads a whole number without a sign.
func (p *parser) number() (n int, ok bool) {
	p.skip()
	word := p.word()
	n, err := strconv.Atoi(word)
	return n, err == nil && n >= 0 && len(word) <= maxDigits
}

func (p *parser) dict(depth int) (any, bool) {
	d := map[string]any{}
	for {
		if p.skip(); p.has(">>") {
			return d, true
		}
		key, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		k, isName := key.(name)
		v, ok := p.value(depth + 1)
		if !ok || !isName {
			return nil, false
		}
		d[string(k)] = v
	}
}

func (p *parser) list(depth int) (any, bool) {
	all := []any{}
	for {
		if p.skip(); p.has("]") {
			return all, true
		}
		v, ok := p.value(depth + 1)
		if !ok {
			return nil, false
		}
		all = append(all, v)
	}
}

// skipText goes past a text in brackets, which may hold pairs of them.
func (p *parser) skipText() bool {
	for open := 1; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '\\':
			p.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				p.at++
				return true
			}
		}
	}
	return false
}

// plainName resolves #20 and the like, once: what comes of it is not read again.
func plainName(s string) string {
	if !strings.Contains(s, "#") {
		return s // nearly all names
	}
	plain := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				plain = append(plain, byte(c))
				i += 2
				continue
			}
		}
		plain = append(plain, s[i])
	}
	return string(plain)
}
