package atlas

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
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
	keeps := s.filter()
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
			name := a.index.nearest(s.Text, at, hits[i:])
			page = append(page, Found{at.layer, at.index, h.match(), int(name - a.index.firstName[d])})
		}
	}
	return matched, page
}

// filter returns the test for collection and box. A layer is asked what is in
// the box when its first feature comes up.
func (s *Search) filter() func(doc) bool {
	inBox := map[*Layer][]uint32{}
	return func(d doc) bool {
		if len(s.Collections) > 0 && !slices.Contains(s.Collections, d.layer.collection.ID) {
			return false
		}
		if d.layer.allMeet(s.BBox) {
			return true
		}
		in, asked := inBox[d.layer]
		if !asked {
			from, to := AllTime()
			in = d.layer.Query(Query{Selection: Selection{BBox: s.BBox, From: from, To: to}}).Indexes
			inBox[d.layer] = in
		}
		_, found := slices.BinarySearch(in, d.index)
		return found
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

// NameAt returns name n of feature i; a Found has both.
func (l *Layer) NameAt(i uint32, n int) (data.Name, error) {
	var names []data.Name
	if err := json.Unmarshal(l.names.at(i), &names); err != nil {
		return data.Name{}, fmt.Errorf("names of %s: %w", l.ids[i], err)
	}
	if n < 0 || n >= len(names) {
		return data.Name{}, fmt.Errorf("feature %s has no name %d", l.ids[i], n)
	}
	return names[n], nil
}

// BoxAt returns the box of feature i's published geometry, lon, lat, as it is
// printed; false if it has none.
func (l *Layer) BoxAt(i uint32) (orb.Bound, bool, error) {
	if int(i) >= l.located {
		return orb.Bound{}, false, nil
	}
	if s, ok := l.shapes[i]; ok {
		return s.bound, true, nil
	}
	var feature struct{ Geometry json.RawMessage }
	if err := json.Unmarshal(l.Encoded(i), &feature); err != nil {
		return orb.Bound{}, false, fmt.Errorf("feature %s: %w", l.ids[i], err)
	}
	g, err := geo.ReadGeometry(feature.Geometry)
	if err != nil {
		return orb.Bound{}, false, fmt.Errorf("feature %s: %w", l.ids[i], err)
	}
	return geo.BoundOf(g), true, nil
}
