package cql2

import (
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
)

// geometry reads a GeoJSON geometry. Its positions are held to nothing but
// being numbers: they may be in any reference system.
func (r *reader) geometry(members map[string]any, at string, depth int) (orb.Geometry, error) {
	if depth >= maxNested {
		return nil, fault(at, "collections nest deeper than %d", maxNested)
	}
	for name := range members {
		if name != "type" && name != "coordinates" && name != "geometries" && name != "bbox" {
			return nil, fault(at, "a geometry has no member %q", clip(name))
		}
	}
	here := at + "/coordinates"
	all := members["coordinates"]
	switch members["type"] {
	case "Point":
		return r.position(all, here)
	case "MultiPoint":
		path, err := r.path(all, here, 1)
		return orb.MultiPoint(path), err
	case "LineString":
		path, err := r.path(all, here, 2)
		return orb.LineString(path), err
	case "MultiLineString":
		g, err := each(all, here, func(v any, at string) (orb.LineString, error) { path, err := r.path(v, at, 2); return path, err })
		return orb.MultiLineString(g), err
	case "Polygon":
		g, err := r.polygon(all, here)
		return g, err
	case "MultiPolygon":
		g, err := each(all, here, r.polygon)
		return orb.MultiPolygon(g), err
	case "GeometryCollection":
		g, err := each(members["geometries"], at+"/geometries", func(v any, at string) (orb.Geometry, error) {
			member, ok := v.(map[string]any)
			if !ok {
				return nil, fault(at, "it is no geometry")
			}
			return r.geometry(member, at, depth+1)
		})
		return orb.Collection(g), err
	}
	return nil, fault(at+"/type", "it is no type of GeoJSON geometry")
}

// each reads the members of an array, of which there must be one.
func each[T any](value any, at string, read func(any, string) (T, error)) ([]T, error) {
	values, ok := value.([]any)
	if !ok || len(values) == 0 {
		return nil, fault(at, "it is no array, or empty")
	}
	all := make([]T, len(values))
	for i, v := range values {
		var err error
		if all[i], err = read(v, at+"/"+strconv.Itoa(i)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r *reader) polygon(value any, at string) (orb.Polygon, error) {
	return each(value, at, func(v any, at string) (orb.Ring, error) { path, err := r.path(v, at, 4); return path, err })
}

func (r *reader) path(value any, at string, least int) ([]orb.Point, error) {
	path, err := each(value, at, r.position)
	if err == nil && len(path) < least {
		err = fault(at, "%d positions stand where %s wanted", len(path), wanted(least, maxPositions))
	}
	return path, err
}

func (r *reader) position(value any, at string) (position orb.Point, err error) {
	if r.positions++; r.positions > maxPositions {
		return position, fault(at, "the filter has more than %d positions", maxPositions)
	}
	numbers, ok := value.([]any)
	if !ok || len(numbers) < 2 || len(numbers) > 4 {
		return position, fault(at, "a position is an array of two numbers, or three with a height")
	}
	for i, v := range numbers {
		n, ok := v.(json.Number)
		if !ok {
			return position, fault(at+"/"+strconv.Itoa(i), "it is no number")
		}
		f, err := number(n, at+"/"+strconv.Itoa(i))
		if err != nil {
			return position, err
		}
		if i < 2 {
			position[i] = f
		}
	}
	return position, nil
}
