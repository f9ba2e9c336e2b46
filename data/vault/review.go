package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"stele/data"
)

// entities are the tables whose rows need a decision before they are public,
// with the words that a reviewer knows a row by.
var entities = []struct{ table, label string }{
	{"source", "title"},
	{"agent", "name"},
	{"record", "collection || '/' || key"},
	{"claim", "subject || ' ' || property"},
	{"figure", "scope || ' ' || measure"},
}

// Pending is the newest version of a row that no decision has published,
// embargoed or withdrawn.
type Pending struct {
	Entity  string
	ID      string
	Version int
	State   string // draft or in_review
	Label   string // what a reviewer knows it by; never for the public
}

// pendingQuery lists pending rows of one table by ID.
func pendingQuery(table, label string) string {
	return `SELECT t.id, t.version, ` + label + `,
		coalesce((SELECT d.state FROM decision d WHERE d.entity = '` + table + `' AND d.id = t.id AND d.version = t.version ORDER BY d.seq DESC LIMIT 1), 'draft')
		FROM ` + table + ` t
		WHERE NOT EXISTS (SELECT 1 FROM ` + table + ` n WHERE n.id = t.id AND n.version = t.version + 1)
		AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.entity = '` + table + `' AND d.id = t.id AND d.version = t.version
			AND d.state IN ('published', 'embargoed', 'withdrawn'))
		ORDER BY t.id`
}

// Pending lists at most limit pending rows and counts them all.
func (v *Vault) Pending(ctx context.Context, limit int) (rows []Pending, total int, err error) {
	for _, e := range entities {
		list, n, err := v.pendingOf(ctx, e.table, e.label, limit-len(rows))
		if err != nil {
			return nil, 0, fmt.Errorf("list pending %ss: %w", e.table, err)
		}
		rows, total = append(rows, list...), total+n
	}
	return rows, total, nil
}

func (v *Vault) pendingOf(ctx context.Context, table, label string, limit int) ([]Pending, int, error) {
	rows, err := v.read.QueryContext(ctx, pendingQuery(table, label))
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var list []Pending
	total := 0
	for ; rows.Next(); total++ {
		if total >= limit {
			continue
		}
		p := Pending{Entity: table}
		if err := rows.Scan(&p.ID, &p.Version, &p.Label, &p.State); err != nil {
			return nil, 0, err
		}
		list = append(list, p)
	}
	return list, total, rows.Err()
}

// DecidePending records the decision d for every pending row and says how many
// there were. Entity, ID and Version of d are filled in.
func (v *Vault) DecidePending(ctx context.Context, d data.Decision) (int, error) {
	d, err := checkDecision(d)
	if err != nil {
		return 0, err
	}
	tx, err := v.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	total := 0
	for _, e := range entities {
		r, err := tx.ExecContext(ctx, `INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy)
			SELECT '`+e.table+`', id, version, ?, ?, ?, ?, ?, ? FROM (`+pendingQuery(e.table, e.label)+`)`,
			d.State, d.By, v.now().UTC().Format(time.RFC3339), d.Reason, d.Note, d.Policy)
		if err != nil {
			return 0, fmt.Errorf("decide %ss: %w", e.table, err)
		}
		n, err := r.RowsAffected()
		if err != nil {
			return 0, err
		}
		total += int(n)
	}
	return total, v.commit(ctx, tx)
}

// ErrUnknown means that the vault has no row with that ID.
var ErrUnknown = errors.New("the vault has no such row")

// DecideEach records the decision d for the newest version of each row with one
// of the public IDs, whichever table holds it: for all of them or, if there is
// one that the vault does not have (ErrUnknown), for none.
func (v *Vault) DecideEach(ctx context.Context, d data.Decision, ids []string) error {
	d, err := checkDecision(d)
	if err != nil {
		return err
	}
	tx, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, id := range ids {
		if err := v.decide(ctx, tx, d, id); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	return v.commit(ctx, tx)
}

func (v *Vault) decide(ctx context.Context, tx *sql.Tx, d data.Decision, id string) error {
	for _, e := range entities {
		r, err := tx.ExecContext(ctx, `INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy)
			SELECT '`+e.table+`', id, version, ?, ?, ?, ?, ?, ? FROM `+e.table+` WHERE id = ? ORDER BY version DESC LIMIT 1`,
			d.State, d.By, v.now().UTC().Format(time.RFC3339), d.Reason, d.Note, d.Policy, id)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n > 0 {
			return err
		}
	}
	return ErrUnknown
}
