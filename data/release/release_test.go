package release_test

import (
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
)

var equalDates = cmp.Comparer(func(a, b edtf.Date) bool { return a == b })

func date(t *testing.T, text string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func create(t *testing.T) (*release.Writer, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "releases", "public.gpkg")
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Abort() })
	return w, path
}

func commit(t *testing.T, w *release.Writer, path string) *release.Reader {
	t.Helper()
	meta := release.Meta{Audience: "public", PolicyVersion: "p", PublishedOn: "2026-03-05", Title: "T", Contact: "C"}
	want, err := w.Commit(t.Context(), meta)
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	if d := cmp.Diff(want, r.Meta()); d != "" {
		t.Errorf("meta (-went +came):\n%s", d)
	}
	return r
}

// feature makes one of villages with all of its fields set, or none.
func feature(id string, g orb.Geometry, set bool) release.Feature {
	f := release.Feature{ID: id, Geometry: g, Earliest: edtf.MinDay, Latest: edtf.MaxDay}
	c, _ := data.CollectionByID(data.Villages)
	for _, field := range data.PublicFields(c) {
		var v any
		if set {
			v = map[data.FieldType]any{
				data.Text: "tëxt \" '", data.Code: "code", data.Integer: int64(7), data.Number: 2.0, data.Boolean: true, data.Date: "1993-04-05",
			}[field.Type]
		}
		f.Values = append(f.Values, v)
	}
	if set {
		f.Earliest, f.Latest = edtf.DayOf(1993, 4, 5), edtf.DayOf(1993, 4, 5)
	}
	return f
}

func features(t *testing.T, r *release.Reader) []release.Feature {
	t.Helper()
	var all []release.Feature
	for f, err := range r.Features(t.Context(), data.Villages) {
		if err != nil {
			t.Fatal(err)
		}
		f.Values = slices.Clone(f.Values)
		all = append(all, f)
	}
	return all
}

