package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
)

func TestP1_WithoutADecisionNothingGoesOut(t *testing.T) {
	w := base(site("a", nil, "reported", ""), site("b", nil, "reported", ""))
	v := w.vault(t)
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Withdrawn, By: "x", Reason: "y"}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
	late := base(site("late", nil, "reported", ""))
	late.agents, late.sources = nil, nil
	if err := late.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	got := releaseOf(t, v)
	if len(got.feature) != 1 || got.feature["b"] == nil {
		t.Errorf("released %v, want b alone: a is withdrawn, late is a draft", got.feature)
	}
}

func TestP1_ARecordNeedsItsSourceCleared(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	w.figures = []data.Figure{{Key: "f", ID: "figurexxxxxxxxxx", Scope: data.Ref{Collection: data.Sites, Key: "a"}, Measure: "killed", Word: "dozens", Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
	v := w.vault(t)
	if got := releaseOf(t, v); len(got.feature) != 1 || got.feature["a"]["figure_count"] != int64(1) {
		t.Fatalf("released %v, want a with its figure", got.feature)
	}
	sources, _ := releaseOf(t, v).reader.Sources(t.Context())
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Embargoed, By: "x", Reason: "y"}, []string{sources[0].ID}); err != nil {
		t.Fatal(err)
	}
	got := releaseOf(t, v)
	figures, err := got.reader.Figures(t.Context())
	if len(got.feature) != 0 || len(figures) != 0 || got.report.Held != 1 || err != nil {
		t.Errorf("with its source embargoed, released %v and %v (held %d, %v), want nothing", got.feature, figures, got.report.Held, err)
	}
}

func TestP2_NoNameWithoutConsent(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	w.agents = []data.Agent{{Key: "office", Name: "Jane Witness", Kind: "person", Note: "lives in Testville"}}
	w.sources[0].Author = "John Writer"
	file, err := os.ReadFile(releaseOf(t, w.vault(t)).path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Jane", "Testville", "John"} {
		if bytes.Contains(file, []byte(name)) {
			t.Errorf("the release holds %q, which nobody consented to", name)
		}
	}
	w.agents[0].Consent, w.sources[0].AuthorConsent = true, true
	if file, _ = os.ReadFile(releaseOf(t, w.vault(t)).path); !bytes.Contains(file, []byte("Jane")) || !bytes.Contains(file, []byte("John")) {
		t.Error("with consent the names are not in the release")
	}
}

func TestP5_ContestedSaysSo(t *testing.T) {
	w := base(site("a", nil, "reported", ""), site("b", nil, "reported", ""))
	about := func(key, record string, disputes ...string) data.Claim {
		return data.Claim{
			Key: key, Subject: data.Ref{Collection: data.Sites, Key: record}, Property: "stage", Value: json.RawMessage(`"located"`),
			Assertion: data.Assertion{Source: "report", Rank: "normal", Disputes: disputes},
		}
	}
	w.claims = []data.Claim{about("one", "a", "two"), about("two", "a", "one"), about("three", "b")}
	got := releaseOf(t, w.vault(t)).feature
	if got["a"]["contested"] != true || got["a"]["claim_count"] != int64(2) {
		t.Errorf("a: contested %v with %v claims, want true with 2", got["a"]["contested"], got["a"]["claim_count"])
	}
	if got["b"]["contested"] != false || got["b"]["one_sided"] != true {
		t.Errorf("b: contested %v, one sided %v, want false, true", got["b"]["contested"], got["b"]["one_sided"])
	}
}

