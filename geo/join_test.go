package geo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestJoin(t *testing.T) {
	p, q, r := orb.Point{1, 2}, orb.Point{3, 4}, orb.Point{5, 6}
	line, other := orb.LineString{p, q}, orb.LineString{q, r}
	area := orb.Polygon{{p, q, r, p}}
	for name, test := range map[string]struct {
		parts []orb.Geometry
		want  orb.Geometry
	}{
		"nothing":                 {nil, nil},
		"no part":                 {[]orb.Geometry{nil, orb.Collection{nil}}, nil},
		"one":                     {[]orb.Geometry{p}, p},
		"one in a collection":     {[]orb.Geometry{orb.Collection{orb.Collection{line}}}, line},
		"points":                  {[]orb.Geometry{p, orb.MultiPoint{q, r}}, orb.MultiPoint{p, q, r}},
		"points in collections":   {[]orb.Geometry{orb.Collection{p}, orb.Collection{q, orb.Collection{r}}}, orb.MultiPoint{p, q, r}},
		"lines":                   {[]orb.Geometry{orb.MultiLineString{line}, other}, orb.MultiLineString{line, other}},
		"areas":                   {[]orb.Geometry{area, orb.MultiPolygon{area, area}}, orb.MultiPolygon{area, area, area}},
		"point and area":          {[]orb.Geometry{p, area}, orb.Collection{p, area}},
		"all, nested":             {[]orb.Geometry{orb.Collection{area, orb.Collection{line, p}}, orb.MultiPoint{q}}, orb.Collection{area, line, orb.MultiPoint{p, q}}},
		"one in a multi geometry": {[]orb.Geometry{orb.MultiPoint{p}}, p},
	} {
		if diff := cmp.Diff(test.want, geo.Join(test.parts)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
