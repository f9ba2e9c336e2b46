package importer_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo/flatgeobuf"
	"stele/geo/shapefile"
	"stele/geo/table"
)

const tooMany = 2_000_001 // one more position than a geometry may have

// longLine is a line of too many positions, as many times two of them as it takes.
func longLine(between, one, other string) string {
	return strings.Repeat(one+between+other+between, tooMany/2) + one
}

// oneRow is a table with one feature.
func oneRow(name string, g orb.Geometry) *table.Table {
	return rowsOf(1, name, g)
}

func rowsOf(n int, name string, g orb.Geometry) *table.Table {
	return &table.Table{
		About: table.About{Name: "villages"}, Columns: []table.Column{{Name: "name", Kind: table.Text}},
		Styles: table.Styles{Column: -1},
		Rows: func(visit func(*table.Row) error) error {
			for i := range n {
				if err := visit(&table.Row{ID: []byte{'a' + byte(i)}, Geometry: g, Values: []table.Value{{IsSet: true, Text: []byte(name)}}}); err != nil {
					return err
				}
			}
			return nil
		},
		Shapes: func(visit func(orb.Geometry) error) error {
			for range n {
				if err := visit(g); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func path(n int) orb.LineString {
	line := make(orb.LineString, n)
	for i := range line {
		line[i] = orb.Point{math.Sqrt(float64(i)) / 10, 40}
	}
	return line
}

// made is what a writer makes of a table.
func made(t *testing.T, write func(io.Writer, *table.Table) error, of *table.Table) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, of); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zippedShapes(w io.Writer, of *table.Table) error {
	s, err := shapefile.New(of, nil)
	if err != nil {
		return err
	}
	return s.Write(w)
}

// storedZip packs without compressing, so that no bomb is found first.
func storedZip(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// fgbFeatures is where the features of a FlatGeobuf begin whose index has so many nodes.
func fgbFeatures(file string, nodes int) int {
	return 12 + int(binary.LittleEndian.Uint32([]byte(file[8:]))) + 40*nodes
}

// deepFlatGeobuf has a collection in a collection, a million times.
func deepFlatGeobuf(t *testing.T) string {
	file := made(t, flatgeobuf.Write, oneRow("A", orb.Collection{orb.Point{1, 2}}))
	before := fgbFeatures(file, 2)
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 12)   // the feature's table
	b = append(b, 6, 0, 8, 0, 4, 0) // its vtable: a geometry
	b = append(b, 0, 0)             //
	b = le.AppendUint32(b, 8)       // back to the vtable
	b = le.AppendUint32(b, 24)      // on to the geometry
	vtable := len(b)                //
	b = append(b, 20, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 4, 0)
	for range 1_000_000 {
		b = le.AppendUint32(b, uint32(len(b)-vtable)) // back to the vtable
		b = le.AppendUint32(b, 8)                     // on to the parts
		b = append(b, 7, 0, 0, 0)                     // a collection
		b = le.AppendUint32(b, 1)                     // of one part
		b = le.AppendUint32(b, 4)                     // which follows
	}
	b = append(b, make([]byte, 64)...)
	return file[:before] + string(le.AppendUint32(nil, uint32(len(b)))) + string(b)
}

// gpkgOf is a GeoPackage of one village with a name and a blob, as SQL.
func gpkgOf(t *testing.T, name, blob string) string {
	return sqliteOf(t, gpkgHead, `CREATE TABLE villages (id TEXT, name TEXT, geom BLOB)`, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 4326)`,
		`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326)`, `INSERT INTO villages VALUES ('a', `+name+`, `+blob+`)`)
}

const gpkgBlobHead = "47500001E6100000"

// geoNames is a line of the table of 19 columns.
func geoNames(id, name, lat string) string {
	return id + "\t" + name + "\t" + name + "\t\t" + lat + "\t46.5\tP\tPPL\tAZ\t\t\t\t\t\t0\t\t0\tAsia/Baku\t2024-01-01\n"
}
