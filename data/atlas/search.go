package atlas

import (
	"slices"

	"stele/geo"
)

// Match says how well a name answers a search.
type Match string

// The matches, best first. All of them are between folded texts.
const (
	MatchExact  Match = "exact"  // the whole name
	MatchPrefix Match = "prefix" // the name begins so
	MatchWord   Match = "word"   // words of the name begin so
	MatchFuzzy  Match = "fuzzy"  // one or two typos away, or only roughly alike
)

// Search asks for features by name.
type Search struct {
	// Text is a name or part of one, in any spelling that fold brings together.
	Text string
	// Collections are those looked in; all if there is none.
	Collections []string
	// BBox keeps features whose published geometry meets the box, and those
	// that have none, as in Query. Nil keeps all.
	BBox *geo.BBox
	// Limit bounds how many are returned; all if it is not positive.
	Limit int
}

// Found is one feature that a search found.
type Found struct {
	Layer *Layer
	Index uint32
	Match Match
	Name  int // which of the feature's names it was, for Layer.NameAt
}

// Search returns how many features have a name that answers s, and the first of
// them: the best match first; where that is equal, names that agree letter by
// letter before those that agree in the skeleton only; then by collection
// (villages, districts, sites, events, zones), name and ID. Each comes once,
// with its best name: of those that match equally well, the one spelled like
// s.Text but for case, or else one in its script. Fuzzy matches are only looked for where the release has
// no other, so that a filter leaves out and never brings in.
func (a *Atlas) Search(s Search) (matched int, page []Found) {
	hits := a.index.search(s.Text)
	slices.Sort(hits)
	seen := newDocSet(len(a.index.docs))
	keeps := s.filter(a.layers)
	for i, h := range hits {
		d := a.index.nameDoc[h.name()]
		if !seen.add(d) {
			continue
		}
		at := a.index.docs[d]
		if !keeps(at) {
			continue
		}
		matched++
		if s.Limit <= 0 || len(page) < s.Limit {
			l := a.layers[at.layer]
			name := a.index.nearest(s.Text, l, at.index, hits[i:])
			page = append(page, Found{l, at.index, h.match(), int(name - a.index.firstName[d])})
		}
	}
	return matched, page
}

// filter returns the test for collection and box.
func (s *Search) filter(layers []*Layer) func(doc) bool {
	return func(d doc) bool {
		l := layers[d.layer]
		if len(s.Collections) > 0 && !slices.Contains(s.Collections, l.collection.ID) {
			return false
		}
		return s.BBox == nil || int(d.index) >= l.located || l.meetsBox(d.index, s.BBox)
	}
}

// docSet is a set of docs, a bit each.
type docSet []uint64

func newDocSet(docs int) docSet { return make(docSet, docs/64+1) }

// add puts a doc in and reports that it was not.
func (s docSet) add(d uint32) bool {
	bit := uint64(1) << (d % 64)
	if s[d/64]&bit != 0 {
		return false
	}
	s[d/64] |= bit
	return true
}
