package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"stele/data/ledger"
)

// sealer enters a transaction's changes in the log, as part of it: either both
// are there or neither.
type sealer struct {
	tx       *sql.Tx
	log      *ledger.Log
	signing  func(context.Context, *sql.Tx) (key, error)
	random   io.Reader
	digester ledger.Digester
	from     int64 // size of the log when the transaction began
}

func (v *Vault) sealer(ctx context.Context, tx *sql.Tx) (*sealer, error) {
	size, _, err := lastCheckpoint(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	log, err := ledger.Open(ctx, chunks{tx}, size)
	if err != nil {
		return nil, err
	}
	return &sealer{tx: tx, log: log, signing: v.key, random: v.random, from: size}, nil
}

// seal adds a fact's leaf and returns its number and the salt.
func (s *sealer) seal(ctx context.Context, fact ledger.Digest) (leaf int64, salt []byte, err error) {
	hidden, err := ledger.NewSalt(s.random)
	if err != nil {
		return 0, nil, err
	}
	commitment := ledger.Commit(hidden, fact)
	leaf, err = s.log.Append(ctx, commitment[:])
	return leaf, hidden[:], err
}

// add inserts a row of an event table with its leaf.
func (s *sealer) add(ctx context.Context, table string, values ...any) error {
	e := eventOf(table)
	fact, err := s.digester.Sum(e.form, values...)
	if err != nil {
		return err
	}
	leaf, salt, err := s.seal(ctx, fact)
	if err != nil {
		return err
	}
	_, err = s.tx.ExecContext(ctx, e.insert, append(append([]any(nil), values...), leaf, salt)...)
	return err
}

// commit signs what the log has become and commits the transaction. Decisions
// are sealed here and not where they are made, so that none can be forgotten.
func (s *sealer) commit(ctx context.Context) error {
	if err := s.sealDecisions(ctx); err != nil {
		return fmt.Errorf("enter decisions in the log: %w", err)
	}
	if err := s.sign(ctx); err != nil {
		return err
	}
	return s.tx.Commit()
}

// sign writes the log's hashes and a checkpoint of them, if there is anything new.
func (s *sealer) sign(ctx context.Context) error {
	if s.log.Size() == s.from {
		return nil
	}
	key, err := s.signing(ctx, s.tx)
	if err != nil {
		return err
	}
	if err := s.log.Flush(ctx); err != nil {
		return err
	}
	root, err := s.log.Root(ctx)
	if err != nil {
		return err
	}
	note, err := ledger.Sign(ledger.Checkpoint{Origin: key.origin, Size: s.log.Size(), Root: root}, key.secret)
	if err != nil {
		return fmt.Errorf("sign checkpoint: %w", err)
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO log_checkpoint (size, note) VALUES (?, ?)`, s.log.Size(), note)
	s.from = s.log.Size()
	return err
}

// commit enters what a transaction has changed in the log and commits it. A
// change of the vault that does not go through it is found by Verify.
func (v *Vault) commit(ctx context.Context, tx *sql.Tx) error {
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return err
	}
	return s.commit(ctx)
}

// sealedAtOnce bounds how many unsealed rows are held in memory.
const sealedAtOnce = 1000

// sealDecisions seals the decisions that came after the last sealed one.
func (s *sealer) sealDecisions(ctx context.Context) error {
	e := eventOf("decision")
	var last sql.NullInt64
	err := s.tx.QueryRowContext(ctx, `SELECT seq FROM decision WHERE leaf IS NOT NULL ORDER BY seq DESC LIMIT 1`).Scan(&last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	set, err := s.tx.PrepareContext(ctx, `UPDATE decision SET leaf = ?, salt = ? WHERE seq = ?`)
	if err != nil {
		return err
	}
	query := "SELECT " + joined(e.columns) + " FROM decision WHERE seq > ? ORDER BY seq LIMIT ?"
	for {
		rows, err := readAll(ctx, s.tx, query, len(e.columns), last.Int64, sealedAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := s.sealRow(ctx, e, row, set); err != nil {
				return err
			}
			last.Int64 = row[0].(int64)
		}
	}
}

// sealRow gives a row that is there already its leaf. Its first column is its key.
func (s *sealer) sealRow(ctx context.Context, e event, row []any, set *sql.Stmt) error {
	fact, err := s.digester.Sum(e.form, row...)
	if err != nil {
		return err
	}
	leaf, salt, err := s.seal(ctx, fact)
	if err != nil {
		return err
	}
	_, err = set.ExecContext(ctx, leaf, salt, row[0])
	return err
}

// values makes a row of n values and pointers to them to scan into.
func values(n int) (row, to []any) {
	row, to = make([]any, n), make([]any, n)
	for i := range row {
		to[i] = &row[i]
	}
	return row, to
}

// lastCheckpoint returns the newest checkpoint, size 0 if there is none.
func lastCheckpoint(ctx context.Context, q querier) (size int64, note string, err error) {
	err = q.QueryRowContext(ctx, `SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1`).Scan(&size, &note)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return size, note, err
}

// chunks is where the log's hashes are kept.
type chunks struct{ q querier }

func (c chunks) Chunk(ctx context.Context, n int64) (hashes []byte, err error) {
	err = c.q.QueryRowContext(ctx, `SELECT hashes FROM log_chunk WHERE n = ?`, n).Scan(&hashes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return hashes, err
}

func (c chunks) SetChunk(ctx context.Context, n int64, hashes []byte) error {
	_, err := c.q.(*sql.Tx).ExecContext(ctx, `INSERT INTO log_chunk (n, hashes) VALUES (?, ?) ON CONFLICT (n) DO UPDATE SET hashes = excluded.hashes`, n, hashes)
	return err
}
