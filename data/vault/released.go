package vault

import (
	"context"
	"fmt"

	"stele/data/ledger"
)

// EnterRelease enters a release in the log, with nothing after it, and returns
// its number and what it is to carry of the log. The number is for PlaceRelease.
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
	if e, err = s.enter(ctx, r); err != nil {
		return 0, e, fmt.Errorf("enter release: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO released (seq, audience, version, policy, published_on, leaf) VALUES (?, ?, ?, ?, ?, ?)`,
		seq, r.Audience, r.Version, r.PolicyVersion, r.PublishedOn, e.Leaf)
	if err != nil {
		return 0, e, fmt.Errorf("enter release: %w", err)
	}
	return seq, e, tx.Commit()
}

// enter appends the release's leaf, signs, and proves.
func (s *sealer) enter(ctx context.Context, r ledger.Release) (e ledger.Entered, err error) {
	e.Entry = r.Entry()
	if e.Leaf, err = s.log.Append(ctx, []byte(e.Entry)); err != nil {
		return e, err
	}
	if e.Checkpoint, err = s.sign(ctx); err != nil {
		return e, err
	}
	if e.Verifier, err = verifierIn(ctx, s.tx); err != nil {
		return e, err
	}
	if e.Proof, err = s.log.ProveLeaf(ctx, s.log.Size(), e.Leaf); err != nil {
		return e, err
	}
	e.Earlier, err = s.earlier(ctx, r.Audience)
	return e, err
}

// earlier returns the checkpoints of an audience's earlier releases, those that
// have been seen, with proof that the log has only grown since.
func (s *sealer) earlier(ctx context.Context, audience string) ([]ledger.Earlier, error) {
	all, err := list(ctx, s.tx, `SELECT c.size, c.note FROM released r JOIN released_file f ON f.seq = r.seq
		JOIN log_checkpoint c ON c.size = r.leaf + 1 WHERE r.audience = ? ORDER BY c.size`,
		func(scan func(...any) error) (e ledger.Earlier, err error) { return e, scan(&e.Size, &e.Checkpoint) }, audience)
	if err != nil {
		return nil, err
	}
	for i, e := range all {
		if all[i].Proof, err = s.log.ProveGrowth(ctx, s.log.Size(), e.Size); err != nil {
			return nil, err
		}
	}
	return all, nil
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
