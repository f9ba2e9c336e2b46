package audit

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"stele/data/atlas"
	"stele/data/ledger"
	"stele/data/release"
	"stele/data/vault"
)

// placed is a release in the folder.
type placed struct {
	file    string
	meta    release.Meta
	isWhole bool // its rows are those of its version
	sum     string
	size    int64
	err     error // of reading the file
}

func (r *placed) where() string { return whereRelease(r.file) }

func whereRelease(file string) string { return "releases/" + filepath.Base(file) }

func (r *placed) hash() { r.sum, r.size, r.err = release.HashFile(r.file) }

func releasesIn(dir string) ([]string, error) {
	return filepath.Glob(filepath.Join(globQuoted(dir), "releases", "*.gpkg"))
}

// globQuoted takes the meaning from what filepath.Glob would read as a pattern.
func globQuoted(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// openRelease reads what a release says of itself and of the log; nil if that is
// wrong.
func (a *auditor) openRelease(p *part, file string) (*placed, error) {
	meta, log, err := entered(p, file)
	if p.Err() != nil {
		return nil, p.Err()
	}
	if err != nil {
		return nil, p.fault(whereRelease(file), "%v", err)
	}
	if log.Checkpoint != "" {
		a.options.Kept = append(a.options.Kept, vault.Kept{Where: whereRelease(file), Note: log.Checkpoint})
	}
	return &placed{file: file, meta: meta}, nil
}

func entered(ctx context.Context, file string) (release.Meta, ledger.Entered, error) {
	r, err := release.Open(ctx, file)
	if err != nil {
		return release.Meta{}, ledger.Entered{}, err
	}
	defer r.Close()
	log, _, err := r.Log(ctx)
	if err != nil {
		err = fmt.Errorf("%s: %w", file, err)
	}
	return r.Meta(), log, err
}

// checkRows works the version of a release out again.
func (a *auditor) checkRows(p *part, r *placed) error {
	err := release.VerifyRows(p, r.file, r.meta, a.rows.line())
	if p.Err() != nil {
		return p.Err()
	}
	if err != nil {
		return p.fault(r.where(), "%v", err)
	}
	r.isWhole = true
	return nil
}

// checkReleases holds the files against what the vault says it published.
func (a *auditor) checkReleases(p *part) error {
	whole := slices.DeleteFunc(a.releases, func(r *placed) bool { return r == nil || !r.isWhole })
	for _, r := range whole {
		if r.err != nil {
			return r.err
		}
		var err error
		i := slices.IndexFunc(a.vault.Published, func(p vault.Placed) bool { return p.SHA256 == r.sum && p.Bytes == r.size })
		if i < 0 {
			err = p.fault(r.where(), "the vault has published no file with SHA-256 %s", r.sum)
		} else if known := a.vault.Published[i]; known.Version != r.meta.Version || known.Audience+".gpkg" != filepath.Base(r.file) {
			err = p.fault(r.where(), "it is the release of version %.12s for %s", known.Version, known.Audience)
		}
		if err != nil {
			return err
		}
	}
	p.line("releases", int64(len(whole)), fmt.Sprintf("%d published in all", len(a.vault.Published)))
	return nil
}

// Release checks a release file by itself, as anybody can who has it and the
// log's public key: that its rows are those of its version, and that the log has
// it. An empty verifier believes the file's own.
func Release(ctx context.Context, path, verifier string) (release.Meta, ledger.Checkpoint, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	packed := make(chan error, 1)
	go func() { packed <- atlas.VerifyTail(ctx, path) }()
	meta, log, err := release.Verify(ctx, path)
	if err != nil {
		cancel() // the pack of other rows does not matter
	}
	if wrong := <-packed; err == nil {
		err = wrong
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
