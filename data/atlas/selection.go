package atlas

import (
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"stele/data/edtf"
	"stele/geo"
)

// Selection says which features of a layer: those on a page, in a tile, in a
// count. Use AllTime for From and To if the time does not matter; the zero
// Selection is what may have happened on 1970-01-01.
type Selection struct {
	// BBox matches features whose true published geometry meets the box, its
	// edges inside, and features that have no geometry. Nil matches all.
	BBox *geo.BBox
	// Metric is the box asked for if that was in metres, and BBox is then its
	// hull: features meet it as they are printed in its reference system.
	Metric *geo.CRSBox
	// From and To, both inclusive, match features whose earliest and latest
	// days overlap them, and undated ones. MinDay and MaxDay are open.
	From, To edtf.Day
	// Certain matches only features that are dated and lie wholly between From
	// and To.
	Certain bool
	// Where are conditions that all hold.
	Where []Condition
	// Named keeps what a search for names found in the same layer; nil keeps all.
	Named *Names
	// Filter holds too; nil matches all. It is of the same layer, and located in
	// BBox or more.
	Filter *Filter
}

// Condition asks something of one property. A null meets no condition.
type Condition struct {
	Field string
	// AnyOf matches the values listed, if there are any; otherwise Low and
	// High, both inclusive, match what lies between them. Nil is open.
	AnyOf     []Value
	Low, High *Value
}

// AllTime is From and To of a Selection that asks for no time.
func AllTime() (from, to edtf.Day) { return edtf.MinDay, edtf.MaxDay }

// matcher is a Selection made ready for one layer.
type matcher struct {
	layer  *Layer
	box    *geo.BBox   // nil if it leaves nothing out
	metric *geo.CRSBox // see Selection
	never  bool
	spans  []span
	tests  []test
	rest   []condition
}

// matcher makes a selection ready. It panics on a field that the layer does not
// have, for the caller has asked for Fields, and on a filter that was not
// located.
func (l *Layer) matcher(s *Selection) matcher {
	m := matcher{layer: l, metric: s.Metric}
	if period := (span{from: s.From, to: s.To, certain: s.Certain}); !period.isAll() {
		m.spans = append(m.spans, period)
	}
	if s.Metric != nil || !l.allMeet(s.BBox) {
		m.box = s.BBox
	}
	for _, condition := range s.Where {
		m.tests = append(m.tests, l.test(condition))
	}
	if f := s.Filter; f != nil {
		if f.layer != l || !f.isLocated {
			panic("a filter of " + f.layer.collection.ID + " is used on " + l.collection.ID + ", or not located")
		}
		m.never, m.spans, m.tests, m.rest = f.never, append(m.spans, f.spans...), append(m.tests, f.tests...), f.rest
	}
	if s.Named != nil {
		if s.Named.layer != l {
			panic("names of " + s.Named.layer.collection.ID + " are used on " + l.collection.ID)
		}
		m.rest = append([]condition{s.Named.bits}, m.rest...)
	}
	return m
}

func (l *Layer) test(c Condition) test {
	column := l.mustColumn(c.Field)
	t := test{column: column}
	if len(c.AnyOf) == 0 {
		t.ranges = []codeRange{column.between(c.Low, c.High)}
		return t
	}
	for _, v := range c.AnyOf {
		t.add(column.equal(v))
	}
	return t
}

// allMeet reports that the box leaves nothing out, so that need not be searched.
func (l *Layer) allMeet(b *geo.BBox) bool {
	if b == nil || l.located == 0 {
		return true
	}
	return boxCovers(b, l.extent)
}

func boxCovers(b *geo.BBox, inner orb.Bound) bool {
	return b.West <= inner.Min[0] && inner.Max[0] <= b.East && b.South <= inner.Min[1] && inner.Max[1] <= b.North
}

// isAll reports that whatever is in the box matches.
func (m *matcher) isAll() bool {
	return !m.never && len(m.spans) == 0 && len(m.tests) == 0 && len(m.rest) == 0
}

// matches is a mask of the features of a word that match, of those in want,
// wherever they lie.
func (m *matcher) matches(word uint32, want uint64) uint64 {
	if m.never {
		return 0
	}
	for n := range m.tests {
		if want == 0 {
			return 0
		}
		want = m.tests[n].holds(word, want)
	}
	for _, s := range m.spans {
		want = m.layer.time.eval(s, word, want)
	}
	for _, c := range m.rest {
		if want == 0 {
			return 0
		}
		want, _ = c.eval(word, want)
	}
	return want
}

