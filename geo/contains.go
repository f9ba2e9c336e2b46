package geo

import "github.com/paulmach/orb"

// PolygonContains tells whether the point lies in the polygon or multipolygon, borders (also those of holes) inside.
// Collections are searched for polygons; every other type, nil and points that are not finite give false.
func PolygonContains(g orb.Geometry, pt orb.Point) bool {
	return isFinite(pt) && BoundOf(g).Contains(pt) && contains(g, pt) // the bound of not finite geometry contains nothing
}

func contains(g orb.Geometry, pt orb.Point) bool {
	switch g := g.(type) {
	case orb.Ring:
		return polygonContains(orb.Polygon{g}, pt)
	case orb.Polygon:
		return polygonContains(g, pt)
	case orb.MultiPolygon:
		return anyOf(g, func(p orb.Polygon) bool { return polygonContains(p, pt) })
	case orb.Bound:
		return true
	case orb.Collection:
		return anyOf(g, func(m orb.Geometry) bool { return PolygonContains(m, pt) })
	}
	return false
}

// WithinPolygon tells whether the whole box lies in one polygon of g (polygon, multipolygon, or a collection's), holes
// respected; the box may touch the border from inside. A box without width or height that touches a border counts as
// not within, unless it is a single point: in doubt the answer is false, since membership in a zone is published
// only when it is certain.
func WithinPolygon(b orb.Bound, g orb.Geometry) bool {
	if all := BoundOf(g); isNoBox(b) || !all.Contains(b.Min) || !all.Contains(b.Max) {
		return false
	}
	switch g := g.(type) {
	case orb.Ring:
		return boxInPolygon(b, orb.Polygon{g})
	case orb.Polygon:
		return boxInPolygon(b, g)
	case orb.MultiPolygon:
		return anyOf(g, func(p orb.Polygon) bool { return boxInPolygon(b, p) })
	case orb.Bound:
		return true
	case orb.Collection:
		return anyOf(g, func(m orb.Geometry) bool { return WithinPolygon(b, m) })
	}
	return false
}

// boxInPolygon: when no edge enters the open box, the box is wholly on one side of every ring, so one inner point
// decides. The inner point need not be exact: it cannot be near an edge without an edge entering the box.
func boxInPolygon(b orb.Bound, p orb.Polygon) bool {
	if b.Min == b.Max {
		return polygonContains(p, b.Min)
	}
	enters := segmentEnters
	if b.Min[0] == b.Max[0] || b.Min[1] == b.Max[1] {
		enters = segmentMeets
	}
	for _, ring := range p {
		for i := 1; i < len(ring); i++ {
			if enters(ring[i-1], ring[i], b) {
				return false
			}
		}
	}
	return polygonContains(p, b.Center())
}

func polygonContains(p orb.Polygon, pt orb.Point) bool {
	if len(p) == 0 || sideOfRing(p[0], pt) < 0 {
		return false
	}
	for _, hole := range p[1:] {
		if sideOfRing(hole, pt) > 0 {
			return false
		}
	}
	return true
}

// sideOfRing is 1 for a point inside the ring, 0 on it and -1 outside, by counting the edges crossed on the way to
// the east; exact.
func sideOfRing(ring orb.Ring, pt orb.Point) int {
	side := -1
	for i := 1; i < len(ring); i++ {
		crosses, on := rayCrosses(ring[i-1], ring[i], pt)
		if on {
			return 0
		}
		if crosses {
			side = -side
		}
	}
	return side
}

// rayCrosses tells whether the ray from pt to the east crosses the edge a-b, of which the lower end counts and the
// upper does not, and whether pt lies on the edge itself.
func rayCrosses(a, b, pt orb.Point) (crosses, on bool) {
	if (a[1] > pt[1]) == (b[1] > pt[1]) {
		flat := a[1] == pt[1] || b[1] == pt[1]
		return false, flat && onSegment(a, b, pt) && orient(a, b, pt) == 0
	}
	if a[1] > b[1] {
		a, b = b, a
	}
	side := orient(a, b, pt)
	return side > 0, side == 0
}
