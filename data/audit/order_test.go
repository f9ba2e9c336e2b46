package audit_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/audit"
	"stele/data/vault"
)

// Parts of a folder are checked beside one another. Whichever ends first, the
// report is the same, and of many faults the same is the first.
func TestFolder_OrderOfFaults(t *testing.T) {
	dir := t.TempDir()
	makeFolder(t, dir)
	tamper(t, dir, "UPDATE record SET recorded_at = '2020-01-01T00:00:00Z'")
	flipIndexes(t, dir)
	originals, err := filepath.Glob(filepath.Join(dir, "archive", "*", "*"))
	if err != nil || len(originals) == 0 {
		t.Fatal(originals, err)
	}
	for _, file := range originals {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := appendTo(filepath.Join(dir, "releases", "public.gpkg"), "x"); err != nil {
		t.Fatal(err)
	}
	want := faults(t, dir, audit.Options{})
	at := 0
	for _, place := range []string{"record ", "vault.db: ", "archive: ", "releases/public.gpkg: "} {
		i := slices.IndexFunc(want[at:], func(f string) bool { return strings.HasPrefix(f, place) })
		if i < 0 {
			t.Fatalf("after the first %d there is no fault of %sin %q", at, place, want)
		}
		at += i
	}
	for range 20 {
		if d := cmp.Diff(want, faults(t, dir, audit.Options{})); d != "" {
			t.Fatalf("another report (-first +this):\n%s", d)
		}
		report, err := audit.Folder(t.Context(), dir, audit.Options{})
		if err != nil || len(report.Faults) != 1 || report.Faults[0].String() != want[0] {
			t.Fatalf("Folder = %v, %v, want %q alone", report.Faults, err, want[0])
		}
	}
}

// flipIndexes damages the indexes of a vault and nothing else.
func flipIndexes(t *testing.T, dir string) {
	t.Helper()
	parts, size := pagesOf(t, filepath.Join(dir, vault.FileName))
	n := 0
	for page, part := range parts {
		if part == "indexes" {
			flip(t, dir, place{file: vault.FileName, offset: (page+1)*size - 2}, 1)
			n++
		}
	}
	if n == 0 {
		t.Fatal("there are no indexes to flip")
	}
}

// A damaged index finds no row, or a wrong one, while every row is as it was.
func TestFolder_DamagedIndex(t *testing.T) {
	dir := t.TempDir()
	makeFolder(t, dir)
	flipIndexes(t, dir)
	expectFault(t, dir, audit.Options{}, "vault.db: ")
}