// count is how many features match, if that is known without looking at them:
// without a box, and with time or one property alone.
func (m *matcher) count() (n int, ok bool) {
	switch {
	case m.never:
		return 0, true
	case m.box != nil || len(m.rest) > 0 || len(m.tests)+len(m.spans) > 1:
		return 0, false
	case len(m.tests) == 1:
		return m.tests[0].count(), true
	case len(m.spans) == 1:
		return m.layer.time.count(m.spans[0])
	}
	return m.layer.Len(), true
}

// each calls visit with runs [low, high) of the features that match, in the
// layer's order from feature first on, until visit returns false.
func (m *matcher) each(first uint32, visit func(low, high uint32) bool) {
	n := uint32(m.layer.Len())
	if m.box == nil {
		m.sift(first, n, false, visit)
		return
	}
	if m.search(first, visit) {
		m.sift(max(first, uint32(m.layer.located)), n, false, visit)
	}
}

// sift visits those of [low, high) that match; with mayMiss, only where they
// meet the box too.
func (m *matcher) sift(low, high uint32, mayMiss bool, visit func(low, high uint32) bool) bool {
	if low >= high || m.never {
		return true
	}
	if !mayMiss && m.isAll() {
		return visit(low, high)
	}
	var start, end uint32 // the run at hand, empty if they are equal
	for word := low >> 6; word<<6 < high; word++ {
		first := word << 6
		want := firstBits(int(high)-int(first)) &^ firstBits(int(low)-int(first))
		for mask := m.matches(word, want); mask != 0; {
			bit := uint32(bits.TrailingZeros64(mask))
			run := uint32(bits.TrailingZeros64(^(mask >> bit)))
			if mayMiss {
				run = 1
			}
			mask &^= (1<<run - 1) << bit
			at := first + bit
			if mayMiss && !m.meets(at) {
				continue
			}
			if at != end {
				if start < end && !visit(start, end) {
					return false
				}
				start = at
			}
			end = at + run
		}
		if word == 1<<26-1 {
			break // the next would be the first again
		}
	}
	return start == end || visit(start, end)
}

// search visits the located features that meet the box.
func (m *matcher) search(first uint32, visit func(low, high uint32) bool) (goOn bool) {
	bounds := m.box.Bounds()
	if len(bounds) > 1 {
		return m.searchBoth(bounds, first, visit)
	}
	goOn = true
	m.layer.tree.SearchRanges(bounds[0], func(lo, hi int, certain bool) bool {
		goOn = m.sift(max(first, uint32(lo)), uint32(hi), !certain || m.metric != nil, visit)
		return goOn
	})
	return goOn
}

// searchBoth is search for a box that crosses 180 degrees: its two sides are
// found one after the other, and a shape that reaches across is found twice.
func (m *matcher) searchBoth(bounds []orb.Bound, first uint32, visit func(low, high uint32) bool) bool {
	var hits []uint32
	for _, bound := range bounds {
		m.layer.tree.Search(bound, func(i int) bool {
			if uint32(i) >= first {
				hits = append(hits, uint32(i))
			}
			return true
		})
	}
	slices.Sort(hits)
	for _, i := range slices.Compact(hits) {
		if !m.sift(i, i+1, true, visit) {
			return false
		}
	}
	return true
}

// meets is the exact test after a hit in the tree.
func (m *matcher) meets(i uint32) bool {
	if m.metric != nil {
		return m.metric.Meets(m.layer.GeometryAt(i))
	}
	return m.layer.meets(i, m.box)
}

// meets is the exact test after a hit in the tree; only shapes that are not
// their own box need it.
func (l *Layer) meets(i uint32, b *geo.BBox) bool {
	g, ok := l.shapes.at(i)
	return !ok || boxCovers(b, l.bounds[i]) || geo.Intersects(g, *b)
}

// meetsBox reports that located feature i meets the box.
func (l *Layer) meetsBox(i uint32, b *geo.BBox) bool {
	for _, bound := range b.Bounds() {
		if bound.Intersects(l.bounds[i]) && l.meets(i, b) {
			return true
		}
	}
	return false
}

// Each calls visit with runs [low, high) of the features selected, in the
// layer's order, until visit returns false. It allocates nothing for a feature.
func (l *Layer) Each(s Selection, visit func(low, high uint32) bool) {
	m := l.matcher(&s)
	m.each(0, visit)
}
