package publish_test

import (
	"fmt"
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

// publishAt releases v at path on a day and returns the log, as lines.
func publishAt(t *testing.T, v *vault.Vault, path, day string) (release.Lineage, []string) {
	t.Helper()
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := publish.Release(t.Context(), v, p, path, release.Meta{PublishedOn: day, Title: "Test"}, nil); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	log, err := r.Lineage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if last := log.Editions[len(log.Editions)-1]; last.Version != r.Meta().Version {
		t.Errorf("the last edition is %.8s, the release %.8s", last.Version, r.Meta().Version)
	}
	var lines []string
	for _, c := range log.Changes {
		lines = append(lines, fmt.Sprintf("%d %s %s %s %s", c.Step, c.PublishedOn, c.Kind, c.Collection, c.ID[len(c.ID)-1:]))
	}
	return log, lines
}

func TestN7_ChangesFromReleaseToRelease(t *testing.T) {
	w := twoSides(site("a", orb.Point{46.123, 39.987}, "exhumed_fully", ""), site("b", nil, "reported", ""), site("c", nil, "reported", ""))
	v := w.vault(t)
	path := filepath.Join(t.TempDir(), "public.gpkg")
	if log, lines := publishAt(t, v, path, "2026-03-05"); len(lines) != 0 || len(log.Editions) != 1 {
		t.Fatalf("the first release has the log %+v", log)
	}
	first, lines := publishAt(t, v, path, "2026-03-06")
	if len(lines) != 0 || len(first.Editions) != 1 {
		t.Errorf("the same content again is a change: %+v", first)
	}
	w.revise(t, v, data.Published, "x", stage("reported")) // a: withheld now
	w.records = append(w.records, site("d", nil, "located", ""))
	w.claims = []data.Claim{claim("about-b", "b", "characterisation", `"x"`, "news", "normal")}
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.approve(t, v, []string{"editor"})
	_, lines = publishAt(t, v, path, "2026-03-07")
	want := []string{"2 2026-03-07 coarser sites a", "2 2026-03-07 changed sites b", "2 2026-03-07 added sites d"}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("second release (-want +got):\n%s", d)
	}
	w.revise(t, v, data.Published, "x", stage("exhumed_fully"))
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Withdrawn, By: "editor", Reason: "asked for"}, []string{w.records[1].ID}); err != nil {
		t.Fatal(err)
	}
	log, lines := publishAt(t, v, path, "2026-03-08")
	// Of b, which is withdrawn, only the ID and the day are left.
	want = []string{"2 2026-03-07 coarser sites a", "2 2026-03-07 added sites d", "3 2026-03-08 withdrawn  b", "3 2026-03-08 finer sites a"}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("third release (-want +got):\n%s", d)
	}
	for _, c := range log.Changes {
		if c.Kind == release.Withdrawn && (c.From != "" || c.To != "") {
			t.Errorf("withdrawn: %+v", c)
		} else if c.Kind != release.Withdrawn && (c.From != log.Editions[c.Step-2].Version || c.To != log.Editions[c.Step-1].Version) {
			t.Errorf("change %+v does not fit the editions %+v", c, log.Editions)
		}
	}
}

// What the history says is for readers too: another reason is a change.
func TestN7_ChangesOfTheHistoryAreChanges(t *testing.T) {
	w := base(site("a", nil, "reported", ""), site("b", nil, "reported", ""))
	w.records[0].Properties["description"] = "first"
	v := w.vault(t)
	before := releaseOf(t, v).reader
	ids := []string{w.records[0].ID}
	for _, step := range []struct {
		name    string
		change  func()
		was, is int
	}{
		{"another reason", func() {
			for _, state := range []string{data.Withdrawn, data.Published} {
				if err := v.DecideEach(t.Context(), data.Decision{State: state, By: "editor", Reason: "on second thoughts"}, ids); err != nil {
					t.Fatal(err)
				}
			}
		}, 1, 1},
		{"another version", func() {
			w.revise(t, v, data.Published, "mended", func(r *data.Record) { r.Properties["description"] = "second" })
		}, 1, 2},
		{"the same text again", func() { w.revise(t, v, data.Published, "a hidden field", at(46.5, 39.5)) }, 0, 0},
	} {
		step.change()
		after := releaseOf(t, v).reader
		var got []publish.Difference
		for d, err := range publish.Diff(t.Context(), before, after) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d)
		}
		if step.is == 0 {
			// Where it is withheld there is a word about that, and no version.
			if len(got) != 1 || got[0].PastIs != 0 {
				t.Errorf("%s: %+v, want no change of the history", step.name, got)
			}
		} else if len(got) != 1 || got[0].ID != ids[0] || got[0].Kind != release.Changed || got[0].PastWas != step.was || got[0].PastIs != step.is {
			t.Errorf("%s: %+v, want the history of one record changed from %d to %d versions", step.name, got, step.was, step.is)
		}
		before = after
	}
}

