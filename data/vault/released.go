package vault

import (
	"context"
	"fmt"

	"stele/data/ledger"
)

// EnterRelease enters a release in the vault's log, and in its audience's public
// log as the last leaf. It returns its number and what it is to carry of the
// public log. The number is for PlaceRelease.
func (v *Vault) EnterRelease(ctx context.Context, r ledger.Release) (seq int64, e ledger.Entered, err error) {
	tx, err := v.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, e, err
	}
	defer tx.Rollback()
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return 0, e, err
	}
	if err := s.sealDecisions(ctx); err != nil {
		return 0, e, err
	}
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM released`).Scan(&seq); err != nil {
		return 0, e, err
	}
	if e, err = s.enter(ctx, seq, r); err != nil {
		return 0, e, fmt.Errorf("enter release: %w", err)
	}
	return seq, e, tx.Commit()
}

// enter appends the release's leaf, to both logs.
func (s *sealer) enter(ctx context.Context, seq int64, r ledger.Release) (e ledger.Entered, err error) {
	// What the release commits to is a checkpoint of its own.
	if err := s.sign(ctx); err != nil {
		return e, err
	}
	size, head, err := lastCheckpoint(ctx, s.tx)
	if err != nil {
		return e, err
	}
	salt, err := ledger.NewSalt(s.random)
	if err != nil {
		return e, err
	}
	if r.Head, err = headCommitment(&s.digester, salt, head); err != nil {
		return e, err
	}
	public, err := publicLogOf(ctx, s.tx, r.Audience)
	if err != nil {
		return e, err
	}
	leaf, err := s.log.Append(ctx, []byte(r.Entry()))
	if err != nil {
		return e, err
	}
	if err := s.sign(ctx); err != nil {
		return e, err
	}
	if e, err = public.enter(ctx, s, r); err != nil {
		return e, err
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO released (seq, audience, version, policy, published_on, leaf) VALUES (?, ?, ?, ?, ?, ?)`,
		seq, r.Audience, r.Version, r.PolicyVersion, r.PublishedOn, leaf)
	if err != nil {
		return e, err
	}
	_, err = s.tx.ExecContext(ctx, `INSERT INTO released_public (seq, size, salt, note) VALUES (?, ?, ?, ?)`, seq, size, salt[:], e.Checkpoint)
	return e, err
}

// PlaceRelease notes the file that the release of this number became, by its
// SHA-256 in hex and its size.
func (v *Vault) PlaceRelease(ctx context.Context, seq int64, sha256 string, bytes int64) error {
	tx, err := v.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.add(ctx, "released_file", seq, sha256, bytes); err != nil {
		return fmt.Errorf("note file of release: %w", err)
	}
	return s.commit(ctx)
}
