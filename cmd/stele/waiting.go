package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"stele/data"
	"stele/data/policy"
	"stele/data/vault"
)

// waiting is a record that one person approved, and that some audience would
// see more finely if a second did.
type waiting struct {
	id, label string
	audiences []string
}

// waitingIn lists at most limit records that wait for a second approval, and
// counts them all. It goes by the record alone: a claim or a location group may
// ask for more care when it is published.
func waitingIn(ctx context.Context, v *vault.Vault, dir folder, limit int) (list []waiting, total int, err error) {
	policies, err := dir.allPolicies()
	if err != nil {
		return nil, 0, err
	}
	err = v.View(ctx, func(w *vault.View) error {
		for _, c := range data.Collections() {
			asking := askingTwice(policies, c.ID)
			if len(asking) == 0 {
				continue
			}
			for r, err := range w.Records(ctx, c.ID) {
				if err != nil {
					return err
				}
				audiences := awaiting(asking, r)
				if len(audiences) == 0 {
					continue
				}
				if total++; total <= limit {
					list = append(list, waiting{r.ID, r.Collection + "/" + r.Key, audiences})
				}
			}
		}
		return nil
	})
	return list, total, err
}

func askingTwice(policies []policy.Policy, collection string) (asking []policy.Policy) {
	for _, p := range policies {
		if p.AsksTwice(collection) {
			asking = append(asking, p)
		}
	}
	return asking
}

func awaiting(policies []policy.Policy, r vault.Cleared) (audiences []string) {
	if r.Geometry == nil || r.Approvals != 1 {
		return nil
	}
	for _, p := range policies {
		if p.Awaits(r.Record, r.Approvals) {
			audiences = append(audiences, p.Audience)
		}
	}
	return audiences
}

// printWaitingList says what waits for a second approval and how it is given.
func (e *env) printWaitingList(list []waiting, total int, dir string) error {
	if total == 0 {
		return nil
	}
	fmt.Fprintf(e.stdout, "\n%d %s for a second approval, by another person; until then they are shown less finely:\n", total, waitOf(total, "record"))
	t := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tFOR\tNAME")
	for _, r := range list {
		fmt.Fprintf(t, "%s\t%s\t%s\n", r.id, strings.Join(r.audiences, ", "), r.label)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if more := total - len(list); more > 0 {
		fmt.Fprintf(e.stdout, "and %d more\n", more)
	}
	fmt.Fprintf(e.stdout, "It is given ID by ID, never with --all: stele review approve --data %s --by NAME --reason TEXT ID\n", dir)
	return nil
}
