package btree

import (
	"encoding/binary"
	"errors"
	"math"
)

var errRecord = errors.New("a record is cut short")

// Value is one value of a record, read where it lies.
type Value struct {
	kind  uint64
	bytes []byte
}

// ReadRecord reads all values of a record into the given ones, which it returns.
// They lie in the record and are good as long as it is.
func ReadRecord(record []byte, into []Value) ([]Value, error) {
	into = into[:0]
	length, n := varint(record)
	if n == 0 || length > uint64(len(record)) {
		return into, errRecord
	}
	header, body := record[n:length], record[length:]
	for len(header) > 0 {
		kind, n := varint(header)
		if n == 0 {
			return into, errRecord
		}
		header = header[n:]
		size := sizeOf(kind)
		if size > uint64(len(body)) {
			return into, errRecord
		}
		into = append(into, Value{kind, body[:size:size]})
		body = body[size:]
	}
	return into, nil
}

func sizeOf(kind uint64) uint64 {
	switch {
	case kind <= typeInt64:
		return uint64(widths[kind])
	case kind == typeFloat:
		return 8
	case kind < typeBlob:
		return 0
	}
	return (kind - typeBlob) / 2
}

func varint(b []byte) (n uint64, size int) {
	for i := 0; i < len(b) && i < 8; i++ {
		n = n<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}

// Bytes are those of a text or a blob, nil of anything else.
func (v Value) Bytes() []byte {
	if v.kind < typeBlob {
		return nil
	}
	return v.bytes
}

// Any is the value as a database driver gives it: nil, int64, float64, string or
// []byte, which is not copied.
func (v Value) Any() any {
	switch {
	case v.kind == typeNull:
		return nil
	case v.kind == typeFloat:
		return math.Float64frombits(binary.BigEndian.Uint64(v.bytes))
	case v.kind < typeBlob:
		return v.whole()
	case v.kind%2 == 0:
		return v.bytes
	}
	return string(v.bytes)
}

func (v Value) whole() int64 {
	switch {
	case v.kind == typeZero || v.kind == typeOne:
		return int64(v.kind - typeZero)
	case len(v.bytes) == 0:
		return 0
	}
	n := int64(int8(v.bytes[0]))
	for _, b := range v.bytes[1:] {
		n = n<<8 | int64(b)
	}
	return n
}
