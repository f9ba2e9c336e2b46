package release_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	"stele/data"
	"stele/data/fold"
	"stele/data/release"
)

// writeNames makes a release file of one name per village.
func writeNames(t *testing.T, names ...string) *sql.DB {
	t.Helper()
	path := filepath.Join(t.TempDir(), "release.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range names {
		ref := data.Ref{Collection: data.Villages, Key: fmt.Sprintf("v%06d", i)}
		if err := w.AddNames(t.Context(), ref, []data.Name{{Text: text}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Commit(t.Context(), release.Meta{Audience: "public", PublishedOn: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	return openSQL(t, path)
}

// openSQL opens a release as those do who have nothing but SQLite.
func openSQL(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestSearch_FileFindsNamesBySQL(t *testing.T) {
	db := writeNames(t, "Başlıbel", "Кельбаджар", "Yuxarı Qala", "Qalabaş", "Alexandropol")
	for query, want := range map[string]string{
		fold.Fold("BAŞLIBEL"):                           "Başlıbel",
		fold.Skeleton("Kəlbəcər"):                       "Кельбаджар",
		"skeleton : " + fold.Skeleton("Александрополь"): "Alexandropol",
		"yukhari AND gala":                              "Yuxarı Qala",
		"galab*":                                        "Qalabaş",
	} {
		var got string
		err := db.QueryRowContext(t.Context(), "SELECT group_concat(name.text) FROM search JOIN name ON name.fid = search.rowid WHERE search MATCH ?", query).Scan(&got)
		if err != nil || got != want {
			t.Errorf("the file finds %q for %q, %v, want %q", got, query, err, want)
		}
	}
}

// N2: the file is never deleted from, by its search table neither.
func TestSearch_LeavesNoFreePages(t *testing.T) {
	names := make([]string, 50_000)
	for i := range names {
		names[i] = fmt.Sprintf("Kənd %d %x", i, i*7919)
	}
	db := writeNames(t, names...)
	var free, found int
	if err := db.QueryRowContext(context.Background(), "PRAGMA freelist_count").Scan(&free); err != nil || free != 0 {
		t.Errorf("the file has %d free pages, %v", free, err)
	}
	if err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM search WHERE search MATCH 'kand'").Scan(&found); err != nil || found != len(names) {
		t.Errorf("it finds %d of %d names, %v", found, len(names), err)
	}
}
