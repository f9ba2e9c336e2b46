package atlas

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"stele/geo/cql2"
)

// folded compiles CASEI and ACCENTI: full case folding, and letters without
// their marks. That is what the standard says, and no search: of other scripts
// and spellings see the package fold.
func (c *compiler) folded(n *cql2.Node) (scalar, valueType, error) {
	arg, t, err := c.scalar(n.Args[0])
	if err != nil {
		return nil, 0, err
	}
	if t != textType {
		return nil, 0, errorAt(n.Args[0], "this is %s, and no text", t)
	}
	fold := foldCase
	if n.Is("accenti") {
		fold = dropMarks
	}
	return func(r *row) value {
		v := arg(r)
		if v.isSet {
			v.text = fold(v.text)
		}
		return v
	}, textType, nil
}

func foldCase(text []byte) []byte { return norm.NFC.Bytes(cases.Fold().Bytes(text)) }

func dropMarks(text []byte) []byte {
	out, _, err := transform.Bytes(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		return text
	}
	return out
}

// like compiles LIKE: % is any characters, _ one, and \ before one of the three
// is that.
func (c *compiler) like(n *cql2.Node) (predicate, error) {
	v, t, err := c.scalar(n.Args[0])
	if err != nil {
		return nil, err
	}
	if t != textType {
		return nil, errorAt(n.Args[0], "this is %s, and LIKE takes texts", t)
	}
	text, _, err := c.scalar(n.Args[1])
	if err != nil {
		return nil, err
	}
	p := newPattern(text(&row{}).text)
	return func(r *row) constant {
		got := v(r)
		if !got.isSet {
			return isUnknown
		}
		return constantOf(p.matches(got.text))
	}, nil
}

// pattern is a list of runes, of which two stand for more.
type pattern []rune

const (
	anyOne  rune = -1
	anyMany rune = -2
)

func newPattern(text []byte) (p pattern) {
	isEscaped := false
	for _, r := range string(text) {
		switch {
		case isEscaped:
			p, isEscaped = append(p, r), false
		case r == '\\':
			isEscaped = true
		case r == '%':
			p = append(p, anyMany)
		case r == '_':
			p = append(p, anyOne)
		default:
			p = append(p, r)
		}
	}
	return p
}

// matches goes back to the last %, which is enough: what the ones before it took
// can be no longer than it has to be.
func (p pattern) matches(text []byte) bool {
	at, i := 0, 0           // in p and in text
	lastMany, from := -1, 0 // the last %, and where in text it ends
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case at < len(p) && p[at] == anyMany:
			lastMany, from = at, i
			at++
		case at < len(p) && (p[at] == anyOne || p[at] == r):
			at++
			i += size
		case lastMany >= 0:
			_, skipped := utf8.DecodeRune(text[from:])
			from += skipped
			at, i = lastMany+1, from
		default:
			return false
		}
	}
	for at < len(p) && p[at] == anyMany {
		at++
	}
	return at == len(p)
}
