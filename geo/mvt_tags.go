package geo

import (
	"encoding/binary"
	"math"
)

// TagString gives the feature a property. A key that the feature has already gets the new value, here and in the
// methods beside it; null is a property left out.
func (l *MVTLayer) TagString(key, value string) {
	l.tag(key, mvtValue{kind: mvtValueString, text: value})
}

// TagInt gives the feature a whole number.
func (l *MVTLayer) TagInt(key string, value int64) {
	l.tag(key, mvtValue{kind: mvtValueInt, bits: uint64(value)})
}

// TagFloat gives the feature a number; NaN and infinities are written as they are.
func (l *MVTLayer) TagFloat(key string, value float64) {
	l.tag(key, mvtValue{kind: mvtValueDouble, bits: math.Float64bits(value)})
}

// TagBool gives the feature a truth value.
func (l *MVTLayer) TagBool(key string, value bool) {
	v := mvtValue{kind: mvtValueBool}
	if value {
		v.bits = 1
	}
	l.tag(key, v)
}

// tag waits with the dictionaries until the feature is known to stay.
func (l *MVTLayer) tag(key string, value mvtValue) {
	for i := range l.tags {
		if l.tags[i].key == key {
			l.tags[i].value = value
			return
		}
	}
	l.tags = append(l.tags, mvtTag{key, value})
}

type mvtTag struct {
	key   string
	value mvtValue
}

// mvtValue is a value in a form that compares: equal bits are the same entry of the dictionary.
type mvtValue struct {
	kind byte // the field of the message Value
	bits uint64
	text string
}

const (
	mvtValueString = 1<<3 | mvtBytes
	mvtValueDouble = 3<<3 | mvtDouble
	mvtValueInt    = 4<<3 | mvtVarint
	mvtValueSint   = 6<<3 | mvtVarint // zigzag, so that -1 is not ten bytes
	mvtValueBool   = 7<<3 | mvtVarint
)

// mvtDictionary numbers what it is given from 0 in the order of first use and keeps the encoded entries.
type mvtDictionary[E comparable] struct {
	numbers map[E]uint32
	encoded []byte
}

func (d *mvtDictionary[E]) reset() {
	clear(d.numbers)
	d.encoded = d.encoded[:0]
}

func (d *mvtDictionary[E]) index(entry E, appendEntry func([]byte, E) []byte) uint32 {
	n, ok := d.numbers[entry]
	if ok {
		return n
	}
	if d.numbers == nil {
		d.numbers = map[E]uint32{}
	}
	n = uint32(len(d.numbers))
	d.numbers[entry] = n
	d.encoded = appendEntry(d.encoded, entry)
	return n
}

func appendMVTKey(dst []byte, key string) []byte { return appendMVTBytes(dst, mvtLayerKey, key) }

func appendMVTValue(dst []byte, v mvtValue) []byte {
	if v.kind == mvtValueString {
		inner := 1 + uvarintLen(uint64(len(v.text))) + len(v.text)
		dst = binary.AppendUvarint(append(dst, mvtLayerValue), uint64(inner))
		return appendMVTBytes(dst, mvtValueString, v.text)
	}
	var buffer [1 + binary.MaxVarintLen64]byte
	return appendMVTBytes(dst, mvtLayerValue, appendMVTScalar(buffer[:0], v))
}

func appendMVTScalar(dst []byte, v mvtValue) []byte {
	switch n := int64(v.bits); {
	case v.kind == mvtValueDouble:
		return appendMVTDouble(dst, mvtValueDouble, math.Float64frombits(v.bits))
	case v.kind == mvtValueInt && n < 0:
		return binary.AppendVarint(append(dst, mvtValueSint), n)
	}
	return appendMVTNumber(dst, v.kind, v.bits)
}

func uvarintLen(v uint64) int {
	n := 1
	for ; v >= 0x80; v >>= 7 {
		n++
	}
	return n
}
