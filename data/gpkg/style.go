package gpkg

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"stele/geo/table"
	"stele/geo/xmltext"
)

// Layer is a feature table of a GeoPackage, and the kinds of geometry in it. Rows of the table are not read.
type Layer struct {
	Table *table.Table
	Types table.Types
}

// AddStyles adds the table that QGIS reads styles from, with its own form (QML) and the standard one (SLD 1.1), and a style
// for each layer that has features; day is when they were made, as GeoPackages write it.
func AddStyles(ctx context.Context, tx *sql.Tx, day string, layers ...Layer) error {
	statements := []statement{
		{`CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT,
    styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME)`, nil},
		{"INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?)", []any{day}},
	}
	for _, l := range layers {
		statements = append(statements, statement{
			"INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) VALUES ('', '', ?, 'geom', ?, ?, ?, 1, ?, '', ?)",
			[]any{l.Table.Name, l.Table.Name, qml(l.Table, l.Types), sld(l.Table), "How " + l.Table.Title + " are drawn", day},
		})
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s.text, s.values...); err != nil {
			return fmt.Errorf("styles: %w", err)
		}
	}
	return nil
}

func escape(s string) string { return string(xmltext.Append(nil, []byte(s))) }

// all are the styles in their order, the one for all else last.
func all(s *table.Styles) []table.Style {
	return append(append([]table.Style(nil), s.Codes...), s.Other)
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
