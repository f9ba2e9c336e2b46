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
		"area": area, "areas": orb.MultiPolygon{area},
		"point and area": orb.Collection{point, area}, "line and area": orb.Collection{line, orb.MultiPolygon{area}}, "all": orb.Collection{point, line, area},
	}
	tests := []struct {
		collection, kind string
		not              []string
	}{
		{data.Zones, "territorial_control", []string{"point", "points", "line", "lines", "point and area", "line and area", "all"}},
		{data.Zones, "", []string{"point", "points", "line", "lines", "point and area", "line and area", "all"}},
		{data.Zones, "ceasefire_line", []string{"point", "points", "point and area", "all"}},
		{data.Districts, "", []string{"point", "points", "line", "lines", "point and area", "line and area", "all"}},
		{data.Villages, "village", []string{"line", "lines", "line and area", "all"}},
		{data.Sites, "burial_place", nil},
		{data.Events, "agreement", nil},
	}
	for _, test := range tests {
		c, _ := data.CollectionByID(test.collection)
		refused := map[string]bool{}
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
