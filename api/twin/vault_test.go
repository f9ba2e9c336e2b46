package twin_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

// twin is one of the two vaults, as the world gives it and in what is internal.
type twin struct {
	world *world
	n     int // 0 or 1

	rows  []data.Record // in the order in which they were recorded
	clock time.Time
	dir   string
}

// newTwin says what the vault n of a world holds and in which order.
func newTwin(w *world, n int, dir string) *twin {
	t := &twin{world: w, n: n, dir: filepath.Join(dir, fmt.Sprint("vault-", n))}
	// The two record at other times of the same day.
	t.clock = time.Date(2026, 3, 4, 5+n*13, 16+n*31, 7, 0, time.UTC)
	for i, r := range w.records {
		t.rows = append(t.rows, t.row(r, i))
	}
	rand.New(rand.NewPCG(w.seed, uint64(n))).Shuffle(len(t.rows), func(i, j int) { t.rows[i], t.rows[j] = t.rows[j], t.rows[i] })
	// A place stands before who refers to it, if they are not in one import.
	slices.SortStableFunc(t.rows, func(a, b data.Record) int { return cmp.Compare(rank(a), rank(b)) })
	return t
}

func rank(r data.Record) int {
	if r.Collection == data.Villages {
		return 0
	}
	return 1
}

// row is the record as this vault has it. Locator, uncertainty and key are
// internal, and the key of a held record holds the position, as careless files do.
func (t *twin) row(r record, i int) data.Record {
	row := r.Record
	row.Geometry = r.at[t.n]
	if r.Group != "" {
		row.Group = fmt.Sprint(r.Group, " of vault ", t.n)
	}
	row.Locator = data.Locator{Row: i*(t.n+2) + 1}
	if r.held() && row.Geometry != nil {
		row.UncertaintyM = float64(10 + 7*t.n)
		row.Key = t.key(r)
	}
	return row
}

func (t *twin) key(r record) string {
	if !r.held() || r.at[t.n] == nil {
		return r.Key
	}
	at := vertices(r.at[t.n])[0]
	return fmt.Sprintf("%s-at-%.7f-%.7f", r.Key, at[0], at[1])
}

// now moves on with each look, so that no two rows tell the same time.
func (t *twin) now() time.Time {
	t.clock = t.clock.Add(time.Duration(1+t.n) * time.Second)
	return t.clock
}

// decider is who decides in this vault.
func (t *twin) decider(i int) string { return fmt.Sprintf("editor %d of vault %d", i, t.n) }

func (t *twin) decision(state string, by int) data.Decision {
	return data.Decision{State: state, By: t.decider(by), Reason: "checked", Note: fmt.Sprint("note of vault ", t.n)}
}

// build makes the vault file.
func (t *twin) build(ctx context.Context) (*vault.Vault, error) {
	v, _, err := vault.Create(ctx, t.dir, t.now)
	if err != nil {
		return nil, err
	}
	err = t.fill(ctx, v)
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, nil
}

func (t *twin) fill(ctx context.Context, v *vault.Vault) error {
	half := len(t.rows)
	if t.n == 1 { // one vault had two imports
		half /= 2
	}
	if err := t.fillPast(ctx, v); err != nil {
		return err
	}
	err := t.add(ctx, v, func(b *vault.Batch) error {
		return errors.Join(t.addAgents(ctx, b), t.addSources(ctx, b), t.addRows(ctx, b, 0, half, true))
	})
	if err != nil {
		return err
	}
	// The first versions of some rows are never published.
	err = t.add(ctx, v, func(b *vault.Batch) error {
		return errors.Join(t.addRows(ctx, b, 0, len(t.rows), false), t.addStatements(ctx, b))
	})
	if err != nil {
		return err
	}
	if _, err := v.DecidePending(ctx, t.decision(data.Published, 2)); err != nil {
		return err
	}
	return errors.Join(t.approveAgain(ctx, v), t.addHidden(ctx, v))
}

func (t *twin) add(ctx context.Context, v *vault.Vault, rows func(*vault.Batch) error) error {
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	if err := rows(b); err != nil {
		return err
	}
	return b.Commit(ctx, vault.Import{Name: fmt.Sprint("file-", t.n), By: t.decider(0)})
}

func (t *twin) addAgents(ctx context.Context, b *vault.Batch) (err error) {
	for _, a := range t.world.agents {
		if a.Kind == "person" { // without consent, all of this stays in
			a.Name, a.Note = fmt.Sprint("Jane Witness ", t.n), fmt.Sprint("lives in house ", t.n)
		}
		err = errors.Join(err, b.AddAgent(ctx, a))
	}
	return err
}

