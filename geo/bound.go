package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// BoundOf returns the bounding box of the geometry. For nil, empty or not finite geometry it returns an inverted
// bound (Min +Inf, Max -Inf; its IsEmpty is true), which [BuildTree] and [HilbertOf] understand as "nowhere".
func BoundOf(g orb.Geometry) orb.Bound {
	b := emptyBound()
	if p, ok := g.(orb.Point); ok { // by far the most frequent; not through eachPath, which would allocate
		b = orb.Bound{Min: p, Max: p}
	}
	eachPath(g, func(path []orb.Point) {
		part := boundOfPath(path)
		b.Min = orb.Point{min(b.Min[0], part.Min[0]), min(b.Min[1], part.Min[1])}
		b.Max = orb.Point{max(b.Max[0], part.Max[0]), max(b.Max[1], part.Max[1])}
	})
	if !isFinite(b.Min) || !isFinite(b.Max) {
		return emptyBound()
	}
	return b
}

// boundOfPath is inverted for an empty path and all NaN for one that is not finite. It compares and does not use min and
// max, which look for NaN at every vertex and take ten times as long.
func boundOfPath(path []orb.Point) orb.Bound {
	west, east := math.Inf(1), math.Inf(-1)
	south, north := west, east
	var odd float64 // 0, or NaN once a coordinate is not finite
	for i := range path {
		x, y := path[i][0], path[i][1]
		odd += (x - x) + (y - y)
		if x < west {
			west = x
		}
		if x > east {
			east = x
		}
		if y < south {
			south = y
		}
		if y > north {
			north = y
		}
	}
	return orb.Bound{Min: orb.Point{west + odd, south + odd}, Max: orb.Point{east + odd, north + odd}}
}

func emptyBound() orb.Bound {
	inf := math.Inf(1)
	return orb.Bound{Min: orb.Point{inf, inf}, Max: orb.Point{-inf, -inf}}
}

// eachPath calls f with every run of positions of the geometry, except for a bare point.
func eachPath(g orb.Geometry, f func([]orb.Point)) {
	switch g := g.(type) {
	case orb.MultiPoint:
		f(g)
	case orb.LineString:
		f(g)
	case orb.MultiLineString:
		for _, line := range g {
			f(line)
		}
	case orb.Ring:
		f(g)
	case orb.Polygon:
		for _, ring := range g {
			f(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				f(ring)
			}
		}
	case orb.Bound:
		f([]orb.Point{g.Min, g.Max})
	case orb.Collection:
		for _, member := range g {
			if p, ok := member.(orb.Point); ok {
				f([]orb.Point{p})
				continue
			}
			eachPath(member, f)
		}
	}
}

// isEmpty tells whether the geometry has no position at all; a polygon is its exterior ring.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Point:
		return false
	case orb.MultiPoint:
		return len(g) == 0
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return !anyOf(g, func(l orb.LineString) bool { return len(l) > 0 })
	case orb.Ring:
		return len(g) == 0
	case orb.Polygon:
		return isEmptyPolygon(g)
	case orb.MultiPolygon:
		return !anyOf(g, func(p orb.Polygon) bool { return !isEmptyPolygon(p) })
	case orb.Bound:
		return g.IsEmpty()
	case orb.Collection:
		return !anyOf(g, func(m orb.Geometry) bool { return !isEmpty(m) })
	}
	return true
}

func isEmptyPolygon(p orb.Polygon) bool { return len(p) == 0 || len(p[0]) == 0 }
