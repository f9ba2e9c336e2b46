package main

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"stele/data/release"
)

// A release whose base map no policy can name is not served: the page would be
// without what its operator asked for, and nobody told.
func TestWatcher_RefusesABadBaseMap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "public.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	meta := release.Meta{Audience: "public", PublishedOn: "2026-11-23", BaseMap: "region.pmtiles", BaseMapAttribution: "A map of others"}
	if _, err := w.Commit(t.Context(), meta); err != nil {
		t.Fatal(err)
	}
	watching := &watcher{path: path, log: slog.New(slog.DiscardHandler)}
	err = watching.load(t.Context())
	if err == nil || !strings.Contains(err.Error(), path+`: base_map.url "region.pmtiles" is not an address`) {
		t.Errorf("load() = %v", err)
	}
	if watching.holder.Acquire() != nil {
		t.Error("it is served all the same")
	}
}
