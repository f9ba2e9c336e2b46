package gpkg

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"stele/data/release/btree"
	"stele/geo"
	"stele/geo/table"
)

// Write writes the table as a GeoPackage with one layer, its spatial index, the style that QGIS draws it in, and what it is
// in the file's metadata. The file is made in the folder for temporary files, because its beginning depends on its end,
// and removed when it is sent; memory does not grow with it, but for some bytes a page. It reads the table twice, and its
// shapes three times.
func Write(w io.Writer, t *table.Table) (err error) {
	f, err := os.CreateTemp("", "stele-*.gpkg")
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if gone := os.Remove(f.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	if err := build(context.Background(), f, t); err != nil {
		return fmt.Errorf("make a GeoPackage: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return err
}

// build makes the tables, and those with few rows, by SQLite; the rest is loaded.
func build(ctx context.Context, f *os.File, t *table.Table) error {
	types, err := t.Count()
	if err != nil {
		return err
	}
	index, err := measureRtree(t)
	if err != nil {
		return err
	}
	roots, err := create(ctx, f.Name(), t, types)
	if err != nil {
		return err
	}
	_ = os.Remove(f.Name()) // where that can be done to an open file, a process that is killed leaves none
	file, err := btree.Open(f)
	if err != nil {
		return err
	}
	for _, load := range []func() error{
		func() error { return loadFeatures(file.Table(roots[t.Name]), t) },
		func() error { return index.loadNodes(file.Table(roots[IndexTable(t.Name)+"_node"]), t) },
		func() error { return index.loadRowids(file.Table(roots[IndexTable(t.Name)+"_rowid"]), t) },
		func() error { return index.loadParents(file.Table(roots[IndexTable(t.Name)+"_parent"])) },
	} {
		if err := load(); err != nil {
			return err
		}
	}
	return file.Close()
}

// create makes the file and returns the first page of each table.
func create(ctx context.Context, path string, t *table.Table, types table.Types) (map[string]uint32, error) {
	uri := url.URL{Scheme: "file", Path: path, RawQuery: "_dqs=0&_journal_mode=OFF&_synchronous=OFF&_pragma=page_size(4096)&_pragma=application_id(0x47504B47)&_pragma=user_version(10200)"}
	db, err := sql.Open("sqlite", uri.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	roots, err := fill(ctx, db, t, types)
	return roots, errors.Join(err, db.Close())
}

func fill(ctx context.Context, db *sql.DB, t *table.Table, types table.Types) (map[string]uint32, error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	for _, statement := range statements(t, types) {
		if _, err := tx.ExecContext(ctx, statement.text, statement.values...); err != nil {
			return nil, fmt.Errorf("%.60s: %w", statement.text, err)
		}
	}
	if err := AddStyles(ctx, tx, dayOf(t), Layer{t, types}); err != nil {
		return nil, err
	}
	roots := map[string]uint32{}
	rows, err := tx.QueryContext(ctx, "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var root uint32
		if err := rows.Scan(&name, &root); err != nil {
			return nil, err
		}
		roots[name] = root
	}
	return roots, errors.Join(rows.Err(), tx.Commit())
}

func dayOf(t *table.Table) string { return t.PublishedOn + "T00:00:00.000Z" }

// statement is one of SQL, and its values.
type statement struct {
	text   string
	values []any
}

var sqlTypes = [...]string{table.Text: "TEXT", table.Integer: "INTEGER", table.Real: "DOUBLE", table.Boolean: "BOOLEAN", table.Date: "DATE"}

// statements make all that is not loaded. Names of tables and columns are words of the program.
func statements(t *table.Table, types table.Types) []statement {
	columns := `"fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "geom" ` + geometryType(types) + `, "id" TEXT NOT NULL`
	for _, c := range t.Columns {
		columns += `, "` + c.Name + `" ` + sqlTypes[c.Kind]
	}
	var bounds [4]any
	if b := types.Bound; !b.IsEmpty() {
		bounds = [4]any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	day := dayOf(t)
	about := t.Description + " Attribution: " + t.Attribution + ". Licence: " + t.Licence
	all := []statement{
		{Core, nil},
		{"CREATE TABLE \"" + t.Name + "\" (" + columns + ")", nil},
		{"INSERT INTO sqlite_sequence VALUES (?, ?)", []any{t.Name, types.Rows()}},
		{"CREATE VIRTUAL TABLE \"" + IndexTable(t.Name) + "\" USING rtree(id, minx, maxx, miny, maxy)", nil},
		{
			"INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id) VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
			[]any{t.Name, t.Title, about, day, bounds[0], bounds[1], bounds[2], bounds[3], t.CRS.EPSG()},
		},
		{"INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", []any{t.Name, geometryType(types), t.CRS.EPSG()}},
		{"INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')", []any{t.Name}},
	}
	if t.CRS.IsMetric() {
		all = slices.Insert(all, 1, statement{
			"INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, ?, NULL)",
			[]any{t.CRS.String(), t.CRS.EPSG(), t.CRS.EPSG(), t.CRS.WKT()},
		})
	}
	all = append(all, metadata(t, day)...)
	for _, trigger := range IndexTriggers(t.Name) {
		all = append(all, statement{trigger, nil})
	}
	return all
}

// geometryType is the one type that all features have, GEOMETRY if they have several.
func geometryType(n table.Types) string {
	only := "GEOMETRY"
	for name, count := range map[string]int{
		"POINT": n.Points, "MULTIPOINT": n.MultiPoints, "LINESTRING": n.Lines, "MULTILINESTRING": n.MultiLines,
		"POLYGON": n.Polygons, "MULTIPOLYGON": n.MultiPolygons, "GEOMETRYCOLLECTION": n.Collections,
	} {
		switch {
		case count == 0:
		case only != "GEOMETRY":
			return "GEOMETRY"
		default:
			only = name
		}
	}
	return only
}

// loadFeatures writes the rows, numbered from 1.
func loadFeatures(t *btree.Table, of *table.Table) error {
	var row btree.Fields
	var blob []byte
	fid := int64(0)
	srs := int32(of.CRS.EPSG())
	err := of.Rows(func(r *table.Row) error {
		fid++
		row.Reset()
		row.Null() // fid is the rowid
		if r.Geometry == nil {
			row.Null()
		} else {
			blob = geo.AppendGPKG(blob[:0], r.Geometry, srs)
			row.Blob(blob)
		}
		row.Text(r.ID)
		for i, v := range r.Values {
			addValue(&row, of.Columns[i].Kind, v)
		}
		return t.Add(fid, row.Record())
	})
	if err != nil {
		return err
	}
	return t.Close()
}

func addValue(r *btree.Fields, k table.Kind, v table.Value) {
	switch {
	case !v.IsSet:
		r.Null()
	case k == table.Text || k == table.Date:
		r.Text(bytes.ToValidUTF8(v.Text, []byte("\uFFFD")))
	case k == table.Real:
		r.Real(v.Number)
	default:
		r.Integer(int64(v.Number))
	}
}
