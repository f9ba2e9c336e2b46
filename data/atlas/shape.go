package atlas

import (
	"errors"
	"math"

	"github.com/paulmach/orb"

	"stele/geo"
)

// shapes are the geometries of a layer that are not their own box, in the order
// of their features. Positions lie in one run; the orb geometries are slices of
// it, so that to open a million polygons copies none.
type shapes struct {
	of       []uint32 // the features, ascending
	geometry []orb.Geometry
	weights  []geo.Weights // of their positions; see geo.Weigh
}

// at returns the geometry of feature i; false if it is its own box.
func (s *shapes) at(i uint32) (orb.Geometry, bool) {
	n, ok := s.index(i)
	if !ok {
		return nil, false
	}
	return s.geometry[n], true
}

func (s *shapes) index(i uint32) (int, bool) {
	// Most layers have no shapes at all, and the others hardly anything else.
	if len(s.of) == 0 || i < s.of[0] || i > s.of[len(s.of)-1] {
		return 0, false
	}
	if n := int(i - s.of[0]); n < len(s.of) && s.of[n] == i {
		return n, true
	}
	low, high := 0, len(s.of)
	for low < high {
		if middle := (low + high) / 2; s.of[middle] < i {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(s.of) && s.of[low] == i
}

// simplified returns the geometry of feature i without the positions that a
// tolerance in degrees makes needless. Neighbours lose the same of a border that
// they share. False if it is its own box, or so small that all of it stays.
func (s *shapes) simplified(i uint32, toleranceDeg float64) (orb.Geometry, bool) {
	g, w, ok := s.weighed(i, toleranceDeg)
	if !ok {
		return nil, false
	}
	return geo.Simplify(g, w, toleranceDeg), true
}

// weighed returns what simplified would simplify.
func (s *shapes) weighed(i uint32, toleranceDeg float64) (orb.Geometry, geo.Weights, bool) {
	n, ok := s.index(i)
	if !ok || s.weights[n] == nil || !(toleranceDeg > 0) {
		return nil, nil, false
	}
	return s.geometry[n], s.weights[n], true
}

// putWeights weighs the positions of all shapes of a layer together.
func (f *flattener) putWeights(p *packer, name string, count int) error {
	u := unflattener{plan: f.plan, positions: f.positions}
	all := make([]orb.Geometry, count)
	for n := range all {
		all[n] = u.geometry(0)
	}
	if u.err != nil {
		return u.err
	}
	var flat []float32
	ends := make([]uint64, count)
	for n, weights := range geo.Weigh(all) {
		flat = append(flat, weights...)
		ends[n] = uint64(len(flat))
	}
	p.put(name+".weights", bytesOf(flat))
	p.put(name+".weightEnds", bytesOf(ends))
	return nil
}

// openWeights reads them back.
func (s *shapes) openWeights(p *packed, name string) {
	flat := numbers[float32](p, name+".weights", -1)
	ends := numbers[uint64](p, name+".weightEnds", len(s.of))
	s.weights = make([]geo.Weights, len(s.of))
	start := uint64(0)
	for n, end := range ends {
		if end < start || end > uint64(len(flat)) {
			p.fail(name+".weightEnds", "its ends are not in order")
			return
		}
		if start < end {
			s.weights[n] = flat[start:end:end]
		}
		if s.weights[n] != nil && !s.weights[n].Fit(s.geometry[n]) {
			p.fail(name+".weights", "there is not one for each position of a line or ring")
			return
		}
		start = end
	}
}

// The kinds of geometry in a plan.
const (
	planPoint = iota
	planMultiPoint
	planLineString
	planMultiLineString
	planPolygon
	planMultiPolygon
	planCollection
)

// flattener lays geometries out as a plan (kinds and counts) and positions.
type flattener struct {
	plan      []uint32
	positions []orb.Point
}

func (f *flattener) path(kind uint32, path []orb.Point) {
	if kind != noKind {
		f.plan = append(f.plan, kind)
	}
	f.plan = append(f.plan, uint32(len(path)))
	f.positions = append(f.positions, path...)
}

const noKind = math.MaxUint32

func (f *flattener) add(g orb.Geometry) {
	head := func(kind uint32, n int) { f.plan = append(f.plan, kind, uint32(n)) }
	switch g := g.(type) {
	case orb.Point:
		f.plan = append(f.plan, planPoint)
		f.positions = append(f.positions, g)
	case orb.MultiPoint:
		f.path(planMultiPoint, g)
	case orb.LineString:
		f.path(planLineString, g)
	case orb.MultiLineString:
		head(planMultiLineString, len(g))
		for _, line := range g {
			f.path(noKind, line)
		}
	case orb.Ring:
		f.add(orb.Polygon{g})
	case orb.Bound:
		f.add(g.ToPolygon())
	case orb.Polygon:
		head(planPolygon, len(g))
		for _, ring := range g {
			f.path(noKind, ring)
		}
	case orb.MultiPolygon:
		head(planMultiPolygon, len(g))
		for _, polygon := range g {
			f.plan = append(f.plan, uint32(len(polygon)))
			for _, ring := range polygon {
				f.path(noKind, ring)
			}
		}
	case orb.Collection:
		head(planCollection, len(g))
		for _, member := range g {
			f.add(member)
		}
	}
}

// unflattener reads the geometries back, from the same runs.
type unflattener struct {
	plan      []uint32
	positions []orb.Point
	err       error
}

var errPlan = errors.New("shapes end before their plan does")

func (u *unflattener) next() uint32 {
	if len(u.plan) == 0 {
		u.err = errPlan
		return 0
	}
	n := u.plan[0]
	u.plan = u.plan[1:]
	return n
}

// count reads the number of things that each take some of the plan.
func (u *unflattener) count() int {
	n := int(u.next())
	if n > len(u.plan) {
		u.err = errPlan
		return 0
	}
	return n
}

func (u *unflattener) path() []orb.Point {
	n := int(u.next())
	if n > len(u.positions) {
		u.err = errPlan
		return nil
	}
	path := u.positions[:n:n]
	u.positions = u.positions[n:]
	return path
}

func (u *unflattener) polygon() orb.Polygon {
	p := make(orb.Polygon, u.count())
	for i := range p {
		p[i] = u.path()
	}
	return p
}

func (u *unflattener) geometry(depth int) orb.Geometry {
	const deepest = 64
	if depth > deepest {
		u.err = errors.New("shapes are nested too deeply")
		return nil
	}
	switch u.next() {
	case planPoint:
		if len(u.positions) == 0 {
			u.err = errPlan
			return nil
		}
		p := u.positions[0]
		u.positions = u.positions[1:]
		return p
	case planMultiPoint:
		return orb.MultiPoint(u.path())
	case planLineString:
		return orb.LineString(u.path())
	case planMultiLineString:
		g := make(orb.MultiLineString, u.count())
		for i := range g {
			g[i] = u.path()
		}
		return g
	case planPolygon:
		return u.polygon()
	case planMultiPolygon:
		g := make(orb.MultiPolygon, u.count())
		for i := range g {
			g[i] = u.polygon()
		}
		return g
	case planCollection:
		g := make(orb.Collection, u.count())
		for i := range g {
			g[i] = u.geometry(depth + 1)
		}
		return g
	}
	u.err = errors.New("shapes have an unknown kind")
	return nil
}
