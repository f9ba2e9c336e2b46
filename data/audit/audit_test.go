package audit_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stele/data"
	"stele/data/audit"
	"stele/data/ledger"
	"stele/data/release"
	"stele/data/vault"
)

func TestFolder_IsRight(t *testing.T) {
	dir := t.TempDir()
	first := makeFolder(t, dir)
	report, err := audit.Folder(t.Context(), dir, audit.Options{Kept: []vault.Kept{{Where: "first", Note: first}}})
	if err != nil || !report.OK() {
		t.Fatalf("Folder = %v, %v", report.Faults, err)
	}
	// Two versions of a record, and the anchor of the group that it was in.
	want := map[string]int64{"records": 4, "redactions": 3, "claims": 1, "originals": 1, "releases": 1, "locators": 2, "sources": 1}
	for _, l := range report.Lines {
		if n, ok := want[l.What]; ok && n != l.Count {
			t.Errorf("%s: %d, want %d", l.What, l.Count, n)
		}
		delete(want, l.What)
	}
	if len(want) > 0 {
		t.Errorf("not counted: %v", want)
	}
}

func TestFolder_NeedsAVault(t *testing.T) {
	if _, err := audit.Folder(t.Context(), t.TempDir(), audit.Options{}); !errors.Is(err, vault.ErrNone) {
		t.Errorf("Folder of an empty folder = %v, want ErrNone", err)
	}
}

// TestFolder_SaysWhatIsWrong tampers behind the program's back, as somebody would
// who knows SQL: the triggers are taken away and put back.
func TestFolder_SaysWhatIsWrong(t *testing.T) {
	original := t.TempDir()
	makeFolder(t, original)
	statements := map[string]struct{ statement, want string }{
		"a position":            {"UPDATE record SET geometry = x'0101000000000000000000F03F000000000000F03F' WHERE key = 'first' AND version = 2", "record "},
		"a position and digest": {"UPDATE record SET uncertainty_m = 5, digest = randomblob(32) WHERE key = 'first' AND version = 1", "does not have its digest"},
		"another time":          {"UPDATE record SET recorded_at = '2020-01-01T00:00:00Z'", "is not what leaf"},
		"a row gone":            {"DELETE FROM record WHERE key = 'second' AND version = 1", "nothing in the vault stands for it"},
		"a row out of the log":  {"UPDATE claim SET leaf = NULL", "claim "},
		"a decision's author":   {"UPDATE decision SET by = 'somebody else' WHERE seq = 2", "decision 2"},
		"a decision gone":       {"DELETE FROM decision WHERE seq = 1", "leaf "},
		"a decision added": {
			"INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy) SELECT entity, id, version, state, by, at, reason, note, policy FROM decision WHERE seq = 1",
			"is not in the log",
		},
		"an import's name":        {"UPDATE import SET name = 'other'", "import 1"},
		"an anchor":               {"UPDATE anchor SET lon_e7 = lon_e7 + 1", "anchor "},
		"an anchor gone":          {"DELETE FROM anchor", "no anchor stands for"},
		"a redaction's reason":    {"UPDATE redaction SET reason = 'none'", "redaction 1"},
		"a redaction that is not": {"DELETE FROM redaction WHERE entity = 'record'", "leaf "},
		"a stance":                {"DELETE FROM stance", "is missing"},
		"a hash of the log":       {"UPDATE log_chunk SET hashes = randomblob(length(hashes))", "log"},
		"a cut log":               {"UPDATE log_chunk SET hashes = substr(hashes, 1, 320)", "ends after"},
		"a longer log":            {"UPDATE log_chunk SET hashes = CAST(hashes || zeroblob(32) AS BLOB)", "beyond"},
		"a checkpoint":            {"UPDATE log_checkpoint SET note = replace(note, 'stele/', 'stelo/') WHERE size = (SELECT min(size) FROM log_checkpoint)", "log_checkpoint"},
		"the newest checkpoints":  {"DELETE FROM log_checkpoint WHERE size > 10", "released_public 1: its checkpoint is not that of the first 1 releases"},
		"a public checkpoint":     {"UPDATE released_public SET note = replace(note, 'stele/', 'stelo/')", "released_public 1"},
		"a public log's salt":     {"UPDATE released_public SET salt = randomblob(32) WHERE seq = 1", "released 1: is not what leaf"},
		"what a release is of":    {"UPDATE released_public SET size = (SELECT min(size) FROM log_checkpoint) WHERE seq = 2", "released 2: is not what leaf"},
		"a public leaf gone":      {"DELETE FROM released_public WHERE seq = 1", "released 1: is not what leaf"},
		"a release":               {"UPDATE released SET version = 'ab'", "released"},
		"a release's file":        {"UPDATE released_file SET sha256 = 'ab'", "released_file"},
		"an archived file":        {"UPDATE archived SET bytes = 1", "archived"},
		"a trigger":               {"DROP TRIGGER record_kept", "record_kept"},
		"an index":                {"DROP INDEX claim_subject", "claim_subject"},
	}
	for name, test := range statements {
		t.Run(name, func(t *testing.T) {
			dir := copyFolder(t, original)
			tamper(t, dir, test.statement)
			expectFault(t, dir, audit.Options{}, test.want)
		})
	}
}

