package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

const (
	maxVertices = 2_000_000 // positions in one geometry, as every reader here counts them
	maxDepth    = 8         // collections inside collections
)

var (
	errTooManyVertices = fmt.Errorf("geometry has more than %d positions", maxVertices)
	errTooDeep         = fmt.Errorf("geometry collections nest deeper than %d", maxDepth)
)

// check holds what all readers promise of a geometry: positions finite and in range, lines of two positions or more,
// rings closed and of four or more, no part without positions. It does not look for crossings; [Validate] does.
func check(g orb.Geometry) error { return checkNested(g, 0) }

func checkNested(g orb.Geometry, depth int) error {
	if depth > maxDepth {
		return errTooDeep
	}
	switch g := g.(type) {
	case nil:
		return errors.New("part is empty")
	case orb.Point:
		return checkPosition(g)
	case orb.MultiPoint:
		return checkPath(g, 1)
	case orb.LineString:
		return checkPath(g, 2)
	case orb.MultiLineString:
		return checkParts(g, "line", func(l orb.LineString) error { return checkPath(l, 2) })
	case orb.Ring:
		return checkRing(g)
	case orb.Polygon:
		return checkPolygon(g)
	case orb.MultiPolygon:
		return checkParts(g, "polygon", checkPolygon)
	case orb.Bound:
		return checkPath([]orb.Point{g.Min, g.Max}, 2)
	case orb.Collection:
		return checkParts(g, "geometry", func(m orb.Geometry) error { return checkNested(m, depth+1) })
	}
	return fmt.Errorf("geometry type %T is unknown", g)
}

func checkParts[T any](parts []T, name string, checkPart func(T) error) error {
	if len(parts) == 0 {
		return fmt.Errorf("there is no %s in it; no geometry at all is null", name)
	}
	for i, part := range parts {
		if err := checkPart(part); err != nil {
			return fmt.Errorf("%s %d: %w", name, i+1, err)
		}
	}
	return nil
}

func checkPolygon(p orb.Polygon) error { return checkParts(p, "ring", checkRing) }

func checkRing(ring orb.Ring) error {
	if err := checkPath(ring, 4); err != nil {
		return err
	}
	return checkClosed(ring)
}

func checkClosed(ring orb.Ring) error {
	if first, last := ring[0], ring[len(ring)-1]; first != last {
		return fmt.Errorf("not closed: the last position %v,%v differs from the first %v,%v",
			last[0], last[1], first[0], first[1])
	}
	return nil
}

func checkPath(path []orb.Point, atLeast int) error {
	if err := checkCount(path, atLeast); err != nil {
		return err
	}
	for i, p := range path {
		if err := checkPosition(p); err != nil {
			return fmt.Errorf("position %d: %w", i+1, err)
		}
	}
	return nil
}

func checkCount(path []orb.Point, atLeast int) error {
	if len(path) < atLeast {
		return fmt.Errorf("%d positions, want at least %d", len(path), atLeast)
	}
	return nil
}

func checkPosition(p orb.Point) error {
	hint := ""
	if inLat(p[0]) && inLon(p[1]) {
		hint = "; lat and lon look swapped"
	}
	switch {
	case !inLat(p[1]): // also NaN
		return fmt.Errorf("lat %v is outside -90..90%s", p[1], hint)
	case !inLon(p[0]):
		return fmt.Errorf("lon %v is outside -180..180", p[0])
	}
	return nil
}
