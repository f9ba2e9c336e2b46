package vault

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// Public is a cleared record with its public versions, the oldest first, the one
// in force last.
type Public struct {
	Cleared
	Versions []Past
}

// Public yields the cleared records of all collections. Their order is no order of
// theirs: those with one version come as they lie in the vault, the others after
// them by ID. Properties are shared between records, and not to be changed.
func (w *View) Public(ctx context.Context) iter.Seq2[Public, error] {
	return func(yield func(Public, error) bool) {
		if err := w.public(ctx, func(p Public) bool { return yield(p, nil) }); err != nil {
			yield(Public{}, fmt.Errorf("read records: %w", err))
		}
	}
}

func (w *View) public(ctx context.Context, yield func(Public) bool) error {
	s, err := w.standings(ctx)
	if err != nil {
		return err
	}
	// Versions of one record may lie far apart. Most have one, and so the table is
	// read as it lies; what has more is looked up.
	several, err := w.several(ctx)
	if err != nil {
		return err
	}
	more, err := w.alone(ctx, s, several, yield)
	if err != nil || !more {
		return err
	}
	ids := make([]string, 0, len(several))
	for id := range several {
		if s.cleared(id) > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		p, ok, err := w.versioned(ctx, s, id)
		if err != nil {
			return err
		}
		if ok && !yield(p) {
			return nil
		}
	}
	return nil
}

// several returns the records that have, or had, more than one version.
func (w *View) several(ctx context.Context) (map[string]struct{}, error) {
	rows, err := w.tx.QueryContext(ctx, `SELECT id FROM record WHERE version > 1`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	ids := map[string]struct{}{}
	for rows.Next() {
		var id sql.RawBytes
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids[string(id)] = struct{}{}
	}
	return ids, rows.Err()
}

// alone yields the cleared records that have one version; more is that it was not
// stopped.
func (w *View) alone(ctx context.Context, s *standings, several map[string]struct{}, yield func(Public) bool) (more bool, err error) {
	rows, err := w.tx.QueryContext(ctx, `SELECT `+recordSelect+` FROM record t NOT INDEXED ORDER BY t.rowid`)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	read := func(yield func(rawRecord, error) bool) {
		for rows.Next() {
			var raw rawRecord
			err := rows.Scan(raw.dest()...)
			if _, skip := several[raw.ID]; err == nil && (skip || s.cleared(raw.ID) != raw.Version) {
				continue
			}
			if !yield(raw, err) || err != nil {
				return
			}
		}
	}
	for p, err := range decoded(read, s) {
		if err != nil || !yield(p) {
			return false, err
		}
	}
	return true, rows.Err()
}

// versioned returns a record of several versions.
func (w *View) versioned(ctx context.Context, s *standings, id string) (p Public, ok bool, err error) {
	cleared := s.cleared(id)
	p.Versions, err = w.pastUpTo(ctx, s, id, cleared)
	for _, v := range p.Versions {
		if v.Version == cleared {
			p.Cleared, ok = v.Cleared, true
		}
	}
	return p, ok, err
}

// Past returns the versions of a record that its decisions have let out and not
// taken back since, the oldest first, up to the given one.
func (w *View) Past(ctx context.Context, id string, version int) ([]Past, error) {
	s, err := w.readStandings(ctx, `decision WHERE id = ?`, id)
	if err != nil {
		return nil, err
	}
	return w.pastUpTo(ctx, s, id, version)
}

func (w *View) pastUpTo(ctx context.Context, s *standings, id string, version int) (all []Past, err error) {
	versions, err := list(ctx, w.tx, `SELECT `+recordSelect+` FROM record t WHERE t.id = ? AND t.version <= ? ORDER BY t.version`,
		func(scan func(...any) error) (v versionAt, err error) {
			v.record, v.recordedAt, err = scanRecord(scan)
			return v, err
		}, id, version)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		if at, reason, out := s.letOut(id, v.record.Version); out {
			c := Cleared{Record: v.record, Approvals: s.approvals(id, v.record.Version), RecordedAt: v.recordedAt}
			all = append(all, Past{Cleared: c, DecidedAt: at, Reason: reason})
		}
	}
	return all, nil
}

type versionAt struct {
	record     data.Record
	recordedAt string
}

// Positions yields the positions of the cleared records of a collection that have
// one, in no order.
func (w *View) Positions(ctx context.Context, collection string) iter.Seq2[orb.Geometry, error] {
	return func(yield func(orb.Geometry, error) bool) {
		if err := w.positions(ctx, collection, func(g orb.Geometry) bool { return yield(g, nil) }); err != nil {
			yield(nil, fmt.Errorf("read positions: %w", err))
		}
	}
}

func (w *View) positions(ctx context.Context, collection string, yield func(orb.Geometry) bool) error {
	s, err := w.standings(ctx)
	if err != nil {
		return err
	}
	rows, err := w.tx.QueryContext(ctx, `SELECT id, version, geometry FROM record NOT INDEXED WHERE collection = ? AND geometry IS NOT NULL`, collection)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, wkb sql.RawBytes
		var version int
		if err := rows.Scan(&id, &version, &wkb); err != nil {
			return err
		}
		if s.cleared(string(id)) != version {
			continue
		}
		g, err := geo.ParseWKB(wkb)
		if err != nil {
			return fmt.Errorf("record %s version %d: %w", id, version, err)
		}
		if !yield(g) {
			return nil
		}
	}
	return rows.Err()
}
