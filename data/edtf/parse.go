package edtf

import (
	"fmt"
	"strings"
)

// maxText bounds a text, in bytes, and so the members of a set: 39 years or 18 days, and a range counts as two. Without
// a bound one cell of a foreign table could hold the importer for long.
const maxText = 200

// parser is a cursor over a text. Each of its methods reads one part of the grammar, leaves the cursor behind it and
// checks no further: what may follow is for the caller to say.
type parser struct {
	text string
	pos  int
}

// expression reads the whole text.
func (p *parser) expression() (span, error) {
	switch {
	case p.text == "":
		return span{}, p.refuse("the text is empty at column 1: want a date such as 1993, 1993-04 or 1993-04-12")
	case len(p.text) > maxText:
		return span{}, p.refuse("the text goes on at column %d: want at most %d bytes", maxText+1, maxText)
	case p.peek() == '[':
		return p.set()
	case strings.IndexByte(p.text, '/') >= 0:
		return p.interval()
	}
	return p.single()
}

// single reads one date or date-time that is the whole text.
func (p *parser) single() (span, error) {
	found, form, err := p.date()
	switch {
	case err != nil || p.atEnd():
		return found, err
	case form == wholeDay && p.accept('T'):
		return found, p.clock()
	case form == wholeDay:
		return span{}, p.unexpected("THH:MM:SS, " + form.before("the end"))
	}
	return span{}, p.unexpected(form.before("the end"))
}

// finish refuses whatever is left of the text.
func (p *parser) finish(want string) error {
	if p.atEnd() {
		return nil
	}
	return p.unexpected(want)
}

func (p *parser) atEnd() bool { return p.pos >= len(p.text) }

// column is where the cursor stands, in bytes from 1.
func (p *parser) column() int { return p.pos + 1 }

// peek returns the byte at the cursor, 0 at the end. A zero byte in the text is accepted nowhere, so the two need no
// telling apart.
func (p *parser) peek() byte { return p.ahead(0) }

func (p *parser) ahead(n int) byte {
	if p.pos+n >= len(p.text) {
		return 0
	}
	return p.text[p.pos+n]
}

// accept steps over c if it is next.
func (p *parser) accept(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.pos++
	return true
}

// acceptDots steps over ".." if it is next.
func (p *parser) acceptDots() bool {
	if p.peek() != '.' || p.ahead(1) != '.' {
		return false
	}
	p.pos += 2
	return true
}

// twoDigits reads a field of two digits between lo and hi; also names what else could stand there.
func (p *parser) twoDigits(name string, lo, hi int64, also string) (int64, error) {
	value := p.peekTwoDigits()
	if value < 0 {
		p.pos += countDigits(p.text[p.pos:])
		return 0, p.unexpected(fmt.Sprintf("the %s as two digits, %02d..%02d%s", name, lo, hi, also))
	}
	if value < lo || value > hi {
		return 0, p.refuse("%s %02d at column %d is outside %02d..%02d", name, value, p.column(), lo, hi)
	}
	p.pos += 2
	return value, nil
}

// peekTwoDigits returns the number that the next two digits make, -1 if they are not digits.
func (p *parser) peekTwoDigits() int64 {
	tens, ones := p.peek(), p.ahead(1)
	if !isDigit(tens) || !isDigit(ones) {
		return -1
	}
	return int64(tens-'0')*10 + int64(ones-'0')
}

// countDigits returns how many digits s begins with.
func countDigits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
