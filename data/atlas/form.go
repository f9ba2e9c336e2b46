package atlas

import (
	"bytes"
	"io"
	"slices"

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
}

// IsWhole reports that features are written as they are kept.
func (f Form) IsWhole() bool { return f.Properties == nil && !f.SkipGeometry && f.ToleranceDeg == 0 }

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
	} else if ok {
		text, err = geo.WriteSimplified(w, text, g, weights, f.ToleranceDeg)
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
