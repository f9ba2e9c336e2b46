package importer

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"stele/geo"
	"stele/geo/layer"
)

// The file is a stranger's: nothing in it runs, nothing is written, and no value
// is larger than a row may be.
const gpkgPragmas = "mode=ro&immutable=1&_query_only=1&_dqs=0&_defensive=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"

// readGeoPackage reads one feature table of a GeoPackage.
func (im *importing) readGeoPackage() error {
	f, err := im.whole()
	if err != nil {
		return err
	}
	if info, err := os.Stat(f.Name() + "-wal"); err == nil && info.Size() > 0 {
		return errors.New("the GeoPackage is open in another program, or was not closed (it has a -wal file beside it): close it there first")
	}
	if err := checkPages(f); err != nil {
		return err
	}
	ctx := im.in.ctx
	path, err := filepath.Abs(f.Name())
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: path, RawQuery: gpkgPragmas}).String())
	if err != nil {
		return err
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open as SQLite: %w", err)
	}
	defer conn.Close()
	if _, err := sqlite.Limit(conn, sqlite3.SQLITE_LIMIT_LENGTH, maxRow); err != nil {
		return err
	}
	table, err := im.chooseTable(ctx, conn)
	if err != nil {
		return err
	}
	rows, err := conn.QueryContext(ctx, table.query()) //nolint:rowserrcheck // by Next
	if err != nil {
		return fmt.Errorf("table %s: %w", quote(table.name), err)
	}
	defer rows.Close()
	table.rows, table.crs = rows, im.build.crs
	table.prepare()
	return im.readLayer(table)
}

// checkPages refuses a database that has fewer pages than it says: SQLite finds
// that out only when it reads what is missing.
func checkPages(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	head := make([]byte, 100)
	if _, err := f.ReadAt(head, 0); err != nil {
		return errTruncated
	}
	size := int64(binary.BigEndian.Uint16(head[16:]))
	if size == 1 {
		size = 1 << 16
	}
	if announced := size * int64(binary.BigEndian.Uint32(head[28:])); info.Size() < announced {
		return fmt.Errorf("the database announces %d bytes and has %d: %w", announced, info.Size(), errTruncated)
	}
	return nil
}

// gpkgTable is a feature table; it is a layer.Reader.
type gpkgTable struct {
	name, geometry string
	srs            int32
	columns        []gpkgColumn
	unread         []string
	crs            geo.FileCRS
	rows           *sql.Rows
	scanned        []any
	to             []any
	feature        layer.Feature
	row            int
}

type gpkgColumn struct{ name, kind string }

func (im *importing) chooseTable(ctx context.Context, conn *sql.Conn) (*gpkgTable, error) {
	const notGeoPackage = "the file is an SQLite database, and its list of feature tables cannot be read: is it a GeoPackage? %w"
	for _, list := range []string{"gpkg_geometry_columns", "gpkg_spatial_ref_sys"} {
		if err := checkPlain(ctx, conn, list); err != nil {
			return nil, fmt.Errorf(notGeoPackage, fmt.Errorf("table %s: %w", list, err))
		}
	}
	var tables []*gpkgTable
	var names []string
	err := each(ctx, conn, func(scan func(...any) error) error {
		t := &gpkgTable{}
		tables = append(tables, t)
		err := scan(&t.name, &t.geometry, &t.srs)
		names = append(names, t.name)
		return err
	}, `SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns ORDER BY table_name LIMIT 1000`)
	if err != nil {
		return nil, fmt.Errorf(notGeoPackage, err)
	}
	chosen, err := im.chooseLayer(names)
	if err != nil {
		return nil, err
	}
	t := tables[chosen]
	if err := t.describe(ctx, conn); err != nil {
		return nil, fmt.Errorf("table %s: %w", quote(t.name), err)
	}
	var organisation, name string
	var code int
	err = conn.QueryRowContext(ctx, `SELECT organization, organization_coordsys_id, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?`, t.srs).Scan(&organisation, &code, &name)
	if err != nil && !im.build.isCRSGiven {
		return nil, fmt.Errorf("reference system %d of table %s: %w", t.srs, quote(t.name), err)
	}
	if t.srs == 0 || t.srs == -1 {
		name = "" // undefined, by the standard
	} else if strings.EqualFold(organisation, "EPSG") {
		name = "EPSG:" + strconv.Itoa(code)
	}
	return t, im.useCRS(name, func(s string) (err error) {
		im.build.crs, err = geo.ParseFileCRS(s)
		return err
	})
}

func each(ctx context.Context, conn *sql.Conn, visit func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := visit(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// checkPlain refuses what is no table with rows of its own: a view or virtual table
// may compute for ever.
func checkPlain(ctx context.Context, conn *sql.Conn, name string) error {
	var kind, text string
	err := conn.QueryRowContext(ctx, `SELECT type, sql FROM sqlite_master WHERE name = ?`, name).Scan(&kind, &text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errors.New("it is not there")
	case err != nil:
		return err
	case kind != "table" || strings.Contains(strings.ToUpper(text), "VIRTUAL"):
		return fmt.Errorf("it is a %s, not a plain table: save it as a layer of its own", kind)
	}
	return nil
}

// describe finds the columns.
func (t *gpkgTable) describe(ctx context.Context, conn *sql.Conn) error {
	if err := checkPlain(ctx, conn, t.name); err != nil {
		return err
	}
	found := false
	err := each(ctx, conn, func(scan func(...any) error) error {
		var c gpkgColumn
		if err := scan(&c.name, &c.kind); err != nil {
			return err
		}
		c.kind = strings.ToUpper(c.kind)
		switch {
		case strings.EqualFold(c.name, t.geometry):
			found = true
		case strings.HasPrefix(c.kind, "BLOB"):
			t.unread = append(t.unread, c.name)
		default:
			t.columns = append(t.columns, c)
		}
		return nil
	}, `SELECT name, type FROM pragma_table_info(?) ORDER BY cid LIMIT 10000`, t.name)
	if err == nil && !found {
		err = fmt.Errorf("it has no column %s for its geometry", quote(t.geometry))
	}
	return err
}

func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// query reads times as the text that they are.
func (t *gpkgTable) query() string {
	list := []string{identifier(t.geometry)}
	for _, c := range t.columns {
		if strings.HasPrefix(c.kind, "DATE") || strings.HasPrefix(c.kind, "TIME") {
			list = append(list, "CAST("+identifier(c.name)+" AS TEXT)")
		} else {
			list = append(list, identifier(c.name))
		}
	}
	return "SELECT " + strings.Join(list, ", ") + " FROM " + identifier(t.name) //nolint:gosec // quoted
}
