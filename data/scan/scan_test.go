package scan_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/ledger"
	"stele/data/scan"
)

// makeFile makes a database with some rows of all kinds, and n of numbers.
func makeFile(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a ?%.db")
	db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("%", "%25", "?", "%3f").Replace(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		"CREATE TABLE kinds (a, b, c, d, e)",
		"INSERT INTO kinds VALUES (NULL, -7, 2.5, 'k\u0259nd', x'0001'), ('', x'', 5.0, 'a' || char(0) || 'b', 9223372036854775807)",
		"INSERT INTO kinds VALUES ('first', NULL, hex(zeroblob(20000)), NULL, 'last')",
		"CREATE TABLE number (n INTEGER PRIMARY KEY, text TEXT)",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec("WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < ?) INSERT INTO number SELECT n, 'row ' || n FROM r", n); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string) *scan.File {
	t.Helper()
	f, err := scan.Open(path, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.Close)
	return f
}

func TestEach_AllKinds(t *testing.T) {
	f := open(t, makeFile(t, 1))
	var got [][]any
	err := f.Each(t.Context(), "SELECT * FROM kinds ORDER BY rowid", func(row []ledger.Value) error {
		var values []any
		for _, v := range row {
			values = append(values, v.Any())
		}
		got = append(got, values)
		return nil
	})
	want := [][]any{
		{nil, int64(-7), 2.5, "kənd", []byte{0, 1}},
		{"", []byte{}, 5.0, "a\x00b", int64(1<<63 - 1)},
		{"first", nil, strings.Repeat("0", 40000), nil, "last"},
	}
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("Each: %v\n%s", err, d)
	}
}

func TestRows_Again(t *testing.T) {
	f := open(t, makeFile(t, 9))
	rows, err := f.Query("SELECT text FROM number WHERE n = ?", 3)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for _, test := range []struct {
		n    int64
		want string
	}{{3, "row 3"}, {7, "row 7"}, {10, ""}, {1, "row 1"}} {
		if err := rows.Again(test.n); err != nil {
			t.Fatal(err)
		}
		row, err := rows.Next(t.Context())
		if err != nil || (row == nil) != (test.want == "") || row != nil && string(row[0].Bytes) != test.want {
			t.Errorf("row %d is %v, %v, want %q", test.n, row, err, test.want)
		}
	}
}

// However many rows there are, they leave nothing for the garbage collector.
func TestEach_MakesNoObjects(t *testing.T) {
	f := open(t, makeFile(t, 5000))
	sum := int64(0)
	allocs := testing.AllocsPerRun(3, func() {
		err := f.Each(t.Context(), "SELECT n, text FROM number ORDER BY n", func(row []ledger.Value) error {
			sum += row[0].Whole
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 50 {
		t.Errorf("reading 5000 rows makes %v objects", allocs)
	}
	if sum != 4*5000*5001/2 {
		t.Errorf("the rows' sum is %d", sum)
	}
}

func TestEach_Ends(t *testing.T) {
	f := open(t, makeFile(t, 100_000))
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	err := f.Each(ctx, "SELECT n FROM number", func([]ledger.Value) error {
		n++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || n > 2000 {
		t.Errorf("after the end of its context it reads %d rows, %v", n, err)
	}
	stop := errors.New("stop")
	if err := f.Each(t.Context(), "SELECT n FROM number", func([]ledger.Value) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Each = %v, want the error of its function", err)
	}
}

func TestOpen_SaysWhatIsWrong(t *testing.T) {
	if _, err := scan.Open(filepath.Join(t.TempDir(), "none.db"), false); err == nil || !strings.Contains(err.Error(), "none.db") {
		t.Errorf("a file that is not there: %v", err)
	}
	path := makeFile(t, 1000)
	f := open(t, path)
	if err := f.Exec("DELETE FROM number"); err == nil || !strings.Contains(err.Error(), "read") {
		t.Errorf("a row can be deleted: %v", err)
	}
	if _, err := f.Query("SELECT n FROM nothing"); err == nil || !strings.Contains(err.Error(), "nothing") {
		t.Errorf("a table that is not there: %v", err)
	}
	if err := os.Truncate(path, 4096*3); err != nil {
		t.Fatal(err)
	}
	cut := open(t, path)
	if err := cut.Each(t.Context(), "SELECT * FROM number", func([]ledger.Value) error { return nil }); err == nil {
		t.Error("a file that was cut short is read to its end")
	}
}

// Between BEGIN and the end nothing changes, whoever writes.
func TestFile_OneMoment(t *testing.T) {
	path := makeFile(t, 3)
	uri := "file:" + strings.NewReplacer("%", "%25", "?", "%3f").Replace(path)
	db, err := sql.Open("sqlite", uri+"?_journal_mode=WAL")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM number WHERE n = 1"); err != nil {
		t.Fatal(err)
	}
	f, err := scan.Open(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	count := func() (n int64) {
		if err := f.Each(t.Context(), "SELECT count(*) FROM number", func(row []ledger.Value) error {
			n = row[0].Whole
			return nil
		}); err != nil {
			t.Error(err)
		}
		return n
	}
	if err := f.Exec("BEGIN"); err != nil {
		t.Fatal(err)
	}
	before := count()
	if _, err := db.Exec("DELETE FROM number"); err != nil {
		t.Fatal(err)
	}
	if after := count(); before != 2 || after != 2 {
		t.Errorf("%d rows, then %d, want 2 both times", before, after)
	}
}
