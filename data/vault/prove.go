package vault

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"stele/data/ledger"
)

// ErrRedacted means that a row was taken out of the vault for good.
var ErrRedacted = errors.New("the row was redacted; only proofs given before can show what it was")

// Prove returns proof that a version of the row with this public ID stands in
// the log; version 0 is the newest. The proof holds all of the row, exact
// positions and names included, and is for those who may see it.
func (v *Vault) Prove(ctx context.Context, id string, version int) (ledger.Bundle, error) {
	tx, err := v.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return ledger.Bundle{}, err
	}
	defer tx.Rollback()
	for _, e := range versioned {
		rows, err := readAll(ctx, tx, "SELECT "+joined(e.columns)+" FROM "+e.table+` WHERE id = ? AND (version = ? OR ? = 0)
			ORDER BY version DESC LIMIT 1`, len(e.columns), id, version, version)
		if err != nil {
			return ledger.Bundle{}, fmt.Errorf("prove %s: %w", id, err)
		}
		if len(rows) > 0 {
			return prove(ctx, tx, e, rows[0])
		}
	}
	var redacted int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM redaction WHERE id = ?`, id).Scan(&redacted); err != nil {
		return ledger.Bundle{}, err
	}
	if redacted > 0 {
		return ledger.Bundle{}, fmt.Errorf("%s: %w", id, ErrRedacted)
	}
	return ledger.Bundle{}, fmt.Errorf("%s: %w", id, ErrUnknown)
}

func prove(ctx context.Context, tx *sql.Tx, e entity, row []any) (b ledger.Bundle, err error) {
	if b.VersionOf, err = e.versionOf(row); err != nil {
		return b, err
	}
	for i, name := range e.content {
		b.Content = append(b.Content, ledger.ColumnOf(name, row[2+i]))
	}
	leaf, salt, ok := saltOf(row[e.origin(atLeaf)], row[e.origin(atSalt)])
	if !ok {
		return b, fmt.Errorf("%s is not in the log", whereIs(e.table, row[0], row[1]))
	}
	b.Leaf, b.Salt = leaf, hex.EncodeToString(salt[:])
	size, note, err := lastCheckpoint(ctx, tx)
	if err != nil {
		return b, err
	}
	log, err := ledger.Open(ctx, chunks{tx}, size)
	if err != nil {
		return b, err
	}
	if b.Proof, err = log.ProveLeaf(ctx, size, leaf); err != nil {
		return b, err
	}
	b.Checkpoint = note
	b.Verifier, err = verifierIn(ctx, tx)
	return b, err
}

// Checkpoint returns the log's newest checkpoint, signed; "" while nothing has
// been logged.
func (v *Vault) Checkpoint(ctx context.Context) (string, error) {
	_, note, err := lastCheckpoint(ctx, v.read)
	return note, err
}
