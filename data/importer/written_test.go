package importer_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/gpkg"
	"stele/data/importer"
	"stele/geo"
	"stele/geo/csv"
	"stele/geo/flatgeobuf"
	"stele/geo/gpx"
	"stele/geo/kml"
	"stele/geo/shapefile"
	"stele/geo/table"
)

// tableOfRecords is what our own writers write.
func tableOfRecords(records []data.Record, c geo.CRS) *table.Table {
	text := func(s any) table.Value {
		written, _ := s.(string)
		return table.Value{IsSet: written != "", Text: []byte(written)}
	}
	rows := func(visit func(*table.Row) error) error {
		for _, r := range records {
			plain, ru := "", ""
			for _, n := range r.Names {
				if n.Language == "ru" {
					ru = n.Text
				} else {
					plain = n.Text
				}
			}
			err := visit(&table.Row{ID: []byte(r.Key), Geometry: c.PrintedGeometry(r.Geometry), Values: []table.Value{
				text(plain), text(ru), text(r.Properties["kind"]), text(r.Properties["description"]), text(r.When.String()),
				{IsSet: r.UncertaintyM > 0, Number: r.UncertaintyM},
			}})
			if err != nil {
				return err
			}
		}
		return nil
	}
	return &table.Table{
		About: table.About{Name: "events", Title: "Events", PublishedOn: "2026-11-25"}, CRS: c,
		Columns: []table.Column{
			{Name: "name"}, {Name: "name_ru"}, {Name: "kind"}, {Name: "description"}, {Name: "when"}, {Name: "uncertainty_m", Kind: table.Real},
		},
		Styles: table.Styles{Column: -1},
		Rows:   rows,
		Shapes: func(visit func(orb.Geometry) error) error {
			return rows(func(r *table.Row) error { return visit(r.Geometry) })
		},
	}
}

// What our own writers write comes back as it was.
func TestWritten_ComesBack(t *testing.T) {
	all, _ := readFile(t, fixture("areas.geojson"), importer.Options{})
	shaped := slices.DeleteFunc(slices.Clone(all), func(r data.Record) bool { return r.Geometry == nil })
	points, _ := readFile(t, fixture("cyrillic.geojson"), importer.Options{})
	shapes := func(w io.Writer, t *table.Table) error {
		s, err := shapefile.New(t, map[string]string{"uncertainty_m": "uncert_m", "description": "descript"})
		if err != nil {
			return err
		}
		return s.Write(w)
	}
	for _, test := range []struct {
		name    string
		records []data.Record
		crs     geo.CRS
		write   func(io.Writer, *table.Table) error
	}{
		{"kml", all, geo.CRS84, kml.Write},
		{"kmz", all, geo.CRS84, kml.WriteZip},
		{"gpx", points, geo.CRS84, gpx.Write},
		{"fgb", all, geo.CRS84, flatgeobuf.Write},
		{"fgb in UTM", shaped, geo.UTM38N, flatgeobuf.Write},
		{"gpkg", all, geo.CRS84, gpkg.Write},
		{"gpkg in UTM", shaped, geo.UTM39N, gpkg.Write},
		{"shapefile", shaped, geo.CRS84, shapes},
		{"shapefile in Web Mercator", shaped, geo.WebMercator, shapes},
		{"csv", points, geo.CRS84, func(w io.Writer, t *table.Table) error { return csv.Write(w, t, csv.Options{}) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := test.write(f, tableOfRecords(test.records, test.crs)); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			got, _ := readFile(t, path, importer.Options{})
			closeBy := 0.0
			if test.crs != geo.CRS84 {
				closeBy = 2e-8 // a millimetre, to which metres are written
			}
			sameRecords(t, slices.Clone(test.records), got, closeBy)
		})
	}
}

// A file is read behind its index, whatever the shape of that: with one feature, and
// where a level of it is just full or has one node more.
func TestWritten_FlatGeobufOfAnySize(t *testing.T) {
	for _, n := range []int{1, 2, 15, 16, 17, 256, 257, 4097} {
		var want []data.Record
		for i := range n {
			want = append(want, data.Record{
				Collection: "events", Key: fmt.Sprintf("%05d", i), Source: "survey", Geometry: orb.Point{float64(i) / 100, 40},
				Names: []data.Name{{Text: "A", Script: "Latn"}}, Properties: map[string]any{},
			})
		}
		path := filepath.Join(t.TempDir(), "file")
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(flatgeobuf.Write(f, tableOfRecords(want, geo.CRS84)), f.Close()); err != nil {
			t.Fatal(err)
		}
		got, _ := readFile(t, path, importer.Options{})
		sameRecords(t, want, got, 0)
	}
}
