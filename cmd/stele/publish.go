package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/vault"
)

type publishCommand struct {
	Data     string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Audience string `default:"public" help:"Whom the release is for."`
	DryRun   bool   `help:"Say what would change for its readers, and leave the release as it is."`
	Diff     string `type:"path" placeholder:"FILE" help:"Write the changes as GeoJSON too."`
}

func (publishCommand) Help() string {
	return `Builds the release for an audience out of what has been approved, as precise as the policy allows, and puts it in
place in one step: a running server shows the old one or the new one, never a mixture.

Says first what becomes different for its readers, in the history of the records too.

Examples:
  stele publish --data ~/stele --dry-run --diff changes.geojson
  stele publish --data ~/stele`
}

func (c publishCommand) Run(ctx context.Context, e *env) error {
	if err := (output{"--diff", c.Diff}).check(folder(c.Data)); err != nil {
		return err
	}
	p, err := policy.ForAudience(c.Audience, folder(c.Data).policies())
	if err != nil {
		return usageError(err.Error())
	}
	v, err := vault.Open(ctx, c.Data, e.now)
	if errors.Is(err, vault.ErrNone) {
		return fmt.Errorf("%w; stele import makes one", err)
	}
	if err != nil {
		return err
	}
	defer v.Close()
	meta, err := folder(c.Data).meta(e.now())
	if err != nil {
		return err
	}
	path := folder(c.Data).release(c.Audience)
	bar := e.progress("publish", "records", 0)
	pending := countPending(ctx, v)
	defer pending.stop()
	before := preview{e: e, isDry: c.DryRun, output: c.Diff}
	report, err := publish.ReleaseIf(ctx, v, p, path, meta, func(n int) { bar.at(int64(n)) },
		func(ctx context.Context, r publish.Report, c *publish.Comparison) error {
			bar.end()
			return before.agree(ctx, r, c)
		})
	bar.end()
	if errors.Is(err, errDryRun) {
		e.printWithheld(report)
		e.printWaiting(len(report.Waiting)+report.WaitingClaims, c.Data)
		fmt.Fprintln(e.stdout, "A dry run: nothing was published.")
		return nil
	}
	if err != nil {
		return err
	}
	<-pending.done
	if pending.err != nil {
		return pending.err
	}
	e.printRelease(report, path, pending.rows, c.Data)
	return nil
}

// pendingCount counts what waits for a decision while the release is built, which
// changes nothing of that.
type pendingCount struct {
	rows   int
	err    error
	done   chan struct{}
	cancel context.CancelFunc
}

func countPending(ctx context.Context, v *vault.Vault) *pendingCount {
	ctx, cancel := context.WithCancel(ctx)
	c := &pendingCount{done: make(chan struct{}), cancel: cancel}
	go func() {
		defer close(c.done)
		_, c.rows, c.err = v.Pending(ctx, 0)
	}()
	return c
}

// stop waits for the end of the counting, which it brings about.
func (c *pendingCount) stop() {
	c.cancel()
	<-c.done
}

// printRelease says what went out and what did not.
func (e *env) printRelease(r publish.Report, path string, pending int, dir string) {
	fmt.Fprintf(e.stdout, "Published for %s under policy %s, version %.12s:\n", r.Meta.Audience, r.Meta.PolicyVersion, r.Meta.Version)
	for _, c := range data.Collections() {
		fmt.Fprintf(e.stdout, "  %-10s %d\n", c.ID, r.Features[c.ID])
	}
	e.printWithheld(r)
	fmt.Fprintf(e.stdout, "Release: %s\n", path)
	if r.Meta.Contact == nobody {
		fmt.Fprintf(e.stdout, "It names nobody to ask for a correction or removal: write {\"contact\": \"someone@example.org\"} into %s, beside your title and licence\n", filepath.Join(dir, operatorFile))
	}
	if pending > 0 {
		fmt.Fprintf(e.stdout, "%d rows wait for a decision and are not in it: stele review list --data %s\n", pending, dir)
	}
	e.printWaiting(len(r.Waiting)+r.WaitingClaims, dir)
}

// printWithheld says of how many records less goes out than is known, and why.
func (e *env) printWithheld(r publish.Report) {
	if r.Cells > 0 {
		fmt.Fprintf(e.stdout, "  %d shown as a cell instead of their position\n", r.Cells)
	}
	if byPolicy := r.Withheld - r.Lone; byPolicy > 0 {
		fmt.Fprintf(e.stdout, "  %d shown without their position, because the policy withholds it (by stage and protection)\n", byPolicy)
	}
	if r.Lone > 0 {
		fmt.Fprintf(e.stdout, "  %d shown without their position, because no cell around it holds enough known villages (import more of them)\n", r.Lone)
	}
	if r.HeldBack > 0 {
		fmt.Fprintf(e.stdout, "  %d of the claims stay in, because they may hold a position that is not shown exactly (stele review show tells of each)\n", r.HeldBack)
	}
	if r.Held > 0 {
		fmt.Fprintf(e.stdout, "  %d approved records stay in, because their source or agent is not approved\n", r.Held)
	}
	e.printReasons(r.Reasons)
}

// reasonsShown bounds how many reasons with a position are listed.
const reasonsShown = 20

// printReasons says where positions stand in reasons, which the history leaves out.
func (e *env) printReasons(leaks []publish.Leak) {
	if len(leaks) == 0 {
		return
	}
	fmt.Fprintln(e.stdout, "  Reasons of decisions with a position in them, left out of the public history:")
	for i, l := range leaks {
		if i == reasonsShown {
			fmt.Fprintf(e.stdout, "    and %d more\n", len(leaks)-i)
			break
		}
		fmt.Fprintf(e.stdout, "    %s\n", l)
	}
}

// printWaiting says how a second approval is given.
func (e *env) printWaiting(n int, dir string) {
	if n > 0 {
		fmt.Fprintf(e.stdout, "%d %s for a second approval, by another person and ID by ID: stele review list --data %s\n", n, waitOf(n, "row"), dir)
	}
}

// waitOf is "record waits" or "records wait".
func waitOf(n int, what string) string {
	if n == 1 {
		return what + " waits"
	}
	return what + "s wait"
}
