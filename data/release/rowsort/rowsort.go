// Package rowsort puts rows in the order of their keys, however many there are:
// what does not fit a bounded piece of memory waits in a file that has no name.
package rowsort

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"slices"
)

// chunkBytes is how much waits in memory before it is sorted and set aside; a
// second chunk may be on its way to the file meanwhile.
const chunkBytes = 16 << 20

// Sorter takes rows. It is not safe for concurrent use.
type Sorter struct {
	dir    string
	most   int // bytes in a chunk
	filled chunk
	file   *os.File
	size   int64
	runs   []run
	saving chan error // of the chunk that is being set aside; nil if none is
	done   bool
}

// run is a sorted chunk in the file.
type run struct{ offset, length int64 }

// New returns an empty sorter whose file, if it needs one, is in the folder dir.
func New(dir string) *Sorter { return &Sorter{dir: dir, most: chunkBytes} }

// Add takes a row, of which it keeps a copy. Rows of one key stay in the order in
// which they came.
func (s *Sorter) Add(key, row []byte) error {
	if s.done {
		return errors.New("a row comes after the sorting")
	}
	if len(key) > math.MaxUint16 || len(row) > math.MaxInt32 {
		return errors.New("a row is too large to be sorted")
	}
	if len(s.filled.entries) > 0 && len(s.filled.bytes)+len(key)+len(row) > s.most {
		if err := s.setAside(); err != nil {
			return err
		}
	}
	s.filled.add(key, row)
	return nil
}

// setAside has the chunk sorted and written while the next one is filled.
func (s *Sorter) setAside() error {
	if err := s.wait(); err != nil {
		return err
	}
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, ".rows-*")
		if err != nil {
			return err
		}
		s.file = f
		// What is killed leaves nothing. Where an open file can't be removed,
		// Close removes it.
		_ = os.Remove(f.Name())
	}
	full := s.filled
	s.filled = chunk{}
	at := run{s.size, int64(len(full.bytes))}
	s.size += at.length
	s.runs = append(s.runs, at)
	saving := make(chan error, 1)
	s.saving = saving
	go func() {
		full.sort()
		saving <- full.writeTo(s.file, at.offset)
	}()
	return nil
}

func (s *Sorter) wait() error {
	if s.saving == nil {
		return nil
	}
	err := <-s.saving
	s.saving = nil
	return err
}

// Sort ends the adding. It is to be called once.
func (s *Sorter) Sort() error {
	s.done = true
	s.filled.sort()
	return s.wait()
}

// Close gives memory and file back.
func (s *Sorter) Close() error {
	err := s.wait()
	s.filled = chunk{}
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
		_ = os.Remove(s.file.Name())
		s.file = nil
	}
	return err
}

// chunk holds rows one after the other: the lengths of key and row, the key, the row.
type chunk struct {
	bytes   []byte
	entries []entry
}

type entry struct {
	head uint64 // of the key, behind what all have in common
	at   int
}

const lengths = 2 + 4

func (c *chunk) add(key, row []byte) {
	c.entries = append(c.entries, entry{at: len(c.bytes)})
	c.bytes = binary.BigEndian.AppendUint16(c.bytes, uint16(len(key)))
	c.bytes = binary.BigEndian.AppendUint32(c.bytes, uint32(len(row)))
	c.bytes = append(append(c.bytes, key...), row...)
}

func (c *chunk) key(e entry) []byte {
	return c.bytes[e.at+lengths : e.at+lengths+int(binary.BigEndian.Uint16(c.bytes[e.at:]))]
}

// entry returns all of a row, as it is kept.
func (c *chunk) entry(e entry) []byte {
	end := e.at + lengths + int(binary.BigEndian.Uint16(c.bytes[e.at:])) + int(binary.BigEndian.Uint32(c.bytes[e.at+2:]))
	return c.bytes[e.at:end]
}

// sort compares the first eight bytes that may differ as one number, which
// settles most.
func (c *chunk) sort() {
	if len(c.entries) == 0 {
		return
	}
	common := c.key(c.entries[0])
	for _, e := range c.entries {
		common = common[:commonLength(common, c.key(e))]
	}
	n := len(common)
	for i, e := range c.entries {
		var head [8]byte
		copy(head[:], c.key(e)[n:])
		c.entries[i].head = binary.BigEndian.Uint64(head[:])
	}
	slices.SortFunc(c.entries, func(a, b entry) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return cmp.Or(bytes.Compare(c.key(a)[n:], c.key(b)[n:]), cmp.Compare(a.at, b.at))
	})
}

func commonLength(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
