// Package flatgeobuf writes tables as FlatGeobuf 3: a header, a packed R-tree over the features' boxes, and the features
// as FlatBuffers, so that a reader over HTTP fetches a box of them by a few ranges. See flatgeobuf.org, and the schemas
// header.fbs and feature.fbs there.
package flatgeobuf

import (
	"encoding/json"
	"io"
	"math"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
)

const magic = "fgb\x03fgb\x00"

// Types of columns.
const (
	columnBool   = 2
	columnLong   = 7
	columnDouble = 10
	columnString = 11
)

// Write writes the table with an index. It reads the rows twice and their shapes once, in between, and keeps four bytes of
// each row in memory; the rows should be in a spatial order, such as that of [geo.HilbertOf], for the index has theirs.
// A row
// without geometry has an empty collection, and is in no box of the index. Days are text, for the format has times only.
func Write(w io.Writer, t *table.Table) error {
	e := encoder{of: t}
	sizes, tree, types, err := e.measure()
	if err != nil {
		return err
	}
	e.header(types, len(sizes))
	if _, err := w.Write(append([]byte(magic), e.b...)); err != nil {
		return err
	}
	if err := tree.write(w, t, sizes); err != nil {
		return err
	}
	return t.Rows(func(r *table.Row) error {
		e.feature(r)
		_, err := w.Write(e.b)
		return err
	})
}

type encoder struct {
	builder
	of *table.Table
}

// measure finds how long each feature is, and what boxes there are.
func (e *encoder) measure() (sizes []uint32, tree *index, types table.Types, err error) {
	tree = new(index)
	types.Bound = geo.BoundOf(nil)
	err = e.of.Rows(func(r *table.Row) error {
		e.feature(r)
		sizes = append(sizes, uint32(len(e.b)))
		b := geo.BoundOf(r.Geometry)
		tree.add(b)
		types.Add(r.Geometry, b)
		return nil
	})
	tree.build()
	return sizes, tree, types, err
}

func (e *encoder) header(types table.Types, count int) {
	t := e.of
	e.begin()
	envelope := slot{}
	if b := types.Bound; !b.IsEmpty() {
		envelope = reference(func() int {
			at := e.doubles(4)
			e.point(b.Min)
			e.point(b.Max)
			return at
		})
	}
	nodeSize := uint64(nodeSize)
	if count == 0 {
		nodeSize = 0
	}
	root := e.table(
		e.text(t.Name), envelope, number(1, uint64(geometryType(types))), slot{}, slot{}, slot{}, slot{},
		reference(func() int { return e.vector(len(t.Columns)+1, e.column) }),
		number(8, uint64(count)), number(2, nodeSize), reference(e.crs),
		e.textOr(t.Title), e.textOr(t.Description), e.text(metadata(t)),
	)
	e.refer(4, root)
	e.finish()
}

func metadata(t *table.Table) string {
	text, err := json.Marshal(map[string]string{
		"attribution": t.Attribution, "licence": t.Licence, "contact": t.Contact, "published_on": t.PublishedOn, "data_version": t.Version,
	})
	if err != nil {
		panic(err) // strings
	}
	return string(text)
}

func (e *encoder) column(i int) int {
	if i == 0 {
		return e.table(e.text("id"), number(1, columnString), e.text("Identifier"), slot{}, slot{}, slot{}, slot{}, number(1, 0), number(1, 1), number(1, 1))
	}
	c := e.of.Columns[i-1]
	kind := [...]uint64{columnString, columnLong, columnDouble, columnBool, columnString}[c.Kind]
	return e.table(e.text(c.Name), number(1, kind), e.textOr(c.Title))
}

func (e *encoder) crs() int {
	return e.table(e.text("EPSG"), number(4, uint64(e.of.CRS.EPSG())))
}

// feature writes one feature. Its tables have but few fields, which are laid out by hand: this is most of the work.
func (e *encoder) feature(r *table.Row) {
	e.begin()
	e.b = append(e.b, 8, 0, 12, 0, 4, 0, 8, 0) // vtable: its size, the table's, geometry, properties
	root := len(e.b)
	e.b = append(e.b, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) // reference to the vtable, geometry, properties
	e.refer(4, root)
	if r.Geometry != nil {
		e.refer(root+4, e.geometry(r.Geometry))
	} else { // the format may leave it out, but its reader in JavaScript takes that for a fault
		e.refer(root+4, e.geometry(orb.Collection{}))
	}
	e.align(4)
	e.refer(root+8, len(e.b))
	at := len(e.b)
	e.b = append(e.b, 0, 0, 0, 0)
	e.properties(r)
	le.PutUint32(e.b[at:], uint32(len(e.b)-at-4))
	e.finish()
}

func (e *encoder) properties(r *table.Row) {
	e.property(0, r.ID)
	for i, v := range r.Values {
		if !v.IsSet {
			continue
		}
		switch e.of.Columns[i].Kind {
		case table.Text, table.Date:
			e.property(i+1, v.Text)
		case table.Integer:
			e.b = le.AppendUint16(e.b, uint16(i+1))
			e.b = le.AppendUint64(e.b, uint64(int64(v.Number)))
		case table.Real:
			e.b = le.AppendUint16(e.b, uint16(i+1))
			e.b = le.AppendUint64(e.b, math.Float64bits(v.Number))
		case table.Boolean:
			e.b = append(le.AppendUint16(e.b, uint16(i+1)), byte(v.Number))
		}
	}
}

func (e *encoder) property(i int, text []byte) {
	e.b = le.AppendUint16(e.b, uint16(i))
	e.b = le.AppendUint32(e.b, uint32(len(text)))
	e.b = append(e.b, text...)
}

func (e *encoder) point(p orb.Point) {
	e.b = le.AppendUint64(e.b, math.Float64bits(p[0]))
	e.b = le.AppendUint64(e.b, math.Float64bits(p[1]))
}
