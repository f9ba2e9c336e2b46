package atlas

import (
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
	// From and To, both inclusive, match features whose earliest and latest
	// days overlap them, and undated ones. MinDay and MaxDay are open.
	From, To edtf.Day
}

// Query asks a layer for a page of the features selected.
type Query struct {
	Selection
	// After skips all up to and including that place in the order.
	After Cursor
	// Limit bounds how many are returned; all if it is not positive.
	Limit int
}

// AllTime is From and To of a Query that asks for no time.
func AllTime() (from, to edtf.Day) { return edtf.MinDay, edtf.MaxDay }

// Result is the answer to a Query.
type Result struct {
	Matched int      // features that match, on this page or not
	Indexes []uint32 // the page, in the layer's order, for Layer.Encoded
	Next    Cursor   // After of the next page; zero if this is the last
}

// Query answers q. It allocates for the page, not for what matches, and nothing
// for each feature.
func (l *Layer) Query(q Query) Result {
	p := page{layer: l, query: &q, first: l.indexAfter(q.After), limit: q.Limit}
	if p.limit <= 0 || p.limit > l.Len() {
		p.limit = l.Len()
	}
	allTime := q.span().isAll()
	if l.allMeet(q.BBox) {
		p.take(0, allTime)
	} else {
		p.search(allTime)
		p.take(l.located, allTime)
	}
	return p.result()
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

// page collects the answer: it is told the matches in the layer's order.
type page struct {
	layer   *Layer
	query   *Query
	first   uint32 // index of the first feature that may be returned
	limit   int
	matched int
	indexes []uint32
	more    bool
}

// add takes one match.
func (p *page) add(i uint32) {
	p.matched++
	switch {
	case i < p.first:
	case len(p.indexes) == p.limit:
		p.more = true
	default:
		p.indexes = append(p.indexes, i)
	}
}

// addRun takes the matches lo to hi-1; it looks only at those on the page.
func (p *page) addRun(lo, hi uint32) {
	p.matched += int(hi - lo)
	lo = max(lo, p.first)
	if lo >= hi {
		return
	}
	last := uint32(min(uint64(hi), uint64(lo)+uint64(p.limit-len(p.indexes))))
	p.more = p.more || last < hi
	p.indexes = slices.Grow(p.indexes, int(last-lo))
	for i := lo; i < last; i++ {
		p.indexes = append(p.indexes, i)
	}
}

// take takes what matches in time, from an index on.
func (p *page) take(from int, allTime bool) {
	n := uint32(p.layer.Len())
	if allTime {
		p.addRun(uint32(from), n)
		return
	}
	for i := uint32(from); i < n; i++ {
		if p.layer.inTime(i, &p.query.Selection) {
			p.add(i)
		}
	}
}

// search takes the located features that meet the box and match in time.
func (p *page) search(allTime bool) {
	bounds := p.query.BBox.Bounds()
	if len(bounds) > 1 {
		p.searchBoth(bounds)
		return
	}
	p.layer.tree.SearchRanges(bounds[0], func(lo, hi int, certain bool) bool {
		if certain && allTime {
			p.addRun(uint32(lo), uint32(hi))
			return true
		}
		for i := uint32(lo); i < uint32(hi); i++ {
			if p.layer.inTime(i, &p.query.Selection) && (certain || p.layer.meets(i, p.query.BBox)) {
				p.add(i)
			}
		}
		return true
	})
}

// searchBoth is search for a box that crosses 180 degrees: its two sides are
// found one after the other, and a shape that reaches across is found twice.
func (p *page) searchBoth(bounds []orb.Bound) {
	var hits []uint32
	for _, bound := range bounds {
		p.layer.tree.Search(bound, func(i int) bool {
			hits = append(hits, uint32(i))
			return true
		})
	}
	slices.Sort(hits)
	for _, i := range slices.Compact(hits) {
		if p.layer.inTime(i, &p.query.Selection) && p.layer.meets(i, p.query.BBox) {
			p.add(i)
		}
	}
}

func (p *page) result() Result {
	r := Result{Matched: p.matched, Indexes: p.indexes}
	if p.more && len(p.indexes) > 0 {
		r.Next = p.layer.cursorAt(p.indexes[len(p.indexes)-1])
	}
	return r
}

func (s *Selection) span() span { return span{s.From, s.To, false} }

func (l *Layer) inTime(i uint32, q *Selection) bool { return l.time.has(i, q.span()) }

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

// Cursor is a place in a layer's order: that of the feature with this ID and
// order key, whether or not a layer has one. It is made of what is public, and
// means the same in another release. The zero Cursor is before the first.
type Cursor struct {
	Key uint64 // Hilbert key of the centre of the published geometry's box
	ID  string
}

// IsZero reports that the cursor is before the first feature.
func (c Cursor) IsZero() bool { return c == Cursor{} }
