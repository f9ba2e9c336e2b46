package export_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"stele/data"
	"stele/data/export"
)

// shortNames reads which field is which out of the zip's own README.
func shortNames(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("README.txt")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "Licence: "+meta.Licence) || !strings.Contains(string(text), "Attribution: "+meta.Attribution) {
		t.Errorf("README.txt: %s", text)
	}
	names := map[string]string{}
	_, table, _ := strings.Cut(string(text), "Field ")
	for line := range strings.Lines(table) {
		if words := strings.Fields(line); len(words) > 2 {
			names[words[1]] = words[0]
		}
	}
	return names
}

func TestGDAL_ReadsShapefiles(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	body := written(t, "shp.zip", l, m, export.All())
	names := shortNames(t, body)
	path := "/vsizip/" + write(t, "events.shp.zip", body) + "/events_"
	all := map[string]read{}
	for part, n := range map[string]int{"points.shp": 1, "multipoints.shp": 2, "lines.shp": 3, "polygons.shp": 4, "nogeometry.dbf": 1} {
		found := features(t, path+part)
		if len(found) != n {
			t.Errorf("%s has %d features, want %d", part, len(found), n)
		}
		for id, f := range found {
			if id != "collection" {
				all[id] = f
			}
		}
	}
	want := awkward()
	want = want[:len(want)-1] // the collection, which is in three of them
	check(t, "shp.zip", all, want, func(name string) string { return names[name] }, func(s string) string {
		for len(s) > 254 || !utf8.ValidString(s) {
			s = s[:min(len(s)-1, 254)]
		}
		return strings.TrimRight(s, " ")
	})
}

// A shapefile of every collection has names of its own for all fields.
func TestShapefile_NamesOfFields(t *testing.T) {
	for _, c := range data.Collections() {
		l, m := layer(t, c.ID, nil)
		names := shortNames(t, written(t, "shp.zip", l, m, export.All()))
		seen := map[string]string{}
		for _, f := range data.PublicFields(c) {
			short := names[f.Name]
			if short == "" || len(short) > 10 || seen[short] != "" || strings.ContainsAny(short, "0123456789") && !strings.HasPrefix(short, "adm1") {
				t.Errorf("%s.%s is %q in a shapefile (%q)", c.ID, f.Name, short, seen[short])
			}
			seen[short] = f.Name
		}
	}
}
