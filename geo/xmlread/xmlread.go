// Package xmlread reads XML documents that strangers made, element by element and with bounded memory. It knows no format.
package xmlread

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
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
	d         *xml.Decoder
	in        *bounded
	depth     int
	started   bool
	inFeature bool
}

// New starts to read a document in UTF-8, or in the single-byte encoding that it declares.
func New(r io.Reader) *Reader {
	in := &bounded{r: r, left: maxOther}
	d := xml.NewDecoder(in)
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		e, err := htmlindex.Get(label)
		if err != nil || e == unicode.UTF8 {
			return input, err
		}
		if name, _ := htmlindex.Name(e); strings.HasPrefix(name, "utf-16") || name == "replacement" {
			return nil, fmt.Errorf("the encoding %.40q is not read; save the file as UTF-8", label)
		}
		return e.NewDecoder().Reader(input), nil
	}
	return &Reader{d: d, in: in}
}

// Line is where the reader stands.
func (r *Reader) Line() int {
	line, _ := r.d.InputPos()
	return line
}

// Offset is how many bytes are read.
func (r *Reader) Offset() int64 { return r.d.InputOffset() }

// BeginFeature bounds what is read until EndFeature as one.
func (r *Reader) BeginFeature() { r.inFeature, r.in.left = true, MaxFeature }

// EndFeature ends it.
func (r *Reader) EndFeature() { r.inFeature = false }

// Next returns an xml.StartElement, xml.EndElement or xml.CharData, which is good until the next call. It returns io.EOF
// only behind the end of the outermost element.
func (r *Reader) Next() (xml.Token, error) {
	for {
		if !r.inFeature {
			r.in.left = maxOther
		}
		t, err := r.d.Token()
		if err != nil {
			return nil, r.explain(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			r.started = true
			if r.depth++; r.depth > maxDepth {
				return nil, fmt.Errorf("line %d: elements nest deeper than %d", r.Line(), maxDepth)
			}
			return t, nil
		case xml.EndElement:
			r.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			return nil, fmt.Errorf("line %d: the document has a DOCTYPE, which may define entities; take it out", r.Line())
		}
	}
}

func (r *Reader) explain(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && !r.started:
		return errors.New("the document has no element")
	case errors.Is(err, io.EOF):
		return err
	case errors.As(err, &syntax) && syntax.Msg == "unexpected EOF":
		return fmt.Errorf("line %d: the file ends too early (cut off?)", syntax.Line)
	case errors.As(err, &syntax):
		msg := syntax.Msg
		if len(msg) > 200 {
			msg = msg[:200] + "..."
		}
		return fmt.Errorf("line %d: is not valid XML: %.800q", syntax.Line, msg)
	}
	return fmt.Errorf("line %d: %w", r.Line(), err)
}

// Text reads up to the end of the element that began last and returns its text, without that of elements in it.
func (r *Reader) Text() (string, error) {
	var b strings.Builder
	for depth := r.depth; ; {
		t, err := r.Next()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := t.(type) {
		case xml.CharData:
			if r.depth == depth {
				b.Write(t)
			}
		case xml.EndElement:
			if r.depth < depth {
				return strings.TrimSpace(b.String()), nil
			}
		}
	}
}

// Skip reads up to the end of the element that began last.
func (r *Reader) Skip() error {
	for depth := r.depth; r.depth >= depth; {
		if _, err := r.Next(); err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// Children calls visit with each element directly in the one that began last; visit reads it to its end.
func (r *Reader) Children(visit func(xml.StartElement) error) error {
	for {
		t, err := r.Next()
		if err != nil {
			return unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := visit(t); err != nil {
				return err
			}
		case xml.EndElement:
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

// Attr returns an attribute by its local name, "" if there is none.
func Attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// bounded reads as much as is left, and no tag that is too long: a decoder keeps a piece of text or a tag whole.
type bounded struct {
	r     io.Reader
	left  int
	inTag bool
	opens bool // the byte before was <
	tag   int  // bytes of the tag
	halves
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("a feature or a piece of text is larger than %d MiB, or one between features than %d MiB", MaxFeature>>20, maxOther>>20)
	}
	n, err := b.r.Read(p[:min(len(p), b.left)])
	b.left -= n
	for _, c := range p[:n] {
		switch {
		case c == '<':
			b.inTag, b.opens, b.tag = true, true, 0
			continue
		case c == '>' || b.opens && (c == '!' || c == '?'):
			b.inTag = false
		}
		b.opens = false
		if b.tag++; b.inTag && b.tag > maxTag {
			return 0, fmt.Errorf("a tag is longer than %d MiB", maxTag>>20)
		}
	}
	if half := b.find(p[:n]); half != "" {
		return 0, fmt.Errorf("%s is half a surrogate pair, and no character", half)
	}
	return n, err
}
