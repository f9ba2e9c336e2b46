package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"stele/data"
	"stele/data/policy"
	"stele/data/vault"
)

// A decision is never anonymous and never without a reason.
type decisionFlags struct {
	Data   string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	By     string `required:"" placeholder:"NAME" help:"Who decides; stays in the vault."`
	Reason string `required:"" placeholder:"TEXT" help:"Why, in words that may be published."`
	Note   string `placeholder:"TEXT" help:"Why, in words that stay in the vault."`
}

// decide records a decision about rows, or about all that is pending.
func (f decisionFlags) decide(ctx context.Context, e *env, state string, ids []string, all bool) (int, error) {
	if all == (len(ids) > 0) {
		return 0, usageError("name the IDs, or --all")
	}
	p, err := policy.ForAudience("public", folder(f.Data).policies())
	if err != nil {
		return 0, err
	}
	v, err := vault.Open(ctx, f.Data, e.now)
	if err != nil {
		return 0, err
	}
	defer v.Close()
	d := data.Decision{State: state, By: f.By, Reason: f.Reason, Note: f.Note, Policy: p.Version}
	if !all {
		return len(ids), v.DecideEach(ctx, d, ids)
	}
	n, err := v.DecidePending(ctx, d)
	if err != nil || n > 0 {
		return n, err
	}
	if state == data.InReview {
		fmt.Fprintln(e.stdout, "There is no draft, and --all submits nothing else.")
		return 0, nil
	}
	fmt.Fprintln(e.stdout, "Nothing waits for a first decision, and --all decides about nothing else.")
	_, second, err := waitingIn(ctx, v, folder(f.Data), 0)
	e.printWaiting(second, f.Data)
	return 0, err
}

type reviewSubmitCommand struct {
	decisionFlags
	All bool     `help:"Submit all drafts."`
	ID  []string `arg:"" optional:"" help:"IDs, as stele review list shows them."`
}

func (reviewSubmitCommand) Help() string {
	return `A draft may be approved without it: to submit is to say that it is ready.

Example:
  stele review submit --data ~/stele --by "A. Researcher" --reason "second source found" k3v9c2m7q4xw5t6z`
}

func (c reviewSubmitCommand) Run(ctx context.Context, e *env) error {
	n, err := c.decide(ctx, e, data.InReview, c.ID, c.All)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Submitted: %d. stele review approve or reject decides.\n", n)
	return nil
}

type reviewApproveCommand struct {
	decisionFlags
	All bool     `help:"Approve all that waits for a first decision."`
	ID  []string `arg:"" optional:"" help:"IDs, as stele review list shows them."`
}

func (reviewApproveCommand) Help() string {
	return `An approved row is in the next release, as precise as the policy allows. A record needs its source and that source's
agent approved too. The second approval of a record by another person opens the rules that ask for two; it is given for
each record by its ID, never with --all. So is that of a claim that gives another position for such a record, which is
shown to nobody before. stele review list says what waits for it.

Examples:
  stele review approve --data ~/stele --by "A. Editor" --reason "checked against the source" k3v9c2m7q4xw5t6z
  stele review approve --data ~/stele --by "A. Editor" --reason "public gazetteer" --all`
}

func (c reviewApproveCommand) Run(ctx context.Context, e *env) error {
	n, err := c.decide(ctx, e, data.Published, c.ID, c.All)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Approved: %d. stele publish --data %s puts them into the release.\n", n, c.Data)
	return nil
}

type reviewRejectCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs, as stele review list shows them."`
}

func (reviewRejectCommand) Help() string {
	return `A version in review becomes a draft again; a version approved before it stays public. What is public itself is not
rejected: stele review withdraw or embargo takes it out.

Example:
  stele review reject --data ~/stele --by "A. Editor" --reason "the source says otherwise" k3v9c2m7q4xw5t6z`
}

func (c reviewRejectCommand) Run(ctx context.Context, e *env) error {
	n, err := c.decide(ctx, e, data.Draft, c.ID, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Rejected: %d. They are drafts again.\n", n)
	return nil
}

type reviewWithdrawCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs of records, sources, agents, claims or figures."`
}

func (reviewWithdrawCommand) Help() string {
	return `A withdrawn row is not in the next release: neither the version that is public now nor those before it, even if a newer
one waits for a decision. Once that is approved it is public alone, and the history begins with it. Withdrawing a source
takes out all that only it says.

Example:
  stele review withdraw --data ~/stele --by "A. Editor" --reason "the source took it back" k3v9c2m7q4xw5t6z`
}

func (c reviewWithdrawCommand) Run(ctx context.Context, e *env) error {
	n, err := c.decide(ctx, e, data.Withdrawn, c.ID, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Withdrawn: %d. stele publish --data %s takes them out of the release.\n", n, c.Data)
	return nil
}

type reviewEmbargoCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs of records, sources, agents, claims or figures."`
}

func (reviewEmbargoCommand) Help() string {
	return `An embargoed row is not in the next release, and waits for a new approval. As with stele review withdraw, the versions
before it stay out then, too.

Example:
  stele review embargo --data ~/stele --by "A. Editor" --reason "at the investigators' request" k3v9c2m7q4xw5t6z`
}

func (c reviewEmbargoCommand) Run(ctx context.Context, e *env) error {
	n, err := c.decide(ctx, e, data.Embargoed, c.ID, false)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Embargoed: %d. stele publish --data %s takes them out of the release.\n", n, c.Data)
	return nil
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
