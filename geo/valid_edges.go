package geo

import "github.com/paulmach/orb"

// How two edges meet.
const (
	apart   = iota
	touches // in one point that is an end of at least one of them
	crosses
	overlaps // along a stretch
)

// compareEdges looks at each pair of edges whose boxes meet, and keeps where rings touch.
func (t *topology) compareEdges() error {
	const pairCost = 30 // of one exact comparison, in tree nodes
	for i := range t.edges {
		err := t.search(t.tree.boxes[i], func(j int) error {
			if j <= i {
				return nil
			}
			t.budget -= pairCost
			return t.compare(i, j)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *topology) compare(i, j int) error {
	e, f := t.edges[i], t.edges[j]
	how, at := meet(e, f)
	ringE, ringF := t.rings[e.ring], t.rings[f.ring]
	switch {
	case how == apart:
		return nil
	case e.ring == f.ring:
		if how == touches && ringE.neighbours(i, j) {
			return nil
		}
		return problem(t.name(int(e.ring))+" "+[...]string{"", "touches", "crosses", "runs along"}[how]+" itself", at)
	case how != touches:
		what := [...]string{crosses: " crosses ", overlaps: " runs along "}[how]
		return problem(t.name(int(e.ring))+what+t.name(int(f.ring)), at)
	case ringE.polygon != ringF.polygon:
		t.touches = append(t.touches, touch{i, at, ringF.polygon}, touch{j, at, ringE.polygon})
		return nil
	}
	return t.touchWithinPolygon(e.ring, f.ring, at)
}

// touchWithinPolygon: two closed curves that meet in one point only cannot cross there, in two they may.
func (t *topology) touchWithinPolygon(r, s int32, at orb.Point) error {
	pair := [2]int32{min(r, s), max(r, s)}
	if before, ok := t.contact[pair]; ok && before != at {
		return problem(t.name(int(r))+" meets "+t.name(int(s))+" at more than one point", at)
	}
	t.contact[pair] = at
	return nil
}

// neighbours tells whether edges i < j follow each other on the ring, also over its closing.
func (r ringRef) neighbours(i, j int) bool {
	return j == i+1 || i == r.first && j == r.end-1
}

// meet tells how two edges meet and where. The place is exact for touches; else it is near.
func meet(e, f edge) (int, orb.Point) {
	c, d := orient(e.a, e.b, f.a), orient(e.a, e.b, f.b)
	if c*d > 0 {
		return apart, orb.Point{}
	}
	a, b := orient(f.a, f.b, e.a), orient(f.a, f.b, e.b)
	switch {
	case a*b > 0:
		return apart, orb.Point{}
	case a == 0 && b == 0 && c == 0 && d == 0:
		return meetInLine(e, f)
	case c == 0 && onSegment(e.a, e.b, f.a):
		return touches, f.a
	case d == 0 && onSegment(e.a, e.b, f.b):
		return touches, f.b
	case a == 0 && onSegment(f.a, f.b, e.a):
		return touches, e.a
	case b == 0 && onSegment(f.a, f.b, e.b):
		return touches, e.b
	case a*b < 0 && c*d < 0:
		return crosses, crossing(e, f)
	}
	return apart, orb.Point{}
}

// meetInLine is for two edges on one line.
func meetInLine(e, f edge) (int, orb.Point) {
	var shared []orb.Point
	add := func(p orb.Point, other edge) {
		if onSegment(other.a, other.b, p) && (len(shared) == 0 || shared[0] != p) {
			shared = append(shared, p)
		}
	}
	add(e.a, f)
	add(e.b, f)
	add(f.a, e)
	add(f.b, e)
	switch len(shared) {
	case 0:
		return apart, orb.Point{}
	case 1:
		return touches, shared[0]
	}
	return overlaps, shared[0]
}

// crossing is the point where the lines of two edges cross, rounded: only for messages.
func crossing(e, f edge) orb.Point {
	ux, uy := e.b[0]-e.a[0], e.b[1]-e.a[1]
	vx, vy := f.b[0]-f.a[0], f.b[1]-f.a[1]
	det := ux*vy - uy*vx
	if det == 0 {
		return e.a
	}
	at := ((f.a[0]-e.a[0])*vy - (f.a[1]-e.a[1])*vx) / det
	at = min(max(at, 0), 1)
	return orb.Point{e.a[0] + at*ux, e.a[1] + at*uy}
}
