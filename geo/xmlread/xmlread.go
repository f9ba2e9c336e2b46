// Package xmlread reads XML documents that strangers made, element by element and with bounded memory. It knows no format.
// It reads XML 1.0 as encoding/xml does where that is strict, at several times its speed.
package xmlread

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds of a document.
const (
	MaxFeature = 64 << 20 // bytes of one feature
	maxOther   = 4 << 20  // bytes of one piece between features
	maxTag     = 1 << 20  // bytes of one tag with its attributes
	maxDepth   = 64       // elements inside each other
)

// Reader gives the elements and texts of a document. It refuses a DOCTYPE, and with it all entities but the five of XML
// itself; comments and processing instructions are passed over.
type Reader struct {
	window
	names     map[string]name
	open      []name // elements
	isClosed  bool   // the element that began last is closed in its own tag
	started   bool
	inFeature bool
	attrs     []attr
	scratch   []byte // a text whose entities are resolved
}

// New starts to read a document in UTF-8, or in the single-byte encoding that it declares.
func New(r io.Reader) *Reader {
	return &Reader{window: newWindow(r), names: map[string]name{}}
}

// BeginFeature bounds what is read until EndFeature as one.
func (r *Reader) BeginFeature() {
	r.inFeature = true
	r.bound(MaxFeature)
}

// EndFeature ends it.
func (r *Reader) EndFeature() { r.inFeature = false }

// Kind is what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Start Kind = iota // of Element
	End               // of the element that began last and is not yet ended
	Text              // outside of tags
)

// Token is one piece of a document. Its Text and the attributes of its Element are good until the next one.
type Token struct {
	Kind    Kind
	Element Element
	Text    []byte
}

// Element is the start of an element.
type Element struct {
	Name  string // without its prefix
	attrs []attr
}

// Attr returns an attribute by its name without prefix, "" if there is none.
func (e Element) Attr(name string) string {
	for _, a := range e.attrs {
		if a.name == name {
			return string(a.value)
		}
	}
	return ""
}

type attr struct {
	name  string
	value []byte
}

// Next returns the next token. It returns io.EOF only behind the end of the outermost element.
func (r *Reader) Next() (Token, error) {
	if !r.inFeature {
		r.bound(maxOther)
	}
	t, err := r.token()
	if err == nil || errors.Is(err, io.EOF) && len(r.open) == 0 && r.started {
		return t, err
	}
	var syntax syntaxError
	switch {
	case errors.Is(err, io.EOF) && !r.started:
		return t, errors.New("the document has no element")
	case errors.Is(err, io.EOF):
		err = errCutOff
	case errors.As(err, &syntax):
		err = fmt.Errorf("is not valid XML: %.800q", syntax.Error())
	}
	return t, fmt.Errorf("line %d: %w", r.Line(), err)
}

var errCutOff = errors.New("the file ends too early (cut off?)")

// token reads up to the end of a start, an end or a text.
func (r *Reader) token() (Token, error) {
	if r.isClosed {
		r.isClosed = false
		r.open = r.open[:len(r.open)-1]
		return Token{Kind: End}, nil
	}
	for {
		w, err := r.atLeast(1)
		if err != nil {
			return Token{}, err
		}
		if w[0] != '<' {
			text, err := r.text()
			return Token{Kind: Text, Text: text}, err
		}
		t, is, err := r.tagged()
		if errors.Is(err, io.EOF) {
			err = errCutOff
		}
		if is || err != nil {
			return t, err
		}
	}
}

// tagged reads what begins with <; it is no token if it is passed over.
func (r *Reader) tagged() (t Token, is bool, err error) {
	w, err := r.atLeast(2)
	if err != nil {
		return t, false, err
	}
	switch w[1] {
	case '/':
		return Token{Kind: End}, true, r.endTag()
	case '?':
		return t, false, r.instruction()
	case '!':
		text, err := r.markup()
		return Token{Kind: Text, Text: text}, text != nil, err
	}
	e, err := r.startTag()
	return Token{Kind: Start, Element: e}, true, err
}

// markup passes over a comment, and returns the text of a CDATA section.
func (r *Reader) markup() ([]byte, error) {
	const comment, cdata = "<!--", "<![CDATA["
	w, err := r.atLeast(len(cdata))
	switch {
	case bytes.HasPrefix(w, []byte(comment)):
		_, err = r.through(len(comment), "-->")
		return nil, err
	case len(w) > 2 && w[2] != '-' && w[2] != '[':
		return nil, errors.New("the document has a DOCTYPE, which may define entities; take it out")
	case err != nil:
		return nil, err
	case !bytes.HasPrefix(w, []byte(cdata)):
		return nil, wrong("invalid sequence %.9q, want a comment or a CDATA section", w)
	}
	text, err := r.through(len(cdata), "]]>")
	if err != nil {
		return nil, err
	}
	text, err = r.resolved(text, false)
	return text[:len(text):len(text)], err
}

// Text reads up to the end of the element that began last and returns its text, without that of elements in it.
func (r *Reader) Text() (string, error) {
	var whole []byte
	only := "" // most have one piece
	for depth := len(r.open); ; {
		t, err := r.Next()
		if err != nil {
			return "", unexpected(err)
		}
		switch {
		case t.Kind == End && len(r.open) < depth:
			if whole != nil {
				only = string(whole)
			}
			return strings.TrimSpace(only), nil
		case t.Kind != Text || len(r.open) != depth:
		case only == "" && whole == nil:
			only = string(t.Text)
		default:
			if whole == nil {
				whole = []byte(only)
			}
			whole = append(whole, t.Text...)
		}
	}
}

// Skip reads up to the end of the element that began last.
func (r *Reader) Skip() error {
	for depth := len(r.open); len(r.open) >= depth; {
		if _, err := r.Next(); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// Children calls visit with each element directly in the one that began last; visit reads it to its end.
func (r *Reader) Children(visit func(Element) error) error {
	for {
		t, err := r.Next()
		if err != nil {
			return unexpected(err)
		}
		switch t.Kind {
		case Start:
			if err := visit(t.Element); err != nil {
				return err
			}
		case End:
			return nil
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
