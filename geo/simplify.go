package geo

import "github.com/paulmach/orb"

// Simplify drops the positions of the geometry whose weight is less than the tolerance, in degrees. The weights must
// be those that [Weigh] gave for this geometry. Positions are only dropped, never moved; rings stay closed, and
// nothing vanishes but the small holes and parts that Weigh names. A ring whose first position is dropped begins at
// the next one.
//
// The type stays the same. What has not changed is shared with the input, all of it at a tolerance of 0 or less, so
// neither may be changed afterwards.
func Simplify(g orb.Geometry, w Weights, toleranceDeg float64) orb.Geometry {
	if w == nil || !(toleranceDeg > 0) {
		return g
	}
	s := simplifier{weights: w, tolerance: above(toleranceDeg)}
	kept := s.count(w)
	if kept == len(w) {
		return g
	}
	s.kept = make([]orb.Point, 0, kept+len(w)/smallRing) // a ring may need its closing position back
	return s.geometry(g)
}

// simplifier goes along the positions and their weights.
type simplifier struct {
	weights   Weights // of what is still to come
	tolerance float32
	kept      []orb.Point
}

func (s *simplifier) count(w Weights) (n int) {
	for _, weight := range w {
		if weight >= s.tolerance {
			n++
		}
	}
	return n
}

func (s *simplifier) geometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case orb.LineString:
		return s.line(g)
	case orb.MultiLineString:
		lines := make(orb.MultiLineString, len(g))
		for i, line := range g {
			lines[i] = s.line(line)
		}
		return lines
	case orb.Ring:
		return s.ring(g)
	case orb.Polygon:
		return s.polygon(g)
	case orb.MultiPolygon:
		polygons := make(orb.MultiPolygon, 0, len(g))
		for _, polygon := range g {
			if p := s.polygon(polygon); p != nil {
				polygons = append(polygons, p)
			}
		}
		return polygons
	case orb.Collection:
		members := make(orb.Collection, len(g))
		for i, member := range g {
			members[i] = s.geometry(member)
		}
		return members
	}
	return g
}

// polygon gives nil for one whose exterior vanishes; its holes go with it.
func (s *simplifier) polygon(polygon orb.Polygon) orb.Polygon {
	if len(polygon) == 0 {
		return polygon
	}
	rings := make(orb.Polygon, 0, len(polygon))
	for i, ring := range polygon {
		r := s.ring(ring)
		if r != nil || i == 0 {
			rings = append(rings, r)
		}
	}
	if rings[0] == nil && len(polygon[0]) > 0 {
		return nil
	}
	return rings
}

func (s *simplifier) line(line orb.LineString) orb.LineString {
	w := s.next(len(line))
	if n := s.count(w); n == len(line) || n < 2 {
		return line
	}
	return s.keep(line, w)
}

// ring gives nil for one that vanishes. One that has no three different positions even before stays as it is.
func (s *simplifier) ring(ring orb.Ring) orb.Ring {
	w := s.next(len(ring))
	isClosed := len(ring) > 1 && ring[0] == ring[len(ring)-1]
	open := len(ring)
	if isClosed {
		open--
	}
	switch n := s.count(w[:open]); {
	case n == open:
		return ring
	case n == 0:
		return nil
	case n < 3:
		return ring
	}
	kept := s.keep(ring[:open], w)
	if isClosed {
		s.kept = append(s.kept, kept[0])
		kept = s.kept[len(s.kept)-len(kept)-1:]
	}
	return kept[:len(kept):len(kept)]
}

// next takes the weights of the next path.
func (s *simplifier) next(n int) Weights {
	w := s.weights[:n]
	s.weights = s.weights[n:]
	return w
}

func (s *simplifier) keep(path []orb.Point, w Weights) []orb.Point {
	start := len(s.kept)
	for i, p := range path {
		if w[i] >= s.tolerance {
			s.kept = append(s.kept, p)
		}
	}
	return s.kept[start:len(s.kept):len(s.kept)]
}
