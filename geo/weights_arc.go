package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// arcWeigher holds the arc at hand and the scratch space for it.
type arcWeigher struct {
	arc   []int32
	at    []orb.Point
	spans []arcSpan
}

// arcSpan is a piece of the arc between two vertices that are decided.
type arcSpan struct {
	first, last int32
	depth       int32
	limit       float32 // the weight of the vertex that made it
}

// deepest is how often a piece is cut at its farthest vertex. Borders as they occur stay below it; one that was made
// to be costly, where every cut takes off one vertex only, is cut in the middle from there on. The promise of
// [Weigh] does not depend on where a piece is cut, only on the greatest distance in it.
const deepest = 64

// weighArc weighs the inner vertices of w.arc, unless that was done from the other side.
func (n *network) weighArc(w *arcWeigher) {
	if len(w.arc) < 3 || n.vertices[w.arc[1]].isDone {
		return
	}
	w.turn(n)
	w.spans = append(w.spans[:0], arcSpan{0, int32(len(w.arc) - 1), 0, float32(math.Inf(1))})
	for len(w.spans) > 0 {
		s := w.spans[len(w.spans)-1]
		w.spans = w.spans[:len(w.spans)-1]
		if s.last-s.first < 2 {
			continue
		}
		cut, distance := farthest(w.at[s.first : s.last+1])
		weight := min(above(distance), s.limit)
		if !(weight > 0) {
			continue // all on the line; they weigh nothing
		}
		cut += int(s.first)
		if s.depth >= deepest {
			cut = int(s.first+s.last) / 2
		}
		n.vertices[w.arc[cut]].weight = weight
		w.spans = append(w.spans,
			arcSpan{s.first, int32(cut), s.depth + 1, weight}, arcSpan{int32(cut), s.last, s.depth + 1, weight})
	}
}

// turn lets the arc run from the lesser end to the greater, so that rounding is the same wherever it was found, and
// fills w.at.
func (w *arcWeigher) turn(n *network) {
	if last := len(w.arc) - 1; isBefore(n.vertices[w.arc[last]].at, n.vertices[w.arc[0]].at) {
		for i, j := 0, last; i < j; i, j = i+1, j-1 {
			w.arc[i], w.arc[j] = w.arc[j], w.arc[i]
		}
	}
	w.at = w.at[:0]
	for _, v := range w.arc {
		w.at = append(w.at, n.vertices[v].at)
	}
	for _, v := range w.arc[1 : len(w.arc)-1] {
		n.vertices[v].isDone = true
	}
}

// farthest returns which inner position lies farthest from the segment between the ends, and how far.
func farthest(path []orb.Point) (at int, distance float64) {
	a, b := path[0], path[len(path)-1]
	dx, dy := b[0]-a[0], b[1]-a[1]
	perLength := 0.0
	if squared := dx*dx + dy*dy; squared > 0 {
		perLength = 1 / squared
	}
	at, most := len(path)/2, 0.0
	for i := 1; i < len(path)-1; i++ {
		x, y := path[i][0]-a[0], path[i][1]-a[1]
		t := (x*dx + y*dy) * perLength // where along the segment it is nearest, 0 to 1
		if t > 1 {
			t = 1
		}
		if t > 0 {
			x, y = x-t*dx, y-t*dy
		}
		if d := x*x + y*y; d > most {
			at, most = i, d
		}
	}
	return at, math.Sqrt(most)
}
