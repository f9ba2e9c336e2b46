package xmlread

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// syntaxError says why a document is no XML.
type syntaxError string

func (e syntaxError) Error() string { return string(e) }

func wrong(format string, values ...any) error { return syntaxError(fmt.Sprintf(format, values...)) }

// name is that of an element or an attribute.
type name struct{ whole, local string }

// maxNames bounds those that are remembered.
const maxNames = 10_000

func (r *Reader) name(b []byte) (name, error) {
	if n, ok := r.names[string(b)]; ok {
		return n, nil
	}
	if !utf8.Valid(b) {
		return name{}, wrong("invalid UTF-8")
	}
	n := name{whole: string(b)}
	n.local = n.whole
	if prefix, local, ok := strings.Cut(n.whole, ":"); ok && prefix != "" && local != "" {
		n.local = local
	}
	if len(r.names) < maxNames {
		r.names[n.whole] = n
	}
	return n, nil
}

// nameLength is how many bytes of b are a name; bytes of letters other than ASCII count, whatever they are.
func nameLength(b []byte) int {
	for i, c := range b {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_', c == ':', c >= utf8.RuneSelf:
		case i > 0 && ('0' <= c && c <= '9' || c == '-' || c == '.'):
		default:
			return i
		}
	}
	return len(b)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// tag consumes a tag and returns what is between its brackets.
func (r *Reader) tag() ([]byte, error) {
	quote := byte(0)
	for i := 1; ; {
		for w := r.buf[r.pos:r.end]; i < min(len(w), maxTag); i++ {
			switch c := w[i]; {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				return r.take(i + 1)[1:i], nil
			case c == '<':
				return nil, wrong("a tag is not closed before the next one begins")
			}
		}
		if i == maxTag {
			return nil, fmt.Errorf("a tag is longer than %d MiB", maxTag>>20)
		}
		if err := r.more(); err != nil {
			return nil, err
		}
	}
}

func (r *Reader) startTag() (Element, error) {
	b, err := r.tag()
	if err != nil {
		return Element{}, err
	}
	n := nameLength(b)
	if n == 0 {
		return Element{}, wrong("expected element name after <")
	}
	of, err := r.name(b[:n])
	if err != nil {
		return Element{}, err
	}
	if r.isClosed, err = r.attributes(b[n:]); err != nil {
		return Element{}, err
	}
	r.started = true
	if r.open = append(r.open, of); len(r.open) > maxDepth {
		return Element{}, fmt.Errorf("elements nest deeper than %d", maxDepth)
	}
	return Element{of.local, r.attrs}, nil
}

// attributes reads what follows the name in a tag. A slash at the end closes the element.
func (r *Reader) attributes(b []byte) (isClosed bool, err error) {
	r.attrs = r.attrs[:0]
	for {
		b = skipSpace(b)
		if len(b) == 0 || len(b) == 1 && b[0] == '/' {
			return len(b) == 1, nil
		}
		n := nameLength(b)
		if n == 0 {
			return false, wrong("expected attribute name in element")
		}
		of, err := r.name(b[:n])
		if err != nil {
			return false, err
		}
		b = skipSpace(b[n:])
		if len(b) == 0 || b[0] != '=' {
			return false, wrong("attribute name without = in element")
		}
		b = skipSpace(b[1:])
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return false, wrong("unquoted or missing attribute value in element")
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return false, wrong("unquoted or missing attribute value in element")
		}
		value, err := r.value(b[1 : 1+end])
		if err != nil {
			return false, err
		}
		r.attrs = append(r.attrs, attr{of.local, value})
		b = b[2+end:]
	}
}

func (r *Reader) endTag() error {
	b, err := r.tag()
	if err != nil {
		return err
	}
	b = b[1:] // the slash
	n := nameLength(b)
	switch {
	case n == 0:
		return wrong("expected element name after </")
	case len(skipSpace(b[n:])) > 0:
		return wrong("invalid characters between </%.100s and >", b[:n])
	case len(r.open) == 0:
		return wrong("unexpected end element </%.100s>", b[:n])
	}
	of := r.open[len(r.open)-1]
	if string(b[:n]) != of.whole {
		return wrong("element <%.100s> closed by </%.100s>", of.whole, b[:n])
	}
	r.open = r.open[:len(r.open)-1]
	return nil
}

// instruction passes over a processing instruction; the one called xml declares the encoding of what follows.
func (r *Reader) instruction() error {
	b, err := r.through(2, "?>")
	if err != nil {
		return err
	}
	n := nameLength(b)
	switch {
	case n == 0:
		return wrong("expected target name after <?")
	case string(b[:n]) != "xml":
		return nil
	}
	if _, err := r.attributes(b[n:]); err != nil {
		return nil //nolint:nilerr // who writes it so says nothing
	}
	e := Element{attrs: r.attrs}
	if version := e.Attr("version"); version != "" && version != "1.0" {
		return errors.New("XML of version " + version[:min(len(version), 10)] + " is not read; only version 1.0 is supported")
	}
	return r.decode(e.Attr("encoding"))
}
