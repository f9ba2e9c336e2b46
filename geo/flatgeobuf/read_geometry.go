package flatgeobuf

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// The types of geometry that are read; 0 in the head is "each feature says".
const (
	readUnknown = iota
	readPoint
	readLine
	readPolygon
	readMultiPoint
	readMultiLine
	readMultiPolygon
	readCollection
)

// maxReadParts bounds geometries inside one: parts of a buffer may refer to the same bytes again and again.
const maxReadParts = 2_000_000

// geometryReader reads the geometry of one feature.
type geometryReader struct {
	*buffer
	parts, positionsRead int
	wrong                error
}

func (g *geometryReader) refuse(err error) orb.Geometry {
	if g.wrong == nil {
		g.wrong = err
	}
	return nil
}

func (g *geometryReader) geometry(t tableAt, kind byte, depth int) orb.Geometry {
	if kind == readUnknown || depth > 0 {
		if own := g.byteOf(t, 6); own != readUnknown {
			kind = own
		}
	}
	if g.parts++; g.parts > maxReadParts || depth > 8 {
		return g.refuse(errors.New("the geometry has too many parts or nests too deep"))
	}
	if g.bad || g.wrong != nil {
		return nil
	}
	switch kind {
	case readPoint:
		if p := g.positions(t); len(p) > 0 {
			return p[0]
		}
		return nil
	case readLine:
		return orb.LineString(g.positions(t))
	case readMultiPoint:
		return orb.MultiPoint(g.positions(t))
	case readPolygon:
		return orb.Polygon(pieces[orb.Ring](g, t))
	case readMultiLine:
		return orb.MultiLineString(pieces[orb.LineString](g, t))
	case readMultiPolygon, readCollection:
		return g.multi(t, kind, depth)
	}
	return g.refuse(fmt.Errorf("a geometry of type %d (a curve or surface) is not read", kind))
}

func (g *geometryReader) multi(t tableAt, kind byte, depth int) orb.Geometry {
	at, n := g.vector(t, 7, 4)
	var polygons orb.MultiPolygon
	var all orb.Collection
	for i := range n {
		if kind == readCollection {
			all = append(all, g.geometry(g.child(at, i), readUnknown, depth+1))
		} else if p, ok := g.geometry(g.child(at, i), readPolygon, depth+1).(orb.Polygon); ok {
			polygons = append(polygons, p)
		} else {
			g.refuse(fmt.Errorf("part %d of a multipolygon is no polygon", i+1))
		}
		if g.bad || g.wrong != nil {
			return nil
		}
	}
	if kind == readCollection {
		return all
	}
	return polygons
}

func (g *geometryReader) positions(t tableAt) []orb.Point {
	at, n := g.vector(t, 1, 8)
	if g.positionsRead += n / 2; n%2 != 0 || g.positionsRead > maxReadParts {
		g.refuse(fmt.Errorf("%d numbers are no whole positions, or too many", n))
		return nil
	}
	path := make([]orb.Point, n/2)
	for i := range path {
		path[i] = orb.Point{g.float(at + 16*i), g.float(at + 16*i + 8)}
	}
	return path
}

// pieces divides the positions of a table at its ends. Without ends they are one piece.
func pieces[P ~[]orb.Point](g *geometryReader, t tableAt) []P {
	path := g.positions(t)
	at, n := g.vector(t, 0, 4)
	if n == 0 {
		if len(path) == 0 {
			return nil
		}
		return []P{path}
	}
	all := make([]P, 0, n)
	from := uint32(0)
	for i := range n {
		to := g.uint32(at + 4*i)
		if to < from || int64(to) > int64(len(path)) {
			g.refuse(fmt.Errorf("part %d ends at position %d of %d", i+1, to, len(path)))
			return nil
		}
		all = append(all, path[from:to:to])
		from = to
	}
	return all
}