func TestP7_WordsStayWords(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	w.figures = []data.Figure{{Key: "f", Scope: data.Ref{Collection: data.Sites, Key: "a"}, Measure: "killed", Word: "dozens", Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
	figures, err := releaseOf(t, w.vault(t)).reader.Figures(t.Context())
	if err != nil || len(figures) != 1 {
		t.Fatalf("figures = %v, %v", figures, err)
	}
	if f := figures[0]; f.Word != "dozens" || f.Low != nil || f.Best != nil || f.High != nil {
		t.Errorf("figure = %+v, want the word and no number", f)
	}
}

func TestN9_PublicTimesAreDays(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	w.sources[0].Archive.CapturedOn = "2026-02-01T05:06:09Z"
	got := releaseOf(t, w.vault(t))
	if sources, err := got.reader.Sources(t.Context()); err != nil || sources[0].Archive.CapturedOn != "2026-02-01" {
		t.Errorf("sources = %v, %v; want the day of the capture", sources, err)
	}
	if got.feature["a"]["updated"] != "2026-03-04" {
		t.Errorf("updated = %v, want the day", got.feature["a"]["updated"])
	}
	file, err := os.ReadFile(got.path)
	if err != nil || bytes.Contains(file, []byte("05:06")) {
		t.Errorf("the release holds the time of recording (%v)", err)
	}
}

func TestN10_VaultKeysStayIn(t *testing.T) {
	r := site("a", nil, "reported", "")
	r.Key = "grave-of-the-old-mill"
	file, err := os.ReadFile(releaseOf(t, base(r).vault(t)).path)
	if err != nil || bytes.Contains(file, []byte("old-mill")) {
		t.Errorf("the release holds a key of the vault (%v)", err)
	}
}

func TestRelease_EqualContentGivesEqualVersions(t *testing.T) {
	first := base(site("a", orb.Point{46.11, 40.01}, "exhumed_fully", ""))
	twin := base(site("a", orb.Point{46.1199, 40.01999}, "exhumed_fully", ""))
	other := base(site("a", orb.Point{46.121, 40.01}, "exhumed_fully", ""))
	for _, w := range []*world{&first, &twin, &other} {
		w.agents[0].ID, w.sources[0].ID = "agentagentagenta", "sourcesourcesour"
	}
	version := func(w world) string { return releaseOf(t, w.vault(t)).report.Meta.Version }
	a, b, c := version(first), version(twin), version(other)
	if a != b {
		t.Errorf("N11: positions in the same cell give the versions %s and %s", a, b)
	}
	if a == c {
		t.Error("positions in different cells give the same version")
	}
}

func TestRelease_CancelledLeavesTheOldOne(t *testing.T) {
	v := base(site("a", nil, "reported", "")).vault(t)
	old := releaseOf(t, v)
	ctx, cancel := context.WithCancel(t.Context())
	p, _ := policy.Public()
	_, err := publish.Release(ctx, v, p, old.path, release.Meta{PublishedOn: "2026-03-06"}, func(int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled publish = %v", err)
	}
	files, _ := filepath.Glob(filepath.Join(filepath.Dir(old.path), "*"))
	r, err := release.Open(t.Context(), old.path)
	if err != nil || len(files) != 1 {
		t.Fatalf("after a cancelled publish: %v, files %v; want the old release alone", err, files)
	}
	defer r.Close()
	if r.Meta().PublishedOn != "2026-03-05" {
		t.Errorf("the release is of %s, want the old one", r.Meta().PublishedOn)
	}
}

func TestRelease_DatesComeBack(t *testing.T) {
	tests := []struct {
		when             string
		earliest, latest any
	}{
		{"1993-04/..", "1993-04-01", nil},
		{"1993~", "1993-01-01", "1993-12-31"},
		{"Y12345", nil, nil},
		{"-0300/1993", nil, "1993-12-31"},
		{"0000", "0000-01-01", "0000-12-31"},
	}
	for _, test := range tests {
		t.Run(test.when, func(t *testing.T) {
			r := site("a", nil, "reported", "")
			var err error
			if r.When, err = edtf.Parse(test.when); err != nil {
				t.Fatal(err)
			}
			got := releaseOf(t, base(r).vault(t)).feature["a"]
			if got["when"] != test.when || got["earliest"] != test.earliest || got["latest"] != test.latest {
				t.Errorf("when %v, earliest %v, latest %v; want %+v", got["when"], got["earliest"], got["latest"], test)
			}
		})
	}
}
