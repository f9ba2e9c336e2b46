package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// ring returns the part of the ring in the box, closed; nil without area.
func (c *clipper) ring(ring orb.Ring) orb.Ring {
	b := boundOfPath(ring)
	switch {
	case len(ring) == 0 || !c.box.Intersects(b):
		return nil
	case holds(c.box, b):
		return ring
	}
	path := []orb.Point(ring)
	for s := range clipSides {
		side := &clipSides[s]
		limit := side.limit(&c.box)
		if side.isIn(limit, &b.Min) && side.isIn(limit, &b.Max) {
			continue
		}
		c.back = side.cut(slices.Grow(c.back[:0], len(path)), path, limit)
		c.front, c.back = c.back, c.front
		path = c.front
	}
	path = withoutRepeats(path) // scratch: a ring that reaches out of the box is cut by one side at least
	if ringArea(path) == 0 {
		return nil
	}
	kept := make(orb.Ring, 0, len(path)+1)
	return append(append(kept, path...), path[0])
}

// withoutRepeats opens the ring and drops repeated positions, in place.
func withoutRepeats(ring []orb.Point) []orb.Point {
	n := 0
	for _, p := range ring {
		if n == 0 || p != ring[n-1] {
			ring[n] = p
			n++
		}
	}
	for n > 1 && ring[n-1] == ring[0] {
		n--
	}
	return ring[:n]
}

// line appends the parts of the line in the box.
func (c *clipper) line(lines orb.MultiLineString, line orb.LineString) orb.MultiLineString {
	if len(line) > 1 && holds(c.box, boundOfPath(line)) {
		return append(lines, line)
	}
	var part orb.LineString
	end := func() {
		if len(part) > 1 {
			lines = append(lines, part)
		}
		part = nil
	}
	for i := 1; i < len(line); i++ {
		a, b, ok := c.segment(line[i-1], line[i])
		if !ok {
			end()
			continue
		}
		if len(part) == 0 {
			part = append(part, a)
		}
		if b != part[len(part)-1] {
			part = append(part, b)
		}
		if b != line[i] {
			end()
		}
	}
	end()
	return lines
}

// segment returns the part of a-b in the box. Every crossing is taken from the whole segment.
func (c *clipper) segment(a, b orb.Point) (orb.Point, orb.Point, bool) {
	from, to := a, b
	for s := range clipSides {
		side := &clipSides[s]
		limit := side.limit(&c.box)
		aIn, bIn := side.isIn(limit, &a), side.isIn(limit, &b)
		switch {
		case !aIn && !bIn:
			return a, b, false
		case !aIn:
			a = side.crossing(from, to, limit)
		case !bIn:
			b = side.crossing(from, to, limit)
		}
	}
	return c.nearest(a), c.nearest(b), true
}

// nearest moves into the box what rounding has put a hair outside.
func (c *clipper) nearest(p orb.Point) orb.Point {
	return orb.Point{
		min(max(p[0], c.box.Min[0]), c.box.Max[0]),
		min(max(p[1], c.box.Min[1]), c.box.Max[1]),
	}
}

// clipSide is a side of the box: an axis, and whether the box is below it.
type clipSide struct {
	axis  int
	isMax bool
}

var clipSides = [4]clipSide{{0, false}, {0, true}, {1, false}, {1, true}}

func (s *clipSide) limit(b *orb.Bound) float64 {
	if s.isMax {
		return b.Max[s.axis]
	}
	return b.Min[s.axis]
}

func (s *clipSide) isIn(limit float64, p *orb.Point) bool {
	if s.isMax {
		return p[s.axis] <= limit
	}
	return p[s.axis] >= limit
}

// cut appends what of the ring is on the inner side. It may be closed or not.
func (s *clipSide) cut(dst, ring []orb.Point, limit float64) []orb.Point {
	if len(ring) == 0 {
		return dst
	}
	prev := &ring[len(ring)-1]
	prevIn := s.isIn(limit, prev)
	for i := range ring {
		p := &ring[i]
		in := s.isIn(limit, p)
		if in != prevIn {
			dst = append(dst, s.crossing(*prev, *p, limit))
		}
		if in {
			dst = append(dst, *p)
		}
		prev, prevIn = p, in
	}
	return dst
}

// crossing returns where the segment, which has one end on either side, crosses; the same whichever end comes first.
func (s *clipSide) crossing(p, q orb.Point, limit float64) orb.Point {
	if isBefore(q, p) {
		p, q = q, p
	}
	other := 1 - s.axis
	along := p[other] + (q[other]-p[other])*((limit-p[s.axis])/(q[s.axis]-p[s.axis]))
	var at orb.Point
	at[s.axis] = limit
	at[other] = min(max(along, min(p[other], q[other])), max(p[other], q[other]))
	return at
}
