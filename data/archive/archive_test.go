package archive_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"stele/data/archive"
)

const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // FIPS 180-2, B.1

func TestAdd_KeepsByContent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	a := archive.In(dir)
	for range 2 { // the second time it is there
		sum, size, err := a.Add(t.Context(), strings.NewReader("abc"))
		if err != nil || sum != abc || size != 3 {
			t.Fatalf("Add = %s, %d, %v", sum, size, err)
		}
	}
	names, err := a.Names()
	if err != nil || len(names) != 1 || names[0] != archive.Name(abc) {
		t.Errorf("Names = %q, %v", names, err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "archive", "ba", abc))
	if err != nil || string(text) != "abc" {
		t.Errorf("kept %q, %v", text, err)
	}
	info, err := os.Stat(a.Path(abc))
	if err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("mode %v, %v: originals are for nobody else, and for nobody to write", info.Mode(), err)
	}
	if err := a.Check(t.Context(), abc, 3); err != nil {
		t.Error(err)
	}
	if err := errors.Join(a.Remove(abc), a.Remove(abc)); err != nil {
		t.Error(err)
	}
	if names, _ := a.Names(); len(names) != 0 {
		t.Errorf("after Remove there is %q", names)
	}
}

func TestAdd_LeavesNothingHalfDone(t *testing.T) {
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	a := archive.In(t.TempDir())
	if _, _, err := a.Add(t.Context(), iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abcdef")))); err == nil {
		t.Error("a broken read is kept")
	}
	if _, _, err := a.Add(stopped, strings.NewReader("abc")); !errors.Is(err, context.Canceled) {
		t.Errorf("Add after the end = %v", err)
	}
	if names, err := a.Names(); len(names) != 0 || err != nil {
		t.Errorf("left %q, %v", names, err)
	}
}

func TestCheck_FindsDamage(t *testing.T) {
	a := archive.In(t.TempDir())
	if names, err := a.Names(); len(names) != 0 || err != nil {
		t.Errorf("Names of no archive = %q, %v", names, err)
	}
	if _, _, err := a.Add(t.Context(), strings.NewReader("abc")); err != nil {
		t.Fatal(err)
	}
	if err := a.Check(t.Context(), abc, 4); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("Check of another size = %v", err)
	}
	os.Chmod(a.Path(abc), 0o600)
	os.WriteFile(a.Path(abc), []byte("abd"), 0o600)
	if err := a.Check(t.Context(), abc, 3); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("Check of other content = %v", err)
	}
	if _, _, err := a.Add(t.Context(), strings.NewReader("abc")); !errors.Is(err, archive.ErrDamaged) {
		t.Errorf("Add over a damaged file = %v: it must not be written to", err)
	}
	for _, name := range []string{"", "../../etc/passwd", strings.ToUpper(abc), abc + "0"} {
		if a.Check(t.Context(), name, 1) == nil || a.Remove(name) == nil {
			t.Errorf("%q is taken for a hash", name)
		}
	}
}
