package gpkg

import (
	"fmt"
	"strings"

	"stele/geo/table"
	"stele/geo/xmltext"
)

// styles adds the table that QGIS reads styles from, with its own form (QML) and the standard one (SLD 1.1).
func styles(t *table.Table, types table.Types, day string) []statement {
	return []statement{
		{`CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
    styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME)`, nil},
		{
			"INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', ?)",
			[]any{t.Name, t.Name, qml(t, types), sld(t), "How " + t.Title + " are drawn", day},
		},
		{"INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)", []any{day}},
	}
}

func escape(s string) string { return string(xmltext.Append(nil, []byte(s))) }

// all are the styles in their order, the one for all else last.
func all(s *table.Styles) []table.Style {
	return append(append([]table.Style(nil), s.Codes...), s.Other)
}

// qml draws by categories, with symbols of the kind that most features are.
func qml(t *table.Table, types table.Types) string {
	var categories, symbols strings.Builder
	for i, s := range all(&t.Styles) {
		fmt.Fprintf(&categories, `<category render="true" symbol="%d" value="%s" label="%s"/>`, i, escape(s.Code), escape(s.Label))
		fmt.Fprintf(&symbols, "%s", symbol(i, s.Colour, types))
	}
	if t.Styles.Column < 0 {
		return `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 type="singleSymbol"><symbols>` +
			symbols.String() + `</symbols></renderer-v2></qgis>`
	}
	return `<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'><qgis version="3.22.0" styleCategories="Symbology"><renderer-v2 type="categorizedSymbol" attr="` +
		t.Columns[t.Styles.Column].Name + `"><categories>` + categories.String() + `</categories><symbols>` + symbols.String() + `</symbols></renderer-v2></qgis>`
}

func symbol(i int, colour uint32, types table.Types) string {
	rgb := fmt.Sprintf("%d,%d,%d", colour>>16, colour>>8&0xff, colour&0xff)
	points, lines, areas := types.Points+types.MultiPoints, types.Lines+types.MultiLines, types.Polygons+types.MultiPolygons
	switch {
	case areas >= points && areas >= lines && areas > 0:
		return fmt.Sprintf(`<symbol type="fill" name="%d"><layer class="SimpleFill"><prop k="color" v="%s,110"/><prop k="outline_color" v="%s,255"/><prop k="outline_width" v="0.4"/><prop k="style" v="solid"/></layer></symbol>`, i, rgb, rgb)
	case lines >= points && lines > 0:
		return fmt.Sprintf(`<symbol type="line" name="%d"><layer class="SimpleLine"><prop k="line_color" v="%s,255"/><prop k="line_width" v="0.6"/></layer></symbol>`, i, rgb)
	}
	return fmt.Sprintf(`<symbol type="marker" name="%d"><layer class="SimpleMarker"><prop k="name" v="circle"/><prop k="color" v="%s,255"/><prop k="outline_color" v="255,255,255,255"/><prop k="size" v="2.4"/></layer></symbol>`, i, rgb)
}

// sld has a rule for each code, with a symbol for each kind of geometry.
func sld(t *table.Table) string {
	var rules strings.Builder
	for _, s := range all(&t.Styles) {
		filter := "<se:ElseFilter/>"
		if s.Code != "" {
			filter = "<ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>" + t.Columns[t.Styles.Column].Name + "</ogc:PropertyName><ogc:Literal>" + escape(s.Code) + "</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>"
		}
		colour := fmt.Sprintf("#%06x", s.Colour)
		stroke := `<se:Stroke><se:SvgParameter name="stroke">` + colour + `</se:SvgParameter><se:SvgParameter name="stroke-width">1.5</se:SvgParameter></se:Stroke>`
		fill := `<se:Fill><se:SvgParameter name="fill">` + colour + `</se:SvgParameter>`
		fmt.Fprintf(&rules, `<se:Rule><se:Name>%s</se:Name>%s`, escape(s.Label), filter)
		fmt.Fprintf(&rules, `<se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>circle</se:WellKnownName>%s</se:Fill></se:Mark><se:Size>8</se:Size></se:Graphic></se:PointSymbolizer>`, fill)
		fmt.Fprintf(&rules, `<se:LineSymbolizer>%s</se:LineSymbolizer>`, stroke)
		fmt.Fprintf(&rules, `<se:PolygonSymbolizer>%s<se:SvgParameter name="fill-opacity">0.43</se:SvgParameter></se:Fill>%s</se:PolygonSymbolizer></se:Rule>`, fill, stroke)
	}
	return `<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.1.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" xmlns:se="http://www.opengis.net/se"><NamedLayer><se:Name>` +
		t.Name + `</se:Name><UserStyle><se:FeatureTypeStyle>` + rules.String() + `</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>`
}
