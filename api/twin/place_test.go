package twin_test

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"stele/geo"
)

// Positions are made in units of 1e-7 degree, as cells are.
const e7 = 10_000_000

type spot struct{ x, y int64 }

func (s spot) point() orb.Point { return orb.Point{float64(s.x) / e7, float64(s.y) / e7} }

// frame is the whole-number box [min, max] of a cell: all of its positions.
type frame struct{ min, max spot }

func frameOf(c geo.Cell) frame {
	b := c.Bound()
	f := frame{spot{toE7(b.Min[0]), toE7(b.Min[1])}, spot{toE7(b.Max[0]), toE7(b.Max[1])}}
	// The east and north borders belong to the next cell but at the world's end.
	if b.Max[0] < 180 {
		f.max.x--
	}
	if b.Max[1] < 90 {
		f.max.y--
	}
	return f
}

func toE7(v float64) int64 { return int64(math.Round(v * e7)) }

func (f frame) anywhere(r *rand.Rand) spot {
	return spot{f.min.x + r.Int64N(f.max.x-f.min.x+1), f.min.y + r.Int64N(f.max.y-f.min.y+1)}
}

func (f frame) clamp(s spot) spot {
	return spot{min(max(s.x, f.min.x), f.max.x), min(max(s.y, f.min.y), f.max.y)}
}

// corners are the south-west and the north-east end of the cell.
func (f frame) corners() [2]spot { return [2]spot{f.min, f.max} }

// across are two positions on both sides of a vertical and a horizontal border
// that meet in the cell, as near to it as a coordinate can be.
func (f frame) across(border spot) [2]spot {
	return [2]spot{f.clamp(spot{border.x - 1, border.y - 1}), f.clamp(spot{border.x + 1, border.y + 1})}
}

// tileCorner is the north-west corner of a random WebMercator tile of zoom z.
func tileCorner(r *rand.Rand, z int) spot {
	n := math.Exp2(float64(z))
	return cornerOfTile(math.Floor(r.Float64()*n), math.Floor(r.Float64()*n), n)
}

// tileCornerNear is that of the tile south-east of the one that holds s, so
// that it is in a cell of 0.1 degree with s more often than not.
func tileCornerNear(s spot, z int) spot {
	n := math.Exp2(float64(z))
	p := s.point()
	lat := max(min(p[1], 85), -85) * math.Pi / 180
	x, y := (p[0]+180)/360*n, (1-math.Asinh(math.Tan(lat))/math.Pi)/2*n
	return cornerOfTile(min(math.Round(x), n-1), min(math.Round(y), n-1), n)
}

func cornerOfTile(x, y, n float64) spot {
	lat := math.Atan(math.Sinh(math.Pi*(1-2*y/n))) * 180 / math.Pi
	return spot{toE7(x/n*360 - 180), toE7(lat)}
}

// shape draws one of the kinds of geometry with a vertex at s, small enough to
// stay in the frame.
func (f frame) shape(r *rand.Rand, kind string, s spot) orb.Geometry {
	dx, dy := 1+r.Int64N(3000), 1+r.Int64N(3000)
	if s.x+dx > f.max.x {
		dx = -dx
	}
	if s.y+dy > f.max.y {
		dy = -dy
	}
	a, b, c := s.point(), spot{s.x + dx, s.y}.point(), spot{s.x, s.y + dy}.point()
	switch kind {
	case "line":
		return orb.LineString{a, spot{s.x + dx, s.y + dy}.point()}
	case "polygon":
		if (dx > 0) != (dy > 0) {
			b, c = c, b
		}
		return orb.Polygon{{a, b, c, a}}
	case "points":
		return orb.MultiPoint{a, b}
	}
	return a
}

// span draws a line across an inner border of the frame of a cell, between two
// cells of a tenth of its size, so that only this cell holds all of it.
func (f frame) span(r *rand.Rand) orb.Geometry {
	tenth := (f.max.x - f.min.x + 5) / 10
	border := f.min.x + tenth*(1+r.Int64N(9))
	y := f.min.y + 4000 + r.Int64N(f.max.y-f.min.y-8000)
	return orb.LineString{spot{border - 1 - r.Int64N(3000), y}.point(), spot{border + r.Int64N(3000), y + 1}.point()}
}

// vertices lists the positions of a geometry.
func vertices(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	case orb.LineString:
		return g
	case orb.Polygon:
		var all []orb.Point
		for _, ring := range g {
			all = append(all, ring...)
		}
		return all
	case orb.MultiPolygon:
		var all []orb.Point
		for _, p := range g {
			all = append(all, vertices(p)...)
		}
		return all
	}
	panic("vertices of " + g.GeoJSONType())
}
