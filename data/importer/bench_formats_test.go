package importer_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/gpkg"
	"stele/data/importer"
	"stele/data/madeup"
	"stele/geo"
	"stele/geo/csv"
	"stele/geo/flatgeobuf"
	"stele/geo/gpx"
	"stele/geo/kml"
	"stele/geo/shapefile"
	"stele/geo/table"
)

// madeUp writes made-up villages, each with two names, in every format that is
// read.
var madeUp = []struct {
	format string
	write  func(io.Writer, madeup.Villages) error
}{
	{"geojson", func(w io.Writer, v madeup.Villages) error { return v.WriteGeoJSON(w) }},
	{"geojsonseq", lines("\x1e%s\n", seqFeature)},
	{"csv", ofTable(func(w io.Writer, t *table.Table) error { return csv.Write(w, t, csv.Options{}) })},
	{"csv-wkt", ofTable(func(w io.Writer, t *table.Table) error { return csv.Write(w, t, csv.Options{WKT: true}) })},
	{"kml", ofTable(kml.Write)},
	{"gpx", ofTable(gpx.Write)},
	{"shapefile", ofTable(writeShapes)},
	{"gpkg", ofTable(gpkg.Write)},
	{"flatgeobuf", ofTable(flatgeobuf.Write)},
	{"geonames", lines("%s\n", geoNamesLine)},
	{"whosonfirst", lines("%s\n", wofFeature)},
	{"odk", writeODK},
}

