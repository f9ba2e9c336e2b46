package export

import (
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
	"stele/data/style"
	"stele/geo"
	"stele/geo/table"
)

// Query says what of a layer is written, and how. Form.CRS is for formats that
// leave the choice; all geometry selected must be in its domain: see
// atlas.Layer.Outside.
type Query struct {
	atlas.Selection
	atlas.Form
	WKT  bool   // CSV writes points as WKT too
	Base string // address of the server, for formats that name features by it; may be ""
}

// All asks for a whole layer.
func All() Query {
	from, to := atlas.AllTime()
	return Query{Selection: atlas.Selection{From: from, To: to}}
}

// kinds are those of the columns.
var kinds = map[data.FieldType]table.Kind{
	data.Text: table.Text, data.Code: table.Text, data.Integer: table.Integer, data.Number: table.Real, data.Boolean: table.Boolean, data.Date: table.Date,
}

// tableOf is the one place where a layer's fields become columns: each keeps its
// name and type in every format that has such names and types.
func tableOf(l *atlas.Layer, meta release.Meta, q Query, ended func() error) *table.Table {
	of := l.Collection()
	if q.CRS == geo.LatLon { // it has lon before lat in all formats that are tables, or names both
		q.CRS = geo.CRS84
	}
	t := &table.Table{
		About: table.About{
			Name: of.ID, Title: of.Title, Description: of.Description, Attribution: meta.Attribution, Licence: meta.Licence,
			Contact: meta.Contact, PublishedOn: meta.PublishedOn, Version: meta.Version,
		},
		CRS: q.CRS,
	}
	var at []int // of the columns, among the layer's fields
	for n, f := range l.Fields() {
		if q.wants(f.Name) {
			at = append(at, n)
			t.Columns = append(t.Columns, table.Column{Name: f.Name, Kind: kinds[f.Type], Title: f.Title})
		}
	}
	t.Styles = style.Of(of, t)
	t.Rows = func(visit func(*table.Row) error) error {
		row := table.Row{Values: make([]table.Value, len(at))}
		return each(l, q.Selection, func(i uint32) error {
			fill(&row, l, i, at, t.Columns)
			row.Geometry = l.GeometryIn(i, q.Form)
			if i%1024 == 0 && ended() != nil {
				return ended()
			}
			return visit(&row)
		})
	}
	t.Shapes = func(visit func(orb.Geometry) error) error {
		return each(l, q.Selection, func(i uint32) error { return visit(l.GeometryIn(i, q.Form)) })
	}
	return t
}

func (q *Query) wants(name string) bool {
	return q.Properties == nil || slices.Contains(q.Properties, name)
}

func each(l *atlas.Layer, s atlas.Selection, visit func(i uint32) error) (err error) {
	l.Each(s, func(low, high uint32) bool {
		for i := low; i < high; i++ {
			if err = visit(i); err != nil {
				return false
			}
		}
		return true
	})
	return err
}

func fill(row *table.Row, l *atlas.Layer, i uint32, at []int, columns []table.Column) {
	row.ID = l.IDAt(i)
	for n, field := range at {
		v := &row.Values[n]
		switch columns[n].Kind {
		case table.Text, table.Date:
			v.Text, v.IsSet = l.TextAt(i, field)
		default:
			v.Number, v.IsSet = l.NumberAt(i, field)
		}
	}
}
