package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
)

// fromGeom converts at the formats border. Empty geometry becomes nil; an empty part is an error.
func fromGeom(t geom.T) (orb.Geometry, error) {
	if t == nil || t.Empty() {
		return nil, nil
	}
	switch t := t.(type) {
	case *geom.Point:
		return orb.Point{t.X(), t.Y()}, nil
	case *geom.MultiPoint:
		points, err := parts(t.NumPoints(), t.Point)
		return orb.MultiPoint(as[orb.Point](points)), err
	case *geom.LineString:
		return orb.LineString(path(t.FlatCoords(), t.Stride())), nil
	case *geom.MultiLineString:
		lines, err := parts(t.NumLineStrings(), t.LineString)
		return orb.MultiLineString(as[orb.LineString](lines)), err
	case *geom.Polygon:
		return polygonFromGeom(t), nil
	case *geom.MultiPolygon:
		polygons, err := parts(t.NumPolygons(), t.Polygon)
		return orb.MultiPolygon(as[orb.Polygon](polygons)), err
	case *geom.GeometryCollection:
		members, err := parts(t.NumGeoms(), t.Geom)
		return orb.Collection(members), err
	}
	return nil, fmt.Errorf("geometry type %T is unknown", t)
}

func parts[T geom.T](n int, part func(int) T) ([]orb.Geometry, error) {
	all := make([]orb.Geometry, n)
	for i := range n {
		g, err := fromGeom(part(i))
		if err == nil && g == nil {
			err = errors.New("is empty")
		}
		if err != nil {
			return nil, fmt.Errorf("part %d: %w", i+1, err)
		}
		all[i] = g
	}
	return all, nil
}

func as[G orb.Geometry](all []orb.Geometry) []G {
	same := make([]G, len(all))
	for i, g := range all {
		same[i] = g.(G)
	}
	return same
}

func polygonFromGeom(t *geom.Polygon) orb.Polygon {
	p := make(orb.Polygon, t.NumLinearRings())
	start := 0
	for i, end := range t.Ends() {
		p[i] = path(t.FlatCoords()[start:end], t.Stride())
		start = end
	}
	return p
}

func path(flat []float64, stride int) []orb.Point {
	points := make([]orb.Point, len(flat)/stride)
	for i := range points {
		points[i] = orb.Point{flat[i*stride] + 0, flat[i*stride+1] + 0}
	}
	return points
}

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
