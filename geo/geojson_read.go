package geo

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// ReadGeometry reads one GeoJSON geometry object (RFC 7946, section 3.1), or null, which gives a nil geometry.
//
// It is strict, because what other readers let through becomes a place on the map: positions have 2 to 4 numbers (all
// after lon, lat are dropped), numbers are finite and in range, lines have two positions or more, rings are closed and
// have four or more, no part is empty, the members are there once, the type is known. Collections nest at most 8
// deep and there are at most 2,000,000 positions. Foreign members are skipped, except those of other geometry types.
// Time is linear in the input whatever it holds; bounding its length is the caller's part.
//
// Errors name the place counting from 1, as "polygon 2: ring 1: position 4: lat 412 is outside -90..90".
func ReadGeometry(raw []byte) (orb.Geometry, error) {
	g, _, err := ReadGeometryIn(raw, FileCRS{})
	return g, err
}

// ReadGeometryIn is [ReadGeometry] of coordinates in another reference system, as GeoJSON of 2008 may have them; the
// result is lon, lat in degrees. Flattened tells whether positions had heights, which were dropped.
func ReadGeometryIn(raw []byte, c FileCRS) (g orb.Geometry, flattened bool, err error) {
	if !json.Valid(raw) {
		var v json.RawMessage
		return nil, false, fmt.Errorf("not valid JSON: %w", json.Unmarshal(raw, &v))
	}
	s := scanner{b: raw}
	if s.peek() == 'n' {
		return nil, false, nil
	}
	r := geometryReader{left: maxVertices}
	if g, err = r.geometry(&s, 0); err == nil {
		g, err = c.transformed(g)
	}
	if err != nil {
		return nil, r.flattened, err
	}
	return g, r.flattened, nil
}

// geometryReader reads valid JSON into orb types, counting down the positions that are left.
type geometryReader struct {
	left      int
	flattened bool // a position had more than two numbers
}

func (r *geometryReader) geometry(s *scanner, depth int) (orb.Geometry, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	m, err := readMembers(s)
	if err != nil {
		return nil, err
	}
	if m.kind == "GeometryCollection" {
		geometries, err := m.only("geometries", m.geometries, m.coordinates)
		if err != nil {
			return nil, err
		}
		member := func(s *scanner) (orb.Geometry, error) { return r.geometry(s, depth+1) }
		items, err := list(geometries, "geometry", member)
		return orb.Collection(items), err
	}
	return r.simple(m)
}

func (r *geometryReader) simple(m members) (orb.Geometry, error) {
	switch m.kind {
	case "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon":
	case "Feature", "FeatureCollection":
		return nil, fmt.Errorf("type %q is not a geometry; give the feature's geometry member", m.kind)
	default:
		return nil, fmt.Errorf("type %q is not a GeoJSON geometry type", clip(m.kind))
	}
	s, err := m.only("coordinates", m.coordinates, m.geometries)
	if err != nil {
		return nil, err
	}
	switch m.kind {
	case "Point":
		return r.position(s)
	case "MultiPoint":
		points, err := list(s, "position", r.position)
		return orb.MultiPoint(points), err
	case "LineString":
		return r.line(s)
	case "MultiLineString":
		lines, err := list(s, "line", r.line)
		return orb.MultiLineString(lines), err
	case "Polygon":
		return r.polygon(s)
	}
	polygons, err := list(s, "polygon", r.polygon)
	return orb.MultiPolygon(polygons), err
}

func (r *geometryReader) line(s *scanner) (orb.LineString, error) {
	return list(s, "position", r.position)
}

func (r *geometryReader) ring(s *scanner) (orb.Ring, error) {
	return list(s, "position", r.position)
}

func (r *geometryReader) polygon(s *scanner) (orb.Polygon, error) {
	return list(s, "ring", r.ring)
}

func (r *geometryReader) position(s *scanner) (orb.Point, error) {
	if r.left--; r.left < 0 {
		return orb.Point{}, errTooManyVertices
	}
	var n [4]float64
	i := 0
	err := s.array("position", func() error {
		v, err := s.number()
		if i < len(n) {
			n[i] = v
		}
		i++
		return err
	})
	if err == nil && (i < 2 || i > 4) {
		err = fmt.Errorf("position has %d numbers, want lon, lat and at most two more", i)
	}
	r.flattened = r.flattened || i > 2
	return orb.Point{n[0], n[1]}, err
}

// list reads a JSON array whose items are read by item and called name in errors.
func list[T any](s *scanner, name string, item func(*scanner) (T, error)) ([]T, error) {
	var items []T
	err := s.array("list of "+name+"s", func() error {
		v, err := item(s)
		if err != nil {
			return fmt.Errorf("%s %d: %w", name, len(items)+1, err)
		}
		items = append(items, v)
		return nil
	})
	if err == nil && len(items) == 0 {
		err = errors.New("coordinates are empty; no geometry at all is null")
	}
	return items, err
}
