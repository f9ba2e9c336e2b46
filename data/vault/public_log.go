package vault

import (
	"context"
	"encoding/hex"

	"stele/data/ledger"
)

// headCommitment commits to a checkpoint of the vault's log, in hex. Without the
// salt it tells nothing of it, not even whether two are the same.
func headCommitment(d *ledger.Digester, salt ledger.Salt, checkpoint string) (string, error) {
	fact, err := d.Sum("head 1", checkpoint)
	if err != nil {
		return "", err
	}
	commitment := ledger.Commit(salt, fact)
	return hex.EncodeToString(commitment[:]), nil
}

// publicRow is a release with its place in its audience's public log.
type publicRow struct {
	ledger.Release
	seq  int64
	note string // the public log's checkpoint, signed
	seen bool   // its file was finished, so somebody may have the checkpoint
}

const publicQuery = `SELECT r.seq, r.audience, r.version, r.policy, r.published_on, p.salt, p.note, coalesce(c.note, ''), f.seq IS NOT NULL
	FROM released r JOIN released_public p ON p.seq = r.seq LEFT JOIN log_checkpoint c ON c.size = p.size
	LEFT JOIN released_file f ON f.seq = r.seq`

// publicRows reads the releases that stand in an audience's public log, the oldest
// first. What it cannot read it leaves wrong: their leaves tell.
func publicRows(ctx context.Context, q querier, audience string) ([]publicRow, error) {
	var d ledger.Digester
	return list(ctx, q, publicQuery+" WHERE r.audience = ? ORDER BY r.seq",
		func(scan func(...any) error) (r publicRow, err error) {
			var salt []byte
			var head string
			if err := scan(&r.seq, &r.Audience, &r.Version, &r.PolicyVersion, &r.PublishedOn, &salt, &r.note, &head, &r.seen); err != nil {
				return r, err
			}
			return r, r.commit(&d, salt, head)
		}, audience)
}

// commit gives the release its commitment to the vault's log; a salt that is none
// gives none.
func (r *publicRow) commit(d *ledger.Digester, salt []byte, head string) (err error) {
	var hidden ledger.Salt
	if copy(hidden[:], salt); len(salt) == len(hidden) {
		r.Head, err = headCommitment(d, hidden, head)
	}
	return err
}

// publicLog is the log of one audience's releases. It is as long as there are
// releases, and made anew from their rows.
type publicLog struct {
	*ledger.Log
	rows []publicRow
}

func publicLogOf(ctx context.Context, q querier, audience string) (p publicLog, err error) {
	if p.rows, err = publicRows(ctx, q, audience); err != nil {
		return p, err
	}
	if p.Log, err = ledger.Open(ctx, ledger.Memory{}, 0); err != nil {
		return p, err
	}
	for _, r := range p.rows {
		if _, err := p.Append(ctx, []byte(r.Entry())); err != nil {
			return p, err
		}
	}
	return p, nil
}

// enter appends a release, signs, and proves.
func (p publicLog) enter(ctx context.Context, s *sealer, r ledger.Release) (e ledger.Entered, err error) {
	e.Entry = r.Entry()
	if e.Leaf, err = p.Append(ctx, []byte(e.Entry)); err != nil {
		return e, err
	}
	key, err := s.signing(ctx, s.tx)
	if err != nil {
		return e, err
	}
	secret, err := ledger.PublicSecret(key.secret, r.Audience)
	if err != nil {
		return e, err
	}
	if e.Verifier, err = ledger.PublicVerifier(key.verifier, r.Audience); err != nil {
		return e, err
	}
	root, err := p.Root(ctx)
	if err != nil {
		return e, err
	}
	c := ledger.Checkpoint{Origin: ledger.PublicOrigin(key.origin, r.Audience), Size: p.Size(), Root: root}
	if e.Checkpoint, err = ledger.Sign(c, secret); err != nil {
		return e, err
	}
	if e.Proof, err = p.ProveLeaf(ctx, p.Size(), e.Leaf); err != nil {
		return e, err
	}
	e.Earlier, err = p.earlier(ctx)
	return e, err
}

// earlier returns the checkpoints of the releases before the last, those that
// have been seen, with proof that the log has only grown since.
func (p publicLog) earlier(ctx context.Context) (all []ledger.Earlier, err error) {
	for i, r := range p.rows {
		if !r.seen {
			continue
		}
		e := ledger.Earlier{Size: int64(i) + 1, Checkpoint: r.note}
		if e.Proof, err = p.ProveGrowth(ctx, p.Size(), e.Size); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}
