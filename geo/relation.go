package geo

import (
	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Relation is a topological relation of one geometry to another, as OGC 06-103r4,
// section 6.1.15, has them.
type Relation uint8

// The relations.
const (
	IntersectsWith Relation = iota
	DisjointFrom
	Within
	Containing
	Touching
	Crossing
	Overlapping
	EqualTo
)

// Inverse is the relation of the other geometry to the one.
func (r Relation) Inverse() Relation {
	switch r {
	case Within:
		return Containing
	case Containing:
		return Within
	}
	return r
}

// ofInner is whether the relation holds of what lies wholly inside an area,
// clear of its border.
func (r Relation) ofInner() bool { return r == IntersectsWith || r == Within }

// ofOuter is whether it holds of what has no point in common.
func (r Relation) ofOuter() bool { return r == DisjointFrom }

// RelatesBox reports that a box, or a point that is a box without size, has the
// relation to the probe's geometry. Work is what it took, about 1 for each edge
// that was looked at.
func (p *Probe) RelatesBox(r Relation, b orb.Bound) (holds bool, work int) {
	switch {
	case !p.bound.Intersects(b):
		return r.ofOuter(), 0
	case p.isArea && b.Min == b.Max:
		side, work := p.side(b.Min)
		return r.ofPoint(side), work
	case p.isArea, p.isThin:
		side, work := p.sideOfBox(b)
		switch {
		case side > 0:
			return r.ofInner(), work
		case side < 0:
			return r.ofOuter(), work
		case r == IntersectsWith || r == DisjointFrom:
			return r == IntersectsWith, work
		}
	}
	return p.relate(r, boxGeometry(b))
}

// ofPoint is whether the relation holds of a point on that side of an area.
func (r Relation) ofPoint(side int) bool {
	switch r {
	case IntersectsWith:
		return side >= 0
	case DisjointFrom:
		return side < 0
	case Within:
		return side > 0
	case Touching:
		return side == 0
	}
	return false
}

// boxGeometry is a box as a polygon, or as the line or point that it is.
func boxGeometry(b orb.Bound) orb.Geometry {
	switch {
	case b.Min == b.Max:
		return b.Min
	case b.Min[0] == b.Max[0] || b.Min[1] == b.Max[1]:
		return orb.LineString{b.Min, b.Max}
	}
	return b.ToPolygon()
}

// Relates is RelatesBox for any geometry that is valid.
func (p *Probe) Relates(r Relation, g orb.Geometry) (holds bool, work int) {
	b := BoundOf(g)
	switch {
	case !p.bound.Intersects(b):
		return r.ofOuter(), 0
	case p.isArea, p.isThin:
		if side, work := p.sideOfBox(b); side > 0 {
			return r.ofInner(), work
		} else if side < 0 {
			return r.ofOuter(), work
		}
	}
	return p.relate(r, g)
}

// What it costs to lay shapes over each other, for each position; see RelatesBox.
const (
	costOfMeeting  = 200
	costOfRelation = 1500
)

// ofCrossing is whether the relation holds of what has a part in an area and
// another outside, and does not contain the area: of a line or an area.
func (r Relation) ofCrossing(isArea bool) bool {
	switch r {
	case IntersectsWith:
		return true
	case Overlapping:
		return isArea
	case Crossing:
		return !isArea
	}
	return false
}

// relate decides by the shapes. Most that meet the border of an area cross it,
// which is soon known.
func (p *Probe) relate(r Relation, g orb.Geometry) (holds bool, work int) {
	if d := dimension(g); p.isArea && d > 0 {
		crosses, work := p.crosses(edgesOf(g))
		if crosses {
			return r.ofCrossing(d == 2), work
		}
	}
	cost := costOfRelation
	if r == IntersectsWith || r == DisjointFrom {
		cost = costOfMeeting
	}
	work = cost * (p.size + vertices(g))
	theirs, err := geom.UnmarshalWKB(AppendWKB(nil, g), geom.NoValidate{})
	if err != nil {
		return false, work
	}
	switch r {
	case IntersectsWith:
		return geom.Intersects(theirs, p.theirs), work
	case DisjointFrom:
		return !geom.Intersects(theirs, p.theirs), work
	case Within:
		holds, err = geom.Within(theirs, p.theirs)
	case Containing:
		holds, err = geom.Contains(theirs, p.theirs)
	case Touching:
		holds, err = geom.Touches(theirs, p.theirs)
	case Crossing:
		holds, err = geom.Crosses(theirs, p.theirs)
	case Overlapping:
		holds, err = geom.Overlaps(theirs, p.theirs)
	case EqualTo:
		holds, err = geom.Equals(theirs, p.theirs)
	}
	return holds && err == nil, work
}

// Geometry is the box as one geometry: a polygon, two on both sides of the 180th
// meridian, or the line or point that a box without width or height is.
func (b BBox) Geometry() orb.Geometry {
	bounds := b.Bounds()
	if len(bounds) == 1 {
		return boxGeometry(bounds[0])
	}
	all := orb.Collection{boxGeometry(bounds[0]), boxGeometry(bounds[1])}
	one, isOne := all[0].(orb.Polygon)
	other, isOther := all[1].(orb.Polygon)
	if isOne && isOther {
		return orb.MultiPolygon{one, other}
	}
	return all
}

// vertices counts the positions of a geometry.
func vertices(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, line := range g {
			n += len(line)
		}
	case orb.Ring:
		return len(g)
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			n += vertices(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			n += vertices(member)
		}
	case orb.Bound:
		return 5
	}
	return n
}
