package importer

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// scanner finds where JSON values end, without judging them: what it finds is
// checked by whoever reads it. Its positions count from the input's window.
type scanner struct {
	in *input
	// deepest is how deep the values found so far nest.
	deepest int
}

// at returns the byte i of the window, and reads on for it.
func (s *scanner) at(i int) (byte, error) {
	for s.in.pos+i >= s.in.end {
		if err := s.in.more(); err != nil {
			return 0, ended(err)
		}
	}
	return s.in.buf[s.in.pos+i], nil
}

func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return errTruncated
	}
	return err
}

// space returns the first position from i on that is not white space.
func (s *scanner) space(i int) (int, error) {
	for {
		c, err := s.at(i)
		if err != nil || !isSpace(c) {
			return i, err
		}
		i++
	}
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// value returns the end of the value that begins at i.
func (s *scanner) value(i int) (int, error) {
	c, err := s.at(i)
	switch {
	case err != nil:
		return i, err
	case c == '{' || c == '[':
		return s.nested(i + 1)
	case c == '"':
		return s.text(i + 1)
	}
	return s.literal(i)
}

// nested returns the end of the object or array whose first byte is before i.
// It counts braces and brackets as one: a pair that does not match is found by
// whoever reads the value.
func (s *scanner) nested(i int) (int, error) {
	depth := 1
	for {
		window := s.in.window()
		for i < len(window) {
			c := window[i]
			i++
			switch c {
			case '{', '[':
				depth++
				s.deepest = max(s.deepest, depth)
			case '}', ']':
				if depth--; depth == 0 {
					return i, nil
				}
			case '"':
				end, err := s.text(i)
				if err != nil {
					return i, err
				}
				i, window = end, s.in.window()
			}
		}
		if err := s.in.more(); err != nil {
			return i, ended(err)
		}
	}
}

// text returns the end of the string whose opening quote is before i.
func (s *scanner) text(i int) (int, error) {
	for {
		window := s.in.window()
		for i < len(window) {
			n := bytes.IndexByte(window[i:], '"')
			if n < 0 {
				break
			}
			i += n + 1
			if !escaped(window[:i-1]) {
				return i, nil
			}
		}
		if n := len(window); n > i {
			i = n
		}
		if err := s.in.more(); err != nil {
			return i, ended(err)
		}
	}
}

// escaped reports whether what follows b stands behind an odd number of
// backslashes.
func escaped(b []byte) bool {
	n := 0
	for n < len(b) && b[len(b)-1-n] == '\\' {
		n++
	}
	return n%2 == 1
}

// literal returns the end of a number or word; it may end with the file.
func (s *scanner) literal(i int) (int, error) {
	for {
		c, err := s.at(i)
		if errors.Is(err, errTruncated) {
			return i, nil
		}
		if err != nil || isSpace(c) || strings.IndexByte(`,:]}[{"`, c) >= 0 {
			return i, err
		}
		i++
	}
}
