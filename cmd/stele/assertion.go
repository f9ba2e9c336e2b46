package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"stele/data"
	"stele/data/audit"
	"stele/data/edtf"
	"stele/data/vault"
	"stele/data/vocab"
)

// assertionFlags say who says a claim or figure, where, when, and how it stands
// to others.
type assertionFlags struct {
	Source      string   `required:"" placeholder:"KEY" help:"The source that says it; stele source list shows them."`
	AssertedBy  string   `placeholder:"KEY" help:"The agent who says it, if not the source's own; stele agent list shows them."`
	Via         []string `placeholder:"KEY" help:"Sources between that agent and the source, nearest the agent first."`
	Disputes    []string `placeholder:"KEY" help:"Claims or figures that it contradicts. May be repeated."`
	Supports    []string `placeholder:"KEY" help:"Claims or figures that it bears out. May be repeated."`
	When        string   `placeholder:"DATE" help:"When, in EDTF: 1993-04, 1993~, 1993/2020-11."`
	WhenRole    string   `placeholder:"ROLE" help:"What the date dates: happened, reported, published or valid."`
	Rank        string   `default:"normal" enum:"preferred,normal,deprecated" help:"How it ranks among its rivals: ${enum}."`
	Perspective string   `placeholder:"TEXT" help:"Whose side it speaks for, in neutral words; the source's if not given."`
	Paragraph   int      `placeholder:"N" help:"Where in the source: its paragraph, from 1."`
	Page        int      `placeholder:"N" help:"Where in the source: its page, from 1."`
	Bytes       string   `placeholder:"FROM-TO" help:"Where in the source: first byte and the one after the last, as in 120-184."`
	Note        string   `placeholder:"TEXT" help:"A note, which may be published."`
	By          string   `env:"USER" default:"unnamed" placeholder:"NAME" help:"Who records it; stays in the vault."`
}

func (f assertionFlags) assertion() (data.Assertion, error) {
	a := data.Assertion{
		AssertedBy: f.AssertedBy, Source: f.Source, Via: f.Via, Rank: f.Rank, Disputes: f.Disputes, Supports: f.Supports,
		Perspective: f.Perspective, Note: f.Note,
	}
	var err error
	a.Locator, err = f.locator()
	return a, err
}

// date is when, and what that dates.
func (f assertionFlags) date() (d edtf.Date, role string, err error) {
	if f.When != "" {
		if d, err = edtf.Parse(f.When); err != nil {
			return d, "", fmt.Errorf("--when: %w", err)
		}
	}
	if f.WhenRole != "" && !vocab.Has("date_role", f.WhenRole) {
		return d, "", fmt.Errorf("--when-role %q is none of %v", f.WhenRole, vocab.Codes("date_role"))
	}
	return d, f.WhenRole, nil
}

func (f assertionFlags) locator() (data.Locator, error) {
	l := data.Locator{Paragraph: f.Paragraph, Page: f.Page}
	if f.Bytes == "" {
		return l, nil
	}
	first, last, ok := strings.Cut(f.Bytes, "-")
	from, err1 := strconv.ParseInt(first, 10, 64)
	to, err2 := strconv.ParseInt(last, 10, 64)
	if !ok || err1 != nil || err2 != nil || from < 0 || to <= from {
		return l, fmt.Errorf("--bytes %q is not of the form 120-184", f.Bytes)
	}
	l.Bytes = &[2]int64{from, to}
	return l, nil
}

// refOf reads the flag that says which record something is about.
func refOf(flag, text string) (data.Ref, error) {
	ref, err := data.ParseRef(text)
	if err == nil && ref.IsZero() {
		err = errors.New("it is empty; want collection/key, such as villages/bashlibel")
	}
	if err != nil {
		return ref, fmt.Errorf("%s: %w", flag, err)
	}
	return ref, nil
}

// statement is a claim or figure on its way into the vault of a data folder.
type statement struct {
	dir  string
	what string // "claim" or "figure"
	key  string
	by   string
	at   data.Assertion
	add  func(*vault.Batch) error
}

// record enters a statement as a draft, if its place in its source is there.
func (s statement) record(ctx context.Context, e *env) error {
	v, err := vault.Open(ctx, s.dir, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	open, err := s.checkLocator(ctx, v)
	if err != nil {
		return err
	}
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	if err := s.add(b); err != nil {
		return err
	}
	rows, err := enter(ctx, v, b, vault.Import{Name: s.what + " " + s.key, Format: s.what, By: s.by})
	if err != nil {
		return err
	}
	if open != "" {
		fmt.Fprintf(e.stdout, "Its place in source %s could not be checked: %s.\n", s.at.Source, open)
	}
	for _, r := range rows {
		r.print(e, fmt.Sprintf(". stele review list --data %s shows what waits for a decision", s.dir))
	}
	return nil
}

// checkLocator refuses a place that the original, as far as it is here, does not
// have: stele verify would find fault with it for good. It says what of it could
// not be checked.
func (s statement) checkLocator(ctx context.Context, v *vault.Vault) (open string, err error) {
	copies, err := v.Copies(ctx, s.at.Source)
	if err != nil {
		return "", err
	}
	open, err = audit.CheckLocator(folder(s.dir).archive(), copies, s.at.Locator)
	if err != nil {
		return "", fmt.Errorf("the place in source %s: %w", s.at.Source, err)
	}
	return open, nil
}
