package publish_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

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
