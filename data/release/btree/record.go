package btree

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The serial types of section 2.1 that have no length in them.
const (
	typeNull  = 0
	typeInt64 = 6
	typeFloat = 7
	typeZero  = 8
	typeOne   = 9
	typeBlob  = 12 // and twice the length
	typeText  = 13 // likewise
)

// widths are the bytes of the integers of types 0 to 6.
var widths = [...]int{0, 1, 2, 3, 4, 6, 8}

// AppendRecord appends values in the record format (section 2.1): nil, bool, int,
// int64, float64, string and []byte. The value of an INTEGER PRIMARY KEY is its
// row's number and stands here as nil.
func AppendRecord(to []byte, values ...any) ([]byte, error) {
	var space [256]byte
	return appendRecord(to, space[:0], values)
}

// AppendRow is AppendRecord with the row's number, as nil, before the values.
func AppendRow(to []byte, values ...any) ([]byte, error) {
	var space [256]byte
	return appendRecord(to, append(space[:0], typeNull), values)
}

// appendRecord is given the types of what stands before the values and is null.
func appendRecord(to, header []byte, values []any) ([]byte, error) {
	for i, v := range values {
		kind, err := typeOf(v)
		if err != nil {
			return to, fmt.Errorf("value %d: %w", i+1, err)
		}
		header = appendVarint(header, kind)
	}
	to = append(appendVarint(to, headerLength(len(header))), header...)
	for _, v := range values {
		to = appendValue(to, v)
	}
	return to, nil
}

func typeOf(v any) (uint64, error) {
	switch v := v.(type) {
	case nil:
		return typeNull, nil
	case bool, int, int64:
		kind, _ := typeOfWhole(whole(v))
		return kind, nil
	case float64:
		if math.IsNaN(v) { // which SQLite has no way to keep
			return 0, errors.New("not a number")
		}
		return typeFloat, nil
	case string:
		return typeText + 2*uint64(len(v)), nil
	case []byte:
		return typeBlob + 2*uint64(len(v)), nil
	}
	return 0, fmt.Errorf("%T is no type of a column", v)
}

func whole(v any) int64 {
	switch v := v.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	case bool:
		if v {
			return 1
		}
	}
	return 0
}

func typeOfWhole(v int64) (kind uint64, width int) {
	if v == 0 || v == 1 {
		return typeZero + uint64(v), 0
	}
	for kind, width := range widths[1:] {
		if bits := 8*width - 1; v>>bits == v>>63 {
			return uint64(kind) + 1, width
		}
	}
	return typeInt64, 8
}

func appendValue(to []byte, v any) []byte {
	switch v := v.(type) {
	case bool, int, int64:
		n := whole(v)
		_, width := typeOfWhole(n)
		for i := width - 1; i >= 0; i-- {
			to = append(to, byte(n>>(8*i)))
		}
	case float64:
		to = binary.BigEndian.AppendUint64(to, math.Float64bits(v))
	case string:
		to = append(to, v...)
	case []byte:
		to = append(to, v...)
	}
	return to
}

// appendVarint appends a number below 1<<56, as all lengths and row numbers here
// are (section 1.6).
func appendVarint(to []byte, n uint64) []byte {
	if n < 1<<7 {
		return append(to, byte(n))
	}
	var b [8]byte
	i := len(b) - 1
	b[i] = byte(n & 0x7f)
	for n >>= 7; n > 0; n >>= 7 {
		i--
		b[i] = byte(n) | 0x80
	}
	return append(to, b[i:]...)
}
