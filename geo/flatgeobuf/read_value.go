package flatgeobuf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"

	"stele/geo/layer"
)

// The types of columns, in the order of the format's enumeration.
const (
	readInt8 = iota
	readUint8
	readBool
	readInt16
	readUint16
	readInt32
	readUint32
	readInt64
	readUint64
	readFloat32
	readFloat64
	readString
	readJSON
	readDateTime
	readBinary
)

var errShortValue = errors.New("the properties end too early")

// properties reads pairs of a column's number and its value.
func (r *Reader) properties(f *layer.Feature, b []byte) error {
	for len(b) > 0 {
		if len(b) < 2 {
			return errShortValue
		}
		number := int(binary.LittleEndian.Uint16(b))
		if number >= len(r.columns) {
			return fmt.Errorf("a property is of column %d, the head has %d", number+1, len(r.columns))
		}
		n, err := r.columns[number].add(f, b[2:])
		if err != nil {
			return fmt.Errorf("column %.60q: %w", r.columns[number].name, err)
		}
		b = b[2+n:]
	}
	return nil
}

// add reads a value from the beginning of b and returns its size.
func (c *readColumn) add(f *layer.Feature, b []byte) (int, error) {
	if c.kind >= readString {
		return c.addText(f, b)
	}
	size := [...]int{1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8}[c.kind]
	if len(b) < size {
		return 0, errShortValue
	}
	var wide [8]byte
	copy(wide[:], b[:size])
	bits := binary.LittleEndian.Uint64(wide[:])
	switch c.kind {
	case readInt8:
		f.AddInteger(c.name, int64(int8(bits)))
	case readBool:
		f.AddBool(c.name, bits != 0)
	case readInt16:
		f.AddInteger(c.name, int64(int16(bits)))
	case readInt32:
		f.AddInteger(c.name, int64(int32(bits)))
	case readUint64:
		f.Properties = append(f.Properties, layer.Property{Name: c.name, Kind: layer.Number, Text: strconv.FormatUint(bits, 10)})
	case readFloat32:
		f.AddFloat(c.name, float64(math.Float32frombits(uint32(bits))))
	case readFloat64:
		f.AddFloat(c.name, math.Float64frombits(bits))
	default:
		f.AddInteger(c.name, int64(bits))
	}
	return size, nil
}

func (c *readColumn) addText(f *layer.Feature, b []byte) (int, error) {
	if c.kind > readBinary {
		return 0, fmt.Errorf("its type %d is unknown", c.kind)
	}
	if len(b) < 4 {
		return 0, errShortValue
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n > int64(len(b)-4) {
		return 0, fmt.Errorf("a text announces %d bytes, more than there are", n)
	}
	text := string(b[4 : 4+n])
	if n == 0 {
		return 4, nil
	}
	p := layer.Property{Name: c.name, Kind: layer.Text, Text: text}
	switch {
	case c.kind == readBinary:
		p.Text, p.Fault = "", "is binary, not text"
	case !utf8.ValidString(text):
		p.Fault = "is not UTF-8"
	case c.kind == readJSON && (text[0] == '{' || text[0] == '['):
		p.Kind = layer.JSON
	}
	f.Properties = append(f.Properties, p)
	return int(4 + n), nil
}