// tamper runs a statement without the triggers that would refuse it.
func tamper(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
	if err != nil {
		t.Fatal(err)
	}
	triggers := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		triggers[name] = text
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		t.Fatal(err)
	}
	for name := range triggers {
		db.Exec("DROP TRIGGER " + name)
	}
	if !strings.HasPrefix(statement, "DROP TRIGGER") {
		r, err := db.Exec(statement)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := r.RowsAffected(); n == 0 && !strings.HasPrefix(statement, "DROP") {
			t.Fatalf("%s changes nothing", statement)
		}
	}
	for name, text := range triggers {
		if statement == "DROP TRIGGER "+name {
			continue
		}
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
}

func expectFault(t *testing.T, dir string, o audit.Options, want string) {
	t.Helper()
	found := faults(t, dir, o)
	if !strings.Contains(strings.Join(found, "\n"), want) {
		t.Errorf("found %q, want %q", found, want)
	}
}

func TestFolder_Files(t *testing.T) {
	original := t.TempDir()
	makeFolder(t, original)
	copyPath, _ := filepath.Glob(filepath.Join(original, "archive", "*", "*"))
	copyName, _ := filepath.Rel(original, copyPath[0])
	tests := map[string]struct {
		do   func(dir string) error
		want string
	}{
		"an original is gone":   {func(dir string) error { return os.Remove(filepath.Join(dir, copyName)) }, "archive"},
		"an original is longer": {func(dir string) error { return appendTo(filepath.Join(dir, copyName), "x") }, "not what its name says"},
		"a release is longer":   {func(dir string) error { return appendTo(filepath.Join(dir, "releases/public.gpkg"), "x") }, "releases/public.gpkg"},
		"a release elsewhere": {func(dir string) error {
			return os.Rename(filepath.Join(dir, "releases/public.gpkg"), filepath.Join(dir, "releases/partner.gpkg"))
		}, "releases/partner.gpkg"},
		"another key": {func(dir string) error {
			other := t.TempDir()
			makeFolder(t, other)
			return os.Rename(filepath.Join(other, vault.KeyName), filepath.Join(dir, vault.KeyName))
		}, "not the key of this vault's log"},
		"an older vault": {func(dir string) error {
			v, err := vault.Open(t.Context(), dir, clock)
			if err != nil {
				return err
			}
			old, err := os.ReadFile(filepath.Join(dir, vault.FileName))
			if err != nil {
				return err
			}
			publishIn(t, v, dir)
			return errors.Join(v.Close(), os.WriteFile(filepath.Join(dir, vault.FileName), old, 0o600))
		}, "its end is lost"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := copyFolder(t, original)
			if err := test.do(dir); err != nil {
				t.Fatal(err)
			}
			expectFault(t, dir, audit.Options{}, test.want)
		})
	}
}

func appendTo(path, text string) error {
	os.Chmod(path, 0o600)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}

