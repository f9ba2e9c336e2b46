package flatgeobuf

import (
	"io"
	"math"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
)

// nodeSize is how many children a node of the index has.
const nodeSize = 16

// index is the packed R-tree: all levels from the root down to the features' boxes. Only those above the boxes are kept.
type index struct {
	count  int           // of features
	levels [][]orb.Bound // from the one above the features' boxes up to the root
}

// add takes the box of the next feature; an empty one is for no geometry.
func (t *index) add(b orb.Bound) {
	if t.count%nodeSize == 0 {
		if t.count == 0 {
			t.levels = [][]orb.Bound{nil}
		}
		t.levels[0] = append(t.levels[0], geo.BoundOf(nil))
	}
	last := &t.levels[0][len(t.levels[0])-1]
	*last = around(*last, b)
	t.count++
}

func around(a, b orb.Bound) orb.Bound {
	a.Min = orb.Point{min(a.Min[0], b.Min[0]), min(a.Min[1], b.Min[1])}
	a.Max = orb.Point{max(a.Max[0], b.Max[0]), max(a.Max[1], b.Max[1])}
	return a
}

// build makes the levels up to the root.
func (t *index) build() {
	for t.count > 0 {
		below := t.levels[len(t.levels)-1]
		if len(below) == 1 {
			return
		}
		var level []orb.Bound
		for i, b := range below {
			if i%nodeSize == 0 {
				level = append(level, geo.BoundOf(nil))
			}
			level[len(level)-1] = around(level[len(level)-1], b)
		}
		t.levels = append(t.levels, level)
	}
}

// write writes the nodes, the root first. A node refers to its first child by that one's number, a feature's box to the
// feature by its place behind the index.
func (t *index) write(w io.Writer, of *table.Table, sizes []uint32) error {
	if t.count == 0 {
		return nil
	}
	var node [40]byte
	put := func(b orb.Bound, to uint64) error {
		for i, v := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			le.PutUint64(node[8*i:], math.Float64bits(v))
		}
		le.PutUint64(node[32:], to)
		_, err := w.Write(node[:])
		return err
	}
	number := uint64(0) // of the first node of the level below
	for n := len(t.levels) - 1; n >= 0; n-- {
		number += uint64(len(t.levels[n]))
		for i, b := range t.levels[n] {
			if err := put(b, number+uint64(i*nodeSize)); err != nil {
				return err
			}
		}
	}
	i, at := 0, uint64(0)
	return of.Shapes(func(g orb.Geometry) error {
		err := put(geo.BoundOf(g), at)
		at += uint64(sizes[i])
		i++
		return err
	})
}
