package geo

import "github.com/paulmach/orb"

// Join makes one geometry of the parts that a format gives singly: of one part itself, of points, lines or polygons alone
// the multi geometry of them, of others a collection. Of none it is nil.
func Join(parts []orb.Geometry) orb.Geometry {
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	if points, ok := allOf[orb.Point](parts); ok {
		return orb.MultiPoint(points)
	}
	if lines, ok := allOf[orb.LineString](parts); ok {
		return orb.MultiLineString(lines)
	}
	if polygons, ok := allOf[orb.Polygon](parts); ok {
		return orb.MultiPolygon(polygons)
	}
	return orb.Collection(parts)
}

func allOf[T orb.Geometry](parts []orb.Geometry) ([]T, bool) {
	all := make([]T, len(parts))
	for i, part := range parts {
		var ok bool
		if all[i], ok = part.(T); !ok {
			return nil, false
		}
	}
	return all, true
}
