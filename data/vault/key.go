package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"stele/data/ledger"
)

// KeyName is the file, beside the vault, with the secret key that signs the
// log's checkpoints. Whoever has it and the vault can write another history.
const KeyName = "log.key"

type key struct{ secret, verifier, origin string }

// ErrKey means that the folder's log.key does not belong to the vault's log.
var ErrKey = errors.New(KeyName + " is not the key of this vault's log; put the right one back from a backup")

// key returns the log's key. The first time there is one to make, and it is
// entered in the vault; from then on no other is taken.
func (v *Vault) key(ctx context.Context, tx *sql.Tx) (key, error) {
	verifier, err := verifierIn(ctx, tx)
	if err != nil {
		return key{}, fmt.Errorf("read key of the log: %w", err)
	}
	path := filepath.Join(v.dir, KeyName)
	k, err := readKey(path)
	switch {
	case errors.Is(err, os.ErrNotExist) && verifier != "":
		return key{}, fmt.Errorf("%s is missing: %w", path, ErrKey)
	case errors.Is(err, os.ErrNotExist):
		if k, err = v.makeKey(path); err != nil {
			return key{}, fmt.Errorf("make key of the log: %w", err)
		}
	case err != nil:
		return key{}, fmt.Errorf("%s: %w", path, err)
	case verifier != "" && verifier != k.verifier:
		return key{}, fmt.Errorf("%s: %w", path, ErrKey)
	}
	if verifier == "" {
		_, err = tx.ExecContext(ctx, `INSERT INTO log_identity (id, origin, verifier) VALUES (1, ?, ?)`, k.origin, k.verifier)
	}
	return k, err
}

// Verifier returns the public key of the vault's log, by which anybody can
// check its checkpoints; "" while nothing has been logged.
func (v *Vault) Verifier(ctx context.Context) (string, error) { return verifierIn(ctx, v.read) }

func verifierIn(ctx context.Context, q querier) (verifier string, err error) {
	err = q.QueryRowContext(ctx, `SELECT verifier FROM log_identity WHERE id = 1`).Scan(&verifier)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return verifier, err
}

func readKey(path string) (k key, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return k, err
	}
	secret, ok := strings.CutSuffix(string(text), "\n")
	if !ok {
		return k, errors.New("it does not end with a line break, so it may be cut short")
	}
	k.secret = secret
	if k.verifier, err = ledger.VerifierOf(k.secret); err != nil {
		return k, err
	}
	k.origin, err = ledger.OriginOf(k.verifier)
	return k, err
}

// makeKey puts a new key at path. Nobody else does meanwhile: who makes a key
// holds the vault's write lock.
func (v *Vault) makeKey(path string) (key, error) {
	name, err := v.newID()
	if err != nil {
		return key{}, err
	}
	secret, _, err := ledger.NewKey(v.random, "stele/"+name)
	if err != nil {
		return key{}, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), KeyName+".part-*") // mode 0600
	if err != nil {
		return key{}, err
	}
	defer os.Remove(f.Name()) // does nothing once it is renamed
	_, err = f.WriteString(secret + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return key{}, err
	}
	if err := errors.Join(os.Rename(f.Name(), path), syncFolder(filepath.Dir(path))); err != nil {
		return key{}, err
	}
	return readKey(path)
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
