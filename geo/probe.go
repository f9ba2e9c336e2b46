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
	bound  orb.Bound
	isArea bool // of polygons alone: then what lies clear of its border is told without its shape
	edges  []piece
	tree   *Tree  // of the edges
	slabs  []slab // of the edges, by latitude
	theirs geom.Geometry
	size   int // positions
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
	switch g := g.(type) {
	case orb.Polygon:
		p.addArea(g)
	case orb.MultiPolygon:
		for _, polygon := range g {
			p.addArea(polygon)
		}
	}
	p.size = vertices(g)
	if p.isArea {
		p.indexEdges()
	}
	return p, nil
}

// Bound is the box of the geometry.
func (p *Probe) Bound() orb.Bound { return p.bound }

func (p *Probe) addArea(polygon orb.Polygon) {
	p.isArea = true
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			if ring[i-1] != ring[i] {
				p.edges = append(p.edges, piece{ring[i-1], ring[i]})
			}
		}
	}
}

func (p *Probe) indexEdges() {
	boxes := make([]orb.Bound, len(p.edges))
	for i, e := range p.edges {
		boxes[i] = orb.Bound{Min: orb.Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])}, Max: orb.Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])}}
	}
	p.tree = BuildTree(boxes)
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

// sideOfBox is 1 for a box inside the area, -1 for one outside and 0 for one
// that has a point of its border.
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
	if meets {
		return 0, work
	}
	side, more := p.side(b.Min)
	return side, work + more
}
