package atlas

import (
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// Layer holds the features of one collection, numbered from 0 in the release's
// order: by the Hilbert key of the centre of the published geometry's box, none
// last, then by ID.
type Layer struct {
	collection data.Collection
	fields     []data.Field

	features arena // GeoJSON, see AppendFeature
	names    arena // JSON arrays of names, "" where there are none
	ids      []string
	byID     []uint32 // the indexes in the order of ids
	byName   []uint32 // the indexes in the order of the property name, then of ids
	keys     []uint64
	earliest []edtf.Day
	latest   []edtf.Day

	// past holds each distinct history once, history[i] which one feature i
	// has: the features of one import mostly have the same.
	past    arena // JSON arrays, the newest version first; the first is empty
	history []uint32

	located int // features [0, located) have a geometry
	tree    *geo.Tree
	// shapes holds what is not its own bounding box; for the rest, a hit of
	// the box is a hit.
	shapes map[uint32]shape

	extent      orb.Bound
	first, last edtf.Day
}

type shape struct {
	bound    orb.Bound
	geometry orb.Geometry
}

// Collection returns what the layer is a layer of.
func (l *Layer) Collection() data.Collection { return l.collection }

// Fields returns the properties of each feature, in order.
func (l *Layer) Fields() []data.Field { return slices.Clone(l.fields) }

// Len returns the number of features.
func (l *Layer) Len() int { return len(l.ids) }

// Encoded returns feature i as AppendFeature wrote it. It is not a copy and not
// to be changed.
func (l *Layer) Encoded(i uint32) []byte { return l.features.at(i) }

// ID returns the ID of feature i.
func (l *Layer) ID(i uint32) string { return l.ids[i] }

// Index returns the index of the feature with that ID.
func (l *Layer) Index(id string) (uint32, bool) {
	at, found := slices.BinarySearchFunc(l.byID, id, func(i uint32, id string) int {
		switch other := l.ids[i]; {
		case other < id:
			return -1
		case other > id:
			return 1
		}
		return 0
	})
	if !found {
		return 0, false
	}
	return l.byID[at], true
}

// Extent returns the box of all published geometry, lon, lat. There is none if
// no feature has a geometry.
func (l *Layer) Extent() (box orb.Bound, ok bool) { return l.extent, l.located > 0 }

// Period returns the earliest and the latest day of all dated features; MinDay
// or MaxDay where one of them is open, and both if none is dated.
func (l *Layer) Period() (first, last edtf.Day) { return l.first, l.last }

func (l *Layer) cursorAt(i uint32) Cursor { return Cursor{Key: l.keys[i], ID: l.ids[i]} }

// indexAfter returns the index of the first feature behind the cursor, which
// need not be the place of a feature of this release.
func (l *Layer) indexAfter(c Cursor) uint32 {
	if c.IsZero() {
		return 0
	}
	return uint32(sort.Search(l.Len(), func(i int) bool { return l.cursorAt(uint32(i)).compare(c) > 0 }))
}
