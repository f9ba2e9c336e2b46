package audit_test

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"stele/data/audit"
	"stele/data/vault"

	_ "modernc.org/sqlite"
)

// flipFor is how long bytes are flipped, flipLeast how many of each part are in
// any case. With flipAll set in the environment every byte is, which takes hours:
//
//	STELE_FLIP_ALL=1 go test ./data/audit -run Flip -timeout 8h -v
const (
	flipFor   = 12 * time.Second
	flipLeast = 3
	flipAll   = "STELE_FLIP_ALL"
)

// TestFlip_EveryByteIsGuarded changes one byte of a data folder at a time. Each
// change is found, or is in a place that means nothing: then all tables still
// read as before. Parts take turns, so that each file and each table of the
// vault has its share however small it is.
func TestFlip_EveryByteIsGuarded(t *testing.T) {
	original := t.TempDir()
	makeFolder(t, original)
	if found := faults(t, original, audit.Options{}); len(found) > 0 {
		t.Fatalf("the folder is wrong from the beginning: %q", found)
	}
	isAll := os.Getenv(flipAll) != ""
	parts := partsOf(t, original, isAll)
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	places := inTurns(parts, random)
	t.Logf("seed %d, %d places in %d parts", seed, len(places), len(parts))

	want, err := dump(t.Context(), filepath.Join(original, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var mutex sync.Mutex
	end, next := time.Now().Add(flipFor), 0
	done, harmless := map[string]int{}, map[string]int{} // by part
	take := func() (place, byte, bool) {
		mutex.Lock()
		defer mutex.Unlock()
		if next == len(places) || !isAll && next >= flipLeast*len(parts) && time.Now().After(end) {
			return place{}, 0, false
		}
		next++
		done[places[next-1].part]++
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
				harmless[p.part]++
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("%d bytes flipped", next)
	sum := 0
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		t.Logf("%5d of %s, %d of them harmless", done[part], part, harmless[part])
		if least := min(flipLeast, len(parts[part])); done[part] < least {
			t.Errorf("%d bytes of %s are flipped, want %d at least", done[part], part, least)
		}
		// By chance this happens to no part that is guarded at all.
		if done[part] >= 30 && harmless[part] == done[part] {
			t.Errorf("all %d flips in %s are harmless: nothing guards it", done[part], part)
		}
		sum += harmless[part]
	}
	if sum > next/2 {
		t.Errorf("%d of %d flips are harmless: that is not a test", sum, next)
	}
}

type place struct {
	file   string
	offset int64
	part   string // the file, or the part of the vault that it lies in
}

// partsOf lists the bytes to flip, by part; of zeros, which are mostly empty
// space, one in fifty unless all are wanted.
func partsOf(t *testing.T, dir string, isAll bool) map[string][]place {
	t.Helper()
	inVault, pageSize := pagesOf(t, filepath.Join(dir, vault.FileName))
	parts := map[string][]place{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) == ".db-shm" {
			return err
		}
		content, err := os.ReadFile(filepath.Join(dir, path))
		for i, b := range content {
			if b == 0 && i%50 != 0 && !isAll {
				continue
			}
			part := path
			if path == vault.FileName {
				part = cmp.Or(inVault[int64(i)/pageSize], "pages in no use")
			}
			parts[part] = append(parts[part], place{path, int64(i), part})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"release", "archive", "log.key", "table record", "table claim", "table decision", "table log_chunk", "table log_checkpoint", "indexes"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(parts)), func(p string) bool { return strings.HasPrefix(p, part) }) {
			t.Errorf("there is no part %s to flip bytes in", part)
		}
	}
	return parts
}

// pagesOf says of each page of a database, from 0, what it belongs to: its table,
// the indexes, the schema.
func pagesOf(t *testing.T, path string) (parts map[int64]string, size int64) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), "PRAGMA page_size").Scan(&size); err != nil {
		t.Fatal(err)
	}
	const query = `SELECT pageno - 1, CASE m.type WHEN 'table' THEN 'table ' || m.name WHEN 'index' THEN 'indexes' ELSE 'schema' END
		FROM dbstat s LEFT JOIN sqlite_master m ON m.name = s.name`
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	parts = map[int64]string{}
	for rows.Next() {
		var page int64
		var part string
		if err := rows.Scan(&page, &part); err != nil {
			t.Fatal(err)
		}
		parts[page] = part
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return parts, size
}

// inTurns lists the places of all parts, each part's in random order: one of
// each part, then a second of each, and so on.
func inTurns(parts map[string][]place, random *rand.Rand) (all []place) {
	most := 0
	names := slices.Sorted(maps.Keys(parts))
	for _, name := range names {
		p := parts[name]
		random.Shuffle(len(p), func(i, j int) { p[i], p[j] = p[j], p[i] })
		most = max(most, len(p))
	}
	for i := range most {
		for _, name := range names {
			if i < len(parts[name]) {
				all = append(all, parts[name][i])
			}
		}
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
	if d := gocmp.Diff(want, got); err != nil || d != "" {
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
