package vault

import (
	"context"
	"fmt"
	"iter"

	"stele/data"
)

// Past is a version of a record that its decisions have let out and not taken
// back since.
type Past struct {
	data.Record
	DecidedAt string // RFC 3339: when this version was let out
	Reason    string // of that decision
}

// Past yields the public versions of a collection's records, by ID and from the
// oldest on. A record that is withdrawn or embargoed as a whole may be among
// them: Records says which ones are out.
func (w *View) Past(ctx context.Context, collection string) iter.Seq2[Past, error] {
	query := `SELECT ` + recordSelect + `, d.at, d.reason FROM record t
		JOIN decision d ON d.entity = 'record' AND d.id = t.id AND d.seq = ` + letOut("record") + `
		WHERE t.collection = ? ORDER BY t.id, t.version`
	return func(yield func(Past, error) bool) {
		rows, err := w.tx.QueryContext(ctx, query, collection)
		if err != nil {
			yield(Past{}, fmt.Errorf("read past versions: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var p Past
			p.Record, _, err = scanRecord(rows.Scan, &p.DecidedAt, &p.Reason)
			if !yield(p, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Past{}, fmt.Errorf("read past versions: %w", err))
		}
	}
}

// letOut is the decision that let a version of a row out: the first that
// publishes it after the last that embargoed or withdrew it; null if none.
func letOut(table string) string {
	return `(SELECT min(p.seq) FROM decision p
		WHERE p.entity = '` + table + `' AND p.id = t.id AND p.version = t.version AND p.state = 'published'
		AND p.seq > coalesce((SELECT max(q.seq) FROM decision q
			WHERE q.entity = '` + table + `' AND q.id = t.id AND q.version = t.version AND q.state IN ('embargoed', 'withdrawn')), 0))`
}

// recorded gives the columns of a statement's Recorded: when and by whom its
// version was imported, and its number among the versions that are let out.
func recorded(table string) string {
	return `t.recorded_at, coalesce((SELECT i.recorded_by FROM import i WHERE i.id = t.import_id), ''),
		(SELECT count(DISTINCT p.version) FROM decision p
			WHERE p.entity = '` + table + `' AND p.id = t.id AND p.version <= t.version AND p.state = 'published'
			AND NOT EXISTS (SELECT 1 FROM decision q WHERE q.entity = '` + table + `' AND q.id = p.id AND q.version = p.version
				AND q.seq > p.seq AND q.state IN ('embargoed', 'withdrawn')))`
}