func TestRelease_FeaturesComeBackInOrder(t *testing.T) {
	w, path := create(t)
	c, _ := data.CollectionByID(data.Villages)
	line := orb.LineString{{46, 40}, {46.25, 40.5}}
	// In Hilbert order the two neighbours stand together, and what has no
	// position stands last, by ID.
	want := []release.Feature{
		feature("south-west", orb.Point{-120, -40}, true), feature("a-neighbour", orb.Point{46, 40}, true), feature("neighbour", line, false),
		feature("a-nowhere", nil, false), feature("nowhere", nil, true),
	}
	for _, i := range []int{4, 0, 2, 3, 1} {
		if err := w.AddFeature(t.Context(), c, want[i]); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(want, features(t, commit(t, w, path))); d != "" {
		t.Errorf("features (-went +came):\n%s", d)
	}
}

func TestRelease_RowsComeBack(t *testing.T) {
	w, path := create(t)
	low, best := int64(501), int64(62)
	assertion := data.Assertion{
		AssertedBy: "agent1", Source: "source1", Via: []string{"source2"}, Locator: data.Locator{Paragraph: 2, Bytes: &[2]int64{3, 9}},
		Rank: "normal", Disputes: []string{"claim2"}, Supports: []string{"figure1"}, Perspective: "one side", Note: "a note",
	}
	subject := data.Ref{Collection: data.Sites, Key: "site1"}
	agents := []data.Agent{{ID: "agent1", Name: "An office", Kind: "state_body", Note: "n"}, {ID: "agent2", Name: "Another", Kind: "media"}}
	sources := []data.Source{
		{ID: "source1", Kind: "report", Title: "A report", Agent: "agent1", Published: date(t, "1993~"), Archive: data.Archive{State: "captured", SHA256: "ab", Bytes: 12, MediaType: "text/plain", CapturedOn: "2026-01-02"}},
		{ID: "source2", Kind: "map_data", Title: "A map", Publisher: "P", Language: "en", URL: "https://example.org/", Perspective: "x", Agent: "agent2", Licence: "L", Archive: data.Archive{State: "not_captured"}, KnownThrough: "source1", Note: "n"},
	}
	claims := []data.Claim{
		{ID: "claim1", Subject: subject, Property: "stage", Value: json.RawMessage(`"located"`), When: date(t, "[2020-11..]"), WhenRole: "reported", Assertion: assertion},
		{ID: "claim2", Subject: subject, Property: "stage", Value: json.RawMessage(`{"a":[1,null]}`), Assertion: data.Assertion{AssertedBy: "agent1", Source: "source1", Rank: "deprecated"}},
	}
	figures := []data.Figure{
		{ID: "figure1", Scope: subject, Measure: "killed", Low: &low, Best: &best, Comparator: "more_than", Assertion: assertion},
		{ID: "figure2", Scope: subject, Measure: "killed", Word: "dozens", Assertion: data.Assertion{AssertedBy: "agent1", Source: "source1", Rank: "normal"}},
	}
	names := []data.Name{{Text: "Başlıbel", Language: "az", Script: "Latn", When: date(t, "1993/.."), Source: "source1"}, {Text: "Bashlibel"}}
	ctx := t.Context()
	add := []error{w.AddNames(ctx, subject, names)}
	for i := range 2 {
		add = append(add, w.AddAgent(ctx, agents[i]), w.AddSource(ctx, sources[i]), w.AddClaim(ctx, claims[i]), w.AddFigure(ctx, figures[i]))
	}
	if err := errors.Join(add...); err != nil {
		t.Fatal(err)
	}
	r := commit(t, w, path)
	gotAgents, err1 := r.Agents(ctx)
	gotSources, err2 := r.Sources(ctx)
	gotClaims, err3 := r.Claims(ctx)
	gotFigures, err4 := r.Figures(ctx)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	gotNames := map[string][]data.Name{}
	for n, err := range r.Names(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		gotNames[n.Subject.String()] = slices.Clone(n.Names)
	}
	for what, pair := range map[string][2]any{
		"agents": {agents, gotAgents}, "sources": {sources, gotSources}, "claims": {claims, gotClaims},
		"figures": {figures, gotFigures}, "names": {map[string][]data.Name{"sites/site1": names}, gotNames},
	} {
		if d := cmp.Diff(pair[0], pair[1], equalDates); d != "" {
			t.Errorf("%s (-went +came):\n%s", what, d)
		}
	}
}

// The version speaks of the content alone: not of the order in which it came,
// nor of the day.
func TestRelease_VersionIsOfTheContent(t *testing.T) {
	c, _ := data.CollectionByID(data.Villages)
	a, b := feature("a", orb.Point{46, 40}, true), feature("b", nil, false)
	version := func(day string, all ...release.Feature) string {
		w, _ := create(t)
		for _, f := range all {
			if err := w.AddFeature(t.Context(), c, f); err != nil {
				t.Fatal(err)
			}
		}
		meta, err := w.Commit(t.Context(), release.Meta{Audience: "public", PublishedOn: day})
		if err != nil {
			t.Fatal(err)
		}
		return meta.Version
	}
	first := version("2026-01-01", a, b)
	if got := version("2026-02-02", b, a); got != first {
		t.Errorf("the same content on another day is version %s, want %s", got, first)
	}
	if got := version("2026-01-01", a); got == first {
		t.Error("less content has the same version")
	}
	moved := feature("a", orb.Point{46, 40.0000001}, true)
	if got := version("2026-01-01", moved, b); got == first {
		t.Error("a moved feature has the same version")
	}
}

func TestOpen_RefusesWhatIsNoRelease(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "x.gpkg")
	if _, err := release.Open(t.Context(), file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open of nothing = %v, want os.ErrNotExist", err)
	}
	for _, text := range []string{"", "no database at all, whatever its name says"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := release.Open(t.Context(), file); !errors.Is(err, release.ErrNot) {
			t.Errorf("Open of %q = %v, want ErrNot", text, err)
		}
	}
}

func TestOpen_RefusesAnotherFormat(t *testing.T) {
	w, path := create(t)
	commit(t, w, path).Close()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE stele_meta SET value = 'older' WHERE key = 'format'"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if _, err := release.Open(t.Context(), path); !errors.Is(err, release.ErrFormat) {
		t.Errorf("Open of another format = %v, want ErrFormat", err)
	}
}

func TestCreate_OneWriterAtATime(t *testing.T) {
	w, path := create(t)
	if _, err := release.Create(t.Context(), path); !errors.Is(err, release.ErrBusy) {
		t.Errorf("a second writer = %v, want ErrBusy", err)
	}
	commit(t, w, path)
}

func TestCreate_ClearsWhatAKilledWriterLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "public.gpkg")
	for _, name := range []string{path + ".part", path + ".part-journal"} {
		if err := os.WriteFile(name, []byte("half a file"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w, err := release.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, w, path)
}

func TestWriter_AbortLeavesNothing(t *testing.T) {
	w, path := create(t)
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(files) != 0 {
		t.Errorf("after Abort %v are there", files)
	}
}

func BenchmarkWriter(b *testing.B) {
	c, _ := data.CollectionByID(data.Villages)
	const n = 10000
	for b.Loop() {
		w, err := release.Create(b.Context(), filepath.Join(b.TempDir(), "r.gpkg"))
		if err != nil {
			b.Fatal(err)
		}
		for i := range n {
			f := feature(string(rune('a'+i%26))+string(rune(i)), orb.Point{float64(i%360) - 180, float64(i%180) - 90}, true)
			if err := w.AddFeature(b.Context(), c, f); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := w.Commit(b.Context(), release.Meta{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "features/s")
}

func TestRelease_EvidenceAndLogComeBack(t *testing.T) {
	ctx := t.Context()
	subject := data.Ref{Collection: data.Sites, Key: "site1"}
	shown := []release.Shown{
		{Subject: subject, Property: "stage", Value: json.RawMessage(`"located"`), Rule: "preferred rank", Claim: "claim1", Own: json.RawMessage(`"reported"`), Contested: true, Rivals: []string{"claim2", "claim3"}},
		{Subject: subject, Property: "when", Rule: "side by side"},
	}
	versions := []release.Version{
		{Subject: subject, Number: 1, Day: "2026-03-04", Changed: json.RawMessage(`{"stage":"reported"}`)},
		{Subject: subject, Number: 2, Day: "2026-03-05", Reason: "a survey", Changed: json.RawMessage(`{"stage":"located"}`)},
		{Subject: data.Ref{Collection: data.Sites, Key: "site2"}, Number: 1, Day: "2026-03-05"},
	}
	claim := data.Claim{ID: "claim1", Subject: subject, Property: "stage", Value: json.RawMessage(`1`), Assertion: data.Assertion{
		AssertedBy: "a", Source: "s", Rank: "normal", Recorded: data.Recorded{At: "2026-03-04", By: "agent1", Version: 3},
	}}
	var log release.Lineage
	build := func(withLog bool) *release.Reader {
		w, path := create(t)
		add := []error{w.AddClaim(ctx, claim)}
		for _, i := range []int{1, 0} {
			add = append(add, w.AddShown(ctx, shown[i]))
		}
		for _, i := range []int{2, 1, 0} {
			add = append(add, w.AddVersion(ctx, versions[i]))
		}
		if err := errors.Join(add...); err != nil {
			t.Fatal(err)
		}
		meta := release.Meta{Audience: "public", PublishedOn: "2026-03-05"}
		var err error
		if withLog {
			_, err = w.CommitTo(ctx, meta, release.Finish{Follow: func(r *release.Reader) (release.Lineage, error) {
				log = release.Lineage{
					Editions: []release.Edition{{Step: 4, Version: "before", PublishedOn: "2026-03-04"}, {Step: 5, Version: r.Meta().Version, PublishedOn: "2026-03-05", Changes: 2, Listed: true}},
					Changes: []release.Change{
						{Step: 5, PublishedOn: "2026-03-05", ID: "gone", Kind: release.Withdrawn},
						{Step: 5, PublishedOn: "2026-03-05", From: "before", To: r.Meta().Version, Collection: data.Sites, ID: "site1", Kind: release.Finer},
					},
				}
				return log, nil
			}})
		} else {
			_, err = w.Commit(ctx, meta)
		}
		if err != nil {
			t.Fatal(err)
		}
		r, err := release.Open(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		return r
	}
	r := build(true)
	gotShown, err1 := r.Shown(ctx)
	gotLog, err2 := r.Lineage(ctx)
	claims, err3 := r.Claims(ctx)
	if err := errors.Join(err1, err2, err3); err != nil {
		t.Fatal(err)
	}
	var gotVersions []release.Version
	for v, err := range r.History(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		gotVersions = append(gotVersions, v)
	}
	for what, pair := range map[string][2]any{
		"shown": {shown, gotShown}, "history": {versions, gotVersions}, "log": {log, gotLog}, "claims": {[]data.Claim{claim}, claims},
	} {
		if d := cmp.Diff(pair[0], pair[1], equalDates); d != "" {
			t.Errorf("%s (-went +came):\n%s", what, d)
		}
	}
	// How it came to be is no part of what it says.
	if plain := build(false); plain.Meta().Version != r.Meta().Version {
		t.Error("the version depends on the log")
	}
}

// A release whose comparison fails is not put in place.
func TestWriter_AFailedComparisonLeavesNothing(t *testing.T) {
	w, path := create(t)
	stop := errors.New("stop")
	_, err := w.CommitTo(t.Context(), release.Meta{Audience: "public"}, release.Finish{Follow: func(*release.Reader) (release.Lineage, error) { return release.Lineage{}, stop }})
	if !errors.Is(err, stop) {
		t.Errorf("CommitTo = %v, want the error of the comparison", err)
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(files) != 0 {
		t.Errorf("%v are there", files)
	}
}
