package atlas_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
	"stele/geo"
)

// A feature of a point, a line and an area is one feature: found by each of its
// parts and by nothing between them, thinned where there is something to thin, and
// drawn in tiles once for each kind.
func TestCollection_IsOneFeature(t *testing.T) {
	ring := make(orb.Ring, 401)
	for i := range ring {
		a := math.Pi / 200 * float64(i%400)
		ring[i] = orb.Point{math.Round((44+0.5*math.Cos(a))*1e7) / 1e7, math.Round((40+0.5*math.Sin(a))*1e7) / 1e7}
	}
	mixed := orb.Collection{orb.MultiPoint{{42, 40}, {42, 41}}, orb.LineString{{46, 39}, {46.1, 40.001}, {46, 41}}, orb.Polygon{ring}}
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: {feature(data.Sites, "mixed", mixed, nil)}}}), data.Sites)
	for filter, want := range map[string][]string{
		"S_INTERSECTS(geometry, POINT(42 41))":                         {"mixed"},
		"S_INTERSECTS(geometry, BBOX(43.9,39.9,44.1,40.1))":            {"mixed"},
		"S_INTERSECTS(geometry, LINESTRING(45 40, 47 40))":             {"mixed"},
		"S_INTERSECTS(geometry, BBOX(42.5,39.9,43.4,40.1))":            nil,
		"S_WITHIN(geometry, BBOX(41,38,47,42))":                        {"mixed"},
		"S_WITHIN(geometry, BBOX(43,38,47,42))":                        nil,
		"S_CONTAINS(geometry, MULTIPOINT(44 40, 42 40))":               {"mixed"},
		"S_DISJOINT(geometry, POLYGON((45 40,45.5 40,45 41,45 40)))":   {"mixed"},
		"S_EQUALS(geometry, " + geo.WKT(mixed) + ")":                   {"mixed"},
		"S_INTERSECTS(geometry, POLYGON((45 40,45.5 40,45 41,45 40)))": nil,
	} {
		if got := selected(t, l, filter); !slices.Equal(got, want) {
			t.Errorf("%s finds %v, want %v", filter, got, want)
		}
	}
	for box, want := range map[geo.BBox]int{{West: 41.9, South: 39.9, East: 42.1, North: 40.1}: 1, {West: 42.2, South: 39, East: 43.3, North: 41}: 0} {
		q := atlas.Query{Selection: everything()}
		q.BBox = &box
		if got := l.Query(q).Matched; got != want {
			t.Errorf("%v finds %d, want %d", box, got, want)
		}
	}
	thin := atlas.Form{ToleranceDeg: 0.01}
	var f struct{ Geometry json.RawMessage }
	if err := json.Unmarshal(l.AppendForm(nil, 0, thin), &f); err != nil {
		t.Fatal(err)
	}
	got, err := geo.ReadGeometry(f.Geometry)
	if err != nil {
		t.Fatal(err)
	}
	all := got.(orb.Collection)
	if n := len(all[2].(orb.Polygon)[0]); len(all) != 3 || !orb.Equal(all[0], mixed[0]) || n >= 100 || n < 10 || !orb.Equal(got, l.GeometryIn(0, thin)) {
		t.Errorf("thinned it is %v", got)
	}
	var kinds []string
	for _, f := range readTile(t, l.Tile(nil, geo.TileID{}, everything())) {
		kinds = append(kinds, fmt.Sprintf("%v %d", f.tags["id"], f.kind))
	}
	slices.Sort(kinds)
	if !slices.Equal(kinds, []string{"mixed 1", "mixed 2", "mixed 3"}) {
		t.Errorf("the world's tile has %q", kinds)
	}
}
