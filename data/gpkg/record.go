package gpkg

import (
	"encoding/binary"
	"math"
)

// record is a row in SQLite's record format (section 2.1): the types of all values, then the values.
type record struct {
	types, values, b []byte
}

func (r *record) reset() { r.types, r.values = r.types[:0], r.values[:0] }

func (r *record) null() { r.types = append(r.types, 0) }

func (r *record) integer(v int64) {
	switch {
	case v == 0 || v == 1:
		r.types = append(r.types, byte(8+v))
	case v == int64(int8(v)):
		r.types, r.values = append(r.types, 1), append(r.values, byte(v))
	case v == int64(int16(v)):
		r.types, r.values = append(r.types, 2), binary.BigEndian.AppendUint16(r.values, uint16(v))
	case v == int64(int32(v)):
		r.types, r.values = append(r.types, 4), binary.BigEndian.AppendUint32(r.values, uint32(v))
	default:
		r.types, r.values = append(r.types, 6), binary.BigEndian.AppendUint64(r.values, uint64(v))
	}
}

func (r *record) real(v float64) {
	r.types, r.values = append(r.types, 7), binary.BigEndian.AppendUint64(r.values, math.Float64bits(v))
}

func (r *record) text(s []byte) {
	r.types, r.values = appendVarint(r.types, uint64(2*len(s)+13)), append(r.values, s...)
}

func (r *record) blob(b []byte) {
	r.types, r.values = appendVarint(r.types, uint64(2*len(b)+12)), append(r.values, b...)
}

// bytes returns the record; it is good until the next one. The header's size counts itself.
func (r *record) bytes() []byte {
	size := len(r.types) + 1
	if size >= 0x80 {
		size++
	}
	r.b = appendVarint(r.b[:0], uint64(size))
	return append(append(r.b, r.types...), r.values...)
}
