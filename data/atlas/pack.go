package atlas

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/paulmach/orb"
)

// A pack is what an atlas holds of its features, laid out so that it is used
// where it lies: a release carries it behind its rows (release.Tail), and a
// server maps it instead of encoding a million features anew. It is made of
// named runs of fixed-size numbers or bytes, each at a multiple of packAlign:
//
//	packMagic, 8 bytes
//	the runs
//	the directory, JSON: name -> offset and length in bytes
//	the directory's length, uint64
//
// Numbers are little-endian, as on all machines that Stele is built for; on
// another one, packs are refused and the rows are read.
//
// A pack says nothing that the rows do not, and the same rows give the same
// bytes, so that it can be checked by making it again.
const (
	packMagic = "atlas 1\n"
	packAlign = 64
)

// run is where numbers or bytes lie.
type run struct {
	Offset int64 `json:"o"`
	Length int64 `json:"n"`
}

// packer writes a pack, run by run.
type packer struct {
	w    *bufio.Writer
	at   int64
	runs map[string]run
	err  error
}

func newPacker(w io.Writer) *packer {
	p := &packer{w: bufio.NewWriterSize(w, 1<<20), runs: map[string]run{}}
	p.write([]byte(packMagic))
	return p
}

func (p *packer) write(b []byte) {
	if p.err == nil {
		_, p.err = p.w.Write(b)
		p.at += int64(len(b))
	}
}

func (p *packer) align() { p.write(make([]byte, -p.at&(packAlign-1))) }

// begin starts a run whose bytes come by write; end ends it.
func (p *packer) begin() (offset int64) {
	p.align()
	return p.at
}

func (p *packer) end(name string, offset int64) { p.runs[name] = run{offset, p.at - offset} }

// put writes a whole run.
func (p *packer) put(name string, b []byte) {
	at := p.begin()
	p.write(b)
	p.end(name, at)
}

func (p *packer) putArena(name string, a *arena) {
	p.put(name+".bytes", a.bytes)
	p.put(name+".ends", bytesOf(a.ends))
}

// finish writes the directory.
func (p *packer) finish() error {
	text, err := json.Marshal(p.runs) // in the order of names
	if err != nil {
		return err
	}
	p.align()
	p.write(text)
	p.write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
	return errors.Join(p.err, p.w.Flush())
}

// packed is a pack in memory. It remembers the first run that is not as it
// should be, so that the reader asks once, at the end.
type packed struct {
	bytes []byte
	runs  map[string]run
	err   error
}

var errPack = errors.New("the pack is damaged")

// errOtherPack means that another version of Stele wrote a pack.
var errOtherPack = errors.New("the pack is none of this version of stele")

func openPack(b []byte) (*packed, error) {
	if !isLittleEndian() {
		return nil, errors.New("packs are for little-endian machines")
	}
	n := len(b) - 8
	if n < len(packMagic) || string(b[:len(packMagic)]) != packMagic {
		return nil, errOtherPack
	}
	length := binary.LittleEndian.Uint64(b[n:])
	if length > uint64(n) {
		return nil, fmt.Errorf("%w: no directory", errPack)
	}
	p := &packed{bytes: b}
	if err := json.Unmarshal(b[n-int(length):n], &p.runs); err != nil {
		return nil, fmt.Errorf("%w: directory: %w", errPack, err)
	}
	return p, nil
}

func (p *packed) fail(name, what string) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: %s: %s", errPack, name, what)
	}
}

// raw returns the bytes of a run.
func (p *packed) raw(name string) []byte {
	r, ok := p.runs[name]
	if !ok || r.Offset < 0 || r.Length < 0 || r.Offset > int64(len(p.bytes)) || r.Length > int64(len(p.bytes))-r.Offset || r.Offset%packAlign != 0 {
		p.fail(name, "it is not in the directory, or not in the pack")
		return nil
	}
	return p.bytes[r.Offset : r.Offset+r.Length : r.Offset+r.Length]
}

// numbers returns a run of count numbers; any count if it is negative.
func numbers[T number](p *packed, name string, count int) []T {
	b := p.raw(name)
	size := int(unsafe.Sizeof(*new(T)))
	if len(b)%size != 0 || count >= 0 && len(b) != count*size {
		p.fail(name, fmt.Sprintf("it has %d bytes for %d numbers", len(b), count))
		return make([]T, max(count, 0))
	}
	return sliceOf[T](b)
}

// ordinals returns a run of count numbers that are all less than limit.
func ordinals(p *packed, name string, count, limit int) []uint32 {
	list := numbers[uint32](p, name, count)
	for _, n := range list {
		if int64(n) >= int64(limit) {
			p.fail(name, fmt.Sprintf("%d is not less than %d", n, limit))
			break
		}
	}
	return list
}

// arena returns count byte strings; any count if it is negative.
func (p *packed) arena(name string, count int) arena {
	a := arena{bytes: p.raw(name + ".bytes"), ends: numbers[uint64](p, name+".ends", count)}
	before := uint64(0)
	for _, end := range a.ends {
		if end < before {
			p.fail(name, "its ends are not in order")
			return arena{ends: make([]uint64, len(a.ends))}
		}
		before = end
	}
	if before > uint64(len(a.bytes)) {
		p.fail(name, "it ends behind its bytes")
		return arena{ends: make([]uint64, len(a.ends))}
	}
	return a
}

// number is what a run is made of: no pointers, no padding.
type number interface {
	~uint8 | ~uint16 | ~uint32 | ~int32 | ~uint64 | ~float32 | ~float64 | ~[2]float64 | ~[4]float64 | word | doc
}

// bytesOf returns the memory of a slice of numbers.
func bytesOf[T number](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(s[0])))
}

// boundsOf reads west, south, east, north as the bounds that have the same
// layout in memory.
func boundsOf(boxes [][4]float64) []orb.Bound {
	if len(boxes) == 0 {
		return nil
	}
	return unsafe.Slice((*orb.Bound)(unsafe.Pointer(unsafe.SliceData(boxes))), len(boxes))
}

// sliceOf is the inverse of bytesOf. Runs are aligned in the pack, and a pack
// is aligned in memory; if it is not, as in a test's odd slice, it is copied.
func sliceOf[T number](b []byte) []T {
	size := unsafe.Sizeof(*new(T))
	if len(b) == 0 {
		return nil
	}
	at := unsafe.Pointer(unsafe.SliceData(b))
	if uintptr(at)%unsafe.Alignof(*new(T)) != 0 {
		s := make([]T, len(b)/int(size))
		copy(bytesOf(s), b)
		return s
	}
	return unsafe.Slice((*T)(at), len(b)/int(size))
}

func isLittleEndian() bool {
	return binary.NativeEndian.Uint16([]byte{1, 0}) == 1
}
