package geo

import (
	"encoding/binary"

	"github.com/paulmach/orb"
)

// AddPoints adds points to a feature of points; a point may occur more than once.
func (l *MVTLayer) AddPoints(points ...TilePoint) {
	l.mustBe(MVTPoint)
	l.points = append(l.points, points...)
}

// AddLine adds a line to a feature of lines. Repeated positions are written once and a line of one position not at all.
func (l *MVTLayer) AddLine(line []TilePoint) {
	l.mustBe(MVTLine)
	l.path = appendUnrepeated(l.path[:0], line)
	l.drawLine()
}

// AddRing adds a ring to a feature of polygons: an exterior, or a hole of the last exterior. The ring may be closed or
// not and wind either way: it is written as the specification asks, exteriors with a positive area in tile units (y
// down), holes with a negative one, without the closing position. A ring without area is left out.
func (l *MVTLayer) AddRing(ring []TilePoint, isHole bool) {
	l.mustBe(MVTPolygon)
	l.path = appendUnrepeated(l.path[:0], ring)
	l.drawRing(isHole)
}

// AddGeometry projects the geometry, which is in lon, lat and clipped to the tile and its buffer already, and adds those
// parts of it that are of the feature's kind. So a collection of points and polygons is two features, and what has no
// part of the kind adds nothing. Collections are followed to any depth.
func (l *MVTLayer) AddGeometry(t TileID, g orb.Geometry) {
	switch l.kind {
	case MVTPoint:
		l.addPointsOf(t, g)
	case MVTLine:
		l.addLinesOf(t, g)
	case MVTPolygon:
		l.addPolygonsOf(t, g)
	}
}

func (l *MVTLayer) mustBe(kind MVTKind) {
	if l.kind != kind {
		panic("geo: geometry of another kind than the feature that was begun")
	}
}

func (l *MVTLayer) addPointsOf(t TileID, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		l.points = append(l.points, t.Project(l.extent(), g))
	case orb.MultiPoint:
		for _, p := range g {
			l.points = append(l.points, t.Project(l.extent(), p))
		}
	case orb.Collection:
		for _, member := range g {
			l.addPointsOf(t, member)
		}
	}
}

func (l *MVTLayer) addLinesOf(t TileID, g orb.Geometry) {
	switch g := g.(type) {
	case orb.LineString:
		l.project(t, g)
		l.drawLine()
	case orb.MultiLineString:
		for _, line := range g {
			l.project(t, line)
			l.drawLine()
		}
	case orb.Collection:
		for _, member := range g {
			l.addLinesOf(t, member)
		}
	}
}

func (l *MVTLayer) addPolygonsOf(t TileID, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Ring:
		l.project(t, g)
		l.drawRing(false)
	case orb.Polygon:
		for i, ring := range g {
			l.project(t, ring)
			l.drawRing(i > 0)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			l.addPolygonsOf(t, polygon)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			l.addPolygonsOf(t, g.ToPolygon())
		}
	case orb.Collection:
		for _, member := range g {
			l.addPolygonsOf(t, member)
		}
	}
}

// project fills l.path.
func (l *MVTLayer) project(t TileID, path []orb.Point) {
	extent := l.extent()
	l.path = l.path[:0]
	for _, p := range path {
		at := t.Project(extent, p)
		if n := len(l.path); n == 0 || l.path[n-1] != at {
			l.path = append(l.path, at)
		}
	}
}

func (l *MVTLayer) drawLine() {
	if len(l.path) < 2 {
		return
	}
	l.pen.moveTo(l.path[:1])
	l.pen.lineTo(l.path[1:])
}

func (l *MVTLayer) drawRing(isHole bool) {
	ring := l.path
	for len(ring) > 1 && ring[len(ring)-1] == ring[0] {
		ring = ring[:len(ring)-1]
	}
	winding := tileWinding(ring)
	if isHole && (!l.hasExterior || winding == 0) {
		return
	}
	if !isHole {
		if l.hasExterior = winding != 0; !l.hasExterior {
			return
		}
	}
	l.pen.moveTo(ring[:1])
	if (winding < 0) != isHole { // backwards, from the same position
		for i, j := 1, len(ring)-1; i < j; i, j = i+1, j-1 {
			ring[i], ring[j] = ring[j], ring[i]
		}
	}
	l.pen.lineTo(ring[1:])
	l.pen.closePath()
}

func appendUnrepeated(dst, path []TilePoint) []TilePoint {
	for i, p := range path {
		if i == 0 || p != path[i-1] {
			dst = append(dst, p)
		}
	}
	return dst
}

// tileWinding is the sign of the ring's area by the surveyor's formula in tile units, exactly; the ring need not be
// closed.
func tileWinding(ring []TilePoint) int {
	if len(ring) < 3 {
		return 0
	}
	var high, low uint64
	var px, py int64
	for _, p := range ring[1:] {
		x, y := int64(p.X)-int64(ring[0].X), int64(p.Y)-int64(ring[0].Y)
		high, low = addProduct(high, low, px, y)
		high, low = addProduct(high, low, -x, py)
		px, py = x, y
	}
	return sign128(high, low)
}

// mvtPen writes the commands of a feature's geometry (specification 2.1, section 4.3).
type mvtPen struct {
	dst []byte
	at  TilePoint
}

const (
	mvtMoveTo    = 1
	mvtLineTo    = 2
	mvtClosePath = 7
)

func (p *mvtPen) reset() { p.dst, p.at = p.dst[:0], TilePoint{} }

func (p *mvtPen) moveTo(points []TilePoint) { p.command(mvtMoveTo, points) }

func (p *mvtPen) lineTo(points []TilePoint) { p.command(mvtLineTo, points) }

// closePath does not move the pen.
func (p *mvtPen) closePath() { p.dst = append(p.dst, 1<<3|mvtClosePath) }

func (p *mvtPen) command(id uint64, points []TilePoint) {
	if len(points) == 0 {
		return
	}
	p.dst = binary.AppendUvarint(p.dst, uint64(len(points))<<3|id)
	for _, to := range points {
		p.dst = binary.AppendVarint(p.dst, int64(to.X)-int64(p.at.X)) // Go's signed varints are zigzag
		p.dst = binary.AppendVarint(p.dst, int64(to.Y)-int64(p.at.Y))
		p.at = to
	}
}
