package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"stele/data/ledger"
)

// Anchor is the position, in 1e-7 degrees, from which a subject's public cells
// are computed. A subject is an audience and a record's ID, or an audience,
// "group" and a group's key.
type Anchor struct{ LonE7, LatE7 int64 }

// AnchorAt is the anchor at a position.
func AnchorAt(p orb.Point) Anchor {
	return Anchor{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

// Anchor returns the newest anchor of a subject, or false.
func (w *View) Anchor(ctx context.Context, subject string) (a Anchor, ok bool, err error) {
	err = w.tx.QueryRowContext(ctx, `SELECT lon_e7, lat_e7 FROM anchor WHERE subject = ? ORDER BY seq DESC LIMIT 1`, subject).Scan(&a.LonE7, &a.LatE7)
	if errors.Is(err, sql.ErrNoRows) {
		return a, false, nil
	}
	if err != nil {
		return a, false, fmt.Errorf("read anchor: %w", err)
	}
	return a, true, nil
}

// Anchors returns the anchors that a subject has or had, the newest first.
func (w *View) Anchors(ctx context.Context, subject string) ([]Anchor, error) {
	all, err := list(ctx, w.tx, `SELECT lon_e7, lat_e7 FROM anchor WHERE subject = ? ORDER BY seq DESC`,
		func(scan func(...any) error) (a Anchor, err error) {
			err = scan(&a.LonE7, &a.LatE7)
			return a, err
		}, subject)
	if err != nil {
		return nil, fmt.Errorf("read anchors: %w", err)
	}
	return all, nil
}

// AddAnchors adds the anchors of one publish by subject, in one step. It is to be
// called even for none: that there were any is not to be seen in the log.
func (v *Vault) AddAnchors(ctx context.Context, anchors map[string]Anchor) error {
	tx, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	s, err := v.sealer(ctx, tx)
	if err != nil {
		return err
	}
	if err := s.addAnchors(ctx, anchors); err != nil {
		return fmt.Errorf("add anchors: %w", err)
	}
	return s.commit(ctx)
}

func (s *sealer) addAnchors(ctx context.Context, anchors map[string]Anchor) error {
	var last int64
	if err := s.tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM anchor`).Scan(&last); err != nil {
		return err
	}
	var list []anchorRow
	for _, subject := range slices.Sorted(maps.Keys(anchors)) {
		last++
		list = append(list, anchorRow{last, subject, anchors[subject]})
	}
	return s.addAnchoring(ctx, list, `INSERT INTO anchor (seq, subject, lon_e7, lat_e7, anchoring, place, salt) VALUES (?, ?, ?, ?, ?, ?, ?)`)
}

// anchorRow is an anchor as its table has it.
type anchorRow struct {
	seq     int64
	subject string
	Anchor
}

// fact is what the commitment of an anchor is to.
func (a anchorRow) fact(d *ledger.Digester, anchoring, place int64) (ledger.Digest, error) {
	return d.Sum("anchor 1", a.seq, a.subject, a.LonE7, a.LatE7, anchoring, place)
}

// addAnchoring commits to anchors under one leaf. The statement puts each where
// it belongs, with its anchoring, place and salt.
func (s *sealer) addAnchoring(ctx context.Context, list []anchorRow, statement string) error {
	var seq int64
	if err := s.tx.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) + 1 FROM anchoring`).Scan(&seq); err != nil {
		return err
	}
	stmt, err := s.tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	commitments := []byte{}
	for i, a := range list {
		salt, err := ledger.NewSalt(s.random)
		if err != nil {
			return err
		}
		fact, err := a.fact(&s.digester, seq, int64(i))
		if err != nil {
			return err
		}
		commitment := ledger.Commit(salt, fact)
		commitments = append(commitments, commitment[:]...)
		if _, err := stmt.ExecContext(ctx, a.seq, a.subject, a.LonE7, a.LatE7, seq, i, salt[:]); err != nil {
			return err
		}
	}
	return s.add(ctx, "anchoring", seq, commitments)
}
