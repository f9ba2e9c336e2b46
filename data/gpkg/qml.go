package gpkg

import (
	"fmt"
	"strings"

	"stele/geo/table"
)

// kind is one of geometry, as QGIS has symbols for it.
type kind struct {
	label  string
	is     func(table.Types) int // how many features are of it
	symbol string                // %[1]d is its name, %[2]s its colour
}

// kinds are in the order in which they are drawn, the one below all others first.
var kinds = []kind{
	{
		"Areas", func(n table.Types) int { return n.Polygons + n.MultiPolygons },
		`<symbol type="fill" name="%[1]d"><layer class="SimpleFill" pass="0"><prop k="color" v="%[2]s,110"/><prop k="outline_color" v="%[2]s,255"/><prop k="outline_width" v="0.4"/><prop k="style" v="solid"/></layer></symbol>`,
	},
	{
		"Lines", func(n table.Types) int { return n.Lines + n.MultiLines },
		`<symbol type="line" name="%[1]d"><layer class="SimpleLine" pass="1"><prop k="line_color" v="%[2]s,255"/><prop k="line_width" v="0.6"/></layer></symbol>`,
	},
	{
		"Points", func(n table.Types) int { return n.Points + n.MultiPoints },
		`<symbol type="marker" name="%[1]d"><layer class="SimpleMarker" pass="2"><prop k="name" v="circle"/><prop k="color" v="%[2]s,255"/><prop k="outline_color" v="255,255,255,255"/><prop k="size" v="2.4"/></layer></symbol>`,
	},
}

// kindsOf lists those in a layer; in a collection may be any. A layer without features is one of points.
func kindsOf(n table.Types) (list []kind) {
	for _, k := range kinds {
		if k.is(n) > 0 || n.Collections > 0 {
			list = append(list, k)
		}
	}
	if len(list) == 0 {
		return kinds[2:]
	}
	return list
}

// qml draws a layer of one kind of geometry by categories, and one of several by rules: QGIS opens that as a layer for each
// kind, all in the same style, and by a symbol it draws only what is of its kind.
func qml(t *table.Table, types table.Types) string {
	q := qmlWriter{table: t}
	switch list := kindsOf(types); {
	case len(list) > 1:
		q.renderer = `type="RuleRenderer" symbollevels="1"`
		q.add(`<rules key="all">`)
		for _, k := range list {
			q.rules(k)
		}
		q.add(`</rules>`)
	case t.Styles.Column < 0:
		q.renderer = `type="singleSymbol"`
		q.symbol(list[0], t.Styles.Other)
	default:
		q.renderer = `type="categorizedSymbol" attr="` + q.column() + `"`
		q.add(`<categories>`)
		for _, s := range all(&t.Styles) {
			q.add(`<category render="true" symbol="%d" value="%s" label="%s"/>`, q.symbol(list[0], s), escape(s.Code), escape(s.Label))
		}
		q.add(`</categories>`)
	}
	return `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 ` + q.renderer + `>` +
		q.legend.String() + `<symbols>` + q.symbols.String() + `</symbols></renderer-v2></qgis>`
}

type qmlWriter struct {
	table           *table.Table
	renderer        string
	legend, symbols strings.Builder
	made            int // symbols
}

func (q *qmlWriter) add(format string, values ...any) { fmt.Fprintf(&q.legend, format, values...) }

func (q *qmlWriter) column() string { return q.table.Columns[q.table.Styles.Column].Name }

// symbol makes one and returns its name.
func (q *qmlWriter) symbol(k kind, s table.Style) int {
	fmt.Fprintf(&q.symbols, k.symbol, q.made, fmt.Sprintf("%d,%d,%d", s.Colour>>16, s.Colour>>8&0xff, s.Colour&0xff))
	q.made++
	return q.made - 1
}

// rules has one for each code, below one of the kind.
func (q *qmlWriter) rules(k kind) {
	if q.table.Styles.Column < 0 {
		q.add(`<rule key="%s" label="%[1]s" symbol="%[2]d"/>`, k.label, q.symbol(k, q.table.Styles.Other))
		return
	}
	q.add(`<rule key="%s" label="%[1]s">`, k.label)
	for _, s := range all(&q.table.Styles) {
		filter := "ELSE"
		if s.Code != "" {
			filter = `"` + q.column() + `" = '` + strings.ReplaceAll(s.Code, "'", "''") + `'`
		}
		q.add(`<rule key="%s %s" filter="%s" symbol="%d" label="%s"/>`, k.label, escape(s.Code), escape(filter), q.symbol(k, s), escape(s.Label))
	}
	q.add(`</rule>`)
}
