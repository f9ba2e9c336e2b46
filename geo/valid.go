package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// Validate tells what keeps the geometry from being valid in the sense of OGC 06-103r4, section 6.1.11: what every
// reader here refuses, then rings without area, rings that cross, touch or run along themselves or each other (two rings
// of a polygon may touch at one point), holes outside their exterior or inside another hole, holes that cut the interior
// in two, and polygons of a multipolygon that overlap or share a border. Members of a collection are looked at one by
// one. Lines may cross themselves. Nil is valid.
//
// Time is near-linear for shapes as they occur (100,000 vertices take some tens of milliseconds) and bounded for all:
// a geometry made to be costly is refused as too intricate. The decisions on crossing and touching are exact.
//
// Errors say what is wrong and near which lon, lat. So they hold a coordinate: they are for the editor whose geometry
// it is, and not for logs.
func Validate(g orb.Geometry) error {
	if g == nil {
		return nil
	}
	if err := check(g); err != nil {
		return err
	}
	switch g := g.(type) {
	case orb.LineString:
		return validateLine(g)
	case orb.MultiLineString:
		return checkParts(g, "line", validateLine)
	case orb.Ring:
		return validatePolygons([]orb.Polygon{{g}})
	case orb.Polygon:
		return validatePolygons([]orb.Polygon{g})
	case orb.MultiPolygon:
		return validatePolygons(g)
	case orb.Bound:
		return validatePolygons([]orb.Polygon{g.ToPolygon()})
	case orb.Collection:
		return checkParts(g, "geometry", Validate)
	}
	return nil
}

func validateLine(line orb.LineString) error {
	for _, p := range line {
		if p != line[0] {
			return nil
		}
	}
	return problem("all positions of the line are the same", line[0])
}

func validatePolygons(polygons []orb.Polygon) error {
	t, err := newTopology(polygons)
	if err != nil {
		return err
	}
	for _, step := range []func() error{t.compareEdges, t.checkNesting, t.checkConnected, t.checkTouching} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func problem(what string, near orb.Point) error {
	return fmt.Errorf("%s near lon,lat %s,%s", what, AppendNumber(nil, near[0]), AppendNumber(nil, near[1]))
}

var errTooIntricate = errors.New("geometry is too intricate to check: too many of its edges lie across each other")

// topology is the working state of one validation: all edges of all rings under one tree, and where rings touch.
type topology struct {
	rings   []ringRef
	edges   []edge
	tree    *Tree
	budget  int // tree nodes and pairs of edges that may still be looked at
	contact map[[2]int32]orb.Point
	touches []touch
}

// ringRef is one ring; index 0 of its polygon is the exterior.
type ringRef struct {
	polygon, index int
	first, end     int // its edges
}

// edge is a segment of a ring that has a length.
type edge struct {
	a, b orb.Point
	ring int32
}

// touch is a point of an edge where another polygon touches it.
type touch struct {
	edge  int
	at    orb.Point
	other int // polygon
}

func newTopology(polygons []orb.Polygon) (*topology, error) {
	t := &topology{contact: map[[2]int32]orb.Point{}}
	for i, polygon := range polygons {
		for j, ring := range polygon {
			if err := t.addRing(ring, i, j); err != nil {
				return nil, err
			}
		}
	}
	boxes := make([]orb.Bound, len(t.edges)) // neighbours along a ring are neighbours on the map: order enough
	for i, e := range t.edges {
		boxes[i] = orb.MultiPoint{e.a, e.b}.Bound()
	}
	t.tree = BuildTree(boxes)
	const perEdge, atLeast = 1000, 10_000_000
	t.budget = perEdge*len(t.edges) + atLeast
	return t, nil
}

func (t *topology) addRing(ring orb.Ring, polygon, index int) error {
	ref := ringRef{polygon: polygon, index: index, first: len(t.edges)}
	for i := 1; i < len(ring); i++ {
		if ring[i-1] != ring[i] {
			t.edges = append(t.edges, edge{ring[i-1], ring[i], int32(len(t.rings))})
		}
	}
	ref.end = len(t.edges)
	t.rings = append(t.rings, ref)
	if ref.end-ref.first < 3 {
		return problem(t.name(len(t.rings)-1)+" has no area", ring[0])
	}
	return nil
}

// name says which ring, as the readers count: from 1, ring 1 being the exterior.
func (t *topology) name(ring int) string {
	ref := t.rings[ring]
	if t.rings[len(t.rings)-1].polygon == 0 {
		return fmt.Sprintf("ring %d", ref.index+1)
	}
	return fmt.Sprintf("polygon %d ring %d", ref.polygon+1, ref.index+1)
}

// search visits the edges whose boxes meet q until visit returns an error or the budget is spent.
func (t *topology) search(q orb.Bound, visit func(i int) error) error {
	var err error
	w := newWalk(t.tree, q, func(lo, hi int, _ bool) bool {
		for i := lo; i < hi && err == nil; i++ {
			err = visit(i)
		}
		return err == nil
	})
	w.budget = t.budget
	start := t.budget
	w.run()
	if t.budget -= start - w.budget; t.budget < 0 && err == nil {
		err = errTooIntricate
	}
	return err
}
