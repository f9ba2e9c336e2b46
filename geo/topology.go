package geo

import (
	"math"
	"math/bits"

	"github.com/paulmach/orb"
)

// network is what the lines and rings of a layer have in common: every position once, and which of them are fixed
// because paths meet or part there. Between two fixed vertices all paths run along the same vertices, in an arc; so
// what is decided for a vertex holds in every shape that has it. (Topojson's "join", M. Bostock, 2016, with neighbours
// compared at every vertex.)
type network struct {
	paths    []networkPath
	refs     []int32 // the vertex of every position of every path
	vertices []networkVertex
	table    []int32 // open hash table of vertices, plus one
	walked   []int32 // scratch of walk
}

type networkPath struct {
	first, end int // in refs
	isRing     bool
	mustStay   bool // a ring that may not vanish
	isAlone    bool // a ring that no other path touches
}

type networkVertex struct {
	at       orb.Point
	from, to int32 // its neighbours, lesser first
	path     int32 // the last path that came by
	isShared bool  // by two paths
	isFixed  bool
	isDone   bool // has its weight
	weight   float32
}

// noVertex is the neighbour beyond the end of a line.
const noVertex = -1

func newNetwork(positions int) *network {
	size := 1 << bits.Len(uint(positions)*3/2)
	return &network{
		refs:     make([]int32, 0, positions),
		vertices: make([]networkVertex, 0, positions/2), // most positions of a coverage occur twice
		table:    make([]int32, size),
	}
}

// slot returns where in the table the position is or belongs.
func (n *network) slot(p orb.Point) int {
	x, y := math.Float64bits(p[0]+0), math.Float64bits(p[1]+0) // -0 becomes 0
	high, low := bits.Mul64(x^0x9E3779B97F4A7C15, y^0xD1B54A32D192ED03)
	mask := uint64(len(n.table) - 1)
	for i := (high ^ low ^ low>>29 ^ x>>17) & mask; ; i = (i + 1) & mask {
		v := n.table[i]
		if v == 0 || isSame(n.vertices[v-1].at, p) {
			return int(i)
		}
	}
}

// isSame is == that takes NaN for equal to NaN, or a path of them would fill the table with one long run.
func isSame(a, b orb.Point) bool {
	return a == b || math.IsNaN(a[0]+a[1]) && math.IsNaN(b[0]+b[1])
}

// add takes in a path.
func (n *network) add(path []orb.Point, isRing, mustStay bool) {
	first := len(n.refs)
	for _, p := range path {
		s := n.slot(p)
		if n.table[s] == 0 {
			n.vertices = append(n.vertices, networkVertex{at: p, path: noVertex})
			n.table[s] = int32(len(n.vertices))
		}
		n.refs = append(n.refs, n.table[s]-1)
	}
	n.paths = append(n.paths, networkPath{first: first, end: len(n.refs), isRing: isRing, mustStay: mustStay})
}

// fix fixes the positions that are also vertices here.
func (n *network) fix(path []orb.Point) {
	for _, p := range path {
		if v := n.table[n.slot(p)]; v > 0 {
			n.vertices[v-1].isFixed = true
		}
	}
}

// walk returns the vertices of the path without repeats, of a ring each once; until the next call.
func (n *network) walk(p *networkPath) []int32 {
	n.walked = n.walked[:0]
	for _, v := range n.refs[p.first:p.end] {
		if k := len(n.walked); k == 0 || n.walked[k-1] != v {
			n.walked = append(n.walked, v)
		}
	}
	k := len(n.walked)
	for p.isRing && k > 1 && n.walked[k-1] == n.walked[0] {
		k--
	}
	return n.walked[:k]
}

// join fixes the ends of lines and the vertices where paths part, meet or come by twice.
func (n *network) join() {
	for i := range n.paths {
		p := &n.paths[i]
		walk := n.walk(p)
		for j, v := range walk {
			before, after := int32(noVertex), int32(noVertex)
			if j > 0 {
				before = walk[j-1]
			} else if p.isRing {
				before = walk[len(walk)-1]
			}
			if j+1 < len(walk) {
				after = walk[j+1]
			} else if p.isRing {
				after = walk[0]
			}
			n.vertices[v].pass(int32(i), min(before, after), max(before, after))
		}
	}
}

func (v *networkVertex) pass(path, from, to int32) {
	switch v.path {
	case noVertex:
		v.from, v.to = from, to
	case path:
		v.isFixed = true
	default:
		v.isShared = true
		v.isFixed = v.isFixed || v.from != from || v.to != to
	}
	v.isFixed = v.isFixed || from == noVertex
	v.path = path
}

// anchor fixes as many vertices more as every ring needs to keep three that span an area, the same whichever way the
// ring winds and wherever it starts. A small ring keeps all: a square must not become a triangle.
func (n *network) anchor() {
	for i := range n.paths {
		p := &n.paths[i]
		walk := n.walk(p)
		if !p.isRing && (len(walk) < 3 || walk[0] != walk[len(walk)-1]) {
			continue
		}
		fixed := n.fixedOf(walk)
		p.isAlone = p.isRing && len(fixed) == 0 && len(walk) > 0 && !n.vertices[walk[0]].isShared
		if len(walk) < smallRing {
			n.fixAll(walk)
			continue
		}
		n.span(walk, fixed)
	}
}

// smallRing is the number of positions, the closing one too, up to which a ring keeps all of them.
const smallRing = 5

func (n *network) fixAll(walk []int32) {
	for _, v := range walk {
		n.vertices[v].isFixed = true
	}
}

func (n *network) fixedOf(walk []int32) (fixed []orb.Point) {
	for _, v := range walk {
		if n.vertices[v].isFixed {
			fixed = append(fixed, n.vertices[v].at)
		}
	}
	return fixed
}

func (n *network) span(walk []int32, fixed []orb.Point) {
	if ringArea(fixed) > 0 {
		return
	}
	if len(fixed) == 0 {
		fixed = append(fixed, n.fixBest(walk, func(p orb.Point) float64 { return -p[0] }))
	}
	a := fixed[0]
	for _, p := range fixed {
		if isBefore(p, a) {
			a = p
		}
	}
	fromA := func(p orb.Point) float64 { return (p[0]-a[0])*(p[0]-a[0]) + (p[1]-a[1])*(p[1]-a[1]) }
	b := best(fixed, fromA)
	if b == a {
		b = n.fixBest(walk, fromA)
	}
	n.fixBest(walk, func(p orb.Point) float64 { return math.Abs(cross(a, b, p)) })
}

// fixBest fixes the vertex with the highest score, among equals the first in the order of isBefore.
func (n *network) fixBest(walk []int32, score func(orb.Point) float64) orb.Point {
	chosen := walk[0]
	top := score(n.vertices[chosen].at)
	for _, v := range walk[1:] {
		at := n.vertices[v].at
		if s := score(at); s > top || s == top && isBefore(at, n.vertices[chosen].at) {
			chosen, top = v, s
		}
	}
	n.vertices[chosen].isFixed = true
	return n.vertices[chosen].at
}

func best(points []orb.Point, score func(orb.Point) float64) orb.Point {
	chosen := points[0]
	for _, p := range points[1:] {
		if s, top := score(p), score(chosen); s > top || s == top && isBefore(p, chosen) {
			chosen = p
		}
	}
	return chosen
}
