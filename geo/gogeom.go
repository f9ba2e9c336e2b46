package geo

import (
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// toGeom converts at the formats border, rounded as printed; g is not empty. Empty parts are left out.
func toGeom(g orb.Geometry) geom.T {
	switch g := g.(type) {
	case orb.Point:
		return geom.NewPointFlat(geom.XY, flat(nil, []orb.Point{g}))
	case orb.MultiPoint:
		return geom.NewMultiPointFlat(geom.XY, flat(nil, g))
	case orb.LineString:
		return geom.NewLineStringFlat(geom.XY, flat(nil, g))
	case orb.MultiLineString:
		coords, ends := flatParts(nil, g)
		return geom.NewMultiLineStringFlat(geom.XY, coords, ends)
	case orb.Ring:
		return toGeom(orb.Polygon{g})
	case orb.Polygon:
		coords, ends := flatParts(nil, g)
		return geom.NewPolygonFlat(geom.XY, coords, ends)
	case orb.MultiPolygon:
		return multiPolygonToGeom(g)
	case orb.Bound:
		return toGeom(g.ToPolygon())
	}
	all := geom.NewGeometryCollection()
	for _, member := range g.(orb.Collection) {
		if !isEmpty(member) {
			all.MustPush(toGeom(member))
		}
	}
	return all
}

func multiPolygonToGeom(polygons orb.MultiPolygon) geom.T {
	var coords []float64
	var endss [][]int
	for _, p := range polygons {
		if isEmptyPolygon(p) {
			continue
		}
		var ends []int
		coords, ends = flatParts(coords, p)
		endss = append(endss, ends)
	}
	return geom.NewMultiPolygonFlat(geom.XY, coords, endss)
}

func flatParts[P ~[]orb.Point](coords []float64, parts []P) ([]float64, []int) {
	var ends []int
	for _, part := range parts {
		if len(part) > 0 {
			coords = flat(coords, part)
			ends = append(ends, len(coords))
		}
	}
	return coords, ends
}

func flat(coords []float64, path []orb.Point) []float64 {
	for _, p := range path {
		coords = append(coords, printed(p[0]), printed(p[1]))
	}
	return coords
}
