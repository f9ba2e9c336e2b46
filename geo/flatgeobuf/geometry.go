package flatgeobuf

import (
	"github.com/paulmach/orb"

	"stele/geo/table"
)

// Types of geometry.
const (
	typeUnknown = iota
	typePoint
	typeLine
	typePolygon
	typeMultiPoint
	typeMultiLine
	typeMultiPolygon
	typeCollection
)

// geometryType is the one type that all features have; unknown if they have several.
func geometryType(n table.Types) int {
	only := typeUnknown
	if n.None > 0 {
		return typeUnknown
	}
	for i, count := range []int{n.Points, n.Lines, n.Polygons, n.MultiPoints, n.MultiLines, n.MultiPolygons, n.Collections} {
		if count == 0 {
			continue
		}
		if only != typeUnknown {
			return typeUnknown
		}
		only = i + 1
	}
	return only
}

// Places in a geometry's table.
const (
	endsAt  = 4
	xyAt    = 8
	partsAt = 12
	typeAt  = 16
)

// geometry writes a geometry and returns its place.
func (e *encoder) geometry(g orb.Geometry) int {
	switch g := g.(type) {
	case orb.Point:
		at := e.head(typePoint)
		e.refer(at+xyAt, e.doubles(2))
		e.point(g)
		return at
	case orb.MultiPoint:
		return paths(e, typeMultiPoint, []orb.MultiPoint{g}, false)
	case orb.LineString:
		return paths(e, typeLine, []orb.LineString{g}, false)
	case orb.MultiLineString:
		return paths(e, typeMultiLine, g, true)
	case orb.Ring:
		return e.geometry(orb.Polygon{g})
	case orb.Bound:
		return e.geometry(g.ToPolygon())
	case orb.Polygon:
		return paths(e, typePolygon, g, len(g) > 1)
	case orb.MultiPolygon:
		return parts(e, typeMultiPolygon, g)
	case orb.Collection:
		return parts(e, typeCollection, g)
	}
	return e.head(typeUnknown)
}

// head writes the table, of which the references are yet to be filled in: those that are not, are absent.
func (e *encoder) head(kind byte) int {
	e.align(4)
	// vtable: its size, the table's, then ends, xy, z, m, t, tm, type, parts.
	e.b = append(e.b, 20, 0, 20, 0, endsAt, 0, xyAt, 0, 0, 0, 0, 0, 0, 0, 0, 0, typeAt, 0, partsAt, 0)
	vtable := len(e.b) - 20
	if kind == typePoint || kind == typeLine || kind == typeMultiPoint || kind == typeMultiPolygon || kind == typeCollection || kind == typeUnknown {
		e.b[vtable+4] = 0 // ends
	}
	if kind == typeMultiPolygon || kind == typeCollection || kind == typeUnknown {
		e.b[vtable+6] = 0 // xy
	} else {
		e.b[vtable+18] = 0 // parts
	}
	at := len(e.b)
	e.b = append(e.b, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, kind, 0, 0, 0)
	return at
}

// paths writes positions one after the other; ends tell how many there are up to the end of each path.
func paths[P ~[]orb.Point](e *encoder, kind byte, all []P, hasEnds bool) int {
	at := e.head(kind)
	n := 0
	for _, path := range all {
		n += len(path)
	}
	e.refer(at+xyAt, e.doubles(2*n))
	for _, path := range all {
		for _, p := range path {
			e.point(p)
		}
	}
	if !hasEnds {
		e.b[at-20+4] = 0
		return at
	}
	e.refer(at+endsAt, len(e.b))
	e.b = le.AppendUint32(e.b, uint32(len(all)))
	end := 0
	for _, path := range all {
		end += len(path)
		e.b = le.AppendUint32(e.b, uint32(end))
	}
	return at
}

func parts[G orb.Geometry](e *encoder, kind byte, all []G) int {
	at := e.head(kind)
	e.refer(at+partsAt, e.vector(len(all), func(i int) int { return e.geometry(all[i]) }))
	return at
}
