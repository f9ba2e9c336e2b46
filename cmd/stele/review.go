package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"stele/data/vault"
	"stele/geo"
)

type reviewCommand struct {
	List     reviewListCommand     `cmd:"" help:"List what waits for a decision."`
	Show     reviewShowCommand     `cmd:"" help:"Show all that the vault knows of one row, and what the public would see."`
	Submit   reviewSubmitCommand   `cmd:"" help:"Ask for a decision: draft becomes in_review."`
	Approve  reviewApproveCommand  `cmd:"" help:"Let rows into the next release."`
	Reject   reviewRejectCommand   `cmd:"" help:"Send rows back: in_review becomes draft."`
	Withdraw reviewWithdrawCommand `cmd:"" help:"Take rows out of the next release."`
	Embargo  reviewEmbargoCommand  `cmd:"" help:"Keep rows out of releases until approved again."`
}

func (reviewCommand) Help() string {
	return `Example:
  stele review list --data ~/stele`
}

type reviewListCommand struct {
	Data  string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	State string `default:"" enum:",draft,in_review,published,embargoed,withdrawn" placeholder:"STATE" help:"List what is draft, in_review, published, embargoed or withdrawn, instead of what waits."`
	Limit int    `default:"50" help:"List at most this many."`
}

func (reviewListCommand) Help() string {
	return `Lists what no decision lets out or keeps in, and below it the records that one person approved and that would be shown
more finely if a second did. With --state it lists the rows whose newest version is in that state.

Examples:
  stele review list --data ~/stele
  stele review list --data ~/stele --state embargoed`
}

func (c reviewListCommand) Run(ctx context.Context, e *env) error {
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	if c.State != "" {
		rows, total, err := v.InState(ctx, c.State, c.Limit)
		if err != nil {
			return err
		}
		return e.printRows(rows, total, "Nothing is "+c.State+".")
	}
	rows, total, err := v.Pending(ctx, c.Limit)
	if err != nil {
		return err
	}
	second, totalSecond, err := waitingIn(ctx, v, folder(c.Data), c.Limit)
	if err != nil {
		return err
	}
	if err := e.printRows(rows, total, "Nothing waits for a decision."); err != nil {
		return err
	}
	return e.printWaitingList(second, totalSecond, c.Data)
}

func (e *env) printRows(rows []vault.Pending, total int, none string) error {
	if total == 0 {
		fmt.Fprintln(e.stdout, none)
		return nil
	}
	t := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tWHAT\tVERSION\tSTATE\tNAME")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\n", r.ID, r.Entity, r.Version, r.State, r.Label)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if more := total - len(rows); more > 0 {
		fmt.Fprintf(e.stdout, "and %d more\n", more)
	}
	return nil
}

type reviewShowCommand struct {
	Data string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	ID   string `arg:"" help:"The row's ID, as stele review list shows it."`
}

func (reviewShowCommand) Help() string {
	return `Prints versions, decisions and what the row says, of a record its exact position too: for editors' eyes. What each audience sees of it, or would
see once its newest version is approved, is found as stele publish finds it: by the record's rule, by claims that ask for
more care, by its location group, by the villages in its cell, and by the text gate; and what of its past is public too.

Example:
  stele review show --data ~/stele k3v9c2m7q4xw5t6z`
}

func (c reviewShowCommand) Run(ctx context.Context, e *env) error {
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	row, err := v.Row(ctx, c.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "%s %s: %s\n", row.Entity, row.ID, row.Label)
	for _, version := range row.Versions {
		fmt.Fprintf(e.stdout, "  version %d of %s, from %s by %s\n", version.Version, version.RecordedAt, version.Import, version.ImportedBy)
	}
	for _, d := range row.Decisions {
		fmt.Fprintf(e.stdout, "  version %d %s by %s on %s under %s: %s\n", d.Version, d.State, d.By, d.At.Format(time.DateOnly), d.Policy, d.Reason)
		if d.Note != "" {
			fmt.Fprintf(e.stdout, "    internal: %s\n", d.Note)
		}
	}
	show := c.showSaid
	switch row.Entity {
	case "record":
		show = c.showRecord
	case "claim":
		show = c.showClaim
	}
	if err := show(ctx, e, v); err != nil {
		return err
	}
	newest := row.Versions[len(row.Versions)-1].Version
	fmt.Fprintf(e.stdout, "To approve this version, and none that comes after it: stele review approve --data %s --by NAME --reason TEXT %s@%d\n", c.Data, row.ID, newest)
	return nil
}

// showClaim prints what a claim says, and who would not see it.
func (c reviewShowCommand) showClaim(ctx context.Context, e *env, v *vault.Vault) error {
	if err := c.showSaid(ctx, e, v); err != nil {
		return err
	}
	policies, err := folder(c.Data).allPolicies()
	if err != nil {
		return err
	}
	return e.explainClaim(ctx, v, policies, c.ID)
}

// showSaid prints what a source, agent, claim or figure says: whoever approves it
// has to see it.
func (c reviewShowCommand) showSaid(ctx context.Context, e *env, v *vault.Vault) error {
	said, err := v.Said(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, s := range said {
		fmt.Fprintf(e.stdout, "  %-11s %s\n", s.Name, s.Text)
	}
	return nil
}

func (c reviewShowCommand) showRecord(ctx context.Context, e *env, v *vault.Vault) error {
	r, err := v.NewestRecord(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, n := range r.Names {
		fmt.Fprintf(e.stdout, "  name        %s (%s)\n", n.Text, n.Language)
	}
	for _, key := range sortedKeys(r.Properties) {
		fmt.Fprintf(e.stdout, "  %-11s %v\n", key, r.Properties[key])
	}
	fmt.Fprintf(e.stdout, "  source      %s\n", r.Source)
	if r.Geometry == nil {
		fmt.Fprintf(e.stdout, "  position    none; placed at %s\n", r.Place)
	} else {
		fmt.Fprintf(e.stdout, "  position    %s (exact: not for the public)\n", geo.WKT(r.Geometry))
	}
	if r.Group != "" {
		fmt.Fprintf(e.stdout, "  group       %s\n", r.Group)
	}
	policies, err := folder(c.Data).allPolicies()
	if err != nil {
		return err
	}
	for _, p := range policies {
		if err := e.explain(ctx, v, p, c.ID); err != nil {
			return err
		}
	}
	return nil
}
