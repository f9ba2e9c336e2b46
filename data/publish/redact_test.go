package publish_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// Publishing notes the exact position of what it shows as a cell, once for each
// audience. After a redaction no file of the vault holds it.
func TestRedact_TakesThePositionOutForEveryAudience(t *testing.T) {
	alone, grouped := orb.Point{46.1300712, 39.9312345}, orb.Point{46.1465431, 39.9487653}
	w := base(append(gazetteer(), site("a", alone, "excavation_started", ""), site("b", grouped, "excavation_started", ""))...)
	w.records[len(w.records)-1].Group = "circle of stones"
	dir := t.TempDir()
	v, _, err := vault.Create(t.Context(), dir, day)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.approve(t, v, []string{"first editor", "second editor"})
	for _, audience := range []string{"public", "partner"} {
		p, err := policy.ForAudience(audience, "")
		if err != nil {
			t.Fatal(err)
		}
		report, err := publish.Release(t.Context(), v, p, filepath.Join(t.TempDir(), "r.gpkg"), release.Meta{PublishedOn: "2026-03-05"}, nil)
		if err != nil || report.Cells != 2 {
			t.Fatalf("publish for %s: %d cells, %v", audience, report.Cells, err)
		}
	}
	subjects := []string{"public " + w.records[6].ID, "partner " + w.records[6].ID, "public group circle of stones", "partner group circle of stones"}
	if n := anchored(t, v, subjects); n != len(subjects) {
		t.Fatalf("%d anchors of %d: this tests nothing", n, len(subjects))
	}
	if _, err := v.Redact(t.Context(), []string{w.records[6].ID, w.records[7].ID}, "editor", "consent was taken back"); err != nil {
		t.Fatal(err)
	}
	if n := anchored(t, v, subjects); n != 0 {
		t.Errorf("%d anchors are left", n)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []float64{alone[0], alone[1], grouped[0], grouped[1]} {
			for name, form := range forms(at) {
				if bytes.Contains(content, form) {
					t.Errorf("%s still holds %v as %s", filepath.Base(file), at, name)
				}
			}
		}
	}
}

func anchored(t *testing.T, v *vault.Vault, subjects []string) (n int) {
	t.Helper()
	err := v.View(t.Context(), func(view *vault.View) error {
		for _, s := range subjects {
			_, ok, err := view.Anchor(t.Context(), s)
			if err != nil {
				return err
			}
			if ok {
				n++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The anchor of a location group is the centre of all its members. After one of
// them is redacted, it must not tell with the others where that one was; who is
// left has the cell that they had, and it stays where it is (rules G5, G6).
func TestG5_ARedactedMemberIsNotToBeReckoned(t *testing.T) {
	gone, stays := orb.Point{46.1300712, 39.9312345}, orb.Point{46.1465431, 39.9587657}
	middle := orb.Bound{Min: gone, Max: stays}.Center()
	w := base(append(gazetteer(), site("gone", gone, "excavation_started", ""), site("stays", stays, "excavation_started", ""), site("draft", stays, "reported", ""))...)
	for i := range w.records[6:] {
		w.records[6+i].Group = "mill"
	}
	draft := w.records[8]
	w.records = w.records[:8]
	dir := t.TempDir()
	v, _, err := vault.Create(t.Context(), dir, day)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.approve(t, v, []string{"first editor", "second editor"})
	if err := (world{records: []data.Record{draft}}).fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	before := releaseOf(t, v)
	partner, err := policy.ForAudience("partner", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish.Release(t.Context(), v, partner, filepath.Join(t.TempDir(), "r.gpkg"), release.Meta{PublishedOn: "2026-03-05"}, nil); err != nil {
		t.Fatal(err)
	}
	subjects := []string{"public group mill", "partner group mill"}
	redact := func(r data.Record, want orb.Point) {
		t.Helper()
		if _, err := v.Redact(t.Context(), []string{r.ID}, "editor", "consent was taken back"); err != nil {
			t.Fatal(err)
		}
		for _, s := range subjects {
			if got, ok := anchorOf(t, v, s); !ok || got != vault.AnchorAt(want) {
				t.Errorf("after the redaction of %s the anchor of %q is %v, want %v", r.Key, s, got, vault.AnchorAt(want))
			}
		}
	}
	redact(draft, middle) // it had no part in it
	redact(w.records[6], stays)
	after := releaseOf(t, v)
	if got, want := after.feature["stays"]["geometry"], before.feature["stays"]["geometry"]; len(after.feature) != 7 || !cmp.Equal(got, want) {
		t.Errorf("who is left is shown at %v, was at %v", got, want)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = vault.Verify(t.Context(), dir, vault.Verifying{Found: func(f vault.Fault) error { t.Errorf("at fault: %s", f); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range append(files, after.path) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []float64{gone[0], gone[1], middle[0], middle[1]} {
			for name, form := range forms(at) {
				if bytes.Contains(content, form) {
					t.Errorf("%s still holds %v as %s", filepath.Base(file), at, name)
				}
			}
		}
	}
}

func anchorOf(t *testing.T, v *vault.Vault, subject string) (a vault.Anchor, ok bool) {
	t.Helper()
	err := v.View(t.Context(), func(view *vault.View) (err error) {
		a, ok, err = view.Anchor(t.Context(), subject)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a, ok
}
