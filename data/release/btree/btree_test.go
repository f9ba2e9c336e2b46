package btree_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "modernc.org/sqlite" // what has to read it

	"stele/data/release/btree"
)

// database makes a file with an empty table t (k INTEGER PRIMARY KEY, a UNIQUE, b).
func database(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE t (k INTEGER PRIMARY KEY, a TEXT UNIQUE, b)"); err != nil {
		t.Fatal(err)
	}
	return path
}

func reopen(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func root(t *testing.T, db *sql.DB, name string) (n uint32) {
	t.Helper()
	if err := db.QueryRow("SELECT rootpage FROM sqlite_master WHERE name = ?", name).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

type row struct {
	k int64
	a string
	b any
}

// fill writes rows, which are in the order of k, and their index.
func fill(t *testing.T, path string, rows []row) {
	t.Helper()
	db := reopen(t, path)
	table, index := root(t, db, "t"), root(t, db, "sqlite_autoindex_t_1")
	db.Close()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := btree.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	out := d.Table(table)
	for _, r := range rows {
		record, err := btree.AppendRow(nil, r.a, r.b)
		must(err)
		must(out.Add(r.k, record))
	}
	must(out.Close())
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(x, y row) int { return strings.Compare(x.a, y.a) })
	in := d.Index(index)
	for _, r := range sorted {
		record, err := btree.AppendRecord(nil, r.a, r.k)
		must(err)
		must(in.Add(record))
	}
	must(in.Close())
	must(d.Close())
}

// values of all types and widths, and some that need pages of their own.
func valueOf(r *rand.Rand) any {
	switch r.IntN(6) {
	case 0:
		return nil
	case 1:
		return int64(r.Uint64()) >> r.IntN(64)
	case 2:
		return r.NormFloat64()
	case 3:
		return strings.Repeat("ş", r.IntN(20))
	case 4:
		return bytes.Repeat([]byte{7}, 1+r.IntN(300))
	}
	return strings.Repeat("long ", r.IntN(4000))
}

func TestFill_SQLiteReadsWhatWasWritten(t *testing.T) {
	for _, n := range []int{0, 1, 2, 50, 1000, 30_000} {
		for _, long := range []int{0, 400, 3000} {
			if n*long > 1<<23 {
				continue // more of the same
			}
			t.Run(fmt.Sprint(n, " rows, keys up to ", long), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(n), uint64(long)))
				var rows []row
				k := int64(0)
				for i := range n {
					k += 1 + r.Int64N(3)<<r.IntN(20)
					rows = append(rows, row{k, fmt.Sprintf("%08x %d%s", r.Uint32(), i, strings.Repeat("a", r.IntN(long+1))), valueOf(r)})
				}
				path := database(t)
				fill(t, path, rows)
				check(t, path, rows)
			})
		}
	}
}

func check(t *testing.T, path string, rows []row) {
	t.Helper()
	db := reopen(t, path)
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity_check: %s, %v", verdict, err)
	}
	got, err := db.Query("SELECT k, a, b FROM t ORDER BY k")
	if err != nil {
		t.Fatal(err)
	}
	defer got.Close()
	for _, want := range rows {
		if !got.Next() {
			t.Fatalf("there is no row %d: %v", want.k, got.Err())
		}
		var is row
		if err := got.Scan(&is.k, &is.a, &is.b); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, is, cmp.AllowUnexported(row{})); d != "" {
			t.Fatalf("row %d (-went +came):\n%s", want.k, d)
		}
	}
	if got.Next() {
		t.Error("there are more rows")
	}
	for i := 0; i < len(rows); i += 1 + len(rows)/50 {
		var k int64
		if err := db.QueryRow("SELECT k FROM t INDEXED BY sqlite_autoindex_t_1 WHERE a = ?", rows[i].a).Scan(&k); err != nil || k != rows[i].k {
			t.Errorf("the index has %q at row %d, %v, want %d", rows[i].a, k, err, rows[i].k)
		}
	}
}

// A GIS may go on editing the file.
func TestFill_SQLiteGoesOnFromThere(t *testing.T) {
	var rows []row
	for i := range 5000 {
		rows = append(rows, row{int64(i + 1), fmt.Sprintf("%05d", i), strings.Repeat("x", i%300)})
	}
	path := database(t)
	fill(t, path, rows)
	db := reopen(t, path)
	for _, statement := range []string{
		"DELETE FROM t WHERE k % 3 = 0", "UPDATE t SET a = 'z' || a, b = b || b WHERE k % 5 = 0",
		"INSERT INTO t (a, b) SELECT 'new' || a, b FROM t",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %s, %v", verdict, err)
	}
}

func TestRecord_ComesBack(t *testing.T) {
	want := []any{
		nil, int64(0), int64(1), int64(-1), int64(127), int64(128), int64(-129), int64(1 << 22), int64(1 << 31), int64(1 << 40), int64(-1 << 47),
		int64(math.MaxInt64), int64(math.MinInt64), 0.5, 0.0, "", "ş",
		[]byte{},
		[]byte{0, 1},
		strings.Repeat("wide ", 100),
	}
	record, err := btree.AppendRecord(nil, want...)
	if err != nil {
		t.Fatal(err)
	}
	read, err := btree.ReadRecord(record, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []any
	for _, v := range read {
		got = append(got, v.Any())
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("record (-went +came):\n%s", d)
	}
	for n := range record {
		if got, err := btree.ReadRecord(record[:n], nil); err == nil && len(got) == len(want) {
			t.Errorf("%d of %d bytes are read as the whole", n, len(record))
		}
	}
}

func TestAppendRecord_RefusesWhatNoColumnHolds(t *testing.T) {
	for _, v := range []any{math.NaN(), uint8(1), struct{}{}} {
		if _, err := btree.AppendRecord(nil, v); err == nil {
			t.Errorf("%v is taken", v)
		}
	}
}

func TestTable_RefusesRowsOutOfOrder(t *testing.T) {
	path := database(t)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := btree.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	out := d.Table(2)
	record, _ := btree.AppendRecord(nil, nil, "a", "b")
	if err := out.Add(2, record); err != nil {
		t.Fatal(err)
	}
	if err := out.Add(2, record); err == nil {
		t.Error("a row comes twice")
	}
}

// At one GiB lies a page that SQLite locks and never uses.
func TestFill_LeavesTheLockPageOut(t *testing.T) {
	const lock = 1<<30/4096 + 1
	path := database(t)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate((lock - 5) * 4096); err != nil { // a hole, which takes no room on the disk
		t.Fatal(err)
	}
	if _, err := f.WriteAt(binary.BigEndian.AppendUint32(nil, lock-5), 28); err != nil {
		t.Fatal(err)
	}
	var rows []row
	for i := range 10 { // some with pages of their own, to meet it within a chain
		rows = append(rows, row{int64(i + 1), fmt.Sprint(i), strings.Repeat("long ", 1000*i)})
	}
	fill(t, path, rows)
	db := reopen(t, path)
	var size int
	if err := db.QueryRow("SELECT sum(length(b)) FROM t").Scan(&size); err != nil || size != 5*1000*45 {
		t.Errorf("the texts have %d bytes, %v, want %d", size, err, 5*1000*45)
	}
	page := make([]byte, 4096)
	if _, err := f.ReadAt(page, (lock-1)*4096); err != nil || !bytes.Equal(page, make([]byte, 4096)) {
		t.Errorf("the page is used: %v", err)
	}
}
