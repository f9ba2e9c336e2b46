package atlas

import (
	"bytes"
	"slices"

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

// AppendForm appends feature i in a form. What is left out is cut from the
// encoded feature, so that what stays is the same to the byte.
func (l *Layer) AppendForm(dst []byte, i uint32, f Form) []byte {
	whole := l.Encoded(i)
	if f.IsWhole() {
		return append(dst, whole...)
	}
	const geometry, properties = `,"geometry":`, `,"properties":{`
	at := len(`{"type":"Feature","id":`)
	at += skipValue(whole[at:]) + len(geometry)
	// A geometry has no text but names of types.
	end := at + bytes.Index(whole[at:], []byte(properties))
	dst = append(dst, whole[:at]...)
	if f.SkipGeometry {
		dst = append(dst, "null"...)
	} else if g, ok := l.shapes.simplified(i, f.ToleranceDeg); ok {
		dst = geo.AppendGeometryIn(dst, g, f.CRS)
	} else if f.CRS != geo.CRS84 {
		dst = geo.AppendGeometryIn(dst, l.GeometryAt(i), f.CRS)
	} else {
		dst = append(dst, whole[at:end]...)
	}
	rest := whole[end+len(properties):]
	if f.Properties == nil {
		return append(append(dst, properties...), rest...)
	}
	dst = append(dst, properties...)
	isFirst := true
	for _, field := range l.fields {
		n := len(field.Name) + len(`"":`)
		n += skipValue(rest[n:])
		if slices.Contains(f.Properties, field.Name) {
			if !isFirst {
				dst = append(dst, ',')
			}
			dst, isFirst = append(dst, rest[:n]...), false
		}
		rest = rest[n+1:] // a comma or the brace at the end
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
