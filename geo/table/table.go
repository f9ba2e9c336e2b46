// Package table is what the format writers have in common: a table of features with typed columns, that can be read from
// beginning to end as often as a format needs it. It holds no rows itself.
package table

import (
	"github.com/paulmach/orb"

	"stele/geo"
)

// Kind is the one type of a column's values.
type Kind uint8

// The kinds of columns. Any value may also be null.
const (
	Text    Kind = iota
	Integer      // whole numbers of up to 53 bits
	Real         // finite numbers
	Boolean
	Date // a day as text, YYYY-MM-DD
)

// Column is one property of all features.
type Column struct {
	Name  string
	Kind  Kind
	Title string // in English, for people
}

// Value is the value of one column. The zero Value is null.
type Value struct {
	IsSet  bool
	Text   []byte  // of Text and Date; UTF-8, not to be changed or kept
	Number float64 // of Integer and Real; of Boolean 1 is true
}

// Row is one feature. It is good until the next one.
type Row struct {
	ID       []byte
	Geometry orb.Geometry // in the table's CRS; nil where there is none. Not to be changed
	Values   []Value      // of Columns
}

// About is what a reader needs who has the file alone.
type About struct {
	Name        string // one word: the collection
	Title       string
	Description string
	Attribution string
	Licence     string
	Contact     string // where to ask for correction or takedown
	PublishedOn string // YYYY-MM-DD
	Version     string // of the data
}

// Table is a table of features.
type Table struct {
	About
	Columns []Column
	CRS     geo.CRS // of coordinates
	Styles  Styles
	// Rows calls visit with each row, in an order that is the same each time,
	// until it returns an error, which it passes on.
	Rows func(visit func(*Row) error) error
	// Shapes is Rows without ID and Values, and quicker.
	Shapes func(visit func(orb.Geometry) error) error
}

// Styles say how features are drawn: by the code that a text column has.
type Styles struct {
	Column int // in Columns; -1 if all are drawn alike
	Codes  []Style
	Other  Style // of all that has no code of these
}

// Style is how a feature is drawn.
type Style struct {
	Code  string
	Label string
	// Colour is 0xRRGGBB, of points, lines and borders; areas have it half transparent.
	Colour uint32
}

// Of returns the style of a row, and its place in Codes; -1 is Other.
func (s *Styles) Of(r *Row) (Style, int) {
	if s.Column >= 0 && r.Values[s.Column].IsSet {
		for i := range s.Codes {
			if s.Codes[i].Code == string(r.Values[s.Column].Text) {
				return s.Codes[i], i
			}
		}
	}
	return s.Other, -1
}

// Index returns the place of a column by its name; -1 if there is none.
func (t *Table) Index(name string) int {
	for i, c := range t.Columns {
		if c.Name == name {
			return i
		}
	}
	return -1
}

// Types are the kinds of geometry that a table has.
type Types struct {
	Points, MultiPoints, Lines, MultiLines, Polygons, MultiPolygons, Collections, None int
	Bound                                                                              orb.Bound // of all
}

// Rows is how many there are.
func (n Types) Rows() int {
	return n.Points + n.MultiPoints + n.Lines + n.MultiLines + n.Polygons + n.MultiPolygons + n.Collections + n.None
}

// Add counts a geometry, of which b is the box.
func (n *Types) Add(g orb.Geometry, b orb.Bound) {
	switch g.(type) {
	case nil:
		n.None++
		return
	case orb.Point:
		n.Points++
	case orb.MultiPoint:
		n.MultiPoints++
	case orb.LineString:
		n.Lines++
	case orb.MultiLineString:
		n.MultiLines++
	case orb.MultiPolygon:
		n.MultiPolygons++
	case orb.Collection:
		n.Collections++
	default:
		n.Polygons++
	}
	n.Bound.Min = orb.Point{min(n.Bound.Min[0], b.Min[0]), min(n.Bound.Min[1], b.Min[1])}
	n.Bound.Max = orb.Point{max(n.Bound.Max[0], b.Max[0]), max(n.Bound.Max[1], b.Max[1])}
}

// Count looks at all shapes of a table.
func (t *Table) Count() (n Types, err error) {
	n.Bound = geo.BoundOf(nil)
	err = t.Shapes(func(g orb.Geometry) error {
		n.Add(g, geo.BoundOf(g))
		return nil
	})
	return n, err
}
