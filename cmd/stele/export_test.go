package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What stands in the way is the folder, not a name that the program made up.
func TestExport_SaysWhyItCannotWrite(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, "id,name,lon,lat\na,A,46,40\n")
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ output, want string }{
		{filepath.Join(dir, "none", "x.geojson"), "the folder " + filepath.Join(dir, "none") + " does not exist"},
		{filepath.Join(file, "x.geojson"), file + " is not a folder"},
		{dir, dir + " is a folder; name a file in it"},
	} {
		code, _, stderr := runIn(t.Context(), t, "export", "--data", dir, "--collection", "villages", "-o", test.output)
		if code != exitFailed || !strings.Contains(stderr, test.want) || strings.Contains(stderr, ".part") {
			t.Errorf("export -o %s = %d, %q; want %q", test.output, code, stderr, test.want)
		}
	}
}