// BenchmarkImport_Formats reads a fifth of a million villages, or of STELE_BENCH,
// from each format: without a vault, and into an empty one as stele import does.
func BenchmarkImport_Formats(b *testing.B) {
	size, err := madeup.Size()
	if err != nil {
		b.Fatal(err)
	}
	size /= 5
	folder := b.TempDir()
	for _, of := range madeUp {
		file := filepath.Join(folder, of.format)
		b.Run("read/"+of.format, func(b *testing.B) {
			writeMadeUp(b, file, size, of.write)
			for b.Loop() {
				meter := madeup.StartMeter()
				in, err := os.Open(file)
				if err != nil {
					b.Fatal(err)
				}
				report, err := importer.Read(b.Context(), in, &nothing{}, importer.Options{Collection: collection(b, data.Villages), Source: "survey"})
				if err = errors.Join(err, in.Close()); err != nil || report.Good != size {
					b.Fatalf("%d good rows of %d, %v, %v", report.Good, size, report.Problems, err)
				}
				meter.Report(b, size)
			}
		})
		b.Run("import/"+of.format, func(b *testing.B) {
			writeMadeUp(b, file, size, of.write)
			for b.Loop() {
				b.StopTimer()
				dir, err := os.MkdirTemp(folder, "")
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				benchImport(b, dir, file, size)
				b.StopTimer()
				if err := os.RemoveAll(dir); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
		os.Remove(file)
	}
}

// The files that are measured hold what they should: all villages, with both of
// their names and in their places.
func TestMadeUp_IsReadWhole(t *testing.T) {
	const size = 60
	for _, of := range madeUp {
		file := filepath.Join(t.TempDir(), of.format)
		writeMadeUp(t, file, size, of.write)
		records, report := readFile(t, file, importer.Options{Collection: collection(t, data.Villages)})
		if len(records) != size {
			t.Fatalf("%s: %d rows, %v", of.format, len(records), report.Problems)
		}
		got := map[string]orb.Geometry{} // by both names, in any order
		for _, r := range records {
			var names []string
			for _, n := range r.Names {
				names = append(names, n.Text)
			}
			slices.Sort(names)
			got[strings.Join(names, ", ")] = r.Geometry
		}
		for _, r := range (madeup.Villages{N: size}).All() {
			if names := r.Names[1].Text + ", " + r.Names[0].Text; got[names] != r.Geometry {
				t.Fatalf("%s: %s is at %v, want %v", of.format, names, got[names], r.Geometry)
			}
		}
	}
}

func writeMadeUp(t testing.TB, file string, size int, write func(io.Writer, madeup.Villages) error) {
	t.Helper()
	if _, err := os.Stat(file); err == nil {
		return
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<16)
	if err := errors.Join(write(w, madeup.Villages{N: size}), w.Flush(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

func writeShapes(w io.Writer, t *table.Table) error {
	s, err := shapefile.New(t, map[string]string{"uncertainty_m": "uncert_m"})
	if err != nil {
		return err
	}
	return s.Write(w)
}

// ofTable writes with one of our own writers.
func ofTable(write func(io.Writer, *table.Table) error) func(io.Writer, madeup.Villages) error {
	return func(w io.Writer, v madeup.Villages) error {
		rows := func(visit func(*table.Row) error) error {
			row := table.Row{Values: make([]table.Value, 5)}
			for _, r := range v.All() {
				row.ID, row.Geometry = []byte(r.Key), r.Geometry
				for i, s := range []any{r.Names[0].Text, r.Names[1].Text, r.Properties["kind"], r.Properties["status"]} {
					row.Values[i] = table.Value{IsSet: true, Text: []byte(s.(string))}
				}
				row.Values[4] = table.Value{IsSet: true, Number: r.UncertaintyM}
				if err := visit(&row); err != nil {
					return err
				}
			}
			return nil
		}
		return write(w, &table.Table{
			About:   table.About{Name: "villages", Title: "Villages", PublishedOn: "2026-11-25"},
			Columns: []table.Column{{Name: "name_en"}, {Name: "name_az"}, {Name: "kind"}, {Name: "status"}, {Name: "uncertainty_m", Kind: table.Real}},
			Styles:  table.Styles{Column: -1},
			Rows:    rows,
			Shapes: func(visit func(orb.Geometry) error) error {
				return rows(func(r *table.Row) error { return visit(r.Geometry) })
			},
		})
	}
}

// lines writes a line for each village.
func lines(format string, line func(i int, r data.Record) any) func(io.Writer, madeup.Villages) error {
	return func(w io.Writer, v madeup.Villages) error {
		for i, r := range v.All() {
			text := line(i, r)
			if _, isText := text.(string); !isText {
				var err error
				if text, err = json.Marshal(text); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(w, format, text); err != nil {
				return err
			}
		}
		return nil
	}
}

func seqFeature(_ int, r data.Record) any {
	return map[string]any{
		"type": "Feature", "id": r.Key, "geometry": json.RawMessage(geo.AppendGeometry(nil, r.Geometry)),
		"properties": map[string]any{
			"name_en": r.Names[0].Text, "name_az": r.Names[1].Text, "uncertainty_m": r.UncertaintyM, "kind": r.Properties["kind"], "status": r.Properties["status"],
		},
	}
}

// wofFeature has the properties that most places of Who's On First have.
func wofFeature(i int, r data.Record) any {
	at := r.Geometry.(orb.Point)
	return map[string]any{
		"type": "Feature", "id": i, "bbox": []float64{at[0], at[1], at[0], at[1]}, "geometry": json.RawMessage(geo.AppendGeometry(nil, at)),
		"properties": map[string]any{
			"edtf:cessation": "uuuu", "edtf:inception": "uuuu", "geom:area": 0.0, "geom:bbox": "0,0,0,0", "geom:latitude": at[1], "geom:longitude": at[0],
			"iso:country": "XX", "mz:hierarchy_label": 1, "mz:is_current": 1, "name:aze_x_preferred": []string{r.Names[1].Text}, "name:eng_x_preferred": []string{r.Names[0].Text},
			"src:geom": "geonames", "wof:belongsto": []int{102191569, 85632505}, "wof:concordances": map[string]int{"gn:id": i}, "wof:country": "XX",
			"wof:geomhash": "fb4e0b4b", "wof:hierarchy": []map[string]int{{"continent_id": 102191569, "country_id": 85632505, "locality_id": i}},
			"wof:id": i, "wof:lastmodified": 1566641234, "wof:name": r.Names[0].Text, "wof:parent_id": 85632505, "wof:placetype": "locality", "wof:repo": "whosonfirst-data-admin-xx",
		},
	}
}

func geoNamesLine(i int, r data.Record) any {
	at := r.Geometry.(orb.Point)
	return fmt.Sprintf("%d\t%s\t%[2]s\t%s\t%v\t%v\tP\tPPL\tXX\t\t01\t\t\t\t%d\t\t%d\tAsia/Baku\t2024-05-01", 500_000+i, r.Names[0].Text, r.Names[1].Text, at[1], at[0], i%5000, i%3000)
}

// writeODK writes submissions as KoboToolbox exports them.
func writeODK(w io.Writer, v madeup.Villages) error {
	var b bytes.Buffer
	b.WriteString("start,end,place/name_en,place/name_az,place/kind,place/status,place/where,_place/where_latitude,_place/where_longitude,_place/where_altitude,_place/where_precision,_id,_uuid,_submission_time,_index\n")
	for i, r := range v.All() {
		at := r.Geometry.(orb.Point)
		fmt.Fprintf(&b, "2024-05-01T10:00:00.000+04:00,2024-05-01T10:04:00.000+04:00,%s,%s,%s,%s,%v %v 1500.5 4.5,%[5]v,%[6]v,1500.5,4.5,%d,uuid:%08d-0000-4000-8000-000000000000,2024-05-01T06:05:00,%[7]d\n",
			r.Names[0].Text, r.Names[1].Text, r.Properties["kind"], r.Properties["status"], at[1], at[0], i, i)
		if _, err := w.Write(b.Bytes()); err != nil {
			return err
		}
		b.Reset()
	}
	return nil
}
