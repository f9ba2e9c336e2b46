package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
)

// Needed lists the sources and agents without which the newest versions of the rows
// with these public IDs are in no release, and that no decision lets out: their
// sources, who asserts them, and the agents of the sources.
func (v *Vault) Needed(ctx context.Context, ids []string) ([]Pending, error) {
	n := needed{v: v}
	for _, id := range ids {
		for _, table := range []string{"record", "claim", "figure", "source"} {
			if err := n.of(ctx, table, id); err != nil {
				return nil, fmt.Errorf("what %s needs: %w", id, err)
			}
		}
	}
	return n.list, nil
}

type needed struct {
	v    *Vault
	list []Pending
}

// of adds what a row needs, if the table has it.
func (n *needed) of(ctx context.Context, table, id string) error {
	columns := "source, asserted_by"
	if table == "source" {
		columns = "'', agent"
	}
	var source, agent string
	err := n.v.read.QueryRowContext(ctx, `SELECT `+columns+` FROM `+table+` WHERE id = ? ORDER BY version DESC LIMIT 1`, id).Scan(&source, &agent)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := n.add(ctx, "agent", agent); err != nil || source == "" {
		return err
	}
	if err := n.add(ctx, "source", source); err != nil {
		return err
	}
	// Of a source whose newest version waits, the one before it is out.
	err = n.v.read.QueryRowContext(ctx, `SELECT t.agent FROM source t`+cleared("source")+` AND t.key = ?`, source).Scan(&agent)
	if errors.Is(err, sql.ErrNoRows) {
		err = n.v.read.QueryRowContext(ctx, `SELECT agent FROM source WHERE key = ? ORDER BY version DESC LIMIT 1`, source).Scan(&agent)
	}
	if err != nil {
		return err
	}
	return n.add(ctx, "agent", agent)
}

// add adds the source or agent with that key, unless it is out.
func (n *needed) add(ctx context.Context, table, key string) error {
	if key == "" {
		return nil
	}
	var isOut bool
	if err := n.v.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+` t`+cleared(table)+` AND t.key = ?)`, key).Scan(&isOut); err != nil || isOut {
		return err
	}
	p := Pending{Entity: table}
	err := n.v.read.QueryRowContext(ctx, `SELECT t.id, t.version, `+keyed[table]+`, `+stateOf(table)+` FROM `+table+` t WHERE t.key = ? ORDER BY t.version DESC LIMIT 1`, key).
		Scan(&p.ID, &p.Version, &p.Label, &p.State)
	if errors.Is(err, sql.ErrNoRows) { // it was redacted
		return nil
	}
	if err == nil && !slices.Contains(n.list, p) {
		n.list = append(n.list, p)
	}
	return err
}
