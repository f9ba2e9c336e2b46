package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// Probe is a geometry made ready to be related to many. Searching it changes
// nothing, so any number of goroutines may.
type Probe struct {
	bound orb.Bound
	// isArea is of polygons alone, isThin of lines and points alone: what lies
	// clear of their edges, or meets them, is then told without the shapes.
	isArea, isThin bool
	edges          []piece // a point is an edge without length
	tree           *Tree   // of the edges
	slabs          []slab  // of the edges, by latitude
	theirs         geom.Geometry
	size           int // positions
}

// slab lists the edges that reach into a strip of latitudes.
type slab []piece

// NewProbe makes a geometry ready. It refuses what [Validate] does, and nothing
// at all.
func NewProbe(g orb.Geometry) (*Probe, error) {
	if err := Validate(g); err != nil {
		return nil, err
	}
	p := &Probe{bound: BoundOf(g)}
	if p.bound.IsEmpty() {
		return nil, errors.New("geometry is empty")
	}
	var err error
	if p.theirs, err = geom.UnmarshalWKB(AppendWKB(nil, g), geom.NoValidate{}); err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	p.size = vertices(g)
	switch dimension(g) {
	case 2:
		p.isArea = true
	case 0, 1:
		p.isThin = true
	default: // of a collection's parts each would have to be asked
		return p, nil
	}
	p.edges = edgesOf(g)
	p.indexEdges()
	return p, nil
}

// Bound is the box of the geometry.
func (p *Probe) Bound() orb.Bound { return p.bound }

// dimension is 2 of areas, 1 of lines, 0 of points, and -1 of collections.
func dimension(g orb.Geometry) int {
	switch g.(type) {
	case orb.Point, orb.MultiPoint:
		return 0
	case orb.LineString, orb.MultiLineString:
		return 1
	case orb.Ring, orb.Polygon, orb.MultiPolygon, orb.Bound:
		return 2
	}
	return -1
}

// edgesOf are the edges of a geometry that is no collection.
func edgesOf(g orb.Geometry) (edges []piece) {
	add := func(path []orb.Point) {
		for i := 1; i < len(path); i++ {
			if path[i-1] != path[i] {
				edges = append(edges, piece{path[i-1], path[i]})
			}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		return []piece{{g, g}}
	case orb.MultiPoint:
		for _, pt := range g {
			edges = append(edges, piece{pt, pt})
		}
	case orb.LineString:
		add(g)
	case orb.MultiLineString:
		for _, line := range g {
			add(line)
		}
	case orb.Ring:
		add(g)
	case orb.Polygon:
		for _, ring := range g {
			add(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			edges = append(edges, edgesOf(polygon)...)
		}
	case orb.Bound:
		return edgesOf(g.ToPolygon())
	}
	return edges
}

func (e piece) bound() orb.Bound {
	return orb.Bound{Min: orb.Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])}, Max: orb.Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])}}
}

func (p *Probe) indexEdges() {
	boxes := make([]orb.Bound, len(p.edges))
	for i, e := range p.edges {
		boxes[i] = e.bound()
	}
	p.tree = BuildTree(boxes)
	if p.isThin {
		return
	}
	// About as many slabs as edges: most positions then meet a few edges. Of a
	// comb, whose edges reach into most slabs, the lists would be long: it gets
	// fewer.
	for n := len(p.edges); ; n = (n + 1) / 2 {
		p.slabs = make([]slab, n)
		if n == 1 || p.listed() <= 8*len(p.edges) {
			break
		}
	}
	for _, e := range p.edges {
		low, high := p.slabsOf(e)
		for s := low; s <= high; s++ {
			p.slabs[s] = append(p.slabs[s], e)
		}
	}
}

// listed is how many edges all slabs list together.
func (p *Probe) listed() (n int) {
	for _, e := range p.edges {
		low, high := p.slabsOf(e)
		n += high - low + 1
	}
	return n
}

func (p *Probe) slabsOf(e piece) (low, high int) {
	return p.slabOf(min(e.a[1], e.b[1])), p.slabOf(max(e.a[1], e.b[1]))
}

// slabOf grows with the latitude, so that an edge is in the slabs of its ends
// and in all between.
func (p *Probe) slabOf(lat float64) int {
	height := p.bound.Max[1] - p.bound.Min[1]
	n := int((lat - p.bound.Min[1]) / height * float64(len(p.slabs)))
	return min(max(n, 0), len(p.slabs)-1)
}

// side is 1 for a position inside the area, 0 on its border and -1 outside.
func (p *Probe) side(pt orb.Point) (side, work int) {
	if !p.bound.Contains(pt) {
		return -1, 0
	}
	edges := p.slabs[p.slabOf(pt[1])]
	side = -1
	for i := range edges {
		e := &edges[i]
		if e.a[0] < pt[0] && e.b[0] < pt[0] {
			continue // the ray goes to the east
		}
		crosses, on := rayCrosses(e.a, e.b, pt)
		if on {
			return 0, len(edges)
		}
		if crosses {
			side = -side
		}
	}
	return side, len(edges)
}

// crosses reports that an edge of a geometry crosses an edge of the probe's, each
// from one side of the other to the other side. Exact.
func (p *Probe) crosses(edges []piece) (crosses bool, work int) {
	for _, e := range edges {
		p.tree.Search(e.bound(), func(i int) bool {
			work++
			f := p.edges[i]
			crosses = orient(e.a, e.b, f.a)*orient(e.a, e.b, f.b) < 0 && orient(f.a, f.b, e.a)*orient(f.a, f.b, e.b) < 0
			return !crosses
		})
		if crosses {
			return true, work
		}
	}
	return false, work
}

// sideOfBox is 1 for a box inside the area, -1 for one outside and 0 for one
// that has a point of its edges, which of a thin geometry are all of it.
func (p *Probe) sideOfBox(b orb.Bound) (side, work int) {
	if !p.bound.Intersects(b) {
		return -1, 0
	}
	meets := false
	p.tree.Search(b, func(i int) bool {
		work++
		meets = segmentMeets(p.edges[i].a, p.edges[i].b, b)
		return !meets
	})
	if meets || p.isThin {
		return map[bool]int{true: 0, false: -1}[meets], work
	}
	side, more := p.side(b.Min)
	return side, work + more
}
