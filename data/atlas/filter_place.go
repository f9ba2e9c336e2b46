package atlas

import (
	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/cql2"
)

// relationOf is the relation of a spatial function; nil if it is none.
func relationOf(op string) *geo.Relation {
	r, ok := map[string]geo.Relation{
		"s_intersects": geo.IntersectsWith, "s_disjoint": geo.DisjointFrom, "s_within": geo.Within, "s_contains": geo.Containing,
		"s_touches": geo.Touching, "s_crosses": geo.Crossing, "s_overlaps": geo.Overlapping, "s_equals": geo.EqualTo,
	}[op]
	if !ok {
		return nil
	}
	return &r
}

// placeCondition is a relation of the published geometry to a literal. Of a
// feature without geometry it is unknown.
type placeCondition struct {
	layer    *Layer
	relation geo.Relation
	probe    *geo.Probe
	// isOutside: what is away from the probe's box has the relation.
	isOutside bool
	holds     bitsCondition
}

// place compiles a spatial function of the geometry.
func (c *compiler) place(n *cql2.Node) (condition, error) {
	relation := *relationOf(n.Text)
	own, other := n.Args[0], n.Args[1]
	if !isGeometry(own) {
		own, other, relation = other, own, relation.Inverse()
	}
	if !isGeometry(own) {
		for _, arg := range n.Args {
			if arg.Kind == cql2.Property {
				return nil, errorAt(arg, "%s is no geometry; %s is", arg.Text, geometryName)
			}
		}
		return nil, errorAt(n, "there is no function that gives a geometry")
	}
	if isGeometry(other) { // to itself
		same := relation == geo.IntersectsWith || relation == geo.Within || relation == geo.Containing || relation == geo.EqualTo
		located := notCondition{unlocated(c.layer.located)}
		nowhere := andCondition{unlocated(c.layer.located), isUnknown}
		if same {
			return orCondition{located, nowhere}, nil
		}
		return nowhere, nil
	}
	probe, err := c.probe(other)
	if err != nil {
		return nil, err
	}
	p := &placeCondition{layer: c.layer, relation: relation, probe: probe, isOutside: relation == geo.DisjointFrom}
	c.filter.places = append(c.filter.places, p)
	c.filter.work += costOfBits * c.layer.Len()
	return p, nil
}

// probe makes a literal ready.
func (c *compiler) probe(n *cql2.Node) (*geo.Probe, error) {
	g := n.Geometry
	switch n.Kind {
	case cql2.BBox:
		box := geo.BBox{West: n.Box[0], South: n.Box[1], East: n.Box[2], North: n.Box[3]}
		if box.South > box.North {
			return nil, errorAt(n, "the south of the box, %v, is above its north, %v", box.South, box.North)
		}
		g = box.Geometry()
	case cql2.Geometry:
	case cql2.Property:
		return nil, errorAt(n, "%s is no geometry; %s is", n.Text, geometryName)
	default:
		return nil, errorAt(n, "there is no function %q", n.Text)
	}
	probe, err := geo.NewProbe(g)
	if err != nil {
		return nil, errorAt(n, "%v", err)
	}
	return probe, nil
}

// fixedPlaces compiles a spatial function of two literals.
func (c *compiler) fixedPlaces(n *cql2.Node) (predicate, error) {
	if _, err := c.probe(n.Args[0]); err != nil {
		return nil, err
	}
	probe, err := c.probe(n.Args[1])
	if err != nil {
		return nil, err
	}
	g := n.Args[0].Geometry
	if n.Args[0].Kind == cql2.BBox {
		b := n.Args[0].Box
		g = geo.BBox{West: b[0], South: b[1], East: b[2], North: b[3]}.Geometry()
	}
	holds, _ := probe.Relates(*relationOf(n.Text), g)
	return func(*row) constant { return constantOf(holds) }, nil
}

// locate looks at what the tree has around the probe.
func (p *placeCondition) locate(f *Filter, box *geo.BBox) error {
	p.holds = make(bitsCondition, words(p.layer.located))
	parts := []orb.Bound{p.probe.Bound()}
	if box != nil {
		parts = box.Bounds()
	}
	for _, part := range parts {
		// A shape may meet both boxes, and not what they have in common.
		one, other := part, p.probe.Bound()
		if area(other) < area(one) {
			one, other = other, one
		}
		p.layer.tree.Search(one, func(i int) bool {
			f.work++
			if other.Intersects(p.layer.bounds[i]) {
				f.work += p.relate(uint32(i))
			}
			return f.work <= mostWork
		})
	}
	if f.work > mostWork {
		return ErrCostly
	}
	return nil
}

func area(b orb.Bound) float64 { return (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]) }

// relate sets the bit of a feature: that it has the relation or, where those
// away from the probe have it, that it has not.
func (p *placeCondition) relate(i uint32) (work int) {
	var holds bool
	if g, ok := p.layer.shapes.at(i); ok {
		holds, work = p.probe.Relates(p.relation, g)
	} else {
		holds, work = p.probe.RelatesBox(p.relation, p.layer.bounds[i])
	}
	if holds != p.isOutside {
		p.holds.set(i)
	}
	return work
}

func (p *placeCondition) eval(word uint32, want uint64) (is, unknown uint64) {
	located := want & firstBits(p.layer.located-int(word)<<6)
	if int(word) < len(p.holds) {
		is = p.holds[word] & located
	}
	if p.isOutside {
		is = located &^ is
	}
	return is, want &^ located
}
