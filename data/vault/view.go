package vault

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"stele/data"
	"stele/data/edtf"
)

// View is one consistent look at what the decisions allow out of the vault.
// It is not safe for concurrent use.
type View struct {
	tx       *sql.Tx
	standing *standings // of the records; nil until asked for
}

// View calls f with a view. Writers go on meanwhile and are not seen.
func (v *Vault) View(ctx context.Context, f func(*View) error) error {
	tx, err := v.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("view vault: %w", err)
	}
	defer tx.Rollback()
	return f(&View{tx: tx})
}

// cleared joins a table t, which SQLite is to begin with, to the decision that lets a version of it out: the
// newest that publishes the row, if none since has embargoed or withdrawn that
// version or a later one: what takes a version back takes back all before it.
// A newer version without a decision leaves the one before it in force; a row
// without any decision has none, and stays in.
func cleared(table string) string {
	return ` CROSS JOIN decision d ON d.entity = '` + table + `' AND d.id = t.id AND d.version = t.version
		WHERE d.state = 'published' AND d.seq = (SELECT max(x.seq) FROM decision x
			WHERE x.entity = '` + table + `' AND x.id = t.id
			AND (x.state = 'published' OR x.state IN ('embargoed', 'withdrawn') AND x.version >= d.version))`
}

// Cleared is a record that may go out, as far as its policy allows.
type Cleared struct {
	data.Record
	Approvals  int    // people who decided to publish this version, since it was last taken back; names that fold alike are one
	RecordedAt string // RFC 3339
}

// Records yields the cleared records of a collection, by ID.
func (w *View) Records(ctx context.Context, collection string) iter.Seq2[Cleared, error] {
	return w.records(ctx, ` AND t.collection = ? ORDER BY t.id`, collection)
}

// Grouped yields the cleared records that are in a location group, by group
// and ID.
func (w *View) Grouped(ctx context.Context) iter.Seq2[Cleared, error] {
	return w.records(ctx, ` AND t.location_group <> '' ORDER BY t.location_group, t.id`)
}

// Record returns the cleared record that ref names, or false.
func (w *View) Record(ctx context.Context, ref data.Ref) (Cleared, bool, error) {
	for r, err := range w.records(ctx, ` AND t.collection = ? AND t.key = ?`, ref.Collection, ref.Key) {
		return r, err == nil, err
	}
	return Cleared{}, false, nil
}

func (w *View) records(ctx context.Context, where string, args ...any) iter.Seq2[Cleared, error] {
	// Who approved is asked only where it may have been more than one.
	query := `SELECT ` + recordSelect + `, (SELECT count(DISTINCT a.by) FROM decision a WHERE` + approvals("record") + `)
		FROM record t` + cleared("record") + where
	return func(yield func(Cleared, error) bool) {
		rows, err := w.tx.QueryContext(ctx, query, args...)
		if err != nil {
			yield(Cleared{}, fmt.Errorf("read records: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var c Cleared
			c.Record, c.RecordedAt, err = scanRecord(rows.Scan, &c.Approvals)
			if err == nil && c.Approvals > 1 {
				c.Approvals, err = w.approvers(ctx, "record", c.ID, c.Version)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Cleared{}, fmt.Errorf("read records: %w", err))
		}
	}
}

// Agents returns the cleared agents by ID.
func (w *View) Agents(ctx context.Context) ([]data.Agent, error) {
	return list(ctx, w.tx, `SELECT t.id, t.key, t.name, t.kind, t.consent, t.note FROM agent t`+cleared("agent")+` ORDER BY t.id`,
		func(scan func(...any) error) (a data.Agent, err error) {
			return a, scan(&a.ID, &a.Key, &a.Name, &a.Kind, &a.Consent, &a.Note)
		})
}

// Sources returns the cleared sources by ID.
func (w *View) Sources(ctx context.Context) ([]data.Source, error) {
	return list(ctx, w.tx, `SELECT t.id, t.body FROM source t`+cleared("source")+` ORDER BY t.id`,
		func(scan func(...any) error) (s data.Source, err error) {
			var id, body string
			if err := scan(&id, &body); err != nil {
				return s, err
			}
			err = json.Unmarshal([]byte(body), &s)
			s.ID = id
			return s, err
		})
}

// Claims returns the cleared claims by ID.
func (w *View) Claims(ctx context.Context) ([]data.Claim, error) {
	return list(ctx, w.tx, `SELECT t.id, t.key, t.subject, t.property, t.value, t.when_text, t.when_role, t.assertion, `+recorded("claim")+`
		FROM claim t`+cleared("claim")+` ORDER BY t.id`,
		func(scan func(...any) error) (c data.Claim, err error) {
			var subject, value, when, assertion string
			r := &c.Recorded
			if err := scan(&c.ID, &c.Key, &subject, &c.Property, &value, &when, &c.WhenRole, &assertion, &r.At, &r.By, &r.Version); err != nil {
				return c, err
			}
			c.Value = json.RawMessage(value)
			err = fill(&c.Subject, subject, &c.When, when, &c.Assertion, assertion)
			return c, err
		})
}

// Figures returns the cleared figures by ID.
func (w *View) Figures(ctx context.Context) ([]data.Figure, error) {
	return list(ctx, w.tx, `SELECT t.id, t.key, t.scope, t.measure, t.low, t.best, t.high, t.comparator, t.word, t.when_text, t.when_role, t.assertion, `+recorded("figure")+`
		FROM figure t`+cleared("figure")+` ORDER BY t.id`,
		func(scan func(...any) error) (f data.Figure, err error) {
			var scope, when, assertion string
			r := &f.Recorded
			err = scan(&f.ID, &f.Key, &scope, &f.Measure, &f.Low, &f.Best, &f.High, &f.Comparator, &f.Word, &when, &f.WhenRole, &assertion, &r.At, &r.By, &r.Version)
			if err != nil {
				return f, err
			}
			err = fill(&f.Scope, scope, &f.When, when, &f.Assertion, assertion)
			return f, err
		})
}

func fill(ref *data.Ref, refText string, when *edtf.Date, whenText string, a *data.Assertion, assertion string) (err error) {
	if *ref, err = data.ParseRef(refText); err != nil {
		return err
	}
	if whenText != "" {
		if *when, err = edtf.Parse(whenText); err != nil {
			return err
		}
	}
	return json.Unmarshal([]byte(assertion), a)
}

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// list reads all rows of a query.
func list[T any](ctx context.Context, q querier, query string, scan func(func(...any) error) (T, error), args ...any) (all []T, err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		row, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, rows.Err()
}
