// Package audit checks a data folder offline: its vault against the log of
// changes, the archive against the vault, locators against the archive, and
// releases against what the vault published. It changes nothing and repairs
// nothing.
package audit

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"stele/data/archive"
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
	Faults []vault.Fault // in an order that does not hang on which was found sooner; without All at most one
}

// Line counts one kind of thing.
type Line struct {
	What  string
	Count int64
	Note  string // what more is to be said, or empty
}

// OK reports that nothing is wrong.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// Folder checks the data folder dir. An error is that of not being able to
// look; what is wrong is in the report.
func Folder(ctx context.Context, dir string, o Options) (Report, error) {
	a := &auditor{options: o, dir: dir, archive: archive.In(dir), rows: counter{tell: o.Progress}}
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
	releases []*placed // by file; nil where it cannot be opened
	located  []located
	rows     counter
}

// all begins with what is short of the releases, whose checkpoints the log must
// have grown out of. Then all that does not wait for something else goes on at
// once: the rows of each release, and its bytes; the vault; the vault's pages.
func (a *auditor) all(ctx context.Context) error {
	files, err := releasesIn(a.dir)
	if err != nil {
		return err
	}
	a.releases = make([]*placed, len(files))
	parts := a.parts(ctx, len(files)+5)
	defer parts[0].end()
	var wait sync.WaitGroup
	for i, file := range files {
		parts[i].do(func(p *part) (err error) {
			a.releases[i], err = a.openRelease(p, file)
			return err
		})
		if r := a.releases[i]; r != nil {
			wait.Go(func() { parts[i].do(func(p *part) error { return a.checkRows(p, r) }) })
			wait.Go(r.hash)
		}
	}
	rest := parts[len(files):]
	wait.Go(func() { rest[1].do(a.checkPages) })
	rest[0].do(a.checkVault)
	rest[2].do(a.checkArchive)
	rest[3].do(a.checkLocators)
	wait.Wait()
	rest[4].do(a.checkReleases)
	return a.join(parts)
}

// checkVault has the vault checked, and counts.
func (a *auditor) checkVault(p *part) (err error) {
	a.vault, err = vault.Verify(p, a.dir, vault.Verifying{
		Found: p.found, Progress: a.rows.line(), Located: a.note, Kept: a.options.Kept,
	})
	for _, table := range []string{"import", "agent", "source", "record", "claim", "figure", "decision", "redaction"} {
		p.line(table+"s", a.vault.Rows[table], "")
	}
	p.line("log leaves", a.vault.Leaves, "")
	p.line("checkpoints", a.vault.Checkpoints, "")
	if key := a.options.Verifier; err == nil && key != "" && key != a.vault.Verifier {
		return p.fault("log", "its key is %s, not the one given", a.vault.Verifier)
	}
	return err
}

func (a *auditor) checkPages(p *part) error { return vault.VerifyPages(p, a.dir, p.found) }

// checkArchive reads every original again.
func (a *auditor) checkArchive(p *part) error {
	names, err := a.archive.Names()
	if err != nil {
		return err
	}
	var bytes int64
	known := map[string]bool{}
	for _, f := range a.vault.Archived {
		bytes += f.Bytes
		known[f.SHA256] = true
		if err := a.archive.Check(p, f.SHA256, f.Bytes); err != nil {
			if p.Err() != nil {
				return p.Err()
			}
			if err := p.fault("archive", "%v", err); err != nil {
				return err
			}
		}
	}
	stray := len(slices.DeleteFunc(names, func(name string) bool {
		sum := filepath.Base(name)
		return known[sum] && archive.Name(sum) == name
	}))
	note := fmt.Sprintf("%d bytes", bytes)
	if stray > 0 {
		note += fmt.Sprintf("; %d files more, which the vault does not know", stray)
	}
	p.line("originals", int64(len(a.vault.Archived)), note)
	return nil
}
