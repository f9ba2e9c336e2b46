// Package csv writes tables as comma-separated values (RFC 4180, UTF-8, a header line, LF) that a spreadsheet opens
// without running anything.
package csv

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
)

// Options say how geometry is written.
type Options struct {
	// WKT writes all geometry as WKT in one column. Otherwise points are in the columns lon and lat (x and y in metres),
	// and only what is no point is WKT: a cell has no lon and lat, for its centre is not a place.
	WKT bool
}

// Write writes the table. Every row ends with the attribution and licence, for the format has no other place that a
// reader would not stumble over.
//
// A text that a spreadsheet would take for a formula (it begins with =, +, -, @, one of their full-width forms, tab, return
// or line feed) gets an apostrophe before it, as OWASP advises ("CSV Injection").
func Write(w io.Writer, t *table.Table, o Options) error {
	e := encoder{options: o, degrees: !t.CRS.IsMetric()}
	e.header(t)
	if _, err := w.Write(e.line); err != nil {
		return err
	}
	e.tail = append(appendText([]byte{','}, []byte(t.Attribution)), ',')
	e.tail = append(appendText(e.tail, []byte(t.Licence)), '\n')
	return t.Rows(func(r *table.Row) error {
		e.row(r, t.Columns)
		_, err := w.Write(e.line)
		return err
	})
}

type encoder struct {
	options Options
	degrees bool
	line    []byte
	tail    []byte
}

func (e *encoder) header(t *table.Table) {
	e.line = append(e.line[:0], "id"...)
	switch {
	case e.options.WKT:
	case e.degrees:
		e.line = append(e.line, ",lon,lat"...)
	default:
		e.line = append(e.line, ",x,y"...)
	}
	e.line = append(e.line, ",wkt"...)
	for _, c := range t.Columns {
		e.line = appendText(append(e.line, ','), []byte(c.Name))
	}
	e.line = append(e.line, ",attribution,licence\n"...)
}

func (e *encoder) row(r *table.Row, columns []table.Column) {
	e.line = appendText(e.line[:0], r.ID)
	p, isPoint := r.Geometry.(orb.Point)
	if !e.options.WKT {
		e.line = append(e.line, ',')
		if isPoint {
			e.line = append(geo.AppendNumber(e.line, p[0]), ',')
			e.line = geo.AppendNumber(e.line, p[1])
		} else {
			e.line = append(e.line, ',')
		}
	}
	e.line = append(e.line, ',')
	switch {
	case isPoint && e.options.WKT:
		e.line = append(geo.AppendNumber(append(e.line, "POINT ("...), p[0]), ' ')
		e.line = append(geo.AppendNumber(e.line, p[1]), ')')
	case !isPoint && r.Geometry != nil:
		e.line = appendText(e.line, []byte(geo.WKT(r.Geometry)))
	}
	for i, v := range r.Values {
		e.line = append(e.line, ',')
		if v.IsSet {
			e.line = appendValue(e.line, columns[i].Kind, v)
		}
	}
	e.line = append(e.line, e.tail...)
}

func appendValue(dst []byte, k table.Kind, v table.Value) []byte {
	switch k {
	case table.Text, table.Date:
		return appendText(dst, v.Text)
	case table.Boolean:
		return strconv.AppendBool(dst, v.Number != 0)
	}
	return strconv.AppendFloat(dst, v.Number, 'f', -1, 64)
}

func startsFormula(s []byte) bool {
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	case "＝"[0]: // so begin all four
		r, _ := utf8.DecodeRune(s)
		return strings.ContainsRune("＝＋－＠", r)
	}
	return false
}

// appendText appends a cell, in quotes where it must be.
func appendText(dst, s []byte) []byte {
	if len(s) == 0 {
		return dst
	}
	isFormula := startsFormula(s)
	if !isFormula && !bytes.ContainsAny(s, ",\"\r\n") && s[0] != ' ' && s[len(s)-1] != ' ' {
		return append(dst, s...)
	}
	dst = append(dst, '"')
	if isFormula {
		dst = append(dst, '\'')
	}
	for {
		n := bytes.IndexByte(s, '"')
		if n < 0 {
			return append(append(dst, s...), '"')
		}
		dst = append(append(dst, s[:n+1]...), '"')
		s = s[n+1:]
	}
}
