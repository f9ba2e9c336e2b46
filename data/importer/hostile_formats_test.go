package importer_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"stele/data/importer"
)

func kmlOf(s string) string {
	return `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>` + s + `</Document></kml>`
}

// zipOf packs name, content, name, content as tightly as can be.
func zipOf(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func contents(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(fixture(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// patched has n at a place of a file.
func patched(s string, at int, order binary.ByteOrder, n uint32) string {
	b := []byte(s)
	order.PutUint32(b[at:], n)
	return string(b)
}

// Each of these ends with an error that says where, having taken little memory.
func TestHostile_IsRefused(t *testing.T) {
	const placemark = `<Placemark><name>A</name></Placemark>`
	shp, dbf, fgb := contents(t, "cyrillic.shp"), contents(t, "cyrillic.dbf"), contents(t, "areas.fgb")
	prj := contents(t, "cyrillic.prj")
	shapefile := func(shp, dbf string) string {
		return zipOf(t, "a.shp", shp, "a.dbf", dbf, "a.prj", prj, "a.cpg", "1251")
	}
	many := make([]string, 0, 20_004)
	for i := range 10_002 {
		many = append(many, fmt.Sprint(i, ".txt"), "")
	}
	for _, test := range []struct{ name, file, want string }{
		{"zip bomb", zipOf(t, "doc.kml", kmlOf("<Placemark><name>"+strings.Repeat(" ", 60<<20)+"</name></Placemark>")), `"doc.kml" in the zip unpacks to more than 250 times its size`},
		{"zip slip", zipOf(t, "../../etc/doc.kml", kmlOf(placemark)), `an entry "../../etc/doc.kml", whose name leads out of it`},
		{"zip slip from the root", zipOf(t, "/doc.kml", kmlOf(placemark)), `an entry "/doc.kml", whose name leads out of it`},
		{"zip slip backwards", zipOf(t, `..\doc.kml`, kmlOf(placemark)), `whose name leads out of it`},
		{"zip with a name twice", zipOf(t, "doc.kml", kmlOf(placemark), "DOC.kml", kmlOf(placemark)), `the entry "DOC.kml" twice`},
		{"zip of many entries", zipOf(t, many...), "entries, want at most 10000"},
		{"zip of a sheet", zipOf(t, "[Content_Types].xml", "<x/>"), "a zip archive (also .xlsx) without a .kml or .shp"},
		{"zip cut off", zipOf(t, "doc.kml", kmlOf(placemark))[:100], "the zip archive cannot be read (cut off?)"},
		{"entity bomb", `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><kml><Placemark><name>&b;</name></Placemark></kml>`, "line 1: the document has a DOCTYPE"},
		{"entity without a DTD", kmlOf(`<Placemark><name>&lol;</name></Placemark>`), "is not valid XML: \"invalid character entity &lol;\""},
		{"external entity", `<?xml version="1.0"?><!DOCTYPE kml SYSTEM "file:///etc/passwd"><kml/>`, "has a DOCTYPE"},
		{"a million folders", "<kml>" + strings.Repeat("<Folder>", 1_000_000), "line 1: elements nest deeper than 64"},
		{"a million geometries", "<kml><Placemark>" + strings.Repeat("<MultiGeometry>", 1_000_000), "line 1: elements nest deeper than 64"},
		{"a tag without end", "<kml><Placemark " + strings.Repeat(`a="" `, 1_000_000), "a tag is longer than 1 MiB"},
		{"a text without end", "<kml><name>" + strings.Repeat("a", 5<<20), "or one between features than 4 MiB"},
		{"a feature without end", "<kml><Placemark><name>" + strings.Repeat("a", 70<<20), "a feature or a piece of text is larger than 64 MiB"},
		{"KML not UTF-8", kmlOf("<Placemark><name>\xff</name></Placemark>"), `line 1: is not valid XML: "invalid UTF-8"`},
		{"KML in UTF-16, it says", `<?xml version="1.0" encoding="UTF-16"?><kml/>`, `the encoding "UTF-16" is not read`},
		{"KML closed wrongly", "<kml><Document></kml>", `line 1: is not valid XML: "element <Document> closed by </kml>"`},
		{"GPX cut off", `<gpx><wpt lat="1" lon="2">`, "line 1: the file ends too early"},
		{"shape of 4 GB", shapefile(patched(shp, 104, binary.BigEndian, 1<<31), dbf), ".shp: record 1 at byte 100: announces 4294967296 bytes"},
		{"shape of 70 MB that is not there", shapefile(patched(shp, 104, binary.BigEndian, 35<<20), dbf), ".shp: record 1 at byte 100: the file ends too early"},
		{"more rows than shapes", shapefile(shp, patched(dbf, 4, binary.LittleEndian, 3)), "the .shp has 2 shapes, the .dbf 3 rows"},
		{"a billion rows", shapefile(shp, patched(dbf, 4, binary.LittleEndian, 1<<30)), "the .shp has 2 shapes, the .dbf 1073741824 rows"},
		{"fewer rows than shapes", shapefile(shp, patched(dbf, 4, binary.LittleEndian, 1)), "the .shp has more shapes than the 1 rows"},
		{"a row that is none", shapefile(shp, dbf[:129]+"?"+dbf[130:]), ".dbf: row 1: it begins with byte 0x3f"},
		{"fields longer than rows", shapefile(shp, patched(dbf, 10, binary.LittleEndian, 20)), "reaches to byte"},
		{"shapefile longer than it is", shapefile(patched(shp, 24, binary.BigEndian, 1000), dbf), "its head announces 2000 bytes, the file ends after 156"},
		{"FlatGeobuf head of 4 GB", patched(fgb, 8, binary.LittleEndian, 1<<31), "the head announces 2147483648 bytes"},
		{"FlatGeobuf head that is not there", patched(fgb, 8, binary.LittleEndian, 15<<20), "the head: the file ends too early"},
		{"FlatGeobuf with a wild offset", patched(fgb, 12, binary.LittleEndian, 1<<30), "the head: an offset in it leads out of its bytes"},
		{"FlatGeobuf, more behind it", fgb + fgb[len(fgb)-20:], ""},
		{"SQLite that is no GeoPackage", sqliteOf(t, "CREATE TABLE a (b)"), "its list of feature tables cannot be read: is it a GeoPackage?"},
		{"a view that never ends", sqliteOf(t, gpkgHead, `CREATE VIEW villages AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS id, NULL AS geom FROM n`,
			`INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 4326)`), `table "villages": it is a view, not a plain table`},
		{"a list that never ends", sqliteOf(t, `CREATE TABLE villages (geom BLOB)`, `CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id)`,
			`CREATE VIEW gpkg_geometry_columns AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT 'villages' AS table_name, 'geom' AS column_name, 4326 AS srs_id FROM n`), "table gpkg_geometry_columns: it is a view, not a plain table"},
		{"reference systems that never end", sqliteOf(t, `CREATE TABLE villages (geom BLOB)`, `CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)`, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 4326)`,
			`CREATE VIEW gpkg_spatial_ref_sys AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT 'x' AS srs_name, -i AS srs_id, 'EPSG' AS organization, 1 AS organization_coordsys_id FROM n`), "table gpkg_spatial_ref_sys: it is a view, not a plain table"},
		{"a table that is not there", sqliteOf(t, gpkgHead, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 4326)`), `table "villages": it is not there`},
		{"another reference system", sqliteOf(t, gpkgHead, `CREATE TABLE villages (geom BLOB)`, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 28408)`,
			`INSERT INTO gpkg_spatial_ref_sys VALUES ('Pulkovo 1942 zone 8', 28408, 'EPSG', 28408)`), `the positions are in "EPSG:28408", which is not transformed here`},
		{"no reference system", sqliteOf(t, gpkgHead, `CREATE TABLE villages (geom BLOB)`, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', -1)`,
			`INSERT INTO gpkg_spatial_ref_sys VALUES ('undefined', -1, 'NONE', -1)`), "the file does not say which reference system its positions are in; say it with --crs"},
		{"shapefile without .prj", zipOf(t, "a.shp", shp, "a.dbf", dbf), "there is no .prj that says which reference system"},
		{"shapefile in another reference system", zipOf(t, "a.shp", shp, "a.dbf", dbf, "a.prj",
			`GEOGCS["Pulkovo_1942",DATUM["D_Pulkovo_1942",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`), `.prj: the positions are in "Pulkovo_1942"`},
		{"two shapefiles", zipOf(t, "a.shp", shp, "b.shp", shp), `the file has 2 layers, "a", "b": say which with --layer NAME`},
		{"two positions", "x_latitude,x_longitude,y_latitude,y_longitude,_uuid\n", `the table has 2 positions, "x_latitude" and "y_latitude" among them`},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			o := importer.Options{Collection: anyShape(t), Source: "survey"}
			_, err := importer.Read(t.Context(), strings.NewReader(test.file), &nothing{}, o)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want %s", err, test.want)
			}
			const most = 512 << 20 // what the heap has from the system, at its largest
			if got := after.HeapSys - before.HeapSys; after.HeapSys > before.HeapSys && got > most {
				t.Errorf("%d MiB were taken", got>>20)
			}
			if err != nil && len(err.Error()) > 1500 {
				t.Errorf("the error is %d bytes long", len(err.Error()))
			}
		})
	}
}

