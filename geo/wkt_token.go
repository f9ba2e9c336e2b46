package geo

import (
	"fmt"
	"strings"
)

// wktBroken is about a text as a whole, and not about one of its parts.
type wktBroken string

func (e wktBroken) Error() string { return string(e) }

// peek passes over space and returns the word, number or sign that follows, "" at the end.
func (r *wktReader) peek() string {
	for r.i < len(r.s) && strings.IndexByte(" \t\r\n\v\f", r.s[r.i]) >= 0 {
		r.i++
	}
	if r.i == len(r.s) {
		return ""
	}
	end := r.i + 1
	switch c := r.s[r.i]; {
	case isNumberStart(c):
		for end < len(r.s) && isNumberByte(r.s[end]) {
			end++
		}
	case isLetter(c):
		for end < len(r.s) && (isLetter(r.s[end]) || isNumberStart(r.s[end])) {
			end++
		}
	}
	return r.s[r.i:end]
}

func isLetter(c byte) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }

func isNumberStart(c byte) bool { return '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' }

// enter passes an opening parenthesis.
func (r *wktReader) enter() error {
	const brackets = 2*maxDepth + 4
	if r.peek() != "(" {
		return r.unexpected()
	}
	r.i++
	if r.open++; r.open > brackets {
		return wktBroken(fmt.Sprintf("brackets nest deeper than %d", brackets))
	}
	return nil
}

// follows passes a comma, behind which more follows, or a closing parenthesis.
func (r *wktReader) follows() (more bool, err error) {
	t := r.peek()
	switch t {
	case ",":
		r.i++
		return true, nil
	case ")":
		r.i++
		r.open--
		return false, nil
	}
	return false, r.unexpected()
}

// end says what stands behind the geometry.
func (r *wktReader) end() error {
	switch t := r.peek(); t {
	case "":
		return nil
	case ")":
		return r.unexpected()
	default:
		return fmt.Errorf("%q stands after the end of the geometry", clip(t))
	}
}

// unexpected says what is wrong with what follows, which does not fit.
func (r *wktReader) unexpected() error {
	t := r.peek()
	text := "the parentheses and commas are not those of a " + r.kind
	switch {
	case t == "":
		return r.cutOff()
	case t == ")" && r.open == 0:
		text = fmt.Sprintf("the parenthesis closed at byte %d was never opened", r.i+1)
	case isLetter(t[0]) && r.open == 0:
		text = fmt.Sprintf("%q is no geometry type; want %s", clip(t), wktTypes)
	case isLetter(t[0]):
		text = fmt.Sprintf("%q stands where a number belongs", clip(t))
	case isNumberStart(t[0]) && r.open == 0:
		text = fmt.Sprintf("%q stands outside of parentheses; want %s (lon lat)", clip(t), r.kind)
	case !isNumberStart(t[0]) && strings.IndexByte("(),", t[0]) < 0:
		text = fmt.Sprintf("%q at byte %d belongs to no well-known text", clip(t), r.i+1)
	}
	return wktBroken(text)
}

func (r *wktReader) cutOff() error {
	switch r.open {
	case 0:
		return wktBroken(fmt.Sprintf("%s has no positions; want %[1]s (...) or %[1]s EMPTY", r.kind))
	case 1:
		return wktBroken("a parenthesis is opened and never closed (cut off?)")
	}
	return wktBroken(fmt.Sprintf("%d parentheses are opened and never closed (cut off?)", r.open))
}
