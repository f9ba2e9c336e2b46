package geo

import "github.com/paulmach/orb"

// Join makes one geometry of the parts that a format gives singly, which may be multi geometries and collections: of one
// part itself; of several of one kind (points, lines or areas) the multi geometry of that kind; of parts of several kinds
// a collection of what each kind alone would be, in the order in which the kinds come. Of none it is nil. It shares
// memory with the parts.
func Join(parts []orb.Geometry) orb.Geometry {
	var j joiner
	j.add(parts)
	switch len(j.order) {
	case 0:
		return nil
	case 1:
		return j.joined(j.order[0])
	}
	all := make(orb.Collection, len(j.order))
	for i, kind := range j.order {
		all[i] = j.joined(kind)
	}
	return all
}

// joiner sorts parts by their dimension: 0 of points, 1 of lines, 2 of areas.
type joiner struct {
	order    []int
	points   orb.MultiPoint
	lines    orb.MultiLineString
	polygons orb.MultiPolygon
}

func (j *joiner) add(parts []orb.Geometry) {
	for _, part := range parts {
		switch part := part.(type) {
		case orb.Point:
			j.see(0, len(j.points))
			j.points = append(j.points, part)
		case orb.MultiPoint:
			j.see(0, len(j.points))
			j.points = append(j.points, part...)
		case orb.LineString:
			j.see(1, len(j.lines))
			j.lines = append(j.lines, part)
		case orb.MultiLineString:
			j.see(1, len(j.lines))
			j.lines = append(j.lines, part...)
		case orb.Polygon:
			j.see(2, len(j.polygons))
			j.polygons = append(j.polygons, part)
		case orb.MultiPolygon:
			j.see(2, len(j.polygons))
			j.polygons = append(j.polygons, part...)
		case orb.Collection:
			j.add(part)
		}
	}
}

// see notes a kind of which there were so many before.
func (j *joiner) see(kind, before int) {
	if before == 0 {
		j.order = append(j.order, kind)
	}
}

func (j *joiner) joined(kind int) orb.Geometry {
	switch {
	case kind == 0 && len(j.points) == 1:
		return j.points[0]
	case kind == 0:
		return j.points
	case kind == 1 && len(j.lines) == 1:
		return j.lines[0]
	case kind == 1:
		return j.lines
	case len(j.polygons) == 1:
		return j.polygons[0]
	}
	return j.polygons
}
