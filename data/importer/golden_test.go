package importer_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/importer"
)

var update = flag.Bool("update", false, "write the golden files")

// The whole report about two files that are wrong in the usual ways.
func TestReport_Golden(t *testing.T) {
	for _, test := range []struct {
		id, file string
		mapping  map[string]string
	}{
		{"villages", "villages.csv", map[string]string{"id": "code", "name": "toponym"}},
		{"zones", "zones.geojson", nil},
	} {
		t.Run(test.file, func(t *testing.T) {
			file, err := os.Open(filepath.Join("testdata", test.file))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			o := importer.Options{Collection: collection(t, test.id), Source: "survey", Map: test.mapping}
			report, err := importer.Read(t.Context(), file, &list{}, o)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.MarshalIndent(report, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("testdata", test.file+".report.json"), append(got, '\n'))
		})
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
}