// Only the last ten steps are kept, and the log says where it begins.
func TestChanges_AreBounded(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	v := w.vault(t)
	path := filepath.Join(t.TempDir(), "public.gpkg")
	publishAt(t, v, path, "2026-03-01")
	for i := range 12 {
		w.revise(t, v, data.Published, "x", func(r *data.Record) { r.Properties["description"] = fmt.Sprint("text ", i) })
		log, lines := publishAt(t, v, path, fmt.Sprintf("2026-03-%02d", i+2))
		if want := min(i+1, 10); len(lines) != want || len(log.Editions) != want+1 || log.Editions[0].Step != max(1, i-8) || log.Editions[0].Listed {
			t.Fatalf("after %d changes the log has %d of them and the editions %+v", i+1, len(lines), log.Editions)
		}
	}
}

// What stands in the way of a comparison does not stand in the way of a release.
func TestChanges_BeginAnew(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	v := w.vault(t)
	path := filepath.Join(t.TempDir(), "public.gpkg")
	wr, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wr.Commit(t.Context(), release.Meta{Audience: "partner", PublishedOn: "2026-03-01"}); err != nil {
		t.Fatal(err)
	}
	if log, _ := publishAt(t, v, path, "2026-03-02"); len(log.Editions) != 1 || len(log.Changes) != 0 {
		t.Errorf("after a release for another audience: %+v", log)
	}
}

func TestDiff_SourcesAndEqualReleases(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	v := w.vault(t)
	older := releaseOf(t, v).reader
	w.sources[0].Title = "Another title"
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.approve(t, v, []string{"editor"})
	newer := releaseOf(t, v).reader
	for _, test := range []struct {
		a, b *release.Reader
		want []string
	}{{older, newer, []string{"sources changed"}}, {older, older, nil}} {
		var got []string
		for d, err := range publish.Diff(t.Context(), test.a, test.b) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, d.Collection+" "+d.Kind)
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("Diff (-want +got):\n%s", d)
		}
	}
}

// Where nothing was before, all is added.
func TestDiff_FromNothing(t *testing.T) {
	newer := releaseOf(t, base(site("a", nil, "reported", "")).vault(t)).reader
	var got []string
	for d, err := range publish.Diff(t.Context(), nil, newer) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d.Collection+" "+d.Kind)
	}
	agents, err := publish.DiffAgents(t.Context(), nil, newer)
	for _, d := range agents {
		got = append(got, d.Collection+" "+d.Kind)
	}
	if d := cmp.Diff([]string{"sites added", "sources added", "agents added"}, got); d != "" || err != nil {
		t.Errorf("Diff from nil (-want +got), %v:\n%s", err, d)
	}
}

func TestDiffMeta_NamesWhatReadersAreTold(t *testing.T) {
	was := release.Meta{Version: "1", PublishedOn: "2026-03-05", PolicyVersion: "public-1", Title: "T", Description: "D", Contact: "C"}
	is := release.Meta{Version: "2", PublishedOn: "2026-03-06", PolicyVersion: "public-2", Title: "T", Description: "E", Contact: "C"}
	want := []publish.MetaDifference{{Member: "policy_version", Was: "public-1", Is: "public-2"}, {Member: "description", Was: "D", Is: "E"}}
	if d := cmp.Diff(want, publish.DiffMeta(was, is)); d != "" {
		t.Errorf("DiffMeta (-want +got):\n%s", d)
	}
	is.PolicyVersion, is.Description = was.PolicyVersion, was.Description
	if got := publish.DiffMeta(was, is); got != nil {
		t.Errorf("a later day alone is a difference: %+v", got)
	}
}
