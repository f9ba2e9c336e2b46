package btree

import (
	"encoding/binary"
	"math"
)

// Fields is a record under construction, for rows whose values come one by one in
// buffers of their own: nothing is boxed or made a string on the way. The zero
// Fields has no value yet.
type Fields struct {
	types, values, record []byte
}

// Reset begins a new record.
func (f *Fields) Reset() { f.types, f.values = f.types[:0], f.values[:0] }

// Null adds a null; it also stands for the row's number.
func (f *Fields) Null() { f.types = append(f.types, typeNull) }

// Integer adds a whole number.
func (f *Fields) Integer(v int64) {
	kind, width := typeOfWhole(v)
	f.types = append(f.types, byte(kind))
	for i := width - 1; i >= 0; i-- {
		f.values = append(f.values, byte(v>>(8*i)))
	}
}

// Real adds a number, which is not NaN.
func (f *Fields) Real(v float64) {
	f.types, f.values = append(f.types, typeFloat), binary.BigEndian.AppendUint64(f.values, math.Float64bits(v))
}

// Text adds a text in UTF-8.
func (f *Fields) Text(s []byte) {
	f.types, f.values = appendVarint(f.types, typeText+2*uint64(len(s))), append(f.values, s...)
}

// Blob adds bytes.
func (f *Fields) Blob(b []byte) {
	f.types, f.values = appendVarint(f.types, typeBlob+2*uint64(len(b))), append(f.values, b...)
}

// Record returns the record; it is good until the next one.
func (f *Fields) Record() []byte {
	f.record = appendVarint(f.record[:0], headerLength(len(f.types)))
	return append(append(f.record, f.types...), f.values...)
}

// headerLength is of a record's types and of itself (section 2.1).
func headerLength(types int) uint64 {
	if types+1 > 127 {
		return uint64(types) + 2
	}
	return uint64(types) + 1
}
