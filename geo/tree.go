package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Tree is a packed static R-tree over boxes that are already in a spatial order, usually that of [HilbertOf]. It never
// changes, so any number of goroutines may search it. A nil Tree holds nothing.
//
// Its nodes are float32 boxes rounded outward, 16 bytes each, 16 children to a node, all levels in one slice. Where
// the rounding matters the box given to [BuildTree] is asked, so answers are exact.
type Tree struct {
	boxes  []orb.Bound
	nodes  []node // level 0 has one for each box, the last level one in all
	levels []int  // where each level begins in nodes
	gaps   []bool // for the nodes above level 0, whether there is an empty box beneath
}

const nodeSize = 16

// node is a closed box; an empty one is inverted and so overlaps nothing.
type node struct{ west, south, east, north float32 }

// BuildTree builds the tree in one pass. Boxes in no spatial order give right answers, only slowly. Empty boxes
// (inverted, or with NaN, such as [BoundOf] gives for no geometry) keep their index and never match. The slice is kept
// and must not be changed afterwards.
func BuildTree(boxes []orb.Bound) *Tree {
	t := &Tree{boxes: boxes}
	total := 0
	for n := len(boxes); n > 0; n = (n + nodeSize - 1) / nodeSize {
		t.levels = append(t.levels, total)
		total += n
		if n == 1 {
			break
		}
	}
	t.nodes = make([]node, total)
	t.gaps = make([]bool, total-len(boxes))
	for i, b := range boxes {
		t.nodes[i] = outwardNode(b)
	}
	for level := 1; level < len(t.levels); level++ {
		t.buildLevel(level)
	}
	return t
}

func (t *Tree) buildLevel(level int) {
	begin, first := t.levels[level], t.levels[level-1]
	for i, end := begin, t.levelEnd(level); i < end; i++ {
		n := emptyNode()
		gap := false
		last := min(first+nodeSize, begin)
		for child := first; child < last; child++ {
			n.add(&t.nodes[child])
			gap = gap || t.hasGap(child)
		}
		t.nodes[i], t.gaps[i-len(t.boxes)] = n, gap
		first = last
	}
}

func (t *Tree) levelEnd(level int) int {
	if level+1 < len(t.levels) {
		return t.levels[level+1]
	}
	return len(t.nodes)
}

func (t *Tree) hasGap(i int) bool {
	if i < len(t.boxes) {
		return t.nodes[i].west > t.nodes[i].east
	}
	return t.gaps[i-len(t.boxes)]
}

// Len returns the number of boxes, empty ones included.
func (t *Tree) Len() int {
	if t == nil {
		return 0
	}
	return len(t.boxes)
}

// Search calls visit with the index of every box that shares a point with q, borders included, in ascending order,
// until visit returns false. It does not allocate. An empty q finds nothing.
func (t *Tree) Search(q orb.Bound, visit func(i int) bool) {
	t.SearchRanges(q, func(lo, hi int, _ bool) bool {
		for i := lo; i < hi; i++ {
			if !visit(i) {
				return false
			}
		}
		return true
	})
}

// SearchRanges is Search by runs of indices lo to hi-1, ascending and apart, until visit returns false. With certain,
// every box of the run lies wholly in q, so what is in the boxes need not be looked at; without it each box of the run
// shares a point with q and reaches out of it. Neighbouring certain runs come as one.
func (t *Tree) SearchRanges(q orb.Bound, visit func(lo, hi int, certain bool) bool) {
	w := newWalk(t, q, visit)
	w.run()
}

// walk is one search; it joins runs before it hands them out.
type walk struct {
	tree    *Tree
	q       orb.Bound
	outer   node // q rounded outward: what misses it misses q
	inner   node // q rounded inward: what is in it is in q
	visit   func(lo, hi int, certain bool) bool
	lo, hi  int
	certain bool
	budget  int // nodes that may still be looked at
}

