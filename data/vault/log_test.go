package vault_test

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/ledger"
	"stele/data/vault"
)

// right checks the vault in dir and returns what it holds.
func right(t *testing.T, dir string) vault.Verified {
	t.Helper()
	got, err := vault.Verify(t.Context(), dir, vault.Verifying{Found: func(f vault.Fault) error {
		t.Errorf("wrong: %v", f)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestLog_EveryChangeIsALeaf(t *testing.T) {
	v, dir := create(t)
	steps := []struct {
		name   string
		change func()
		leaves int64
	}{
		{"an import of two records", func() { mustFill(t, v, village(t, "a", 46, 40), village(t, "b", 46, 41)) }, 5},
		{"the same again", func() { mustFill(t, v, village(t, "a", 46, 40), village(t, "b", 46, 41)) }, 1},
		{"a correction", func() { mustFill(t, v, village(t, "a", 46.1, 40)) }, 2},
		{"decisions", func() { v.DecidePending(t.Context(), approval) }, 4},
		{"one decision", func() { v.DecideEach(t.Context(), approval, []string{cleared(t, v)[0].ID}) }, 1},
		{"anchors", func() {
			v.AddAnchors(t.Context(), map[string]vault.Anchor{"x": {LonE7: 1, LatE7: 2}, "y": {LonE7: 3, LatE7: 4}})
		}, 1},
		{"no anchors: how many is not to be seen", func() { v.AddAnchors(t.Context(), nil) }, 1},
		{"a redaction of two versions", func() { v.Redact(t.Context(), []string{cleared(t, v)[0].ID}, "x", "y") }, 0},
	}
	var before int64
	for _, s := range steps[:len(steps)-1] {
		s.change()
		got := right(t, dir)
		if got.Leaves-before != s.leaves {
			t.Errorf("%s adds %d leaves, want %d", s.name, got.Leaves-before, s.leaves)
		}
		before = got.Leaves
	}
}

// Whatever a table has, its leaf covers: a new column cannot be forgotten.
func TestLog_CoversEveryColumn(t *testing.T) {
	v, dir := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	v.Close()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	covered := vault.Covered()
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(covered[table], column) {
			t.Errorf("column %s of %s is in no leaf", column, table)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestVerify_AfterConcurrentWriters(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	for i := range 4 {
		go func() {
			v, _, err := vault.Create(t.Context(), dir, clock)
			if err != nil {
				done <- err
				return
			}
			for range 5 {
				b, err := v.Begin(t.Context())
				if err != nil {
					done <- err
					return
				}
				err = b.AddAgent(t.Context(), data.Agent{Key: string(rune('a' + i)), Name: "x", Kind: "organisation"})
				if err = errors.Join(err, b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"})); err != nil {
					done <- err
					return
				}
			}
			done <- v.Close()
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := right(t, dir); got.Leaves != 24 {
		t.Errorf("%d leaves, want 20 imports and 4 agents", got.Leaves)
	}
}

// A vault from before the log is entered in it when it is opened.
func TestOpen_AdoptsAnOlderVault(t *testing.T) {
	dir := t.TempDir()
	script, err := os.ReadFile("migrations/0001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	older, err := os.ReadFile("testdata/version1.sql")
	if err != nil {
		t.Fatal(err)
	}
	raw(t, dir, string(script))
	if err := raw(t, dir, string(older)); err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	got := right(t, dir)
	want := map[string]int64{"import": 1, "agent": 1, "source": 1, "record": 2, "claim": 1, "figure": 1, "decision": 2, "anchor": 2, "anchoring": 1, "stance": 1}
	if d := cmp.Diff(want, got.Rows); d != "" || got.Leaves != 10 {
		t.Errorf("%d leaves, want 10; rows (-want +got):\n%s", got.Leaves, d)
	}
	b := mustFill(t, v, data.Record{
		Key: "a", Collection: data.Villages, Geometry: orb.Point{46, 40}, Source: "atlas",
		Properties: map[string]any{"kind": "village", "status": "unknown"},
	})
	if b.Same != 1 {
		t.Errorf("what the older vault had counts as changed: %s", b.Summary())
	}
}

func TestKey_IsKeptAndNoOtherIsTaken(t *testing.T) {
	v, dir := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	path := filepath.Join(dir, vault.KeyName)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%s has mode %v, %v", path, info.Mode(), err)
	}
	own, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := ledger.NewKey(rand.NewChaCha8([32]byte{}), "stele/other")
	for name, text := range map[string]string{"another key": other + "\n", "a cut key": string(own[:50]), "nothing": ""} {
		os.WriteFile(path, []byte(text), 0o600)
		if _, err := v.DecidePending(t.Context(), approval); err == nil {
			t.Errorf("with %s a change is taken", name)
		}
	}
	os.Remove(path)
	if _, err := v.DecidePending(t.Context(), approval); !errors.Is(err, vault.ErrKey) {
		t.Errorf("without its key a change = %v, want ErrKey", err)
	}
	os.WriteFile(path, own, 0o600)
	if n, err := v.DecidePending(t.Context(), approval); n != 3 || err != nil {
		t.Errorf("with its key again: %d, %v", n, err)
	}
	right(t, dir)
}

func TestSetRandom_MakesTwinsAlike(t *testing.T) {
	checkpoint := func(lon float64) string {
		v, _ := create(t)
		v.SetRandom(rand.NewChaCha8([32]byte{7}))
		mustFill(t, v, village(t, "a", lon, 40))
		c, err := v.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if a, b := checkpoint(46), checkpoint(46); a != b {
		t.Errorf("two vaults with one content and one randomness:\n%s%s", a, b)
	}
	a, b := strings.Split(checkpoint(46), "\n"), strings.Split(checkpoint(46.5), "\n")
	if a[0] != b[0] || a[1] != b[1] || a[2] == b[2] {
		t.Errorf("twins differ in more than the root, or not in that:\n%q\n%q", a, b)
	}
}

func TestProve(t *testing.T) {
	v, dir := create(t)
	mustFill(t, v, village(t, "a", 46.1300712, 39.97753))
	mustFill(t, v, village(t, "a", 46.2, 39.97753))
	v.DecidePending(t.Context(), approval)
	id := cleared(t, v)[0].ID
	for version, want := range map[int]int{0: 2, 1: 1, 2: 2} {
		b, err := v.Prove(t.Context(), id, version)
		if err != nil || b.Version != want {
			t.Fatalf("Prove of version %d is of %d, %v", version, b.Version, err)
		}
		checkBundle(t, b)
	}
	if _, err := v.Prove(t.Context(), id, 3); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("Prove of a version that is not = %v", err)
	}
	right(t, dir)
}

// checkBundle takes a proof through JSON, as it travels, and then changes each
// part of it.
func checkBundle(t *testing.T, b ledger.Bundle) {
	t.Helper()
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	read, err := ledger.ReadBundle(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read.Check(); err != nil {
		t.Fatalf("Check: %v in %s", err, text)
	}
	for name, change := range map[string]func(*ledger.Bundle){
		"id":       func(b *ledger.Bundle) { b.ID = "other" },
		"version":  func(b *ledger.Bundle) { b.Version++ },
		"time":     func(b *ledger.Bundle) { b.RecordedAt = "2020-01-01T00:00:00Z" },
		"value":    func(b *ledger.Bundle) { b.Content[1].Value = "other" },
		"name":     func(b *ledger.Bundle) { b.Content[1].Name = "other" },
		"order":    func(b *ledger.Bundle) { b.Content[0], b.Content[1] = b.Content[1], b.Content[0] },
		"geometry": func(b *ledger.Bundle) { b.Content[2].Bytes[7] ^= 1 },
		"salt":     func(b *ledger.Bundle) { b.Salt = strings.Repeat("0", 64) },
		"leaf":     func(b *ledger.Bundle) { b.Leaf++ },
		"proof":    func(b *ledger.Bundle) { b.Proof = b.Proof[1:] },
		"key":      func(b *ledger.Bundle) { b.Verifier = strings.Replace(b.Verifier, "+", "++", 1) },
	} {
		changed, _ := ledger.ReadBundle(bytes.NewReader(text))
		change(&changed)
		if _, err := changed.Check(); err == nil {
			t.Errorf("a proof with another %s is taken", name)
		}
	}
}
