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
	version, err := r.version(ctx)
	if err != nil {
		return r.meta, ledger.Entered{}, fmt.Errorf("%s: %w", path, err)
	}
	if version != r.meta.Version {
		return r.meta, ledger.Entered{}, fmt.Errorf("%s: %w: it says version %.12s, its rows are version %.12s", path, ErrChanged, r.meta.Version, version)
	}
	l, _, err := r.Log(ctx)
	if err != nil {
		return r.meta, l, fmt.Errorf("%s: %w", path, err)
	}
	return r.meta, l, nil
}

// ErrChanged means that a release's rows are not those that it was made with.
var ErrChanged = errors.New("the release was changed after it was made")

// version takes the digest of all rows as the writer does.
func (r *Reader) version(ctx context.Context) (string, error) {
	content := newContent(r.meta)
	for _, t := range contentTables() {
		row, to := t.row()
		err := r.each(ctx, t, func(scan func(...any) error) error {
			if err := scan(to...); err != nil {
				return err
			}
			digest, err := t.digest(&content.digester, row)
			content.hash.Write(digest[:])
			return err
		})
		if err != nil {
			return "", err
		}
		content.endOf(t)
	}
	return content.version(), nil
}

// row makes a row to scan a table's columns into.
func (t table) row() (row, to []any) {
	n := len(t.columns)
	if t.features {
		n++
	}
	row, to = make([]any, n), make([]any, n)
	for i := range row {
		to[i] = &row[i]
	}
	return row, to
}

// digest is that of one row, in the order of names.
func (t table) digest(d *ledger.Digester, row []any) (ledger.Digest, error) {
	return d.Sum(t.form(), row...)
}

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
