// Package vault keeps the working database: every version of every record,
// claim, figure, source and agent, with exact positions and the decisions made
// about them. Only editors' commands open it; the public server never does.
package vault

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// FileName is the vault's name in a data folder.
const FileName = "vault.db"

// ErrNone means that a data folder has no vault.
var ErrNone = errors.New("there is no vault")

// Vault is an open vault: one writer and a few readers. It is safe for
// concurrent use.
type Vault struct {
	write *sql.DB
	read  *sql.DB
	now   func() time.Time
	dir   string
	// random gives IDs, salts and the log's key. Only who holds the one write
	// connection reads it.
	random io.Reader
}

// SetRandom makes IDs, salts and the log's key come from r instead of the
// system's randomness, and so repeatable. It is for tests that compare two
// vaults, before anything is written to them: salts that can be foreseen hide
// nothing.
func (v *Vault) SetRandom(r io.Reader) { v.random = r }

// Open opens the vault in the folder dir, bringing its schema up to date.
// A folder without one is an ErrNone. The clock now dates what is recorded.
func Open(ctx context.Context, dir string, now func() time.Time) (*Vault, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", dir, ErrNone)
	} else if err != nil {
		return nil, err
	}
	return open(ctx, path, now)
}

// Create makes the folder dir and an empty vault in it, or opens the one that
// is there. It reports whether it made one.
func Create(ctx context.Context, dir string, now func() time.Time) (v *Vault, made bool, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, false, err
	}
	path := filepath.Join(dir, FileName)
	// Whatever the folder allows, exact positions are their owner's alone.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if made = err == nil; made {
		err = f.Close()
	} else if errors.Is(err, os.ErrExist) {
		err = nil
	}
	if err != nil {
		return nil, false, err
	}
	v, err = open(ctx, path, now)
	return v, made, err
}

func open(ctx context.Context, path string, now func() time.Time) (*Vault, error) {
	w, err := openWriter(path)
	if err != nil {
		return nil, err
	}
	v := &Vault{write: w, now: now, dir: filepath.Dir(path), random: bufio.NewReader(rand.Reader)}
	if err := v.migrate(ctx); err != nil {
		closeErr := w.Close()
		return nil, errors.Join(fmt.Errorf("open vault %s: %w", path, whyNotOpen(path, err)), closeErr)
	}
	if v.read, err = openReader(path); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return v, nil
}

// begin starts a transaction that its owner ends, not ctx: database/sql would
// roll it back behind its owner's back, and still be at it when the vault is
// closed. Statements still end with ctx.
func (v *Vault) begin(ctx context.Context) (*sql.Tx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return v.write.BeginTx(context.WithoutCancel(ctx), nil)
}

// Close closes the vault's connections.
func (v *Vault) Close() error { return errors.Join(v.read.Close(), v.write.Close()) }