func newWalk(t *Tree, q orb.Bound, visit func(lo, hi int, certain bool) bool) walk {
	return walk{tree: t, q: q, outer: outwardNode(q), inner: inwardNode(q), visit: visit, budget: math.MaxInt}
}

func (w *walk) run() {
	if w.tree.Len() == 0 || isNoBox(w.q) {
		return
	}
	if w.node(len(w.tree.levels)-1, 0) && w.hi > w.lo {
		w.visit(w.lo, w.hi, w.certain)
	}
}

// node searches the i-th node of a level that overlaps or is the root; false stops the search.
func (w *walk) node(level, i int) bool {
	n := &w.tree.nodes[w.tree.levels[level]+i]
	if w.budget--; w.budget < 0 {
		return false
	}
	if !n.overlaps(&w.outer) {
		return true
	}
	if level == 0 {
		return w.box(i, n)
	}
	if n.within(&w.inner) && !w.tree.hasGap(w.tree.levels[level]+i) {
		width := 1 << (4 * level) // nodeSize to the power of level
		return w.emit(i*width, min((i+1)*width, len(w.tree.boxes)), true)
	}
	end := min((i+1)*nodeSize, w.tree.levelEnd(level-1)-w.tree.levels[level-1])
	for child := i * nodeSize; child < end; child++ {
		if !w.node(level-1, child) {
			return false
		}
	}
	return true
}

func (w *walk) box(i int, n *node) bool {
	if n.west > n.east { // empty; an infinite q gets here
		return true
	}
	if n.within(&w.inner) {
		return w.emit(i, i+1, true)
	}
	b := w.tree.boxes[i]
	if !w.q.Intersects(b) {
		return true
	}
	return w.emit(i, i+1, w.q.Contains(b.Min) && w.q.Contains(b.Max))
}

func (w *walk) emit(lo, hi int, certain bool) bool {
	const longest = 256 // uncertain boxes are looked at one by one: don't let a caller who wants ten wait for all
	if lo == w.hi && certain == w.certain && w.hi > w.lo && (certain || hi-w.lo <= longest) {
		w.hi = hi
		return true
	}
	if w.hi > w.lo && !w.visit(w.lo, w.hi, w.certain) {
		return false
	}
	w.lo, w.hi, w.certain = lo, hi, certain
	return true
}

// add widens n to hold c. Plain comparisons: min and max look for NaN, which is never here, and take twice the time.
func (n *node) add(c *node) {
	if c.west < n.west {
		n.west = c.west
	}
	if c.south < n.south {
		n.south = c.south
	}
	if c.east > n.east {
		n.east = c.east
	}
	if c.north > n.north {
		n.north = c.north
	}
}

func (n *node) overlaps(q *node) bool {
	return n.west <= q.east && n.east >= q.west && n.south <= q.north && n.north >= q.south
}

func (n *node) within(q *node) bool {
	return n.west >= q.west && n.east <= q.east && n.south >= q.south && n.north <= q.north
}

func emptyNode() node {
	inf := float32(math.Inf(1))
	return node{inf, inf, -inf, -inf}
}

// isNoBox is true for an inverted bound and for one with NaN.
func isNoBox(b orb.Bound) bool { return !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) }

func outwardNode(b orb.Bound) node {
	if isNoBox(b) {
		return emptyNode()
	}
	return node{below(b.Min[0]), below(b.Min[1]), above(b.Max[0]), above(b.Max[1])}
}

// inwardNode may be inverted; then nothing is within.
func inwardNode(b orb.Bound) node {
	return node{above(b.Min[0]), above(b.Min[1]), below(b.Max[0]), below(b.Max[1])}
}

// below returns the greatest float32 that is not greater than v.
func below(v float64) float32 { return -above(-v) }

// above returns the least float32 that is not less than v. A float's bits count up away from zero.
func above(v float64) float32 {
	f := float32(v)
	bits := int32(math.Float32bits(f))
	if float64(f) < v {
		bits += 1 | bits>>31 // 1, or -1 for a negative f
	}
	return math.Float32frombits(uint32(bits))
}
