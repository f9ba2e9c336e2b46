package vault_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stele/data/madeup"
	"stele/data/vault"
)

// pageFaults are what VerifyPages finds.
func pageFaults(t *testing.T, dir string) (faults []string) {
	t.Helper()
	err := vault.VerifyPages(t.Context(), dir, func(f vault.Fault) error {
		faults = append(faults, f.String())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return faults
}

// A damaged index is found, though SQLite's look at the pages alone sees nothing:
// by it SQLite would not find a row, or find another.
func TestVerifyPages_ADamagedIndex(t *testing.T) {
	for name, damage := range map[string]func(leaf []byte){
		"two entries in the wrong order": func(leaf []byte) {
			first, second := leaf[8:10], leaf[10:12] // where the entries are
			for i := range first {
				first[i], second[i] = second[i], first[i]
			}
		},
		"an entry for another row": func(leaf []byte) {
			entry := leaf[binary.BigEndian.Uint16(leaf[8:]):]
			entry[entry[0]]++ // the last byte of as many as the first one says
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := changed(t, "sqlite_autoindex_record_1", damage)
			if faults := pageFaults(t, dir); !strings.Contains(strings.Join(faults, "\n"), "sqlite_autoindex_record_1") {
				t.Errorf("faults %q", faults)
			}
		})
	}
}

// changed is a vault of 300 villages, one page of which was changed: the first of
// an index's leaves.
func changed(t *testing.T, index string, change func(leaf []byte)) (dir string) {
	t.Helper()
	v, dir := create(t)
	mustFill(t, v, madeVillages(madeup.Villages{N: 300})...)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if faults := pageFaults(t, dir); len(faults) > 0 {
		t.Fatalf("before the change: %q", faults)
	}
	root := column(t, dir, `SELECT rootpage FROM sqlite_schema WHERE name = '`+index+`'`)[0]
	path := filepath.Join(dir, vault.FileName)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	size := int64(binary.BigEndian.Uint16(file[16:]))
	page := file[(root-1)*size:][:size]
	for page[0] == 2 { // has pages below
		cell := binary.BigEndian.Uint16(page[12:])
		page = file[(int64(binary.BigEndian.Uint32(page[cell:]))-1)*size:][:size]
	}
	if page[0] != 10 {
		t.Fatalf("page kind %d is no leaf of an index", page[0])
	}
	change(page)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}
