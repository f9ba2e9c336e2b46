package release

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"stele/data/release/btree"
	geotable "stele/geo/table"
)

// boxes are the boxes of a table's rows 1, 2, 3 ..., to be packed into SQLite's
// R*Tree. Rows that follow each other lie near each other, in Hilbert order, so
// nodes are filled from left to right and those above them likewise.
type boxes struct {
	all   []box
	types geotable.Types // of the geometries that they are around
}

// box is minx, maxx, miny, maxy, rounded outward: an R*Tree keeps 32 bits.
type box [4]float32

func roundedOut(b orb.Bound) box {
	return box{down(b.Min[0]), up(b.Max[0]), down(b.Min[1]), up(b.Max[1])}
}

func down(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func up(v float64) float32 { return -down(-v) }

func around(boxes []box) box {
	whole := boxes[0]
	for _, b := range boxes[1:] {
		whole = box{min(whole[0], b[0]), max(whole[1], b[1]), min(whole[2], b[2]), max(whole[3], b[3])}
	}
	return whole
}

// The form of a node (https://www.sqlite.org/rtree.html, section 6): its height if
// it is the root, the number of its cells, and the cells, each an int64 (row or
// node) and a box. Nodes have a size that follows from the page's.
const (
	nodeCells = 51
	nodeHead  = 4
	nodeCell  = 8 + 4*4
	nodeSize  = nodeHead + nodeCells*nodeCell
)

// level is a row of nodes: first is the number of the first of them, and boxes are
// those of the cells in them all.
type level struct {
	first int64
	boxes []box
}

func (l level) nodes() int64 { return max(1, (int64(len(l.boxes))+nodeCells-1)/nodeCells) }

// fill writes the three tables that an R*Tree is: its nodes, in which node each
// row is, and in which each node.
func (b *boxes) fill(file *btree.File, name string, roots map[string]uint32) error {
	levels := b.levels()
	var tables [3]*btree.Table
	for i, suffix := range []string{"_node", "_rowid", "_parent"} {
		root, ok := roots[name+suffix]
		if !ok {
			return fmt.Errorf("its spatial index has no table %s", suffix)
		}
		tables[i] = file.Table(root)
	}
	nodes, rows, parents := tables[0], tables[1], tables[2]
	for i, l := range levels {
		for n := range l.nodes() {
			if err := add(nodes, l.first+n, l.node(n, i, levels)); err != nil {
				return err
			}
		}
	}
	if err := nodes.Close(); err != nil {
		return err
	}
	leaves := levels[len(levels)-1]
	for i := range leaves.boxes {
		if err := add(rows, int64(i)+1, leaves.first+int64(i)/nodeCells); err != nil {
			return err
		}
	}
	if err := rows.Close(); err != nil {
		return err
	}
	for i, l := range levels[1:] {
		for n := range l.nodes() {
			if err := add(parents, l.first+n, levels[i].first+n/nodeCells); err != nil {
				return err
			}
		}
	}
	return parents.Close()
}

func add(t *btree.Table, key int64, value any) error {
	record, err := btree.AppendRow(nil, value)
	if err != nil {
		return err
	}
	return t.Add(key, record)
}

// levels has the root, which is node 1, first and the leaves last.
func (b *boxes) levels() []level {
	up := []level{{boxes: b.all}}
	for l := up[0]; l.nodes() > 1; l = up[len(up)-1] {
		var above []box
		for n := range l.nodes() {
			above = append(above, around(l.cells(n)))
		}
		up = append(up, level{boxes: above})
	}
	first := int64(1)
	levels := make([]level, 0, len(up))
	for i := len(up) - 1; i >= 0; i-- {
		up[i].first = first
		first += up[i].nodes()
		levels = append(levels, up[i])
	}
	return levels
}

func (l level) cells(n int64) []box {
	return l.boxes[n*nodeCells : min(int64(len(l.boxes)), (n+1)*nodeCells)]
}

// node is node n of level i.
func (l level) node(n int64, i int, levels []level) []byte {
	node := make([]byte, nodeHead, nodeSize)
	if i == 0 {
		binary.BigEndian.PutUint16(node, uint16(len(levels)-1))
	}
	below := int64(1) // rows are numbered from 1
	if i+1 < len(levels) {
		below = levels[i+1].first
	}
	cells := l.cells(n)
	binary.BigEndian.PutUint16(node[2:], uint16(len(cells)))
	for c, b := range cells {
		node = binary.BigEndian.AppendUint64(node, uint64(below+n*nodeCells+int64(c)))
		for _, v := range b {
			node = binary.BigEndian.AppendUint32(node, math.Float32bits(v))
		}
	}
	return node[:nodeSize]
}
