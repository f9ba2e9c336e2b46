package demo

import (
	"context"
	"errors"
	"time"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// Build makes a vault in dir out of the embedded files, approves all of it,
// and publishes it at releasePath.
func Build(ctx context.Context, dir, releasePath string, now func() time.Time) error {
	bundle, err := Load()
	if err != nil {
		return err
	}
	v, _, err := vault.Create(ctx, dir, now)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := bundle.fill(ctx, v); err != nil {
		return err
	}
	p, err := policy.Public()
	if err != nil {
		return err
	}
	if _, err := v.DecidePending(ctx, data.Decision{
		State: data.Published, By: "demo", Reason: "demo data out of published sources", Policy: p.Version,
	}); err != nil {
		return err
	}
	m := meta(now())
	if m.Story, err = bundle.Story.Compact(); err != nil {
		return err
	}
	_, err = publish.Release(ctx, v, p, releasePath, m, nil)
	return err
}

func (b Bundle) fill(ctx context.Context, v *vault.Vault) error {
	batch, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer batch.Rollback()
	err = errors.Join(
		each(b.Agents, func(_ int, a data.Agent) error { return batch.AddAgent(ctx, a) }),
		each(b.Sources, func(_ int, s data.Source) error { return batch.AddSource(ctx, s) }),
		each(b.Records, func(i int, r data.Record) error { return batch.Add(ctx, i+1, r) }),
		each(b.Claims, func(_ int, c data.Claim) error { return batch.AddClaim(ctx, c) }),
		each(b.Figures, func(_ int, f data.Figure) error { return batch.AddFigure(ctx, f) }),
	)
	if err != nil {
		return err
	}
	return batch.Commit(ctx, vault.Import{Name: "demo", Format: "demo", SHA256: Hash(), By: "demo"})
}

func each[T any](list []T, add func(int, T) error) error {
	for i, row := range list {
		if err := add(i, row); err != nil {
			return err
		}
	}
	return nil
}

func meta(now time.Time) release.Meta {
	return release.Meta{
		PublishedOn: now.UTC().Format(time.DateOnly),
		Title:       "Stele demo: Bashlibel and its surroundings",
		Description: "One news article of 26 April 2021 on burial places at Bashlibel village, Kalbajar district, taken apart into claims, with the villages, districts, zones and events around it. It records mostly one side; every claim says whose it is.",
		Attribution: "Places: GeoNames via Who's On First, CC BY 4.0. District outlines: Natural Earth, public domain. Claims: the sources named with them.",
		Licence:     "CC BY 4.0 for the compilation; sources keep their own licences.",
		Contact:     "the operator of this server; in the demo nobody answers",
	}
}
