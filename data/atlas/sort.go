package atlas

import (
	"cmp"
	"slices"
)

// SortKey orders features by a property: texts by their bytes, false before
// true, and null always last.
type SortKey struct {
	Field      string
	Descending bool
}

// sorter compares the features of a layer by sort keys.
type sorter struct {
	layer   *Layer
	columns []*column
	falling []bool
}

func (l *Layer) sorter(keys []SortKey) *sorter {
	s := &sorter{layer: l}
	for _, k := range keys {
		s.columns, s.falling = append(s.columns, l.mustColumn(k.Field)), append(s.falling, k.Descending)
	}
	return s
}

// place is twice a code, so that a value that no feature has lies between two;
// null is behind all.
func (s *sorter) place(n int, code2 uint64) uint64 {
	last := 2 * uint64(s.columns[n].size()+1)
	switch {
	case code2 == 0:
		return last
	case s.falling[n]:
		return last - code2
	}
	return code2
}

func (s *sorter) at(n int, i uint32) uint64 {
	return s.place(n, 2*uint64(s.columns[n].codes.at(i)))
}

func (s *sorter) compare(i, j uint32) int {
	for n := range s.columns {
		if c := cmp.Compare(s.at(n, i), s.at(n, j)); c != 0 {
			return c
		}
	}
	return cmp.Compare(i, j)
}

// behind returns the test for features behind a cursor, whose values and feature
// need not be in this release.
func (s *sorter) behind(c Cursor) func(i uint32) bool {
	if c.IsZero() || len(c.Values) != len(s.columns) {
		return func(uint32) bool { return true }
	}
	places := make([]uint64, len(c.Values))
	for n, v := range c.Values {
		var code2 uint64
		if v != nil {
			code, own := s.columns[n].from(*v)
			if code2 = 2 * uint64(code); !own {
				code2--
			}
		}
		places[n] = s.place(n, code2)
	}
	first := s.layer.indexAfter(Cursor{Key: c.Key, ID: c.ID})
	return func(i uint32) bool {
		for n, place := range places {
			if c := cmp.Compare(s.at(n, i), place); c != 0 {
				return c > 0
			}
		}
		return i >= first
	}
}

func (s *sorter) cursorAt(i uint32) Cursor {
	c := s.layer.cursorAt(i)
	for _, column := range s.columns {
		if code := column.codes.at(i); code > 0 {
			v := column.value(code)
			c.Values = append(c.Values, &v)
		} else {
			c.Values = append(c.Values, nil)
		}
	}
	return c
}

// sorted answers a query with sort keys: of all that match it keeps the first of
// the page in a heap whose root is the last of them.
func (l *Layer) sorted(m *matcher, q Query) Result {
	s := l.sorter(q.Sort)
	behind := s.behind(q.After)
	top := &lastFirst{s, make([]uint32, 0, q.Limit+1)}
	var r Result
	m.each(0, func(low, high uint32) bool {
		r.Matched += int(high - low)
		for i := low; i < high; i++ {
			if behind(i) {
				top.offer(i, q.Limit+1) // one more tells whether there is a next page
			}
		}
		return true
	})
	slices.SortFunc(top.indexes, s.compare)
	indexes := top.indexes
	if len(indexes) > q.Limit {
		indexes = indexes[:q.Limit]
		r.Next = s.cursorAt(indexes[q.Limit-1])
	}
	for _, i := range indexes {
		r.add(i, i+1)
	}
	return r
}

// lastFirst keeps the first of the features offered: a heap, once it is full, whose
// root is the last of them. It is not container/heap, which allocates for each.
type lastFirst struct {
	*sorter
	indexes []uint32
}

func (h *lastFirst) offer(i uint32, most int) {
	switch {
	case len(h.indexes) < most:
		if h.indexes = append(h.indexes, i); len(h.indexes) == most {
			for n := most/2 - 1; n >= 0; n-- {
				h.sink(n)
			}
		}
	case h.compare(i, h.indexes[0]) < 0:
		h.indexes[0] = i
		h.sink(0)
	}
}

// sink moves what is at n down to where all below it come before it.
func (h *lastFirst) sink(n int) {
	list := h.indexes
	for child := 2*n + 1; child < len(list); child = 2*n + 1 {
		if child+1 < len(list) && h.compare(list[child+1], list[child]) > 0 {
			child++
		}
		if h.compare(list[child], list[n]) < 0 {
			return
		}
		list[n], list[child] = list[child], list[n]
		n = child
	}
}
