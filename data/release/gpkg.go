package release

import (
	"context"
	"fmt"

	"stele/data"
	"stele/data/gpkg"
	"stele/data/style"
	geotable "stele/geo/table"
)

// register enters a table in the file's list of contents; a feature table with
// its geometry column and spatial index.
func (w *Writer) register(ctx context.Context, t table, f filledTable, day string) error {
	if f.rows > 0 { // the next row that a GIS adds gets the number after it
		if _, err := w.db.tx.ExecContext(ctx, `INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)`, t.name, f.rows); err != nil {
			return err
		}
	}
	kind, srs := "attributes", any(nil)
	box := [4]any{}
	if t.features {
		if err := w.index(ctx, t); err != nil {
			return err
		}
		kind, srs = "features", 4326
		if b, ok := f.boxes.bounds(); ok {
			box = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	}
	_, err := w.db.tx.ExecContext(ctx, `INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
		VALUES (?,?,?,?,?,?,?,?,?,?)`, t.name, kind, t.name, t.description, day+"T00:00:00.000Z", box[0], box[1], box[2], box[3], srs)
	if err != nil || !t.features {
		return err
	}
	_, err = w.db.tx.ExecContext(ctx, `INSERT INTO gpkg_geometry_columns (table_name, column_name, geometry_type_name, srs_id, z, m) VALUES (?, 'geom', 'GEOMETRY', 4326, 0, 0)`, t.name)
	return err
}

// addStyles says how QGIS draws the layers.
func (w *Writer) addStyles(ctx context.Context, f filled, day string) error {
	var layers []gpkg.Layer
	for _, c := range data.Collections() {
		t := &geotable.Table{About: geotable.About{Name: c.ID, Title: c.Title}}
		for _, field := range data.PublicFields(c) {
			t.Columns = append(t.Columns, geotable.Column{Name: field.Name})
		}
		t.Styles = style.Of(c, t)
		layers = append(layers, gpkg.Layer{Table: t, Types: f.tables[c.ID].boxes.types})
	}
	return gpkg.AddStyles(ctx, w.db.tx, day+"T00:00:00.000Z", layers...)
}

func rtreeName(t table) string { return gpkg.IndexTable(t.name) }

// index declares the spatial index, which is there, as that of the GeoPackage
// extension gpkg_rtree_index (OGC 12-128r14, annex F.3). Its triggers come last:
// they call functions that only a GIS has.
func (w *Writer) index(ctx context.Context, t table) error {
	for _, trigger := range gpkg.IndexTriggers(t.name) {
		if _, err := w.db.tx.ExecContext(ctx, trigger); err != nil {
			return fmt.Errorf("trigger: %w", err)
		}
	}
	_, err := w.db.tx.ExecContext(ctx, `INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')`, t.name)
	return err
}
