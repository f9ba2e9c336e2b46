package atlas_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

// writeFile publishes sites as a release that carries its pack.
func writeFile(t testing.TB, features []release.Feature) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sites, _ := data.CollectionByID(data.Sites)
	for i := range features { // any order: the writer sorts
		if err := w.AddFeature(t.Context(), sites, features[len(features)-1-i]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.CommitTo(t.Context(), release.Meta{PublishedOn: "2026-11-23"}, release.Finish{Tail: atlas.WriteTail}); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpen_IsWhatBuildMakes(t *testing.T) {
	features := randomFeatures(seeded(t), 150)
	path := writeFile(t, features)
	opened, err := atlas.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Release()
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	built, err := atlas.Build(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	l, same := layerOf(t, opened, data.Sites), layerOf(t, built, data.Sites)
	q := atlas.Query{}
	q.From, q.To = atlas.AllTime()
	var want []string
	for _, f := range features {
		want = append(want, f.ID)
	}
	if diff := cmp.Diff(want, idsOf(l, l.Query(q))); diff != "" {
		t.Errorf("order of the file: %s", diff)
	}
	for i := range uint32(l.Len()) {
		if !bytes.Equal(l.Encoded(i), same.Encoded(i)) {
			t.Errorf("feature %d: %s, built anew %s", i, l.Encoded(i), same.Encoded(i))
		}
		if diff := cmp.Diff(same.GeometryAt(i), l.GeometryAt(i)); diff != "" {
			t.Errorf("geometry of feature %d: %s", i, diff)
		}
	}
	if len(opened.Meta().Version) != 64 {
		t.Errorf("Meta().Version = %q", opened.Meta().Version)
	}
}

// A byte that is not as it was makes the pack another one than the rows give, or
// one that cannot be read; nothing of it ends the process.
func TestVerifyTail_FindsEveryFlip(t *testing.T) {
	path := writeFile(t, randomFeatures(seeded(t), 40))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tail, err := release.OpenTail(path)
	if err != nil {
		t.Fatal(err)
	}
	start := len(whole) - 64 - len(tail.Bytes())
	if err := tail.Close(); err != nil {
		t.Fatal(err)
	}
	if err := atlas.VerifyTail(t.Context(), path); err != nil {
		t.Fatalf("an untouched file: %v", err)
	}
	step := max(1, (len(whole)-start)/150)
	for at := start; at < len(whole); at += step {
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << (at % 8)
		file := filepath.Join(t.TempDir(), "flipped.gpkg")
		if err := os.WriteFile(file, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := atlas.VerifyTail(t.Context(), file); err == nil {
			t.Errorf("byte %d of the tail is flipped, and nobody says so", at-start)
		}
		if a, err := atlas.Open(t.Context(), file); err == nil {
			a.Release()
		}
	}
}

// Nor does a pack of another version keep a release from being served.
func TestOpen_WithAnotherVersionsPackReadsTheRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "r.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	sites, _ := data.CollectionByID(data.Sites)
	if err := w.AddFeature(t.Context(), sites, feature(data.Sites, "a", nil, nil)); err != nil {
		t.Fatal(err)
	}
	other := func(_ context.Context, _ release.Rows, w io.Writer) error {
		_, err := io.WriteString(w, "atlas 0\n and what it had then")
		return err
	}
	if _, err := w.CommitTo(t.Context(), release.Meta{PublishedOn: "2026-11-23"}, release.Finish{Tail: other}); err != nil {
		t.Fatal(err)
	}
	a, err := atlas.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Release()
	if n := layerOf(t, a, data.Sites).Len(); n != 1 {
		t.Errorf("%d features, want 1", n)
	}
}

// SQLite, and so every GIS, takes the file for what its rows are.
func TestOpen_WithoutTailReadsTheRows(t *testing.T) {
	path := writeFile(t, randomFeatures(seeded(t), 30))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole[27]++ // the change counter, as after a write by another program
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := atlas.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Release()
	if n := layerOf(t, a, data.Sites).Len(); n != 30 {
		t.Errorf("%d features, want 30", n)
	}
	if err := atlas.VerifyTail(t.Context(), path); err == nil {
		t.Error("a tail of other rows passes")
	}
}
