package api

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"stele/data/atlas"
	"stele/data/export"
	"stele/geo"
)

// exportNames are the parameters of an export.
func exportNames() []string {
	return slices.Concat(filterNames, formNames, []string{"csv-geometry", fieldNames})
}

// ExportQuery reads what an address asks of an export by its query, so that
// whoever else writes a layer to a file takes the same words for it: "filter",
// "datetime", "kind" and so on. ParamOf tells what an error is about.
func ExportQuery(l *atlas.Layer, f export.Format, query url.Values) (export.Query, error) {
	p, err := parseParams(query.Encode(), knownNames{exportNames(), l.Fields()})
	if err != nil {
		return export.Query{}, err
	}
	q, err := p.exportQuery(l, f)
	if err != nil {
		return export.Query{}, err
	}
	selection, err := q.selection(l)
	return export.Query{Selection: selection, Form: q.Form, WKT: q.wkt}, err
}

// ParamOf returns the parameter that an error is about, and what it accepts; ""
// if it is about none.
func ParamOf(err error) (name, accepted string) {
	var bad *badParam
	if !errors.As(err, &bad) {
		return "", ""
	}
	return bad.name, bad.accepted
}

// exportQuery is what a request for an export asks.
type exportQuery struct {
	filter
	form
	wkt bool
}

func (p params) exportQuery(l *atlas.Layer, f export.Format) (q exportQuery, err error) {
	if q.filter, err = p.filter(l); err != nil {
		return q, err
	}
	if q.form, err = p.form(l); err != nil {
		return q, err
	}
	if q.CRS != geo.CRS84 && !f.AnyCRS {
		return q, &badParam{name: "crs", value: p["crs"], accepted: geo.CRS84.URI(), err: fmt.Errorf("%s: %w", f.Title, export.ErrLonLat)}
	}
	q.wkt, err = p.csvGeometry(f)
	return q, err
}

const csvGeometryForm = "lonlat (points as lon and lat, all else as WKT) or wkt (all as WKT)"

func (p params) csvGeometry(f export.Format) (wkt bool, err error) {
	text, ok := p["csv-geometry"]
	switch {
	case !ok:
		return false, nil
	case f.Ext != "csv":
		err = fmt.Errorf("csv-geometry says how CSV is written, not %s", f.Title)
	case text == "lonlat" || text == "wkt":
		return text == "wkt", nil
	default:
		err = fmt.Errorf("csv-geometry %q is not known", shorten(text))
	}
	return false, &badParam{name: "csv-geometry", value: text, accepted: csvGeometryForm, err: err}
}

// text is the query in canonical form.
func (q *exportQuery) text(f export.Format) string {
	own := []pair{{"f", f.Ext}}
	if q.wkt {
		own = append(own, pair{"csv-geometry", "wkt"})
	}
	return joined(encodeQuery(q.filter.query()), encodeQuery(q.form.query()), encodeQuery(own))
}
