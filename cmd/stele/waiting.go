package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/vault"
	"stele/geo"
)

// waiting is a record that one person approved, and that some audience would
// see more finely if a second did, or a claim of a position that it would see.
type waiting struct {
	id, label string
	audiences []string
}

// waitingIn lists at most limit records and claims that wait for a second approval,
// and counts them all. It goes by the record alone: a claim or a location group may
// ask for more care when it is published.
func waitingIn(ctx context.Context, v *vault.Vault, dir folder, limit int) (list []waiting, total int, err error) {
	policies, err := dir.allPolicies()
	if err != nil {
		return nil, 0, err
	}
	add := func(id, label string, audiences []string) {
		if len(audiences) == 0 {
			return
		}
		if total++; total <= limit {
			list = append(list, waiting{id, label, audiences})
		}
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
				add(r.ID, r.Collection+"/"+r.Key, awaiting(asking, r))
			}
		}
		claims, err := w.Claims(ctx)
		if err != nil {
			return err
		}
		for _, c := range claims {
			audiences, err := awaitingClaim(ctx, w, policies, c)
			if err != nil {
				return err
			}
			add(c.ID, c.Subject.String()+", claim "+c.Key, audiences)
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

// awaitingClaim lists who would see a claim of a position if a second person
// approved that, beside the exact position of its record.
func awaitingClaim(ctx context.Context, w *vault.View, policies []policy.Policy, c data.Claim) (audiences []string, err error) {
	if !publish.MayHoldPosition(c) {
		return nil, nil
	}
	r, ok, err := w.Record(ctx, c.Subject)
	if err != nil || !ok {
		return nil, err
	}
	n, err := w.ClaimApprovals(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range policies {
		isExact := func(approvals int) bool { return p.Decide(r.Record, approvals).Precision == geo.PrecisionExact }
		if !isExact(min(n, r.Approvals)) && isExact(min(n+1, r.Approvals)) {
			audiences = append(audiences, p.Audience)
		}
	}
	return audiences, nil
}

// printWaitingList says what waits for a second approval and how it is given.
func (e *env) printWaitingList(list []waiting, total int, dir string) error {
	if total == 0 {
		return nil
	}
	fmt.Fprintf(e.stdout, "\n%d %s for a second approval, by another person; until then they are shown less finely, and claimed positions not at all:\n", total, waitOf(total, "row"))
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
