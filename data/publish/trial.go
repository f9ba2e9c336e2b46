package publish

import (
	"context"
	"iter"

	"stele/data"
	"stele/data/release"
	"stele/data/vault"
)

// record is the cleared record that ref names; the trial is one.
func (b *builder) record(ctx context.Context, ref data.Ref) (vault.Cleared, bool, error) {
	if b.trial != nil && ref == (data.Ref{Collection: b.trial.Collection, Key: b.trial.Key}) {
		return *b.trial, true, nil
	}
	return b.view.Record(ctx, ref)
}

// tried yields cleared records with the trial in the place of what is in force
// of it, at the end, if it belongs among them.
func (b *builder) tried(records iter.Seq2[vault.Cleared, error], belongs func(vault.Cleared) bool) iter.Seq2[vault.Cleared, error] {
	if b.trial == nil {
		return records
	}
	return func(yield func(vault.Cleared, error) bool) {
		for r, err := range records {
			if r.ID != b.trial.ID && !yield(r, err) || err != nil {
				return
			}
		}
		if belongs(*b.trial) {
			yield(*b.trial, nil)
		}
	}
}

// tryVillage counts the trial in the place of what is in force of it, if it is a
// village.
func (b *builder) tryVillage(ctx context.Context) error {
	if b.trial == nil || b.trial.Collection != data.Villages {
		return nil
	}
	now, ok, err := b.view.Record(ctx, data.Ref{Collection: b.trial.Collection, Key: b.trial.Key})
	if err != nil {
		return err
	}
	if ok && now.Geometry != nil {
		b.countVillage(now.Geometry, -1)
	}
	if b.trial.Geometry != nil {
		b.countVillage(b.trial.Geometry, 1)
	}
	return nil
}

// tryPast is the past that the trial would have: what is public of it now, and
// itself.
func (b *builder) tryPast(ctx context.Context) ([]vault.Past, error) {
	past, err := b.view.Past(ctx, b.trial.ID, b.trial.Version)
	if n := len(past); n == 0 || past[n-1].Version != b.trial.Version {
		past = append(past, vault.Past{Cleared: *b.trial})
	}
	return past, err
}

// unwritten is an output that writes nothing and keeps what was said of one
// record.
type unwritten struct {
	id      string
	feature *release.Feature
	shown   []release.Shown
	past    []release.Version
}

func (*unwritten) AddAgent(context.Context, data.Agent) error            { return nil }
func (*unwritten) AddSource(context.Context, data.Source) error          { return nil }
func (*unwritten) AddClaim(context.Context, data.Claim) error            { return nil }
func (*unwritten) AddFigure(context.Context, data.Figure) error          { return nil }
func (*unwritten) AddNames(context.Context, data.Ref, []data.Name) error { return nil }

func (u *unwritten) AddShown(_ context.Context, s release.Shown) error {
	if s.Subject.Key == u.id {
		u.shown = append(u.shown, s)
	}
	return nil
}

func (u *unwritten) AddVersion(_ context.Context, v release.Version) error {
	if v.Subject.Key == u.id {
		u.past = append(u.past, v)
	}
	return nil
}

func (u *unwritten) AddFeature(_ context.Context, _ data.Collection, f release.Feature) error {
	if f.ID == u.id {
		u.feature = &f
	}
	return nil
}
