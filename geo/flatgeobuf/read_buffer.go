package flatgeobuf

import (
	"encoding/binary"
	"errors"
	"math"
)

// buffer reads tables of a flatbuffer. Offsets are the file's own word, so each is checked before it is followed; one that
// leads out of the buffer makes bad true, and what is read is 0.
type buffer struct {
	b   []byte
	bad bool
}

var errBadBuffer = errors.New("an offset in it leads out of its bytes")

// tableAt is a table of the buffer; 0 is one that is not there, for no table begins there.
type tableAt int

func (f *buffer) root() tableAt { return tableAt(f.uint32(0)) }

func (f *buffer) has(at, n int) bool {
	if at < 0 || n < 0 || at > len(f.b)-n {
		f.bad = true
		return false
	}
	return true
}

func (f *buffer) uint32(at int) uint32 {
	if !f.has(at, 4) {
		return 0
	}
	return binary.LittleEndian.Uint32(f.b[at:])
}

func (f *buffer) uint16(at int) uint16 {
	if !f.has(at, 2) {
		return 0
	}
	return binary.LittleEndian.Uint16(f.b[at:])
}

// field returns where a field of a table is, 0 if it is not there.
func (f *buffer) field(t tableAt, number int) int {
	if t == 0 {
		return 0
	}
	vtable := int(t) - int(int32(f.uint32(int(t))))
	if f.bad || number*2+4 >= int(f.uint16(vtable)) {
		return 0
	}
	at := int(f.uint16(vtable + 4 + 2*number))
	if at == 0 || f.bad {
		return 0
	}
	return int(t) + at
}

func (f *buffer) byteOf(t tableAt, number int) byte {
	if at := f.field(t, number); at != 0 && f.has(at, 1) {
		return f.b[at]
	}
	return 0
}

// follow returns what a field refers to, 0 if it is not there.
func (f *buffer) follow(t tableAt, number int) int {
	at := f.field(t, number)
	if at == 0 {
		return 0
	}
	return at + int(f.uint32(at))
}

// vector returns where a vector begins and how many elements of that size it has, which are all in the buffer.
func (f *buffer) vector(t tableAt, number, size int) (at, n int) {
	at = f.follow(t, number)
	if at == 0 {
		return 0, 0
	}
	count := int64(f.uint32(at))
	if count > int64(len(f.b)/size) || !f.has(at+4, int(count)*size) {
		f.bad = true
		return 0, 0
	}
	return at + 4, int(count)
}

func (f *buffer) text(t tableAt, number int) string {
	at, n := f.vector(t, number, 1)
	return string(f.b[at : at+n])
}

// child returns a table of a vector of tables.
func (f *buffer) child(at, i int) tableAt { return tableAt(at + 4*i + int(f.uint32(at+4*i))) }

func (f *buffer) float(at int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(f.b[at:])) + 0 // -0 + 0 is 0
}
