package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
)

// metaFile is what a data folder's stele.json is called.
const metaFile = "stele.json"

// What metaFile names.
const (
	storyFile        = "story.json"
	translationsFile = "translations.json"
)

// Files are the names of what Build writes beside the vault.
var Files = []string{metaFile, storyFile, translationsFile}

// Build makes a vault in dir out of the embedded files, approves all of it,
// and publishes it at releasePath. Title, licence and so on go into the folder's
// stele.json.
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
	m, err := bundle.writeMeta(dir, now())
	if err != nil {
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

// writeMeta puts into dir what its releases say of themselves, with the files
// that it names, as an operator would: what is published of the folder later says so too.
func (b Bundle) writeMeta(dir string, now time.Time) (m release.Meta, err error) {
	for _, name := range Files {
		text, err := files.ReadFile(name)
		if err != nil {
			return m, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return m, err
		}
		if name != metaFile {
			continue
		}
		if err := strict(text, &m); err != nil {
			return m, fmt.Errorf("demo: %s: %w", name, err)
		}
	}
	m.PublishedOn = now.UTC().Format(time.DateOnly)
	// The file names these.
	if m.Story, err = b.Story.Compact(); err != nil {
		return m, err
	}
	m.Translations, err = b.Translations.Compact()
	return m, err
}
