package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"stele/data/policy"
	"stele/data/vault"
)

type policyCommand struct {
	Explain policyExplainCommand `cmd:"" help:"Say how positions are shown to an audience, and which test holds which rule."`
}

func (policyCommand) Help() string {
	return `A policy says how precisely positions are shown to an audience.

Example:
  stele policy explain --audience partner`
}

type policyExplainCommand struct {
	Data     string `type:"path" placeholder:"DIR" help:"The data folder, which may have policies of its own."`
	Audience string `default:"public" help:"Whom a release is for."`
	ID       string `arg:"" optional:"" help:"A record, as stele review list shows it: say how that one comes out, and why. Wants --data."`
}

func (policyExplainCommand) Help() string {
	return `Prints the policy in force, rule by rule, what holds beside it, and the table of rules with the tests that hold them. With
an ID it says what the next release would make of that record, by going the way of stele publish.

Examples:
  stele policy explain
  stele policy explain --data ~/stele --audience partner
  stele policy explain --data ~/stele k3v9c2m7q4xw5t6z`
}

func (c policyExplainCommand) Run(ctx context.Context, e *env) error {
	if c.ID != "" && c.Data == "" {
		return usageError("a record is in a data folder: name it with --data")
	}
	dir := ""
	if c.Data != "" {
		if err := folder(c.Data).check(); err != nil {
			return err // Stele's own policy is in force in no folder that is not there
		}
		dir = folder(c.Data).policies()
	}
	p, err := policy.ForAudience(c.Audience, dir)
	if err != nil {
		return usageError(err.Error())
	}
	if c.ID != "" {
		return c.explainRecord(ctx, e, p)
	}
	if err := printPolicy(e.stdout, p); err != nil {
		return err
	}
	return printRules(e.stdout)
}

func (c policyExplainCommand) explainRecord(ctx context.Context, e *env, p policy.Policy) error {
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	row, err := v.Row(ctx, c.ID)
	if err != nil {
		return err
	}
	if row.Entity != "record" {
		return fmt.Errorf("%s is a %s, which has no position; its record has an outcome", c.ID, row.Entity)
	}
	fmt.Fprintf(e.stdout, "%s %s: %s\n", row.Entity, row.ID, row.Label)
	return e.explain(ctx, v, p, c.ID)
}

func printPolicy(w io.Writer, p policy.Policy) error {
	fmt.Fprintf(w, "Policy %s, for the audience %s:\n\n%s\n\nThe first line that fits a record decides how its position is shown.\n\n", p.Version, p.Audience, wrap(p.Note, 118))
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, l := range p.Lines() {
		for i, part := range strings.Split(wrap(l.Fits, 70), "\n") {
			if i == 0 {
				part += "\t" + l.Shown
			} else {
				part = "  " + part
			}
			fmt.Fprintf(t, "  %s\n", part)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprint(w, "\nBeside it, for every audience:\n\n")
	if n, version, ok := p.FinerThan(); ok {
		fmt.Fprintf(w, "  What it shows more finely than %s takes %d people's approval, record by record.\n", version, n)
	}
	_, err := fmt.Fprint(w, `  A claim about a record's stage or protection can ask for more care, never for less.
  The records of one location group (a grave, its event, its media) share one cell, the coarsest that one of them asks for (G5).
  A shape that reaches over several cells has the coarser one that holds all of it, or none (G4).
  A correction of less than a tenth of a cell's side moves no cell (G6).
  A text with a position in it stops the publication and is named (T1): decimal degrees; degrees, minutes and seconds;
  UTM, MGRS and other grids; plus codes, geohashes, locators; map links; "3 km north-east of"; numbers in words.
  A claim that may be a position, or a part of one, stays in where its record's position is not shown exactly (N2).

`)
	return err
}

func printRules(w io.Writer) error {
	all, err := rules()
	if err != nil {
		return err
	}
	fmt.Fprint(w, "The rules, and the tests named for them:\n\n")
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, r := range all {
		for i, test := range r.Tests {
			if i == 0 {
				fmt.Fprintf(t, "  %s\t%s\t%s\n", r.Rule, r.Promise, test)
			} else {
				fmt.Fprintf(t, "  \t\t%s\n", test)
			}
		}
	}
	return t.Flush()
}

// wrap breaks a text into lines of at most width letters, between words.
func wrap(text string, width int) string {
	var b strings.Builder
	length := 0
	for _, word := range strings.Fields(text) {
		switch n := len([]rune(word)); {
		case length == 0:
			length = n
		case length+1+n > width:
			b.WriteByte('\n')
			length = n
		default:
			b.WriteByte(' ')
			length += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}
