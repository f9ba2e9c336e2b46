package data_test

import (
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
)

func TestCheckShape(t *testing.T) {
	point, line := orb.Point{46, 39}, orb.LineString{{46, 39}, {47, 39}}
	area := orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 39}}}
	all := map[string]orb.Geometry{
		"none": nil, "point": point, "points": orb.MultiPoint{point}, "line": line, "lines": orb.MultiLineString{line},
		"area": area, "areas": orb.MultiPolygon{area}, "collection": orb.Collection{point},
	}
	tests := []struct {
		collection, kind string
		not              []string // besides a collection, which none takes
	}{
		{data.Zones, "territorial_control", []string{"point", "points", "line", "lines"}},
		{data.Zones, "", []string{"point", "points", "line", "lines"}},
		{data.Zones, "ceasefire_line", []string{"point", "points"}},
		{data.Districts, "", []string{"point", "points", "line", "lines"}},
		{data.Villages, "village", []string{"line", "lines"}},
		{data.Sites, "burial_place", nil},
		{data.Events, "agreement", nil},
	}
	for _, test := range tests {
		c, _ := data.CollectionByID(test.collection)
		refused := map[string]bool{"collection": true}
		for _, name := range test.not {
			refused[name] = true
		}
		for name, g := range all {
			if err := c.CheckShape(g, test.kind); (err != nil) != refused[name] {
				t.Errorf("%s of kind %q with geometry %s: %v, want it refused: %v", test.collection, test.kind, name, err, refused[name])
			}
		}
	}
}
