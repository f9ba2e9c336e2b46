package publish_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// world is what a test's vault holds; all of it is approved once.
type world struct {
	records []data.Record
	claims  []data.Claim
	figures []data.Figure
	agents  []data.Agent
	sources []data.Source
}

func base(records ...data.Record) world {
	return world{
		records: records,
		agents:  []data.Agent{{Key: "office", Name: "An office", Kind: "state_body"}},
		sources: []data.Source{{Key: "report", Kind: "report", Title: "A report", Agent: "office", Perspective: "one side", Archive: data.Archive{State: "not_captured"}}},
	}
}

// gazetteer is five villages in the cell 46.1 39.9 of 0.1 degrees, and a sixth
// a degree's cell away.
func gazetteer() []data.Record {
	var all []data.Record
	for i, at := range []orb.Point{{46.11, 39.91}, {46.12, 39.92}, {46.13, 39.93}, {46.14, 39.94}, {46.15, 39.95}, {46.55, 39.55}} {
		key := "village" + string(rune('a'+i))
		all = append(all, data.Record{
			Key: key, ID: key + strings.Repeat("v", 16-len(key)), Collection: data.Villages, Geometry: at, Source: "report",
			Names: []data.Name{{Text: key}}, Properties: map[string]any{"kind": "village"},
		})
	}
	return all
}

func site(key string, at orb.Geometry, stage, protection string) data.Record {
	return data.Record{
		Key: key, ID: strings.Repeat("x", 16-len(key)) + key, Collection: data.Sites, Geometry: at, Source: "report",
		Names:      []data.Name{{Text: "Site " + key, Language: "en", Script: "Latn"}},
		Properties: map[string]any{"kind": "burial_place", "stage": stage, "protection": protection},
	}
}

// released is what came out.
type released struct {
	path    string
	report  publish.Report
	reader  *release.Reader
	feature map[string]map[string]any // by name, properties and "geometry"
}

func day() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }

func (w world) vault(t *testing.T, approvers ...string) *vault.Vault {
	t.Helper()
	return w.vaultAt(t, day, approvers...)
}

func (w world) vaultAt(t *testing.T, now func() time.Time, approvers ...string) *vault.Vault {
	t.Helper()
	v, _, err := vault.Create(t.Context(), t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if len(approvers) == 0 {
		approvers = []string{"first editor"}
	}
	w.approve(t, v, approvers)
	return v
}

func (w world) approve(t *testing.T, v *vault.Vault, by []string) {
	t.Helper()
	if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: by[0], Reason: "checked"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range by[1:] {
		for _, r := range w.records {
			if err := v.DecideEach(t.Context(), data.Decision{State: data.Published, By: name, Reason: "checked"}, []string{r.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (w world) fill(ctx context.Context, v *vault.Vault) error {
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	for _, a := range w.agents {
		err = errors.Join(err, b.AddAgent(ctx, a))
	}
	for _, s := range w.sources {
		err = errors.Join(err, b.AddSource(ctx, s))
	}
	for i, r := range w.records {
		err = errors.Join(err, b.Add(ctx, i+1, r))
	}
	for _, c := range w.claims {
		err = errors.Join(err, b.AddClaim(ctx, c))
	}
	for _, f := range w.figures {
		err = errors.Join(err, b.AddFigure(ctx, f))
	}
	return errors.Join(err, b.Commit(ctx, vault.Import{Name: "test", By: "tester"}))
}

func releaseOf(t *testing.T, v *vault.Vault) released {
	t.Helper()
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	out := released{path: filepath.Join(t.TempDir(), "public.gpkg"), feature: map[string]map[string]any{}}
	meta := release.Meta{PublishedOn: "2026-03-05", Title: "Test"}
	if out.report, err = publish.Release(t.Context(), v, p, out.path, meta, nil); err != nil {
		t.Fatal(err)
	}
	if out.reader, err = release.Open(t.Context(), out.path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.reader.Close() })
	for _, c := range data.Collections() {
		fields := data.PublicFields(c)
		for f, err := range out.reader.Features(t.Context(), c.ID) {
			if err != nil {
				t.Fatal(err)
			}
			p := map[string]any{"geometry": f.Geometry}
			for i, field := range fields {
				p[field.Name] = f.Values[i]
			}
			out.feature[f.ID[strings.LastIndexAny(f.ID, "x")+1:]] = p
		}
	}
	return out
}
