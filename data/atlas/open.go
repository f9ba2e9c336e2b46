package atlas

import (
	"fmt"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// openLayer takes a layer out of a pack. What is read of the pack later without
// a look is looked at here: a damaged one is refused, and ends no process.
func openLayer(p *packed, c data.Collection) *Layer {
	name := c.ID
	l := &Layer{collection: c, fields: data.PublicFields(c)}
	l.keys = numbers[uint64](p, name+".keys", -1)
	n := l.Len()
	l.features = p.arena(name+".features", n)
	l.ids = p.arena(name+".ids", n)
	l.byID = ordinals(p, name+".byID", n, n)
	l.rank = ordinals(p, name+".rank", n, n)
	l.byName = ordinals(p, name+".byName", n, n)
	l.time = openTimes(p, name+".time", n)
	for _, f := range l.fields {
		l.columns = append(l.columns, openColumn(p, name+".column."+f.Name, f, n))
	}
	l.names = p.arena(name+".names", n)
	l.past = p.arena(name+".past", -1)
	l.history = ordinals(p, name+".history", n, len(l.past.ends))
	for i := range n {
		if l.features.ends[i] == l.features.start(uint32(i)) {
			p.fail(name+".features", "a feature is empty")
			break
		}
	}
	l.openBounds(p)
	if p.err == nil { // shapes are held against boxes
		l.openShapes(p)
	}
	return l
}

func (l *Layer) openBounds(p *packed) {
	boxes := numbers[[4]float64](p, l.collection.ID+".bounds", -1)
	if len(boxes) > l.Len() {
		p.fail(l.collection.ID+".bounds", "there are more boxes than features")
		return
	}
	l.located = len(boxes)
	l.extent = geo.BoundOf(nil)
	l.bounds = boundsOf(boxes)
	l.marks = make([][2]uint32, l.located)
	for i, b := range l.bounds {
		l.extent = l.extent.Union(b)
		l.widest = max(l.widest, b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
		l.marks[i][0], l.marks[i][1] = geo.Mercator(b.Min[0]/2+b.Max[0]/2, b.Min[1]/2+b.Max[1]/2)
	}
	// Building it takes 30 ms for a million, less than reading it would need
	// checking.
	l.tree = geo.BuildTree(l.bounds)
}

func (l *Layer) openShapes(p *packed) {
	name := l.collection.ID + ".shapes"
	l.shapes.of = ordinals(p, name+".of", -1, l.located)
	u := unflattener{plan: numbers[uint32](p, name+".plan", -1), positions: numbers[orb.Point](p, name+".positions", -1)}
	if p.err != nil { // one of them has no box
		return
	}
	for n, i := range l.shapes.of {
		if n > 0 && i <= l.shapes.of[n-1] {
			p.fail(name, "they are not in order")
			return
		}
		g := u.geometry(0)
		if u.err != nil || geo.BoundOf(g) != l.bounds[i] {
			p.fail(name, fmt.Sprintf("the shape of feature %d is not as it was", i))
			return
		}
		l.shapes.geometry = append(l.shapes.geometry, g)
	}
	l.shapes.openWeights(p, name)
}
