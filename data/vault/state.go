package vault

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"stele/data"
)

// transitions are the states of a row's newest version from which a decision
// leads to a state. Approval straight from a draft is allowed: one person may do
// both, and the four eyes are the policy's to ask for. What is published is
// approved again by others. A row may be withdrawn or embargoed whatever its
// newest version is: an older one may be public.
var transitions = map[string][]string{
	data.InReview:  {data.Draft},
	data.Draft:     {data.InReview},
	data.Published: {data.Draft, data.InReview, data.Published, data.Embargoed, data.Withdrawn},
	data.Embargoed: {data.Draft, data.InReview, data.Published, data.Withdrawn},
	data.Withdrawn: {data.Draft, data.InReview, data.Published, data.Embargoed},
}

// refusals say what can be done instead, by the state that the row is in.
var refusals = map[string]string{
	data.Draft:     "it is a draft, which is submitted or approved first",
	data.InReview:  "it is in review, and waits to be approved or rejected",
	data.Published: "it is public as it stands; withdraw or embargo it, or import a new version",
	data.Embargoed: "it is embargoed; only an approval lets it out again",
	data.Withdrawn: "it is withdrawn; only an approval lets it out again",
}

// checkTransition says why a row can't go from one state to another, or nil.
func checkTransition(from, to string) error {
	states, ok := transitions[to]
	if !ok {
		return fmt.Errorf("there is no state %q", to)
	}
	if !slices.Contains(states, from) {
		return fmt.Errorf("it can't become %s: %s", to, refusals[from])
	}
	return nil
}

// stateOf is the expression for the state of the version t of a table's row:
// that of its last decision. What was once decided upon is no draft again; an
// older Stele recorded rejections of what stayed public.
func stateOf(table string) string {
	return `coalesce((SELECT d.state FROM decision d WHERE d.entity = '` + table + `' AND d.id = t.id AND d.version = t.version
		ORDER BY d.state IN ('published', 'embargoed', 'withdrawn') DESC, d.seq DESC LIMIT 1), 'draft')`
}

// stateQuery lists the rows of one table by ID whose newest version is in one
// of the states.
func stateQuery(table, label string, states []string) string {
	return `SELECT * FROM (SELECT t.id, t.version, ` + label + `, ` + stateOf(table) + ` AS state FROM ` + table + ` t
		WHERE NOT EXISTS (SELECT 1 FROM ` + table + ` n WHERE n.id = t.id AND n.version = t.version + 1))
		WHERE state IN ('` + strings.Join(states, `', '`) + `') ORDER BY id`
}

// InState lists at most limit rows whose newest version is in a state, and
// counts them all.
func (v *Vault) InState(ctx context.Context, state string, limit int) (rows []Pending, total int, err error) {
	if _, ok := transitions[state]; !ok {
		return nil, 0, fmt.Errorf("there is no state %q", state)
	}
	return v.listed(ctx, []string{state}, limit)
}

func (v *Vault) listed(ctx context.Context, states []string, limit int) (rows []Pending, total int, err error) {
	for _, e := range entities {
		list, n, err := v.listedOf(ctx, e.table, stateQuery(e.table, e.label, states), limit-len(rows))
		if err != nil {
			return nil, 0, fmt.Errorf("list %ss: %w", e.table, err)
		}
		rows, total = append(rows, list...), total+n
	}
	return rows, total, nil
}

// newestVersion is the number of a row's newest version; 0 if the table has no such
// row.
func newestVersion(ctx context.Context, tx *sql.Tx, table, id string) (version int, err error) {
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM `+table+` WHERE id = ?`, id).Scan(&version)
	return version, err
}

func stateOfVersion(ctx context.Context, tx *sql.Tx, table, id string, version int) (state string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT `+stateOf(table)+` FROM `+table+` t WHERE t.id = ? AND t.version = ?`, id, version).Scan(&state)
	return state, err
}
