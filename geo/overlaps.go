package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// overlapSlackDeg is how deep, in degrees, one area must reach into another to overlap it: about 0.1 m. Outlines that
// were drawn as neighbours and rounded to 1e-7 degree differ by less.
const overlapSlackDeg = 1e-6

// Overlaps tells whether two geometries have more in common than a border. Two areas overlap if one reaches into the
// other's inside by more than 1e-6 degree; a common border, along which districts lie beside each other, is none. A
// point overlaps the area that it lies in or on, and a point of the same position. Lines are taken by their boxes: in
// doubt the answer is true. Nil, empty and not finite geometry overlaps nothing. The cost grows with the product of
// the edges of both areas that lie in the box that they share.
func Overlaps(a, b orb.Geometry) bool {
	boxA, boxB := BoundOf(a), BoundOf(b)
	if boxA.IsEmpty() || boxB.IsEmpty() || !boxA.Intersects(boxB) {
		return false
	}
	areasA, areasB := areasOf(nil, a), areasOf(nil, b)
	switch {
	case len(areasA) == 0 && len(areasB) == 0:
		return true // their boxes meet
	case len(areasA) == 0:
		return meets(b, boxA)
	case len(areasB) == 0:
		return meets(a, boxB)
	}
	return anyOf(areasA, func(p orb.Polygon) bool {
		return anyOf(areasB, func(q orb.Polygon) bool { return areasOverlap(p, q) })
	})
}

// areasOf appends the polygons of a geometry.
func areasOf(list []orb.Polygon, g orb.Geometry) []orb.Polygon {
	switch g := g.(type) {
	case orb.Ring:
		return append(list, orb.Polygon{g})
	case orb.Bound:
		return append(list, g.ToPolygon())
	case orb.Polygon:
		return append(list, g)
	case orb.MultiPolygon:
		return append(list, g...)
	case orb.Collection:
		for _, member := range g {
			list = areasOf(list, member)
		}
	}
	return list
}

// areasOverlap: if no piece of either border lies inside the other area, the areas are one and the same or apart, and
// one inner point decides.
func areasOverlap(p, q orb.Polygon) bool {
	if !p.Bound().Intersects(q.Bound()) {
		return false
	}
	return reachesInto(p, q) || reachesInto(q, p) || sameInside(p, q)
}

// reachesInto tells whether a piece of p's border lies inside q. Each edge is cut where it meets q's border; what is
// between two cuts is wholly inside q, outside, or on the border, so its middle decides.
func reachesInto(p, q orb.Polygon) bool {
	within := edgesMeeting(q, p.Bound())
	for _, e := range edgesMeeting(p, q.Bound()) {
		cuts := []float64{0, 1}
		for _, f := range within {
			cuts = appendCuts(cuts, e, f)
		}
		slices.Sort(cuts)
		for i := 1; i < len(cuts); i++ {
			if isDeepIn(q, e.at((cuts[i-1]+cuts[i])/2)) {
				return true
			}
		}
	}
	return false
}

// piece is a straight piece of a border.
type piece struct{ a, b orb.Point }

func (e piece) at(t float64) orb.Point {
	return orb.Point{e.a[0] + t*(e.b[0]-e.a[0]), e.a[1] + t*(e.b[1]-e.a[1])}
}

func edgesMeeting(p orb.Polygon, box orb.Bound) []piece {
	var list []piece
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			if e := (piece{ring[i-1], ring[i]}); box.Intersects(BoundOf(orb.LineString{e.a, e.b})) {
				list = append(list, e)
			}
		}
	}
	return list
}

// appendCuts appends where, from 0 at e.a to 1 at e.b, the edge e meets f: where they cross, and at f's ends that lie
// on e.
func appendCuts(cuts []float64, e, f piece) []float64 {
	sideA, sideB := orient(e.a, e.b, f.a), orient(e.a, e.b, f.b)
	if sideA == 0 && onSegment(e.a, e.b, f.a) {
		cuts = append(cuts, e.along(f.a))
	}
	if sideB == 0 && onSegment(e.a, e.b, f.b) {
		cuts = append(cuts, e.along(f.b))
	}
	if sideA*sideB < 0 && orient(f.a, f.b, e.a)*orient(f.a, f.b, e.b) <= 0 {
		dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
		fx, fy := f.b[0]-f.a[0], f.b[1]-f.a[1]
		if cross := dx*fy - dy*fx; cross != 0 {
			t := ((f.a[0]-e.a[0])*fy - (f.a[1]-e.a[1])*fx) / cross
			cuts = append(cuts, min(max(t, 0), 1))
		}
	}
	return cuts
}

// along tells how far on the way from a to b the point of the edge lies.
func (e piece) along(p orb.Point) float64 {
	dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
	length := dx*dx + dy*dy
	if length == 0 {
		return 0
	}
	return min(max(((p[0]-e.a[0])*dx+(p[1]-e.a[1])*dy)/length, 0), 1)
}

// isDeepIn tells whether the point lies in p and farther from its border than the slack.
func isDeepIn(p orb.Polygon, pt orb.Point) bool {
	if !polygonContains(p, pt) {
		return false
	}
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			e := piece{ring[i-1], ring[i]}
			near := e.at(e.along(pt))
			if math.Hypot(near[0]-pt[0], near[1]-pt[1]) <= overlapSlackDeg {
				return false
			}
		}
	}
	return true
}

// sameInside tells whether a point just inside p's border, the first that there is, lies in q, too.
func sameInside(p, q orb.Polygon) bool {
	const step = 4 * overlapSlackDeg
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			e := piece{ring[i-1], ring[i]}
			dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
			length := math.Hypot(dx, dy)
			if length == 0 {
				continue
			}
			middle := e.at(0.5)
			for _, side := range []float64{1, -1} {
				pt := orb.Point{middle[0] - side*step*dy/length, middle[1] + side*step*dx/length}
				if isDeepIn(p, pt) {
					return polygonContains(q, pt)
				}
			}
		}
	}
	return false
}
