package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Intersects tells whether the true geometry, not only its bounding box, shares a point with the box. Borders of both
// count as inside. It is exact for every orb type, holes respected; nil, empty or not finite geometry intersects
// nothing, and nothing intersects a box with NaN or with south above north. Longitude 180 and -180 are different here, as in the coordinates printed.
func Intersects(g orb.Geometry, b BBox) bool {
	all := BoundOf(g)
	if b.West <= b.East {
		return meetsWithin(g, all, orb.Bound{Min: orb.Point{b.West, b.South}, Max: orb.Point{b.East, b.North}})
	}
	return b.West > b.East && anyOf(b.Bounds(), func(part orb.Bound) bool { return meetsWithin(g, all, part) })
}

// meetsWithin decides by the geometry's own bound where that is enough; an empty bound meets nothing.
func meetsWithin(g orb.Geometry, all, b orb.Bound) bool {
	if all.IsEmpty() || isNoBox(b) || !all.Intersects(b) {
		return false
	}
	return b.Contains(all.Min) && b.Contains(all.Max) || meets(g, b)
}

func meets(g orb.Geometry, b orb.Bound) bool {
	switch g := g.(type) {
	case orb.Point:
		return b.Contains(g)
	case orb.MultiPoint:
		return anyOf(g, func(p orb.Point) bool { return meets(p, b) })
	case orb.LineString:
		return pathMeets(g, b)
	case orb.MultiLineString:
		return anyOf(g, func(l orb.LineString) bool { return pathMeets(l, b) })
	case orb.Ring:
		return polygonMeets(orb.Polygon{g}, b)
	case orb.Polygon:
		return polygonMeets(g, b)
	case orb.MultiPolygon:
		return anyOf(g, func(p orb.Polygon) bool { return polygonMeets(p, b) })
	case orb.Bound:
		return b.Intersects(g)
	case orb.Collection:
		return anyOf(g, func(m orb.Geometry) bool { return meets(m, b) })
	}
	return false
}

func anyOf[T any](items []T, is func(T) bool) bool {
	for _, item := range items {
		if is(item) {
			return true
		}
	}
	return false
}

// polygonMeets: when no edge touches the box, the box is wholly inside or wholly outside, so one corner decides.
func polygonMeets(p orb.Polygon, b orb.Bound) bool {
	for _, ring := range p {
		if pathMeets(ring, b) {
			return true
		}
	}
	return polygonContains(p, b.Min)
}

func pathMeets(path []orb.Point, b orb.Bound) bool {
	for i, p := range path {
		if b.Contains(p) {
			return true
		}
		if i > 0 && segmentMeets(path[i-1], p, b) {
			return true
		}
	}
	return false
}

// segmentMeets is the separating axis test of a segment and a closed box: the two axes, then the segment's own line.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	if !(max(p[0], q[0]) >= b.Min[0] && min(p[0], q[0]) <= b.Max[0] &&
		max(p[1], q[1]) >= b.Min[1] && min(p[1], q[1]) <= b.Max[1]) {
		return false
	}
	left, right := cornerSides(p, q, b)
	return left < 4 && right < 4
}

// segmentEnters is segmentMeets for the open box: touching its border does not count.
func segmentEnters(p, q orb.Point, b orb.Bound) bool {
	if !(max(p[0], q[0]) > b.Min[0] && min(p[0], q[0]) < b.Max[0] &&
		max(p[1], q[1]) > b.Min[1] && min(p[1], q[1]) < b.Max[1]) {
		return false
	}
	left, right := cornerSides(p, q, b)
	return left > 0 && right > 0
}

// cornerSides counts the corners of the box that are strictly left and strictly right of the line p-q.
func cornerSides(p, q orb.Point, b orb.Bound) (left, right int) {
	corners := [4]orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}}
	for _, c := range corners {
		switch orient(p, q, c) {
		case 1:
			left++
		case -1:
			right++
		}
	}
	return left, right
}

func isFinite(p orb.Point) bool {
	return !math.IsNaN(p[0]-p[0]) && !math.IsNaN(p[1]-p[1]) // Inf-Inf is NaN too
}
