package vault_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/madeup"
	"stele/data/vault"
)

func clock() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

func create(t *testing.T) (*vault.Vault, string) {
	t.Helper()
	dir := t.TempDir()
	v, made, err := vault.Create(t.Context(), dir, clock)
	if err != nil || !made {
		t.Fatalf("Create = made %v, %v", made, err)
	}
	t.Cleanup(func() { v.Close() })
	return v, dir
}

func date(t *testing.T, text string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func village(t *testing.T, key string, lon, lat float64) data.Record {
	return data.Record{
		Key: key, Collection: data.Villages, Geometry: orb.Point{lon, lat}, UncertaintyM: 1000,
		Names: []data.Name{{Text: key, Language: "en", Script: "Latn", Source: "atlas"}},
		When:  date(t, "1993-04/.."), WhenRole: "valid",
		Properties: map[string]any{"kind": "village", "status": "unknown"}, Source: "atlas",
		Locator: data.Locator{Row: 3, Bytes: &[2]int64{5, 9}},
	}
}

// fill imports rows and the source that they name.
func fill(t *testing.T, v *vault.Vault, add func(*vault.Batch) error) (*vault.Batch, error) {
	t.Helper()
	b, err := v.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer b.Rollback()
	err = errors.Join(b.AddAgent(t.Context(), data.Agent{Key: "office", Name: "An office", Kind: "state_body"}),
		b.AddSource(t.Context(), data.Source{Key: "atlas", Kind: "gazetteer", Title: "An atlas", Agent: "office", Archive: data.Archive{State: "not_captured"}}))
	if err != nil {
		t.Fatal(err)
	}
	if err := add(b); err != nil {
		return b, err
	}
	return b, b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"})
}

func mustFill(t *testing.T, v *vault.Vault, records ...data.Record) *vault.Batch {
	t.Helper()
	b, err := fill(t, v, func(b *vault.Batch) error { return addAll(t.Context(), b, records) })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func addAll(ctx context.Context, b *vault.Batch, records []data.Record) error {
	for i, r := range records {
		if err := b.Add(ctx, i+1, r); err != nil {
			return err
		}
	}
	return nil
}

var approval = data.Decision{State: data.Published, By: "first editor", Reason: "checked"}

// cleared lists "key version" of the villages that decisions let out.
func cleared(t *testing.T, v *vault.Vault) []data.Record {
	t.Helper()
	var all []data.Record
	err := v.View(t.Context(), func(w *vault.View) error {
		for r, err := range w.Records(t.Context(), data.Villages) {
			if err != nil {
				return err
			}
			all = append(all, r.Record)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestOpen_NeedsAVault(t *testing.T) {
	if _, err := vault.Open(t.Context(), t.TempDir(), clock); !errors.Is(err, vault.ErrNone) {
		t.Errorf("Open of an empty folder = %v, want ErrNone", err)
	}
}

func TestOpen_RefusesANewerVault(t *testing.T) {
	v, dir := create(t)
	v.Close()
	raw(t, dir, "PRAGMA user_version = 1000")
	if _, err := vault.Open(t.Context(), dir, clock); !errors.Is(err, vault.ErrNewer) {
		t.Errorf("Open of a newer vault = %v, want ErrNewer", err)
	}
}

// raw runs a statement on the vault's file, behind its back.
func raw(t *testing.T, dir, statement string) error {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, vault.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

func TestT6_ImportsAreDrafts(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	if got := cleared(t, v); len(got) != 0 {
		t.Errorf("an import without a decision is let out: %v", got)
	}
	rows, total, err := v.Pending(t.Context(), 10)
	if err != nil || total != 3 {
		t.Fatalf("Pending = %v rows, %v; want 3", total, err)
	}
	for _, r := range rows {
		if r.State != data.Draft {
			t.Errorf("%s %s is %s, want draft", r.Entity, r.Label, r.State)
		}
	}
}

func TestRecord_ComesBackAsItWent(t *testing.T) {
	v, _ := create(t)
	want := village(t, "a", 46.1300712, 39.97753)
	mustFill(t, v, want)
	if _, err := v.DecidePending(t.Context(), approval); err != nil {
		t.Fatal(err)
	}
	got := cleared(t, v)
	if len(got) != 1 || len(got[0].ID) != 16 || got[0].Version != 1 {
		t.Fatalf("cleared = %+v, want one first version with an ID of 16 letters", got)
	}
	want.ID, want.Version = got[0].ID, 1
	if d := cmp.Diff(want, got[0], cmp.Comparer(func(a, b edtf.Date) bool { return a == b })); d != "" {
		t.Errorf("record (-went +came):\n%s", d)
	}
}

func TestBatch_SupersedesWhatChanged(t *testing.T) {
	v, _ := create(t)
	a, c := village(t, "a", 46, 40), village(t, "c", 46, 41)
	mustFill(t, v, a, c)
	v.DecidePending(t.Context(), approval)
	a.UncertaintyM = 2000
	b := mustFill(t, v, a, c)
	if b.Added != 0 || b.Changed != 1 || b.Same != 1 {
		t.Errorf("second import added %d, changed %d, kept %d; want 0, 1, 1", b.Added, b.Changed, b.Same)
	}
	for _, r := range cleared(t, v) {
		if r.Version != 1 || r.UncertaintyM != 1000 {
			t.Errorf("%s: version %d is out before anybody decided", r.Key, r.Version)
		}
	}
	v.DecidePending(t.Context(), approval)
	for _, r := range cleared(t, v) {
		if want := map[string]int{"a": 2, "c": 1}[r.Key]; r.Version != want {
			t.Errorf("%s: version %d is out, want %d", r.Key, r.Version, want)
		}
	}
}

func TestBatch_IsAllOrNothing(t *testing.T) {
	tests := map[string]struct {
		add  func(*vault.Batch) error
		want string
	}{
		"a key twice": {func(b *vault.Batch) error {
			return addAll(t.Context(), b, []data.Record{village(t, "a", 1, 1), village(t, "b", 1, 1), village(t, "a", 2, 2)})
		}, "the same id stands in row 1"},
		"an unknown source": {func(b *vault.Batch) error {
			r := village(t, "a", 1, 1)
			r.Source = "nowhere"
			return b.Add(t.Context(), 1, r)
		}, `record a: there is no source "nowhere"`},
		"an unknown place": {func(b *vault.Batch) error {
			r := village(t, "a", 1, 1)
			r.Place = data.Ref{Collection: data.Districts, Key: "gone"}
			return b.Add(t.Context(), 1, r)
		}, `record a: there is no place "districts/gone"`},
		"an unknown agent": {func(b *vault.Batch) error {
			r := village(t, "a", 1, 1)
			r.AssertedBy = "nobody"
			return b.Add(t.Context(), 1, r)
		}, `record a: there is no agent "nobody"`},
		"an unknown place after very many": {func(b *vault.Batch) error {
			records := madeVillages(madeup.Villages{N: 11_000})
			for i := range records {
				records[i].Place = data.Ref{Collection: data.Villages, Key: fmt.Sprint("v", i+1)}
			}
			return addAll(t.Context(), b, records)
		}, `record v10999: there is no place "villages/v11000"`},
		"an agent without a name": {func(b *vault.Batch) error {
			return b.AddAgent(t.Context(), data.Agent{Key: "nobody", Name: " \u00a0", Kind: "person"})
		}, `agent nobody has no name`},
		"a source without a title": {func(b *vault.Batch) error {
			return b.AddSource(t.Context(), data.Source{Key: "s", Kind: "report", Title: "\u200b ", Agent: "office"})
		}, `source s has no title`},
		"a source whose address is a program": {func(b *vault.Batch) error {
			return b.AddSource(t.Context(), data.Source{Key: "s", Kind: "report", Title: "S", Agent: "office", URL: "javascript:alert(1)"})
		}, `source s: url: "javascript:alert(1)" is no address`},
		"a claim without a value": {func(b *vault.Batch) error {
			return b.AddClaim(t.Context(), data.Claim{Key: "c", Property: "note", Value: []byte(`"\t "`), Assertion: data.Assertion{Source: "atlas"}})
		}, `claim c has no value: say what its source says of note`},
		"a claim of nothing": {func(b *vault.Batch) error {
			return b.AddClaim(t.Context(), data.Claim{Key: "c", Property: "note", Assertion: data.Assertion{Source: "atlas"}})
		}, `claim c has no value`},
		"a rival that is not there": {func(b *vault.Batch) error {
			return b.AddFigure(t.Context(), data.Figure{
				Key: "f", Scope: data.Ref{Collection: data.Villages, Key: "a"}, Measure: "killed", Word: "dozens",
				Assertion: data.Assertion{Source: "atlas", AssertedBy: "office", Rank: "normal", Disputes: []string{"g"}},
			})
		}, `there is no claim or figure "g"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := create(t)
			_, err := fill(t, v, test.add)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("import = %v, want an error with %q", err, test.want)
			}
			if _, total, err := v.Pending(t.Context(), 0); total != 0 || err != nil {
				t.Errorf("after a refused import %d rows are there (%v), want none", total, err)
			}
		})
	}
}

func TestVault_RowsAreNeverChanged(t *testing.T) {
	v, dir := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	v.DecidePending(t.Context(), approval)
	v.Close()
	for _, statement := range []string{
		"UPDATE record SET key = 'b'", "DELETE FROM record", "DELETE FROM decision", "UPDATE source SET title = ''", "UPDATE import SET name = ''",
	} {
		if err := raw(t, dir, statement); err == nil || !strings.Contains(err.Error(), "never") {
			t.Errorf("%s = %v, want a refusal", statement, err)
		}
	}
}

func TestDecide(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	v.DecidePending(t.Context(), approval)
	id := cleared(t, v)[0].ID
	steps := []struct {
		state string
		want  int
	}{{data.Withdrawn, 0}, {data.Published, 1}, {data.Embargoed, 0}, {data.Published, 1}}
	for _, s := range steps {
		if err := v.DecideEach(t.Context(), data.Decision{State: s.state, By: "x", Reason: "y"}, []string{id}); err != nil {
			t.Fatal(err)
		}
		if got := len(cleared(t, v)); got != s.want {
			t.Errorf("after %s %d records are out, want %d", s.state, got, s.want)
		}
	}
}

func TestDecide_Refuses(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	if err := v.DecideEach(t.Context(), approval, []string{"nobody"}); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("decision about an unknown ID = %v, want ErrUnknown", err)
	}
	for _, d := range []data.Decision{
		{By: "x"},
		{Reason: "y"},
		{By: " \t", Reason: "y"},
		{By: "x", Reason: " \n"},
		{By: "\u200b", Reason: "y"},
		{By: "-", Reason: "y"},
		{By: "x\x00", Reason: "y"},
		{By: "x\nz", Reason: "y"},
		{By: "x\x1b[2J", Reason: "y"},
		{By: "x\xff", Reason: "y"},
		{By: "x", Reason: "y\x00"},
		{By: "x", Reason: "y", Note: "z\x07"},
		{By: "x", Reason: "..."},
	} {
		d.State = data.Published
		if _, err := v.DecidePending(t.Context(), d); err == nil {
			t.Errorf("decision %q, %q, %q about what is pending is taken", d.By, d.Reason, d.Note)
		}
		if err := v.DecideEach(t.Context(), d, []string{"nobody"}); err == nil || errors.Is(err, vault.ErrUnknown) {
			t.Errorf("decision %q, %q, %q about an ID = %v, want a refusal of its words", d.By, d.Reason, d.Note, err)
		}
	}
}

func TestBegin_WritersWaitForOneAnother(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "first", 46, 40))
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			b, err := v.Begin(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			defer b.Rollback()
			if err := b.Add(t.Context(), 1, village(t, string(rune('a'+i)), 46, 40)); err != nil {
				t.Error(err)
			}
			if err := b.Commit(t.Context(), vault.Import{Name: "test", By: "tester"}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if _, total, err := v.Pending(t.Context(), 0); total != 11 || err != nil {
		t.Errorf("%d rows, %v; want 9 records, a source and an agent", total, err)
	}
}
