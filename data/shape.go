package data

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// ceasefireLine is the one kind of zone that may be drawn as a line.
const ceasefireLine = "ceasefire_line"

var (
	points = []string{"Point", "MultiPoint"}
	lines  = []string{"LineString", "MultiLineString"}
	areas  = []string{"Polygon", "MultiPolygon"}
)

// shapes are the geometry types that records of the collection and kind have.
func (c Collection) shapes(kind string) []string {
	switch {
	case c.ID == Zones && kind == ceasefireLine:
		return slices.Concat(areas, lines)
	case c.ID == Zones, c.ID == Districts:
		return areas
	case c.ID == Villages:
		return slices.Concat(points, areas)
	}
	return slices.Concat(points, lines, areas)
}

// CheckShape says why g can't be the geometry of a record of this collection
// and kind: a point is no area of control, a line no village. Nil fits all. A
// geometry collection fits if all that is in it does: a cemetery may be an area
// and the wells in it, a village the point of its square and its outline.
func (c Collection) CheckShape(g orb.Geometry, kind string) error {
	if g == nil {
		return nil
	}
	if all, ok := g.(orb.Collection); ok {
		for i, member := range all {
			if err := c.CheckShape(member, kind); err != nil {
				return fmt.Errorf("geometry %d of the collection: %w; leave it out, or give it a row of its own", i+1, err)
			}
		}
		return nil
	}
	allowed := c.shapes(kind)
	if slices.Contains(allowed, g.GeoJSONType()) {
		return nil
	}
	hint := ""
	if c.ID == Zones && slices.Contains(lines, g.GeoJSONType()) {
		hint = "; a line fits the kind " + ceasefireLine + " alone"
	}
	last := len(allowed) - 1
	return fmt.Errorf("a %s can't show %s; want %s or %s%s", g.GeoJSONType(), c.ID, strings.Join(allowed[:last], ", "), allowed[last], hint)
}
