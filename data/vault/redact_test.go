package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stele/data"
	"stele/data/vault"
)

// N8, and what a redaction promises: the row comes out no more, its content is
// in no file, the log holds, and proofs from before do too.
func TestRedact(t *testing.T) {
	v, dir := create(t)
	secret := village(t, "shepherd-hut", 46.1300712, 39.97753)
	secret.Names[0].Text = "Unwiederbringlich"
	secret.Group = "circle-of-stones"
	for i := range 300 { // so that pages are split, and old cells lie about
		mustFill(t, v, village(t, strings.Repeat("x", 1+i%90)+string(rune('a'+i%26)), 46, 40))
	}
	mustFill(t, v, secret)
	secret.UncertaintyM = 5
	_, err := fill(t, v, func(b *vault.Batch) error {
		c := data.Claim{
			Key: "c", Subject: data.Ref{Collection: data.Villages, Key: secret.Key}, Property: "status", Value: []byte(`"abandoned"`),
			Assertion: data.Assertion{Source: "atlas", Rank: "normal"},
		}
		return errors.Join(b.Add(t.Context(), 1, secret), b.AddClaim(t.Context(), c))
	})
	if err != nil {
		t.Fatal(err)
	}
	v.DecidePending(t.Context(), approval)
	id := idOf(t, v, secret.Key)
	proof, err := v.Prove(t.Context(), id, 0)
	if err != nil {
		t.Fatal(err)
	}
	err = v.AddAnchors(t.Context(), map[string]vault.Anchor{id: {LonE7: 461300712, LatE7: 399775300}, "group circle-of-stones": {LonE7: 1, LatE7: 2}, "other": {LonE7: 5, LatE7: 6}})
	if err != nil {
		t.Fatal(err)
	}

	done, err := v.Redact(t.Context(), []string{id}, "editor", "consent was taken back")
	if err != nil || done.Rows != 2 || len(done.Naming) != 1 || !strings.HasPrefix(done.Naming[0], "claim ") {
		t.Fatalf("Redact = %+v, %v; want two versions out and a claim that names them", done, err)
	}
	if got := idOf(t, v, secret.Key); got != "" {
		t.Error("the record still comes out")
	}
	if _, err := v.Prove(t.Context(), id, 0); !errors.Is(err, vault.ErrRedacted) {
		t.Errorf("Prove of a redacted row = %v", err)
	}
	if _, err := proof.Check(); err != nil {
		t.Errorf("a proof from before does not hold any more: %v", err)
	}
	if rows := right(t, dir).Rows; rows["redaction"] != 4 || rows["anchor"] != 1 {
		t.Errorf("%d redactions and %d anchors, want those of 2 versions and 2 anchors, and 1 left", rows["redaction"], rows["anchor"])
	}
	for _, word := range []string{"Unwiederbringlich", proof.Salt} {
		inNoFile(t, dir, word)
	}
	if again, err := v.Redact(t.Context(), []string{id}, "editor", "again"); err != nil || again.Rows != 0 {
		t.Errorf("Redact of what is out = %+v, %v", again, err)
	}
}

func idOf(t *testing.T, v *vault.Vault, key string) string {
	t.Helper()
	for _, r := range cleared(t, v) {
		if r.Key == key {
			return r.ID
		}
	}
	return ""
}

func inNoFile(t *testing.T, dir, word string) {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(word)) {
			t.Errorf("%s still holds %q", filepath.Base(file), word)
		}
	}
}

func TestRedact_Refuses(t *testing.T) {
	v, dir := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	v.DecidePending(t.Context(), approval)
	id := idOf(t, v, "a")
	if _, err := v.Redact(t.Context(), []string{id, "nobody"}, "x", "y"); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("Redact of an unknown ID = %v, want ErrUnknown", err)
	}
	for _, by := range [][2]string{{"", "y"}, {"x", ""}} {
		if _, err := v.Redact(t.Context(), []string{id}, by[0], by[1]); err == nil {
			t.Errorf("a redaction by %q for %q is taken", by[0], by[1])
		}
	}
	if idOf(t, v, "a") != id {
		t.Error("a refused redaction took the row out")
	}
	mustFill(t, v, village(t, "b", 46, 40))
	v.DecidePending(t.Context(), approval)
	if _, err := v.Redact(t.Context(), []string{idOf(t, v, "b")}, "x", "y"); err != nil {
		t.Fatal(err)
	}
	v.Close()
	for _, statement := range []string{"DELETE FROM record", "DELETE FROM redaction", "UPDATE record SET salt = NULL", "DELETE FROM log_chunk", "UPDATE log_chunk SET hashes = zeroblob(32)"} {
		if err := raw(t, dir, statement); err == nil {
			t.Errorf("%s is taken", statement)
		}
	}
}

// A source takes its copy with it, unless another source has the same.
func TestRedact_SourceAndItsCopy(t *testing.T) {
	v, dir := create(t)
	sum := strings.Repeat("ab", 32)
	_, err := fill(t, v, func(b *vault.Batch) error {
		s := data.Source{Kind: "report", Title: "T", Agent: "office", Archive: data.Archive{State: "captured", SHA256: sum, Bytes: 3, MediaType: "text/plain"}}
		one, two := s, s
		one.Key, one.ID, two.Key, two.ID = "one", "one", "two", "two"
		return errors.Join(b.AddFile(t.Context(), vault.File{SHA256: sum, Bytes: 3, MediaType: "text/plain"}, "x"), b.AddSource(t.Context(), one), b.AddSource(t.Context(), two))
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		id    string
		files int
	}{{"one", 0}, {"two", 1}} {
		done, err := v.Redact(t.Context(), []string{step.id}, "x", "y")
		if err != nil || len(done.Files) != step.files {
			t.Errorf("Redact(%s) = %+v, %v, want %d files", step.id, done, err, step.files)
		}
	}
	if got := right(t, dir); len(got.Archived) != 0 || got.Rows["redaction"] != 3 {
		t.Errorf("%d files, %d redactions", len(got.Archived), got.Rows["redaction"])
	}
}
