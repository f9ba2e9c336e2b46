package release

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"stele/data/ledger"
	"stele/data/scan"
)

// Verify reads the release at path and works its Version out again from its
// rows; ErrChanged is that it is another. Where the release carries a log, what
// that says of it is checked too.
func Verify(ctx context.Context, path string) (Meta, ledger.Entered, error) {
	r, err := Open(ctx, path)
	if err != nil {
		return Meta{}, ledger.Entered{}, err
	}
	defer r.Close()
	if err := VerifyRows(ctx, path, r.meta, nil); err != nil {
		return r.meta, ledger.Entered{}, err
	}
	l, _, err := r.Log(ctx)
	if err != nil {
		return r.meta, l, fmt.Errorf("%s: %w", path, err)
	}
	return r.meta, l, nil
}

// VerifyRows is the part of Verify that takes long: it holds the rows of the
// release at path against the version that it says it has. Progress, which may
// be nil, is told now and then how many rows are done.
func VerifyRows(ctx context.Context, path string, meta Meta, progress func(rows int64)) error {
	version, err := versionOf(ctx, path, meta, progress)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if version != meta.Version {
		return fmt.Errorf("%s: %w: it says version %.12s, its rows are version %.12s", path, ErrChanged, meta.Version, version)
	}
	return nil
}

// ErrChanged means that a release's rows are not those that it was made with.
var ErrChanged = errors.New("the release was changed after it was made")

// versionOf takes the digest of all rows as the writer does.
func versionOf(ctx context.Context, path string, meta Meta, progress func(rows int64)) (string, error) {
	f, err := scan.Open(path, true)
	if err != nil {
		return "", err
	}
	defer f.Close()
	content, done := newContent(meta), int64(0)
	for _, t := range contentTables() {
		form, query := t.form(), "SELECT "+t.names()+" FROM "+quote(t.name)+" ORDER BY fid"
		err := f.Each(ctx, query, func(row []ledger.Value) error {
			digest := content.digester.SumValues(form, row)
			content.hash.Write(digest[:])
			if done++; done%10000 == 0 && progress != nil {
				progress(done)
			}
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("read table %s: %w", t.name, err)
		}
		content.endOf(t)
	}
	return content.version(), nil
}

// form names the canonical form of a row, in the order of names.
func (t table) form() string { return "release " + t.name + " 1" }

// HashFile returns the SHA-256 of a file in hex, and its size.
func HashFile(path string) (string, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	return hashOf(f)
}

func hashOf(r io.Reader) (string, int64, error) {
	sum := sha256.New()
	n, err := io.CopyBuffer(sum, struct{ io.Reader }{r}, make([]byte, 1<<20))
	return hex.EncodeToString(sum.Sum(nil)), n, err
}
