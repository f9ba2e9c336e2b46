package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"stele/data"
	"stele/data/vault"
)

// A decision is never anonymous and never without a reason.
type decisionFlags struct {
	Data   string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	By     string `required:"" placeholder:"NAME" help:"Who decides; stays in the vault."`
	Reason string `required:"" placeholder:"TEXT" help:"Why, in words that may be published."`
	Note   string `placeholder:"TEXT" help:"Why, in words that stay in the vault."`
}

// act is what a decision does.
type act struct {
	to         string // a state
	done, then string // in words: that it is done, and what comes next
}

// decide records a decision about rows, or about all that is pending, and says so.
func (f decisionFlags) decide(ctx context.Context, e *env, to act, names []string, all bool) error {
	if all == (len(names) > 0) {
		return usageError("name the IDs, or --all")
	}
	policies, err := f.policies()
	if err != nil {
		return err
	}
	v, err := vault.Open(ctx, f.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	d := data.Decision{State: to.to, By: f.By, Reason: f.Reason, Note: f.Note, Policy: policies}
	n := len(names)
	if all {
		n, err = v.DecidePending(ctx, d)
	} else {
		err = v.DecideEach(ctx, d, names)
	}
	if err != nil {
		return err
	}
	if n == 0 {
		err = f.printNone(ctx, e, v, to)
	} else {
		fmt.Fprintf(e.stdout, "%s: %d. %s\n", to.done, n, to.then)
	}
	return errors.Join(err, f.after(ctx, e, v, to, names))
}

// printNone says that --all found nothing, and what it does not look for.
func (f decisionFlags) printNone(ctx context.Context, e *env, v *vault.Vault, to act) error {
	if to.to == data.InReview {
		fmt.Fprintln(e.stdout, "There is no draft, and --all submits nothing else.")
		return nil
	}
	fmt.Fprintln(e.stdout, "Nothing waits for a first decision, and --all decides about nothing else.")
	_, second, err := waitingIn(ctx, v, folder(f.Data), 0)
	e.printWaiting(second, f.Data)
	return err
}

// policies are the versions of all that are in force: a decision is for every
// audience.
func (f decisionFlags) policies() (string, error) {
	all, err := folder(f.Data).allPolicies()
	var versions []string
	for _, p := range all {
		versions = append(versions, p.Version)
	}
	return strings.Join(versions, ", "), err
}

// after says what a decision about rows leaves that whoever made it may not expect.
func (f decisionFlags) after(ctx context.Context, e *env, v *vault.Vault, to act, names []string) error {
	var ids []string
	for _, name := range names {
		id, _, _ := strings.Cut(name, "@")
		ids = append(ids, id)
	}
	switch to.to {
	case data.Published:
		needed, err := v.Needed(ctx, ids)
		if err != nil {
			return err
		}
		return f.printNeeded(e, needed)
	case data.Withdrawn, data.Embargoed:
		for _, id := range ids {
			version, err := v.InForce(ctx, id)
			if err != nil {
				return err
			}
			if version > 0 {
				fmt.Fprintf(e.stdout, "%s: version %d stays public. To take that back too, name the ID alone.\n", id, version)
			}
		}
	}
	return nil
}

// printNeeded says which sources and agents have to be approved as well, and how.
func (f decisionFlags) printNeeded(e *env, needed []vault.Pending) error {
	if len(needed) == 0 {
		return nil
	}
	fmt.Fprintln(e.stdout, "Without these it is in no release, and what is public of it now goes out of the next one:")
	if err := e.printRows(needed, len(needed), ""); err != nil {
		return err
	}
	names := ""
	for _, n := range needed {
		names += fmt.Sprintf(" %s@%d", n.ID, n.Version)
	}
	fmt.Fprintf(e.stdout, "If they are right: stele review approve --data %s --by %q --reason %q%s\n", f.Data, f.By, f.Reason, names)
	return nil
}

type reviewSubmitCommand struct {
	decisionFlags
	All bool     `help:"Submit all drafts."`
	ID  []string `arg:"" optional:"" help:"IDs, as stele review list shows them, or ID@VERSION."`
}

func (reviewSubmitCommand) Help() string {
	return `A draft may be approved without it: to submit is to say that it is ready.

Example:
  stele review submit --data ~/stele --by "A. Researcher" --reason "second source found" k3v9c2m7q4xw5t6z`
}

func (c reviewSubmitCommand) Run(ctx context.Context, e *env) error {
	return c.decide(ctx, e, act{data.InReview, "Submitted", "stele review approve or reject decides."}, c.ID, c.All)
}

type reviewApproveCommand struct {
	decisionFlags
	All bool     `help:"Approve all that waits for a first decision."`
	ID  []string `arg:"" optional:"" help:"IDs, as stele review list shows them, or ID@VERSION."`
}

func (reviewApproveCommand) Help() string {
	return `An approved row is in the next release, as precise as the policy allows. An ID is about the newest version, whatever that
is by now; ID@VERSION, as stele review show ends with, only about the one that you have seen. A record needs its source and
that source's agent approved too: where they are not, it is said how. The second approval of a record by another person opens the rules that ask for two; it is given for
each record by its ID, never with --all. So is that of a claim that gives another position for such a record, which is
shown to nobody before. stele review list says what waits for it.

Examples:
  stele review approve --data ~/stele --by "A. Editor" --reason "checked against the source" k3v9c2m7q4xw5t6z@2
  stele review approve --data ~/stele --by "A. Editor" --reason "public gazetteer" --all`
}

func (c reviewApproveCommand) Run(ctx context.Context, e *env) error {
	return c.decide(ctx, e, act{data.Published, "Approved", "stele publish --data " + c.Data + " puts them into the release."}, c.ID, c.All)
}

type reviewRejectCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs, as stele review list shows them, or ID@VERSION."`
}

