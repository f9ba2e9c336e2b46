// Package audit checks a data folder offline: its vault against the log of
// changes, the archive against the vault, locators against the archive, and
// releases against what the vault published. It changes nothing and repairs
// nothing.
package audit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"stele/data/archive"
	"stele/data/atlas"
	"stele/data/ledger"
	"stele/data/release"
	"stele/data/vault"
)

// Options say how to check. Its zero value ends at the first fault.
type Options struct {
	// All goes on after a fault.
	All bool
	// Verifier is the log's public key, as somebody has kept it. Empty believes
	// the vault's own: whoever wrote all of it anew could have changed that too.
	Verifier string
	// Kept are checkpoints that somebody has kept.
	Kept []vault.Kept
	// Progress is told now and then how many rows are done. It may be nil.
	Progress func(rows int64)
}

// Report is what was checked and what is wrong.
type Report struct {
	Lines  []Line
	Faults []vault.Fault // in the order of finding; without All at most one
	Head   string        // the log's newest checkpoint, signed
}

// Line counts one kind of thing.
type Line struct {
	What  string
	Count int64
	Note  string // what more is to be said, or empty
}

// OK reports that nothing is wrong.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// errEnough ends the work at the first fault.
var errEnough = errors.New("one fault is enough")

// Folder checks the data folder dir. An error is that of not being able to
// look; what is wrong is in the report.
func Folder(ctx context.Context, dir string, o Options) (Report, error) {
	a := &auditor{options: o, dir: dir, archive: archive.In(dir)}
	err := a.all(ctx)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return a.report, err
}

type auditor struct {
	options  Options
	dir      string
	archive  archive.Archive
	report   Report
	vault    vault.Verified
	releases map[string]release.Meta // by file, of those that are whole
	located  []located
}

func (a *auditor) found(f vault.Fault) error {
	a.report.Faults = append(a.report.Faults, f)
	if a.options.All {
		return nil
	}
	return errEnough
}

func (a *auditor) fault(where, format string, args ...any) error {
	return a.found(vault.Fault{Where: where, What: fmt.Sprintf(format, args...)})
}

func (a *auditor) line(what string, count int64, note string) {
	a.report.Lines = append(a.report.Lines, Line{what, count, note})
}

// all begins with the releases, whose checkpoints the log must have grown out of.
func (a *auditor) all(ctx context.Context) error {
	if err := a.readReleases(ctx); err != nil {
		return err
	}
	if err := a.checkVault(ctx); err != nil {
		return err
	}
	for _, check := range []func(context.Context) error{a.checkArchive, a.checkLocators, a.checkReleases} {
		if err := check(ctx); err != nil {
			return err
		}
	}
	return nil
}

// checkVault has the vault checked, and counts.
func (a *auditor) checkVault(ctx context.Context) (err error) {
	a.vault, err = vault.Verify(ctx, a.dir, vault.Verifying{
		Found: a.found, Progress: a.options.Progress, Located: a.note, Kept: a.options.Kept,
	})
	a.report.Head = a.vault.Head
	for _, table := range []string{"import", "agent", "source", "record", "claim", "figure", "decision", "redaction"} {
		a.line(table+"s", a.vault.Rows[table], "")
	}
	a.line("log leaves", a.vault.Leaves, "")
	a.line("checkpoints", a.vault.Checkpoints, "")
	if key := a.options.Verifier; err == nil && key != "" && key != a.vault.Verifier {
		return a.fault("log", "its key is %s, not the one given", a.vault.Verifier)
	}
	return err
}

// checkArchive reads every original again.
func (a *auditor) checkArchive(ctx context.Context) error {
	names, err := a.archive.Names()
	if err != nil {
		return err
	}
	var bytes int64
	for _, f := range a.vault.Archived {
		bytes += f.Bytes
		if err := a.archive.Check(ctx, f.SHA256, f.Bytes); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := a.fault("archive", "%v", err); err != nil {
				return err
			}
		}
	}
	stray := len(slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(a.vault.Archived, func(f vault.File) bool { return archive.Name(f.SHA256) == name })
	}))
	note := fmt.Sprintf("%d bytes", bytes)
	if stray > 0 {
		note += fmt.Sprintf("; %d files more, which the vault does not know", stray)
	}
	a.line("originals", int64(len(a.vault.Archived)), note)
	return nil
}

// readReleases works the version of every release out again.
func (a *auditor) readReleases(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(globQuoted(a.dir), "releases", "*.gpkg"))
	if err != nil {
		return err
	}
	a.releases = map[string]release.Meta{}
	for _, file := range files {
		meta, log, err := release.Verify(ctx, file)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			if err := a.fault("releases/"+filepath.Base(file), "%v", err); err != nil {
				return err
			}
			continue
		}
		a.releases[file] = meta
		if log.Checkpoint != "" {
			a.options.Kept = append(a.options.Kept, vault.Kept{Where: "releases/" + filepath.Base(file), Note: log.Checkpoint})
		}
	}
	return nil
}

// checkReleases holds the files against what the vault says it published.
func (a *auditor) checkReleases(context.Context) error {
	for file, meta := range a.releases {
		where := "releases/" + filepath.Base(file)
		sum, size, err := release.HashFile(file)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(a.vault.Published, func(p vault.Placed) bool { return p.SHA256 == sum && p.Bytes == size })
		if i < 0 {
			err = a.fault(where, "the vault has published no file with SHA-256 %s", sum)
		} else if p := a.vault.Published[i]; p.Version != meta.Version || p.Audience+".gpkg" != filepath.Base(file) {
			err = a.fault(where, "it is the release of version %.12s for %s", p.Version, p.Audience)
		}
		if err != nil {
			return err
		}
	}
	a.line("releases", int64(len(a.releases)), fmt.Sprintf("%d published in all", len(a.vault.Published)))
	return nil
}

// globQuoted takes the meaning from what filepath.Glob would read as a pattern.
func globQuoted(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// Release checks a release file by itself, as anybody can who has it and the
// log's public key: that its rows are those of its version, and that the log has
// it. An empty verifier believes the file's own.
func Release(ctx context.Context, path, verifier string) (release.Meta, ledger.Checkpoint, error) {
	meta, log, err := release.Verify(ctx, path)
	if err == nil {
		err = atlas.VerifyTail(ctx, path)
	}
	if err != nil {
		return meta, ledger.Checkpoint{}, err
	}
	switch {
	case log.Checkpoint == "":
		return meta, ledger.Checkpoint{}, fmt.Errorf("%s: %w", path, errNoLog)
	case verifier != "" && !isKeyOf(verifier, log.Verifier, meta.Audience):
		return meta, ledger.Checkpoint{}, fmt.Errorf("%s: the key of its log is %s, not the one given", path, log.Verifier)
	}
	c, err := ledger.OpenCheckpoint(log.Checkpoint, log.Verifier)
	return meta, c, err
}

// isKeyOf reports that a key is that of a release's log, or of the vault's log that
// it belongs to.
func isKeyOf(key, verifier, audience string) bool {
	public, err := ledger.PublicVerifier(key, audience)
	return key == verifier || err == nil && public == verifier
}

var errNoLog = fmt.Errorf("it was not entered in a log: %w", fs.ErrNotExist)
