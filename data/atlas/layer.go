package atlas

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

// Layer holds the features of one collection, numbered from 0 in the release's
// order: by the Hilbert key of the centre of the published geometry's box, none
// last, then by ID. All of it but the tree lies in the pack.
type Layer struct {
	collection data.Collection
	fields     []data.Field
	columns    []column // one for each of fields

	features arena // GeoJSON with a comma behind it, see AppendFeature
	ids      arena
	byID     []uint32 // the indexes in the order of ids
	rank     []uint32 // of each feature in byID
	byName   []uint32 // the indexes in the order of the property name, then of ids
	keys     []uint64
	time     times

	// Of each feature, by its rank:
	names arena // JSON arrays, "" where there are none
	// past holds each distinct history once, history[rank] which one a feature
	// has: the features of one import mostly have the same.
	past    arena // JSON arrays, the newest version first; the first is empty
	history []uint32

	located int // features [0, located) have a geometry
	bounds  []orb.Bound
	tree    *geo.Tree
	// marks are the centres of bounds, projected once (see geo.Mercator): a tile
	// of the world counts all of them by shifts, and projecting them for each tile
	// would take some ten times as long.
	marks  [][2]uint32
	widest float64 // the greatest width or height of a box, in degrees
	// shapes holds what is not its own bounding box; for the rest, a hit of
	// the box is a hit.
	shapes shapes

	extent orb.Bound

	index  *index // of the names of all layers
	number uint32 // of this layer there
}

// Collection returns what the layer is a layer of.
func (l *Layer) Collection() data.Collection { return l.collection }

// Fields returns the properties of each feature, in order. They are not to be
// changed.
func (l *Layer) Fields() []data.Field { return l.fields }

// Len returns the number of features.
func (l *Layer) Len() int { return len(l.keys) }

// Encoded returns feature i as AppendFeature wrote it. It is not a copy and not
// to be changed.
func (l *Layer) Encoded(i uint32) []byte {
	b := l.features.at(i)
	return b[: len(b)-1 : len(b)-1]
}

// EncodedRun returns the features [low, high) with a comma between each two. It
// is not a copy and not to be changed: an answer is mostly a few such runs, each
// written in one go from where it lies.
func (l *Layer) EncodedRun(low, high uint32) []byte {
	if low >= high {
		return nil
	}
	start, end := l.features.start(low), l.features.ends[high-1]-1
	return l.features.bytes[start:end:end]
}

// ID returns the ID of feature i.
func (l *Layer) ID(i uint32) string { return string(l.ids.at(i)) }

// Index returns the index of the feature with that ID.
func (l *Layer) Index(id string) (uint32, bool) {
	n := sort.Search(len(l.byID), func(n int) bool { return string(l.ids.at(l.byID[n])) >= id })
	if n == len(l.byID) || string(l.ids.at(l.byID[n])) != id {
		return 0, false
	}
	return l.byID[n], true
}

// Extent returns the box of all published geometry, lon, lat. There is none if
// no feature has a geometry.
func (l *Layer) Extent() (box orb.Bound, ok bool) { return l.extent, l.located > 0 }

// Period returns the earliest and the latest day of all dated features; MinDay
// or MaxDay where one of them is open, and both if none is dated.
func (l *Layer) Period() (first, last edtf.Day) { return l.time.first, l.time.last }

// BoxAt returns the box of feature i's published geometry, lon, lat, as it is
// printed; false if it has none.
func (l *Layer) BoxAt(i uint32) (orb.Bound, bool) {
	if int(i) >= l.located {
		return orb.Bound{}, false
	}
	return l.bounds[i], true
}

// pointAt returns the position of feature i, if it is a point.
func (l *Layer) pointAt(i uint32) (orb.Point, bool) {
	if int(i) >= l.located || l.bounds[i].Min != l.bounds[i].Max {
		return orb.Point{}, false
	}
	_, isShape := l.shapes.index(i)
	return l.bounds[i].Min, !isShape
}

// GeometryAt returns feature i's published geometry as it is printed; nil if it
// has none. It is not to be changed.
func (l *Layer) GeometryAt(i uint32) orb.Geometry {
	if int(i) >= l.located {
		return nil
	}
	if g, ok := l.shapes.at(i); ok {
		return g
	}
	if b := l.bounds[i]; b.Min != b.Max {
		return b.ToPolygon()
	}
	return l.bounds[i].Min
}

// compareTo orders feature i against a cursor.
func (l *Layer) compareTo(i uint32, c Cursor) int {
	return cmp.Or(cmp.Compare(l.keys[i], c.Key), cmp.Compare(string(l.ids.at(i)), c.ID))
}

func (l *Layer) cursorAt(i uint32) Cursor { return Cursor{Key: l.keys[i], ID: l.ID(i)} }

// indexAfter returns the index of the first feature behind the cursor, which
// need not be the place of a feature of this release.
func (l *Layer) indexAfter(c Cursor) uint32 {
	if c.IsZero() {
		return 0
	}
	return uint32(sort.Search(l.Len(), func(i int) bool { return l.compareTo(uint32(i), c) > 0 }))
}

// mustColumn is column of a field that the caller has taken out of Fields.
func (l *Layer) mustColumn(name string) *column {
	c, ok := l.column(name)
	if !ok {
		panic(l.collection.ID + " have no field " + name)
	}
	return c
}

// column returns the column of a field.
func (l *Layer) column(name string) (*column, bool) {
	i := slices.IndexFunc(l.fields, func(f data.Field) bool { return f.Name == name })
	if i < 0 {
		return nil, false
	}
	return &l.columns[i], true
}