const gpkgHead = `CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id);
	CREATE TABLE gpkg_spatial_ref_sys (srs_name, srs_id, organization, organization_coordsys_id)`

func sqliteOf(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range append([]string{"PRAGMA page_size = 512"}, statements...) {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What is wrong with one shape or text is its row's problem, and no more.
func TestHostile_Rows(t *testing.T) {
	shp, dbf, prj := contents(t, "cyrillic.shp"), contents(t, "cyrillic.dbf"), contents(t, "cyrillic.prj")
	nan := []byte(shp)
	binary.LittleEndian.PutUint64(nan[112:], 0x7ff8000000000000)
	line := []byte(shp)
	line[108] = 3 // of a line the bytes of a point are too few
	gpkg := func(blob string) string {
		return sqliteOf(t, gpkgHead, `CREATE TABLE villages (id TEXT, name TEXT, geom BLOB)`, `INSERT INTO gpkg_geometry_columns VALUES ('villages', 'geom', 4326)`,
			`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326)`, `INSERT INTO villages VALUES ('a', CAST(x'ff' AS TEXT), `+blob+`)`)
	}
	for _, test := range []struct {
		name, file string
		encoding   string
		want       []string
	}{
		{"NaN", zipOf(t, "a.shp", string(nan), "a.dbf", dbf, "a.prj", prj), "cp1251", []string{"row 1: geometry: NaN, 4.37"}},
		{"counts", zipOf(t, "a.shp", string(line), "a.dbf", dbf, "a.prj", prj), "cp1251", []string{"row 1: geometry: the shape ends too early"}},
		{"unknown encoding", zipOf(t, "a.shp", shp, "a.dbf", dbf, "a.prj", prj), "", []string{"row 1: name: is not UTF-8 (Windows-1251 or Latin-1?); say which with --encoding", "row 2: name: is not UTF-8"}},
		{"GeoPackage blob", gpkg("x'00'"), "", []string{"row 1: name: is not UTF-8", "row 1: geometry: not a GeoPackage geometry"}},
		{"GeoPackage count", gpkg("x'47500001E6100000010200000000CA9A3B'"), "", []string{"row 1: name: is not UTF-8", "row 1: geometry: WKB: byte 10: announces 1000000000 parts"}},
		{"GeoPackage text", gpkg("'POINT(1 2)'"), "", []string{"row 1: name: is not UTF-8", "row 1: geometry: is a string, not a GeoPackage geometry"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, report := readText(t, test.file, importer.Options{Collection: anyShape(t), Encoding: test.encoding})
			got := messages(report)
			if len(got) != len(test.want) {
				t.Fatalf("problems %q, want %q", got, test.want)
			}
			for i, want := range test.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("problem %q, want %q", got[i], want)
				}
			}
		})
	}
}

// A file that is cut off anywhere is refused.
func TestHostile_CutOffAnywhere(t *testing.T) {
	for _, name := range []string{"areas.fgb", "indexed.fgb", "areas.gpkg", "areas.zip", "areas.kmz", "areas.kml", "points.gpx", "cyrillic.shp"} {
		file := strings.TrimRight(contents(t, name), "\n")
		step := max(1, len(file)/400)
		for n := 20; n < len(file); n += step {
			o := importer.Options{Collection: anyShape(t), Source: "survey", CRS: map[bool]string{true: "EPSG:32638"}[name == "cyrillic.shp"]}
			_, err := importer.Read(t.Context(), strings.NewReader(file[:n]), &nothing{}, o)
			if err == nil {
				t.Errorf("%s: %d bytes of %d are taken for the whole", name, n, len(file))
			}
		}
	}
}
