package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"stele/data"
)

// entities are the tables whose rows need a decision before they are public,
// with the words that a reviewer knows a row by.
var entities = []struct{ table, label string }{
	{"source", "title"},
	{"agent", "name"},
	{"record", "collection || '/' || key"},
	{"claim", keyed["claim"]},
	{"figure", keyed["figure"]},
}

// Pending is the newest version of a row, which as a rule no decision has
// published, embargoed or withdrawn.
type Pending struct {
	Entity  string
	ID      string
	Version int
	State   string // draft or in_review, unless another was asked for
	Label   string // what a reviewer knows it by; never for the public
}

// Pending lists at most limit rows that are draft or in review, and counts them
// all.
func (v *Vault) Pending(ctx context.Context, limit int) (rows []Pending, total int, err error) {
	return v.listed(ctx, []string{data.Draft, data.InReview}, limit)
}

func (v *Vault) listedOf(ctx context.Context, table, query string, limit int) ([]Pending, int, error) {
	rows, err := v.read.QueryContext(ctx, query)
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

// DecidePending records the decision d for every pending row that it is for (a
// row in review is not submitted again) and says how many there were. Entity, ID and Version of d are filled in.
func (v *Vault) DecidePending(ctx context.Context, d data.Decision) (int, error) {
	d, err := checkDecision(d)
	if err != nil {
		return 0, err
	}
	var from []string
	for _, state := range []string{data.Draft, data.InReview} {
		if err = checkTransition(state, d.State); err == nil {
			from = append(from, state)
		}
	}
	if len(from) == 0 {
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
			SELECT '`+e.table+`', id, version, ?, ?, ?, ?, ?, ? FROM (`+stateQuery(e.table, e.label, from)+`)`,
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

// DecideEach records the decision d for each row that is named by its public ID,
// whichever table holds it: for all of them or, if there is one that the vault does
// not have (ErrUnknown) or that the decision is not for, for none. It is about the
// newest version, which a name such as k3v9c2m7q4xw5t6z@2 says outright: if another
// has come since, it is refused. What takes a row back may name an older one, and
// takes back that one and those before it.
func (v *Vault) DecideEach(ctx context.Context, d data.Decision, names []string) error {
	d, err := checkDecision(d)
	if err != nil {
		return err
	}
	tx, err := v.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, name := range names {
		if err := v.decide(ctx, tx, d, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return v.commit(ctx, tx)
}

func (v *Vault) decide(ctx context.Context, tx *sql.Tx, d data.Decision, name string) error {
	id, version, err := versionNamed(name)
	if err != nil {
		return err
	}
	for _, e := range entities {
		newest, err := newestVersion(ctx, tx, e.table, id)
		if err != nil {
			return err
		}
		if newest == 0 {
			continue
		}
		if version == 0 {
			version = newest
		}
		if err := checkVersion(d.State, id, version, newest); err != nil {
			return err
		}
		state, err := stateOfVersion(ctx, tx, e.table, id, version)
		if err != nil {
			return err
		}
		if err := checkTransition(state, d.State); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.table, id, version, d.State, d.By, v.now().UTC().Format(time.RFC3339), d.Reason, d.Note, d.Policy)
		return err
	}
	return ErrUnknown
}

// versionNamed takes a name such as k3v9c2m7q4xw5t6z@2 apart; without a version it
// is 0.
func versionNamed(name string) (id string, version int, err error) {
	id, text, ok := strings.Cut(name, "@")
	if !ok {
		return id, 0, nil
	}
	version, err = strconv.Atoi(text)
	if err != nil || version < 1 {
		return id, 0, fmt.Errorf("%q is no number of a version; it is named as in %s@1", text, id)
	}
	return id, version, nil
}

// checkVersion says why a version can't be decided about: nobody has seen another
// than the one that is named.
func checkVersion(state, id string, version, newest int) error {
	switch {
	case version > newest:
		return fmt.Errorf("it has no version %d: the newest is %d", version, newest)
	case version < newest && state != data.Withdrawn && state != data.Embargoed:
		return fmt.Errorf("there is a newer version, %d: look at that (stele review show) and then name %s@%[1]d", newest, id)
	}
	return nil
}

// InForce is the version of the row with that public ID that its decisions let out,
// 0 if they let out none.
func (v *Vault) InForce(ctx context.Context, id string) (version int, err error) {
	for _, e := range entities {
		err = v.read.QueryRowContext(ctx, `SELECT t.version FROM `+e.table+` t`+cleared(e.table)+` AND t.id = ?`, id).Scan(&version)
		if !errors.Is(err, sql.ErrNoRows) {
			return version, err
		}
	}
	return 0, nil
}
