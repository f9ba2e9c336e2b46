package cql2

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// name quotes what the grammar would take for something else.
func (w *textWriter) name(name string) {
	if isPlainName(name) {
		w.WriteString(name)
		return
	}
	w.WriteString(`"` + strings.ReplaceAll(name, `"`, `""`) + `"`)
}

// isPlainName reports that a name needs no quotes.
func isPlainName(name string) bool {
	for i, r := range name {
		if !isNameStart(r) && (i == 0 || !isNamePart(r)) {
			return false
		}
	}
	return name != "" && !reserved[strings.ToLower(name)] && !isGeometryWord(name)
}

// quote doubles quotes; behind a backslash, which would take one for its own,
// another backslash does it.
func (w *textWriter) quote(s string) {
	w.WriteByte('\'')
	for i := range len(s) {
		if s[i] == '\\' && (i+1 == len(s) || strings.IndexByte(controlLetters, s[i+1]) >= 0) {
			w.err = errBackslash
		}
		if s[i] == '\'' {
			if i > 0 && s[i-1] == '\\' {
				w.WriteByte('\\')
			} else {
				w.WriteByte('\'')
			}
		}
		w.WriteByte(s[i])
	}
	w.WriteByte('\'')
}

func (w *textWriter) number(v float64) {
	format := byte('f')
	if size := math.Abs(v); size != 0 && (size < 1e-6 || size >= 1e21) {
		format = 'E'
	}
	w.WriteString(strconv.FormatFloat(v, format, -1, 64))
}

func (w *textWriter) geometry(g orb.Geometry) {
	w.WriteString(strings.ToUpper(g.GeoJSONType()))
	switch g := g.(type) {
	case orb.Point:
		w.path([]orb.Point{g})
	case orb.MultiPoint:
		w.path(g)
	case orb.LineString:
		w.path(g)
	case orb.MultiLineString:
		members(w, g, func(line orb.LineString) { w.path(line) })
	case orb.Polygon:
		members(w, g, func(ring orb.Ring) { w.path(ring) })
	case orb.MultiPolygon:
		members(w, g, func(p orb.Polygon) { members(w, p, func(ring orb.Ring) { w.path(ring) }) })
	case orb.Collection:
		members(w, g, w.geometry)
	}
}

func members[T any](w *textWriter, all []T, write func(T)) {
	w.WriteByte('(')
	for i, m := range all {
		w.comma(i)
		write(m)
	}
	w.WriteByte(')')
}

func (w *textWriter) path(path []orb.Point) {
	members(w, path, func(p orb.Point) {
		w.number(p[0])
		w.WriteByte(' ')
		w.number(p[1])
	})
}