func (reviewRejectCommand) Help() string {
	return `A version in review becomes a draft again; a version approved before it stays public. What is public itself is not
rejected: stele review withdraw or embargo takes it out.

Example:
  stele review reject --data ~/stele --by "A. Editor" --reason "the source says otherwise" k3v9c2m7q4xw5t6z`
}

func (c reviewRejectCommand) Run(ctx context.Context, e *env) error {
	return c.decide(ctx, e, act{data.Draft, "Rejected", "They are drafts again."}, c.ID, false)
}

type reviewWithdrawCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs of records, sources, agents, claims or figures, or ID@VERSION."`
}

func (reviewWithdrawCommand) Help() string {
	return `A withdrawn row is not in the next release: neither the version that is public now nor those before it, even if a newer
one waits for a decision. Once that is approved it is public alone, and the history begins with it. ID@VERSION takes back
that version and those before it: what came after stays public, without that past. Withdrawing a source takes out all that
only it says.

Examples:
  stele review withdraw --data ~/stele --by "A. Editor" --reason "the source took it back" k3v9c2m7q4xw5t6z
  stele review withdraw --data ~/stele --by "A. Editor" --reason "it named a witness" k3v9c2m7q4xw5t6z@1`
}

func (c reviewWithdrawCommand) Run(ctx context.Context, e *env) error {
	return c.decide(ctx, e, act{data.Withdrawn, "Withdrawn", "stele publish --data " + c.Data + " takes them out of the release."}, c.ID, false)
}

type reviewEmbargoCommand struct {
	decisionFlags
	ID []string `arg:"" help:"IDs of records, sources, agents, claims or figures, or ID@VERSION."`
}

func (reviewEmbargoCommand) Help() string {
	return `An embargoed row is not in the next release, and waits for a new approval. As with stele review withdraw, the versions
before it stay out then, too, and ID@VERSION keeps back an old version and those before it alone.

Example:
  stele review embargo --data ~/stele --by "A. Editor" --reason "at the investigators' request" k3v9c2m7q4xw5t6z`
}

func (c reviewEmbargoCommand) Run(ctx context.Context, e *env) error {
	return c.decide(ctx, e, act{data.Embargoed, "Embargoed", "stele publish --data " + c.Data + " takes them out of the release."}, c.ID, false)
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
