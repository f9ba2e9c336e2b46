package vault_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"stele/data/vault"
)

// The driver is C translated for one version of libc; with another it has
// corrupted data.
func TestSQLite_LibcIsTheOneThatItAsksFor(t *testing.T) {
	const path = "modernc.org/libc"
	want := requirement(t, module(t, "modernc.org/sqlite").GoMod, path)
	if got := module(t, path).Version; got != want {
		t.Errorf("go.mod selects %s %s, modernc.org/sqlite asks for %s", path, got, want)
	}
}

type mod struct{ Version, GoMod string }

func module(t *testing.T, path string) (m mod) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-json", path).Output()
	if err != nil {
		t.Fatalf("go list -m %s: %v", path, err)
	}
	if err := json.Unmarshal(out, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func requirement(t *testing.T, file, path string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(words) >= 2 && words[0] == path {
			return words[1]
		}
	}
	t.Fatalf("%s does not require %s", file, path)
	return ""
}

// Before 3.51.3 a reset of the write-ahead log could corrupt a database.
func TestSQLite_IsNewEnough(t *testing.T) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var version string
	if err := db.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if number(t, version) < number(t, "3.51.3") {
		t.Errorf("SQLite is %s, want 3.51.3 or newer", version)
	}
}

// A table that is not STRICT takes a text where a number belongs.
func TestSQLite_TablesAreStrict(t *testing.T) {
	_, dir := create(t)
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, vault.FileName)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type <> 'view' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	tables := 0
	for ; rows.Next(); tables++ {
		var name string
		var strict bool
		if err := rows.Scan(&name, &strict); err != nil {
			t.Fatal(err)
		}
		if !strict {
			t.Errorf("the table %s is not STRICT", name)
		}
	}
	if err := rows.Err(); err != nil || tables < 10 {
		t.Errorf("%d tables looked at (%v), want all of the vault's", tables, err)
	}
}

func number(t *testing.T, version string) (n int) {
	t.Helper()
	for part := range strings.SplitSeq(version, ".") {
		i, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		n = n*1000 + i
	}
	return n
}
