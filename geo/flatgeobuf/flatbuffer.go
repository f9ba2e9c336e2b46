package flatgeobuf

import "encoding/binary"

// builder writes FlatBuffers from front to back: tables refer to what comes after them, as the format demands. Places and
// alignments count from the beginning of its bytes, where the size prefix stands.
type builder struct{ b []byte }

var le = binary.LittleEndian

// begin starts a buffer with a size prefix and the reference to the root table, which finish and refer fill in.
func (f *builder) begin() { f.b = append(f.b[:0], 0, 0, 0, 0, 0, 0, 0, 0) }

// finish pads the buffer to whole doubles, as the reference implementation does, and fills in its size.
func (f *builder) finish() {
	f.align(8)
	le.PutUint32(f.b, uint32(len(f.b)-4))
}

func (f *builder) align(n int) {
	for len(f.b)%n != 0 {
		f.b = append(f.b, 0)
	}
}

// refer has the reference at a place lead to another.
func (f *builder) refer(at, to int) { le.PutUint32(f.b[at:], uint32(to-at)) }

// slot is a field of a table: absent, a number of some bytes, or a reference to what write writes.
type slot struct {
	size  int
	value uint64
	write func() int
}

func number(size int, v uint64) slot  { return slot{size: size, value: v} }
func reference(write func() int) slot { return slot{size: 4, write: write} }
func (f *builder) text(s string) slot { return reference(func() int { return f.string(s) }) }
func (f *builder) textOr(s string) slot { // absent if it is empty
	if s == "" {
		return slot{}
	}
	return f.text(s)
}

// table writes a table with its vtable before it and all that it refers to behind it, and returns its place.
func (f *builder) table(slots ...slot) int {
	f.align(4)
	vtable := len(f.b)
	f.b = append(f.b, make([]byte, 4+2*len(slots))...)
	f.align(4)
	table := len(f.b)
	f.b = le.AppendUint32(f.b, uint32(table-vtable))
	at := make([]int, len(slots))
	for size := 8; size > 0; size /= 2 {
		for i, s := range slots {
			if s.size != size {
				continue
			}
			f.align(size)
			at[i] = len(f.b)
			var bytes [8]byte
			le.PutUint64(bytes[:], s.value)
			f.b = append(f.b, bytes[:size]...)
			le.PutUint16(f.b[vtable+4+2*i:], uint16(at[i]-table))
		}
	}
	le.PutUint16(f.b[vtable:], uint16(4+2*len(slots)))
	le.PutUint16(f.b[vtable+2:], uint16(len(f.b)-table))
	for i, s := range slots {
		if s.write != nil {
			f.refer(at[i], s.write())
		}
	}
	return table
}

func (f *builder) string(s string) int {
	f.align(4)
	at := len(f.b)
	f.b = le.AppendUint32(f.b, uint32(len(s)))
	f.b = append(append(f.b, s...), 0)
	return at
}

// vector writes a list of references to n tables.
func (f *builder) vector(n int, write func(i int) int) int {
	f.align(4)
	at := len(f.b)
	f.b = le.AppendUint32(f.b, uint32(n))
	f.b = append(f.b, make([]byte, 4*n)...)
	for i := range n {
		f.refer(at+4+4*i, write(i))
	}
	return at
}

// doubles begins a list of n float64; the caller appends them.
func (f *builder) doubles(n int) int {
	f.align(4)
	if len(f.b)%8 == 0 {
		f.b = append(f.b, 0, 0, 0, 0)
	}
	at := len(f.b)
	f.b = le.AppendUint32(f.b, uint32(n))
	return at
}
