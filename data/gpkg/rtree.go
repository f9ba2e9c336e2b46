package gpkg

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"

	"stele/data/release/btree"
	"stele/geo"
	"stele/geo/table"
)

// SQLite's R*Tree keeps its nodes as blobs in a table ("The SQLite R*Tree Module", sqlite.org/rtree.html, and rtree.c).
// rtree packs the features of a table into such nodes in their order, which is a spatial one.
type rtree struct {
	levels [][]box // of nodes: from those of the features' boxes up to the root
}

// nodeCells is how many boxes a node has room for: rtree.c makes it no more with pages of 4096 bytes, and nodeBytes long.
const (
	nodeCells = 51
	cellBytes = 24
	nodeBytes = 4 + nodeCells*cellBytes
)

// box is west, east, south, north, rounded outwards.
type box [4]float32

func boxOf(b orb.Bound) box {
	return box{below(b.Min[0]), above(b.Max[0]), below(b.Min[1]), above(b.Max[1])}
}

func below(v float64) float32 { return -above(-v) }

func above(v float64) float32 {
	f := float32(v)
	if float64(f) < v {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

func (b box) around(o box) box {
	return box{min(b[0], o[0]), max(b[1], o[1]), min(b[2], o[2]), max(b[3], o[3])}
}

// measureRtree finds the boxes of all nodes.
func measureRtree(t *table.Table) (r rtree, err error) {
	var level []box
	n := 0
	err = t.Shapes(func(g orb.Geometry) error {
		if g == nil {
			return nil
		}
		b := boxOf(geo.BoundOf(g))
		if n%nodeCells == 0 {
			level = append(level, b)
		} else {
			level[len(level)-1] = level[len(level)-1].around(b)
		}
		n++
		return nil
	})
	for len(level) > 0 {
		r.levels = append(r.levels, level)
		if len(level) == 1 {
			break
		}
		var up []box
		for i, b := range level {
			if i%nodeCells == 0 {
				up = append(up, b)
			} else {
				up[len(up)-1] = up[len(up)-1].around(b)
			}
		}
		level = up
	}
	return r, err
}

// first is the number of the first node of a level: the root is 1, the others are numbered from the bottom up.
func (r *rtree) first(level int) int64 {
	if level == len(r.levels)-1 {
		return 1
	}
	n := int64(2)
	for i := range level {
		n += int64(len(r.levels[i]))
	}
	return n
}

// node is a node's blob.
type node struct {
	b []byte
	n int
}

func (n *node) reset() { n.b, n.n = append(n.b[:0], 0, 0, 0, 0), 0 }

func (n *node) add(id int64, b box) {
	n.b = binary.BigEndian.AppendUint64(n.b, uint64(id))
	for _, v := range b {
		n.b = binary.BigEndian.AppendUint32(n.b, math.Float32bits(v))
	}
	n.n++
	binary.BigEndian.PutUint16(n.b[2:], uint16(n.n))
}

func (n *node) padded() []byte {
	return append(n.b, make([]byte, nodeBytes-len(n.b))...)[:nodeBytes]
}

// loadNodes writes the table of nodes; the root, which comes first, has the height of the tree.
func (r *rtree) loadNodes(t *btree.Table, of *table.Table) error {
	top := len(r.levels) - 1
	if top < 0 {
		return nil // the root is there, and empty
	}
	var n node
	var row btree.Fields
	put := func(number int64, blob []byte) error {
		row.Reset()
		row.Null()
		row.Blob(blob)
		return t.Add(number, row.Record())
	}
	if top > 0 {
		r.upper(top, 0, &n)
		binary.BigEndian.PutUint16(n.b, uint16(top))
		if err := put(1, n.padded()); err != nil {
			return err
		}
	}
	number, fid := r.first(0), int64(0)
	n.reset()
	err := of.Shapes(func(g orb.Geometry) error {
		fid++
		if g == nil {
			return nil
		}
		if n.n == nodeCells {
			if err := put(number, n.padded()); err != nil {
				return err
			}
			number++
			n.reset()
		}
		n.add(fid, boxOf(geo.BoundOf(g)))
		return nil
	})
	if err = errors.Join(err, put(number, n.padded())); err != nil {
		return err
	}
	for level := 1; level < top; level++ {
		for i := range r.levels[level] {
			r.upper(level, i, &n)
			if err := put(r.first(level)+int64(i), n.padded()); err != nil {
				return err
			}
		}
	}
	return t.Close()
}

// upper fills in node i of a level above the lowest.
func (r *rtree) upper(level, i int, n *node) {
	n.reset()
	below := r.levels[level-1]
	for c := i * nodeCells; c < min((i+1)*nodeCells, len(below)); c++ {
		n.add(r.first(level-1)+int64(c), below[c])
	}
}

// loadRowids writes which node each feature is in.
func (r *rtree) loadRowids(t *btree.Table, of *table.Table) error {
	var row btree.Fields
	n, fid := int64(0), int64(0)
	first := int64(0)
	if len(r.levels) > 0 {
		first = r.first(0)
	}
	err := of.Shapes(func(g orb.Geometry) error {
		fid++
		if g == nil {
			return nil
		}
		row.Reset()
		row.Null()
		row.Integer(first + n/nodeCells)
		n++
		return t.Add(fid, row.Record())
	})
	if err != nil {
		return err
	}
	return t.Close()
}

// loadParents writes which node each node but the root is in.
func (r *rtree) loadParents(t *btree.Table) error {
	var row btree.Fields
	for level := range len(r.levels) - 1 {
		for i := range r.levels[level] {
			row.Reset()
			row.Null()
			row.Integer(r.first(level+1) + int64(i/nodeCells))
			if err := t.Add(r.first(level)+int64(i), row.Record()); err != nil {
				return err
			}
		}
	}
	return t.Close()
}
