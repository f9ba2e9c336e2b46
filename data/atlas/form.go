package atlas

import (
	"bytes"
	"io"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"stele/geo"
)

// Form says how features are written. The zero Form is Encoded, whole.
type Form struct {
	// Properties are the names of the fields wanted; all if it is nil.
	Properties []string
	// SkipGeometry writes null in the place of the geometry.
	SkipGeometry bool
	// ToleranceDeg leaves out positions of lines and borders that lie no further
	// than that from what stays, in degrees. Borders that features of a layer
	// share stay shared. 0 keeps all.
	ToleranceDeg float64
	// CRS is what the coordinates are written in. All of the geometry must be
	// in its domain: see Layer.Outside.
	CRS geo.CRS
}

// IsWhole reports that features are written as they are kept.
func (f Form) IsWhole() bool {
	return f.Properties == nil && !f.SkipGeometry && f.ToleranceDeg == 0 && f.CRS == geo.CRS84
}

// GeometryIn returns feature i's geometry in a form, as it is printed; nil if it
// has none, or the form skips it. It is not to be changed.
func (l *Layer) GeometryIn(i uint32, f Form) orb.Geometry {
	if f.SkipGeometry {
		return nil
	}
	g, ok := l.shapes.simplified(i, f.ToleranceDeg)
	if !ok {
		g = l.GeometryAt(i)
	}
	if f.CRS == geo.CRS84 || g == nil {
		return g
	}
	return f.CRS.PrintedGeometry(g)
}

// Outside returns a feature of [low, high) whose geometry is not all in the
// domain of a reference system; false if there is none.
func (l *Layer) Outside(c geo.CRS, low, high uint32) (i uint32, ok bool) {
	if l.located == 0 || c.Check(l.extent) == nil {
		return 0, false
	}
	domain := c.Domain()
	for i := low; i < min(high, uint32(l.located)); i++ {
		if b := &l.bounds[i]; !domain.Contains(b.Min) || !domain.Contains(b.Max) {
			return i, true
		}
	}
	return 0, false
}

// WriteForm writes feature i in a form. What is left out is cut from the encoded
// feature, so that what stays is the same to the byte. Of a geometry only a chunk
// is held, in scratch, which it returns for the next.
func (l *Layer) WriteForm(w io.Writer, scratch []byte, i uint32, f Form) ([]byte, error) {
	whole := l.Encoded(i)
	const geometry, properties = `,"geometry":`, `,"properties":{`
	at := len(`{"type":"Feature","id":`)
	at += skipValue(whole[at:]) + len(geometry)
	// A geometry has no text but names of types.
	end := at + bytes.Index(whole[at:], []byte(properties))
	text := scratch[:0]
	text = append(text, whole[:at]...)
	var err error
	if g, weights, ok := l.shapes.weighed(i, f.ToleranceDeg); f.SkipGeometry {
		text = append(text, "null"...)
	} else if ok && f.CRS == geo.CRS84 {
		text, err = geo.WriteSimplified(w, text, g, weights, f.ToleranceDeg)
	} else if f.CRS != geo.CRS84 {
		text = geo.AppendGeometryIn(text, l.GeometryIn(i, Form{ToleranceDeg: f.ToleranceDeg}), f.CRS)
	} else {
		text, err = writeThrough(w, text, whole[at:end])
	}
	if err != nil {
		return text, err
	}
	text = append(text, properties...)
	rest := whole[end+len(properties):]
	if f.Properties == nil {
		text, err = writeThrough(w, text, rest)
	} else {
		text = l.appendProperties(text, rest, f.Properties)
	}
	if err == nil {
		_, err = w.Write(text)
	}
	return text, err
}

// AppendForm appends feature i in a form, all of it at once: for those who put it
// into something of their own.
func (l *Layer) AppendForm(dst []byte, i uint32, f Form) []byte {
	scratch := scratches.Get().(*[]byte)
	defer scratches.Put(scratch)
	out := appended(dst)
	*scratch, _ = l.WriteForm(&out, *scratch, i, f) // to write into memory does not fail
	return out
}

var scratches = sync.Pool{New: func() any { return new([]byte) }}

type appended []byte

func (a *appended) Write(b []byte) (int, error) {
	*a = append(*a, b...)
	return len(b), nil
}

// writeThrough appends more to text, unless that is long: then both are written.
func writeThrough(w io.Writer, text, more []byte) ([]byte, error) {
	const long = 16 << 10
	if len(more) < long {
		return append(text, more...), nil
	}
	if _, err := w.Write(text); err != nil {
		return text, err
	}
	_, err := w.Write(more)
	return text[:0], err
}

// appendProperties appends those of the properties that are named, and the end of
// the feature.
func (l *Layer) appendProperties(dst, properties []byte, named []string) []byte {
	isFirst := true
	for _, field := range l.fields {
		n := len(field.Name) + len(`"":`)
		n += skipValue(properties[n:])
		if slices.Contains(named, field.Name) {
			if !isFirst {
				dst = append(dst, ',')
			}
			dst, isFirst = append(dst, properties[:n]...), false
		}
		properties = properties[n+1:] // a comma or the brace at the end
	}
	return append(dst, "}}"...)
}

// skipValue returns the length of the string, number or word that b begins with.
func skipValue(b []byte) int {
	if b[0] != '"' {
		return bytes.IndexAny(b, ",}")
	}
	for i := 1; ; i++ {
		i += bytes.IndexByte(b[i:], '"')
		backslashes := 0
		for b[i-1-backslashes] == '\\' {
			backslashes++
		}
		if backslashes%2 == 0 {
			return i + 1
		}
	}
}