// Somebody with the key can write a whole vault anew; a kept checkpoint or key
// shows it.
func TestFolder_WrittenAnew(t *testing.T) {
	original, anew := t.TempDir(), t.TempDir()
	kept := makeFolder(t, original)
	data, err := os.ReadFile(filepath.Join(original, vault.KeyName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(anew, vault.KeyName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	makeFolder(t, anew)
	if found := faults(t, anew, audit.Options{}); len(found) > 0 {
		t.Fatalf("a vault with somebody else's key is right by itself, found %q", found)
	}
	expectFault(t, anew, audit.Options{Kept: []vault.Kept{{Where: "kept.txt", Note: kept}}}, "kept.txt: the log that it was signed for is not the beginning")
	expectFault(t, anew, audit.Options{Verifier: "stele/other"}, "not the one given")

	// So does what a public server has shown.
	seen := publicCheckpoint(t, original)
	if found := faults(t, original, audit.Options{Kept: []vault.Kept{{Where: "seen.txt", Note: seen}}}); len(found) > 0 {
		t.Errorf("the public log's own checkpoint is refused: %q", found)
	}
	expectFault(t, anew, audit.Options{Kept: []vault.Kept{{Where: "seen.txt", Note: seen}}}, "seen.txt: the log that it was signed for is not the beginning")
	short := t.TempDir()
	if err := os.WriteFile(filepath.Join(short, vault.KeyName), data, 0o600); err != nil {
		t.Fatal(err)
	}
	v, _, err := vault.Create(t.Context(), short, clock)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, v, short, 46.1)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	expectFault(t, short, audit.Options{Kept: []vault.Kept{{Where: "seen.txt", Note: seen}}}, "seen.txt: was signed for 2 releases and the log has 0: its end is lost")
	forged := strings.Replace(seen, "\n2\n", "\n1\n", 1)
	expectFault(t, original, audit.Options{Kept: []vault.Kept{{Where: "seen.txt", Note: forged}}}, "seen.txt: is not a checkpoint of this vault's log")
}

// publicCheckpoint is what /log/checkpoint of a server of the folder would say.
func publicCheckpoint(t *testing.T, dir string) string {
	t.Helper()
	r, err := release.Open(t.Context(), filepath.Join(dir, "releases", "public.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	log, ok, err := r.Log(t.Context())
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	return log.Checkpoint
}

func TestFolder_Locators(t *testing.T) {
	bytes := func(first, last int64) *[2]int64 { return &[2]int64{first, last} }
	tests := map[string]struct {
		locator data.Locator
		want    string // "" is right
	}{
		"bytes":                  {data.Locator{Bytes: bytes(0, 22)}, ""},
		"to the end":             {data.Locator{Bytes: bytes(0, int64(len(article)))}, ""},
		"paragraph":              {data.Locator{Paragraph: 3}, ""},
		"bytes in a paragraph":   {data.Locator{Paragraph: 2, Bytes: bytes(24, 51)}, ""},
		"a page is not checked":  {data.Locator{Page: 900}, ""},
		"no such paragraph":      {data.Locator{Paragraph: 4}, "there is no paragraph 4, only 3"},
		"beyond the end":         {data.Locator{Bytes: bytes(0, int64(len(article))+1)}, "are not in its"},
		"backwards":              {data.Locator{Bytes: bytes(5, 5)}, "are not in its"},
		"negative":               {data.Locator{Bytes: bytes(-1, 5)}, "are not in its"},
		"within a character":     {data.Locator{Bytes: bytes(28, 30)}, "cut a character in two"},
		"in another paragraph":   {data.Locator{Paragraph: 1, Bytes: bytes(24, 30)}, "cut a character"},
		"over a paragraph's end": {data.Locator{Paragraph: 1, Bytes: bytes(3, 24)}, "are not in paragraph 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			v, _, err := vault.Create(t.Context(), dir, clock)
			if err != nil {
				t.Fatal(err)
			}
			fill(t, v, dir, 46)
			b, err := v.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			err = b.AddClaim(t.Context(), data.Claim{
				Key: "located", Subject: data.Ref{Collection: data.Sites, Key: "first"}, Property: "note", Value: []byte(`"x"`),
				Assertion: data.Assertion{Source: "article", Rank: "normal", Locator: test.locator},
			})
			if err = errors.Join(err, b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}), v.Close()); err != nil {
				t.Fatal(err)
			}
			found := strings.Join(faults(t, dir, audit.Options{}), "\n")
			if (test.want == "") != (found == "") || !strings.Contains(found, test.want) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}

func TestRelease_ByItself(t *testing.T) {
	dir := t.TempDir()
	makeFolder(t, dir)
	path := filepath.Join(dir, "releases", "public.gpkg")
	_, c, err := audit.Release(t.Context(), path, "")
	if err != nil || c.Size == 0 {
		t.Fatalf("Release = %v, %v", c, err)
	}
	if _, _, err := audit.Release(t.Context(), path, "stele/other+1"); err == nil {
		t.Error("a release with another key than given is taken")
	}
	v, err := vault.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := v.Verifier(t.Context())
	if err = errors.Join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
	for audience, want := range map[string]bool{"public": true, "partner": false} {
		key, err := ledger.PublicVerifier(verifier, audience)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := audit.Release(t.Context(), path, key); (err == nil) != want {
			t.Errorf("with the key of the log for %s: %v", audience, err)
		}
	}
	if _, _, err := audit.Release(t.Context(), path, verifier); err != nil {
		t.Errorf("with the vault's key: %v", err)
	}
	for _, statement := range []string{
		"UPDATE agent SET name = 'Another office'",
		"DELETE FROM sites WHERE fid = 1",
		"UPDATE stele_meta SET value = '2027-01-01' WHERE key = 'published_on'",
		"UPDATE stele_log SET value = '3' WHERE key = 'leaf'",
		"UPDATE stele_log_earlier SET proof = '[]'",
		// The first letter of the first hash; a last one may have bits that say nothing.
		`UPDATE stele_log SET value = substr(value, 1, 2) || CASE substr(value, 3, 1) WHEN 'A' THEN 'B' ELSE 'A' END || substr(value, 4)
			WHERE key = 'proof' AND value LIKE '["%'`,
	} {
		changed := filepath.Join(copyFolder(t, dir), "releases", "public.gpkg")
		db, err := sql.Open("sqlite", "file:"+changed)
		if err != nil {
			t.Fatal(err)
		}
		// The spatial triggers call functions that only a GIS has.
		db.Exec("DROP TRIGGER rtree_sites_geom_delete")
		r, err := db.Exec(statement)
		if err != nil {
			t.Fatal(err)
		}
		if n, _ := r.RowsAffected(); n == 0 {
			t.Fatalf("%s changes nothing", statement)
		}
		db.Close()
		if _, _, err := audit.Release(t.Context(), changed, ""); err == nil {
			t.Errorf("after %s the release is taken", statement)
		}
	}
}
