package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Of a file that is cut off behind hundreds of good rows nothing comes in, in any
// format: no row, no source, and no trace of the import.
func TestImport_OfAHalfFileNothingComesIn(t *testing.T) {
	from := t.TempDir()
	publishVillages(t, from, villageTable(500, "Village"))
	for _, format := range []string{"geojson", "geojsons", "csv", "kml", "kmz", "gpx", "fgb", "gpkg", "shp.zip"} {
		whole := filepath.Join(t.TempDir(), "villages."+format)
		runs(t, "export", "--data", from, "--collection", "villages", "--format", format, "--properties", "name", "-o", whole)
		body, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		n := len(body) * 9 / 10
		if format == "csv" { // of a table a row must have fewer cells to look cut
			n = bytes.LastIndexByte(body[:n], '\n') + len("\n0123456789")
		}
		half := filepath.Join(t.TempDir(), "half."+format)
		if err := os.WriteFile(half, body[:n], 0o600); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		in := func(file string) (int, string) {
			code, _, stderr := runIn(t.Context(), t, "import", "--data", dir, "--collection", "villages", "--according-to", "An atlas", "--agent-kind", "data_provider", file)
			return code, stderr
		}
		code, stderr := in(half)
		if code != exitFailed || !strings.Contains(stderr, half) {
			t.Errorf("%s: half a file = %d %s", format, code, stderr)
		}
		if n := rowsIn(t, dir); n != 0 {
			t.Errorf("%s: half a file left %d rows: %s", format, n, stderr)
		}
		// It was the cut: the whole file comes in.
		if code, stderr := in(whole); code != exitOK || rowsIn(t, dir) != 500+2 { // and its source and agent
			t.Errorf("%s: the whole file = %d with %d rows: %s", format, code, rowsIn(t, dir), stderr)
		}
	}
}
