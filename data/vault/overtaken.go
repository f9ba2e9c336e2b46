package vault

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
)

// Overtaken are records that a source recorded of which a batch makes versions in
// the name of another source, of another agent. Where both number what they have
// from 1, these are other things, and their ids should not meet.
type Overtaken struct {
	Source string // its key
	Title  string
	Agent  string // name of who asserts what it says
	Rows   int
	IDs    []string // the first few
}

// A batch remembers this many pairs of sources, and this many IDs of each.
const (
	overtakenPairs = 100
	overtakenIDs   = 3
)

// overtaken counts the changed records by the source before and the one now.
type overtaken map[[2]string]*Overtaken

func (o *overtaken) add(was, is, key string) {
	if *o == nil {
		*o = overtaken{}
	}
	pair := [2]string{was, is}
	of := (*o)[pair]
	if of == nil {
		if len(*o) == overtakenPairs {
			return
		}
		of = &Overtaken{Source: was}
		(*o)[pair] = of
	}
	of.Rows++
	if len(of.IDs) < overtakenIDs {
		of.IDs = append(of.IDs, key)
	}
}

// tellOvertaken keeps those pairs whose sources are of two agents: who brings
// another file of their own means the same records.
func (b *Batch) tellOvertaken(ctx context.Context) error {
	for pair, of := range b.records.overtaken {
		var agents [2]string
		for i, source := range []string{pair[1], pair[0]} { // the one before last, which names it
			err := b.tx.QueryRowContext(ctx, `SELECT s.title, s.agent, coalesce(a.name, s.agent) FROM source s LEFT JOIN agent a ON a.key = s.agent
				WHERE s.key = ? ORDER BY s.version DESC, a.version DESC LIMIT 1`, source).Scan(&of.Title, &agents[i], &of.Agent)
			if err != nil && !errors.Is(err, sql.ErrNoRows) { // it was redacted
				return err
			}
		}
		if agents[0] != agents[1] && agents[1] != "" {
			b.Overtaken = append(b.Overtaken, *of)
		}
	}
	slices.SortFunc(b.Overtaken, func(x, y Overtaken) int {
		return cmp.Or(cmp.Compare(y.Rows, x.Rows), cmp.Compare(x.Source, y.Source))
	})
	return nil
}