func (t *twin) addSources(ctx context.Context, b *vault.Batch) (err error) {
	for _, s := range t.world.sources {
		s.Author = fmt.Sprint("John Writer ", t.n)
		s.Archive.CapturedOn += fmt.Sprintf("T0%d:16:07Z", t.n)
		err = errors.Join(err, b.AddSource(ctx, s))
	}
	return err
}

// addRows adds the rows from-to; early, some get a first version elsewhere,
// which the rows as they are supersede.
func (t *twin) addRows(ctx context.Context, b *vault.Batch, from, to int, early bool) (err error) {
	for i, r := range t.rows[from:to] {
		if early && i%7 == t.n && strings.Contains(r.Key, "-at-") {
			r.Geometry = elsewhere(t.n, i%80)
		}
		err = errors.Join(err, b.Add(ctx, i+1+t.n*10_000, r))
	}
	return err
}

// elsewhere is where the first versions are.
func elsewhere(twin, i int) orb.Point {
	return orb.Point{12.3456789 + float64(twin), -float64(i) - 0.1234567}
}

func (t *twin) addStatements(ctx context.Context, b *vault.Batch) (err error) {
	keys := map[string]string{}
	for _, r := range t.world.records {
		keys[r.Key] = t.key(r)
	}
	for _, c := range t.world.claims {
		c.Subject.Key = keys[c.Subject.Key]
		if at := c.at[t.n]; at != nil {
			c.Value = geo.AppendGeometry(nil, at)
			if v := vertices(at); c.Property != "geometry" { // as no gate for texts knows it
				c.Value = fmt.Appendf(nil, `{"a":%d,"b":%d}`, toE7(v[0][0]), toE7(v[0][1]))
			}
		}
		err = errors.Join(err, b.AddClaim(ctx, c.Claim))
	}
	for _, f := range t.world.figures {
		f.Scope.Key = keys[f.Scope.Key]
		err = errors.Join(err, b.AddFigure(ctx, f))
	}
	return err
}

func (t *twin) approveAgain(ctx context.Context, v *vault.Vault) error {
	var ids []string
	for _, r := range t.world.records {
		if r.approvals > 1 {
			ids = append(ids, r.ID)
		}
	}
	for _, c := range t.world.claims {
		if c.approvals > 1 {
			ids = append(ids, c.ID)
		}
	}
	return v.DecideEach(ctx, t.decision(data.Published, 3), ids)
}

func (t *twin) addHidden(ctx context.Context, v *vault.Vault) error {
	list := t.world.hidden[t.n]
	err := t.add(ctx, v, func(b *vault.Batch) (err error) {
		for i, h := range list {
			row := h.Record
			row.Geometry = h.at[t.n]
			err = errors.Join(err, b.Add(ctx, i+1, row))
		}
		return err
	})
	for _, h := range list {
		if h.state == data.Withdrawn {
			err = errors.Join(err, v.DecideEach(ctx, t.decision(data.Published, 1), []string{h.ID}))
		}
		if h.state != data.Draft {
			err = errors.Join(err, v.DecideEach(ctx, t.decision(h.state, 2), []string{h.ID}))
		}
	}
	return err
}

// embargoDrafts decides about the hidden drafts.
func (t *twin) embargoDrafts(ctx context.Context, v *vault.Vault) error {
	var ids []string
	for _, h := range t.world.hidden[t.n] {
		if h.state == data.Draft {
			ids = append(ids, h.ID)
		}
	}
	return v.DecideEach(ctx, t.decision(data.Embargoed, 2), ids)
}

// publishTo writes the vault's release at path.
func publishTo(ctx context.Context, v *vault.Vault, path string) error {
	p, err := policy.Public()
	if err != nil {
		return err
	}
	_, err = publish.Release(ctx, v, p, path, release.Meta{
		PublishedOn: "2026-03-05", Title: "Twin", Description: "Made for tests.", Licence: "https://creativecommons.org/licenses/by/4.0/", Contact: "mailto:correct@example.org",
		Translations: translations,
	}, nil)
	return err
}

// translations are of a text that goes out, and of one of either vault that
// does not.
const translations = `{"An office":{"ru":"Ведомство"},"lives in house 0":{"ru":"note of vault 0"},"lives in house 1":{"ru":"note of vault 1"}}`
