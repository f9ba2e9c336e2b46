package audit_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"stele/data/audit"
	"stele/data/vault"

	_ "modernc.org/sqlite"
)

// flipFor is how long bytes are flipped, flipLeast how many are in any case.
const (
	flipFor   = 12 * time.Second
	flipLeast = 60
)

// TestFlip_EveryByteIsGuarded changes one byte of a data folder at a time. Each
// change is found, or is in a place that means nothing: then all tables still
// read as before.
func TestFlip_EveryByteIsGuarded(t *testing.T) {
	original := t.TempDir()
	makeFolder(t, original)
	if found := faults(t, original, audit.Options{}); len(found) > 0 {
		t.Fatalf("the folder is wrong from the beginning: %q", found)
	}
	places := placesIn(t, original)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	random.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	t.Logf("seed %d, %d places", seed, len(places))

	want, err := dump(t.Context(), filepath.Join(original, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var mutex sync.Mutex
	end, next, harmless := time.Now().Add(flipFor), 0, 0
	take := func() (place, byte, bool) {
		mutex.Lock()
		defer mutex.Unlock()
		if next == len(places) || next >= flipLeast && time.Now().After(end) {
			return place{}, 0, false
		}
		next++
		return places[next-1], byte(1 + random.IntN(255)), true
	}
	for range runtime.GOMAXPROCS(0) {
		dir := copyFolder(t, original)
		wait.Go(func() {
			for p, mask, ok := take(); ok; p, mask, ok = take() {
				if !flipped(t, dir, p, mask, want) {
					continue
				}
				mutex.Lock()
				harmless++
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("%d bytes flipped: %d found, %d harmless", next, next-harmless, harmless)
	if harmless > next/2 {
		t.Errorf("%d of %d flips are harmless: that is not a test", harmless, next)
	}
}

type place struct {
	file   string
	offset int64
}

// placesIn lists the bytes to flip: all of small files, and of the databases one
// in so many, because most of a page is empty.
func placesIn(t *testing.T, dir string) (all []place) {
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".db-shm" {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, path))
		for i, b := range content {
			// Zeros are mostly empty space: one in fifty of them is enough.
			if b != 0 || i%50 == 0 {
				all = append(all, place{path, int64(i)})
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// flipped flips a byte, looks whether that is found, and flips it back. It
// reports whether the flip was harmless.
func flipped(t *testing.T, dir string, p place, mask byte, want map[string]string) bool {
	flip(t, dir, p, mask)
	defer flip(t, dir, p, mask)
	report, err := audit.Folder(t.Context(), dir, audit.Options{})
	if err != nil {
		t.Errorf("%s at %d with %#x: %v", p.file, p.offset, mask, err)
		return false
	}
	if !report.OK() {
		return false
	}
	if p.file != vault.FileName {
		t.Errorf("%s at %d with %#x: not found", p.file, p.offset, mask)
		return false
	}
	got, err := dump(t.Context(), filepath.Join(dir, p.file))
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%s at %d with %#x: not found, and it reads otherwise (%v):\n%s", p.file, p.offset, mask, err, d)
	}
	return true
}

func flip(t *testing.T, dir string, p place, mask byte) {
	path := filepath.Join(dir, p.file)
	os.Chmod(path, 0o600)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	b := make([]byte, 1)
	_, err = f.ReadAt(b, p.offset)
	b[0] ^= mask
	if _, writeErr := f.WriteAt(b, p.offset); err != nil || writeErr != nil {
		t.Error(errors.Join(err, writeErr))
	}
}

// dump reads every column of every row of a database, by table.
func dump(ctx context.Context, path string) (map[string]string, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tables := []string{"sqlite_master"}
	rows, err := db.QueryContext(ctx, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		tables = append(tables, name)
	}
	dumped := map[string]string{}
	for _, name := range tables {
		if dumped[name], err = dumpTable(ctx, db, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return dumped, rows.Err()
}

func dumpTable(ctx context.Context, db *sql.DB, name string) (string, error) {
	var text strings.Builder
	rows, err := db.QueryContext(ctx, `SELECT * FROM "`+name+`"`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	row, to := make([]any, len(columns)), make([]any, len(columns))
	for i := range row {
		to[i] = &row[i]
	}
	for rows.Next() {
		if err := rows.Scan(to...); err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "%q\n", row)
	}
	return text.String(), rows.Err()
}
