package geo

import "github.com/paulmach/orb"

// Clip returns the part of the geometry inside the closed box b, for drawing; nil when nothing is left. The input is
// never changed, and what lies wholly inside is returned as it is and not as a copy, so neither may be changed
// afterwards. Parts without length or area are left out, such as where a polygon only touches the box.
//
// A line may become a multi-line; every other type stays. Nil, empty and not finite geometry and an empty b give nil.
//
// Polygons are clipped ring by ring (I. E. Sutherland, G. W. Hodgman, "Reentrant Polygon Clipping", 1974): where a
// shape leaves the box and comes back, its parts stay joined by edges along the border. So clip with a buffer wide
// enough that the border is not seen. Shapes that share an edge get the same new positions on it. orb's clip is not
// used because it writes into its input, which many requests share.
func Clip(g orb.Geometry, b orb.Bound) orb.Geometry {
	all := BoundOf(g)
	switch {
	case isNoBox(all) || isNoBox(b) || !b.Intersects(all):
		return nil
	case holds(b, all):
		return g
	}
	c := clipper{box: b}
	return c.geometry(g)
}

// clipper holds the scratch space of one clip.
type clipper struct {
	box         orb.Bound
	front, back []orb.Point
}

func (c *clipper) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.MultiPoint:
		return orNil(c.points(g))
	case orb.LineString:
		lines := c.line(nil, g)
		if len(lines) == 1 {
			return lines[0]
		}
		return orNil(lines)
	case orb.MultiLineString:
		var lines orb.MultiLineString
		for _, line := range g {
			lines = c.line(lines, line)
		}
		return orNil(lines)
	case orb.Ring:
		return orNil(c.ring(g))
	case orb.Polygon:
		return orNil(c.polygon(g))
	case orb.MultiPolygon:
		return orNil(c.multiPolygon(g))
	case orb.Bound:
		return c.bound(g)
	case orb.Collection:
		return orNil(c.collection(g))
	}
	return nil
}

// orNil makes no geometry of an empty one.
func orNil[G interface {
	orb.Geometry
	~[]E
}, E any](g G) orb.Geometry {
	if len(g) == 0 {
		return nil
	}
	return g
}

func (c *clipper) points(points orb.MultiPoint) orb.MultiPoint {
	var kept orb.MultiPoint
	for _, p := range points {
		if c.box.Contains(p) {
			kept = append(kept, p)
		}
	}
	return kept
}

func (c *clipper) bound(b orb.Bound) orb.Geometry {
	b.Min = orb.Point{max(b.Min[0], c.box.Min[0]), max(b.Min[1], c.box.Min[1])}
	b.Max = orb.Point{min(b.Max[0], c.box.Max[0]), min(b.Max[1], c.box.Max[1])}
	if b.Min[0] >= b.Max[0] || b.Min[1] >= b.Max[1] {
		return nil
	}
	return b
}

func (c *clipper) collection(members orb.Collection) orb.Collection {
	var kept orb.Collection
	for _, member := range members {
		if m := Clip(member, c.box); m != nil {
			kept = append(kept, m)
		}
	}
	return kept
}

func (c *clipper) multiPolygon(polygons orb.MultiPolygon) orb.MultiPolygon {
	var kept orb.MultiPolygon
	for _, polygon := range polygons {
		if p := c.polygon(polygon); p != nil {
			kept = append(kept, p)
		}
	}
	return kept
}

// polygon gives nil also when a hole takes up all that is left of the exterior, as in a box wholly inside the hole.
func (c *clipper) polygon(polygon orb.Polygon) orb.Polygon {
	if len(polygon) == 0 {
		return nil
	}
	exterior := c.ring(polygon[0])
	if exterior == nil {
		return nil
	}
	const rounding = 1e-9
	all := ringArea(exterior) * (1 - rounding)
	kept := orb.Polygon{exterior}
	for _, hole := range polygon[1:] {
		h := c.ring(hole)
		if h == nil {
			continue
		}
		if ringArea(h) >= all {
			return nil
		}
		kept = append(kept, h)
	}
	return kept
}

// holds tells whether the second box, not empty, lies in the first.
func holds(b, inner orb.Bound) bool { return b.Contains(inner.Min) && b.Contains(inner.Max) }
