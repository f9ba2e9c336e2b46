package audit_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/archive"
	"stele/data/audit"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

func clock() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

const article = "Two graves were found.\n\nThe kənd was\nleft in 1993.\n\nNobody knows more.\n"

// makeFolder makes a data folder as people do: an import, originals, decisions,
// a correction, a redaction and two releases. It returns the first checkpoint.
func makeFolder(t testing.TB, dir string) string {
	t.Helper()
	v, _, err := vault.Create(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	fill(t, v, dir, 46.1)
	first, err := v.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	approve(t, v)
	publishIn(t, v, dir)
	fill(t, v, dir, 46.10001)
	approve(t, v)
	redactNamed(t, v, "mistake")
	publishIn(t, v, dir)
	return first
}

func fill(t testing.TB, v *vault.Vault, dir string, lon float64) {
	t.Helper()
	sum, size, err := archive.In(dir).Add(t.Context(), strings.NewReader(article))
	if err != nil {
		t.Fatal(err)
	}
	b, err := v.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Rollback()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(b.AddFile(t.Context(), vault.File{SHA256: sum, Bytes: size, MediaType: "text/plain"}, "tester"))
	must(b.AddAgent(t.Context(), data.Agent{Key: "office", Name: "An office", Kind: "state_body"}))
	must(b.AddSource(t.Context(), data.Source{
		Key: "article", Kind: "news_article", Title: "An article", Agent: "office",
		Archive: data.Archive{State: "captured", SHA256: sum, Bytes: size, MediaType: "text/plain"},
	}))
	for i, key := range []string{"first", "second", "mistake"} {
		must(b.Add(t.Context(), i+1, data.Record{
			Key: key, Collection: data.Sites, Geometry: orb.Point{lon, 40}, Source: "article", Group: "pair",
			Names:      []data.Name{{Text: "Site " + key, Language: "en", Script: "Latn"}},
			Properties: map[string]any{"kind": "burial_place", "stage": "exhumed_fully"},
		}))
	}
	statement := data.Assertion{Source: "article", Rank: "normal", Locator: data.Locator{Paragraph: 2, Bytes: &[2]int64{28, 33}}}
	must(b.AddClaim(t.Context(), data.Claim{
		Key: "c1", Subject: data.Ref{Collection: data.Sites, Key: "first"}, Property: "stage", Value: json.RawMessage(`"reported"`), Assertion: statement,
	}))
	rival := statement
	rival.Disputes, rival.Locator = []string{"c1"}, data.Locator{Paragraph: 3}
	two := int64(2)
	must(b.AddFigure(t.Context(), data.Figure{
		Key: "f1", Scope: data.Ref{Collection: data.Sites, Key: "first"}, Measure: "killed", Low: &two, Assertion: rival,
	}))
	must(b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}))
}

func approve(t testing.TB, v *vault.Vault) {
	t.Helper()
	if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: "editor", Reason: "checked"}); err != nil {
		t.Fatal(err)
	}
}

func publishIn(t testing.TB, v *vault.Vault, dir string) {
	t.Helper()
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "releases", "public.gpkg")
	if _, err := publish.Release(t.Context(), v, p, path, release.Meta{PublishedOn: "2026-03-04", Title: "Test"}, nil); err != nil {
		t.Fatal(err)
	}
}

func redactNamed(t testing.TB, v *vault.Vault, key string) {
	t.Helper()
	rows, _, err := v.Pending(t.Context(), 0)
	if err != nil || len(rows) > 0 {
		t.Fatal(rows, err)
	}
	var id string
	err = v.View(t.Context(), func(w *vault.View) error {
		r, _, err := w.Record(t.Context(), data.Ref{Collection: data.Sites, Key: key})
		id = r.ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	done, err := v.Redact(t.Context(), []string{id}, "editor", "it was never there")
	if err != nil || done.Rows == 0 {
		t.Fatalf("Redact = %+v, %v", done, err)
	}
}

// faults checks a folder and returns all that is wrong.
func faults(t testing.TB, dir string, o audit.Options) []string {
	t.Helper()
	o.All = true
	report, err := audit.Folder(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range report.Faults {
		list = append(list, f.String())
	}
	return list
}

func copyFolder(t testing.TB, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}
