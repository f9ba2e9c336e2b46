package rowsort

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"iter"
	"os"
	"slices"
)

func (c *chunk) writeTo(f *os.File, offset int64) error {
	w := bufio.NewWriterSize(io.NewOffsetWriter(f, offset), 1<<18)
	for _, e := range c.entries {
		if _, err := w.Write(c.entry(e)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// Rows yields the rows by key. It may be called again, and by several at a time,
// after Sort and before Close. A row is only good until the next step.
func (s *Sorter) Rows() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		m, err := s.merge()
		if err != nil {
			yield(nil, err)
			return
		}
		for len(m) > 0 {
			if !yield(m[0].row, nil) {
				return
			}
			if err := m.advance(); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// source is a sorted run, at one of its rows.
type source struct {
	order    int // of runs, for rows of one key
	key, row []byte
	next     func(*source) (more bool, err error)
}

// merger is a heap of sources, the one with the least key first.
type merger []*source

func (s *Sorter) merge() (merger, error) {
	var m merger
	for i, r := range s.runs {
		from := bufio.NewReaderSize(io.NewSectionReader(s.file, r.offset, r.length), 1<<17)
		m = append(m, &source{order: i, next: func(s *source) (bool, error) { return s.read(from) }})
	}
	left := s.filled.entries
	m = append(m, &source{order: len(s.runs), next: func(src *source) (bool, error) {
		if len(left) == 0 {
			return false, nil
		}
		all := s.filled.entry(left[0])
		left = left[1:]
		src.split(all[lengths:], int(binary.BigEndian.Uint16(all)))
		return true, nil
	}})
	started := m[:0]
	for _, src := range m {
		more, err := src.next(src)
		if err != nil {
			return nil, err
		}
		if more {
			started = append(started, src)
		}
	}
	slices.SortFunc(started, compare) // a sorted list is a heap
	return started, nil
}

func (s *source) split(keyAndRow []byte, n int) { s.key, s.row = keyAndRow[:n], keyAndRow[n:] }

// read takes the next row out of a file, into memory of its own.
func (s *source) read(from *bufio.Reader) (bool, error) {
	var head [lengths]byte
	if _, err := io.ReadFull(from, head[:]); err == io.EOF {
		return false, nil
	} else if err != nil {
		return false, err
	}
	n, size := int(binary.BigEndian.Uint16(head[:])), int(binary.BigEndian.Uint32(head[2:]))
	both := slices.Grow(s.key[:0], n+size)[:n+size]
	_, err := io.ReadFull(from, both)
	s.split(both, n)
	return err == nil, err
}

func compare(a, b *source) int {
	if c := bytes.Compare(a.key, b.key); c != 0 {
		return c
	}
	return a.order - b.order
}

// advance moves the first source on and to its place.
func (m *merger) advance() error {
	h := *m
	more, err := h[0].next(h[0])
	if err != nil {
		return err
	}
	if !more {
		h[0] = h[len(h)-1]
		h = h[:len(h)-1]
		*m = h
	}
	for i := 0; ; {
		least := 2*i + 1
		if least >= len(h) {
			return nil
		}
		if right := least + 1; right < len(h) && compare(h[right], h[least]) < 0 {
			least = right
		}
		if compare(h[i], h[least]) <= 0 {
			return nil
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
