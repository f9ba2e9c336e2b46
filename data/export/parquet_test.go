package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"stele/data"
	"stele/data/export"
	"stele/geo"
)

// readParquet reads a file's rows, by ID, and its metadata.
func readParquet(t *testing.T, body []byte) (map[string]read, *parquet.File) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	paths := f.Schema().Columns()
	all := map[string]read{}
	for _, group := range f.RowGroups() {
		rows := group.Rows()
		for buffer := make([]parquet.Row, 100); ; {
			n, err := rows.ReadRows(buffer)
			for _, row := range buffer[:n] {
				r := read{Properties: map[string]any{}}
				for _, v := range row {
					if v.IsNull() {
						continue
					}
					path := paths[v.Column()]
					switch name := path[len(path)-1]; {
					case name == "geometry":
						if r.geometry, err = geo.ParseWKB(v.ByteArray()); err != nil {
							t.Fatal(err)
						}
					case v.Kind() == parquet.ByteArray:
						r.Properties[name] = string(v.ByteArray())
					case v.Kind() == parquet.Int32:
						r.Properties[name] = time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
					case v.Kind() == parquet.Boolean:
						r.Properties[name] = v.Boolean()
					case v.Kind() == parquet.Int64:
						r.Properties[name] = v.Int64()
					default:
						r.Properties[name] = v.Double()
					}
				}
				all[r.Properties["id"].(string)] = r
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		rows.Close()
	}
	return all, f
}

func TestGeoParquet_HasAllFeatures(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	got, f := readParquet(t, written(t, "parquet", l, m, export.All()))
	check(t, "parquet", got, awkward(), same, same)
	for _, m := range awkward() {
		if m.geometry == nil {
			continue
		}
		b, p := geo.BoundOf(m.geometry), got[m.id].Properties
		if p["xmin"] != b.Min[0] || p["ymin"] != b.Min[1] || p["xmax"] != b.Max[0] || p["ymax"] != b.Max[1] {
			t.Errorf("%s: box %v %v %v %v, want %v", m.id, p["xmin"], p["ymin"], p["xmax"], p["ymax"], b)
		}
	}
	text, _ := f.Lookup("geo")
	var about struct {
		Version string
		Primary string `json:"primary_column"`
		Columns map[string]struct {
			Encoding string
			Types    []string `json:"geometry_types"`
			BBox     []float64
			Covering map[string]map[string][]string
		}
	}
	if err := json.Unmarshal([]byte(text), &about); err != nil {
		t.Fatal(err)
	}
	c := about.Columns["geometry"]
	if about.Version != "1.1.0" || about.Primary != "geometry" || c.Encoding != "WKB" || len(c.Types) != 7 || !slices.Equal(c.BBox, []float64{44, 38, 49.5, 41.1}) || len(c.Covering["bbox"]) != 4 {
		t.Errorf("geo: %s", text)
	}
	if licence, _ := f.Lookup("licence"); licence != meta.Licence {
		t.Errorf("licence %q", licence)
	}
	if names := f.Schema().Columns(); names[0][0] != "id" || names[1][0] != "geometry" || names[6][0] != "name" {
		t.Errorf("columns %v", names[:7])
	}
}

// Batches and row groups join without a gap; a layer without features is one.
func TestGeoParquet_ManyFeaturesAndNone(t *testing.T) {
	for _, n := range []int{0, 1, 2047, 2048, 2049, 70_000} {
		l, m := layer(t, data.Villages, points(n))
		got, f := readParquet(t, written(t, "parquet", l, m, export.All()))
		if len(got) != n || int(f.NumRows()) != n {
			t.Errorf("%d rows, %d read, want %d", f.NumRows(), len(got), n)
		}
		for _, p := range points(n) {
			r := got[p.id]
			if geo.WKT(r.geometry) != geo.WKT(p.geometry) || fmt.Sprint(r.Properties["claim_count"]) != fmt.Sprint(p.values["claim_count"]) {
				t.Fatalf("%d features: %s is %v", n, p.id, r)
			}
		}
		if n == 70_000 && len(f.RowGroups()) != 2 {
			t.Errorf("%d row groups", len(f.RowGroups()))
		}
	}
}
