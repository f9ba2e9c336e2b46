package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"stele/data"
	"stele/data/audit"
	"stele/data/edtf"
	"stele/data/vault"
	"stele/data/vocab"
	"stele/geo"
)

type claimCommand struct {
	Add claimAddCommand `cmd:"" help:"Record what a source says of one property of a record."`
}

func (claimCommand) Help() string {
	return `A claim is what one source says of one property of a record, beside what others say.

Example:
  stele claim add --data ~/stele --key letter-stage --subject sites/mill --property stage --value located --source letter`
}

type claimAddCommand struct {
	Data        string   `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Key         string   `required:"" placeholder:"KEY" help:"Your name for the claim; stays in the vault."`
	Subject     string   `required:"" placeholder:"COLLECTION/KEY" help:"The record that it is about, such as villages/bashlibel."`
	Property    string   `required:"" placeholder:"FIELD" help:"A field of the collection, when, geometry, or a word of yours."`
	Value       string   `required:"" placeholder:"TEXT" help:"What is said: a code where the field has codes, GeoJSON where it is a geometry."`
	Source      string   `required:"" placeholder:"KEY" help:"The source that says it."`
	AssertedBy  string   `placeholder:"KEY" help:"The agent who says it, if not the source's own."`
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

func (claimAddCommand) Help() string {
	return `A claim stands beside what the record and other claims say; none is overwritten. It is a draft until it is approved.
The place in the source has to be there, as far as the original is in the archive and is text.

Example:
  stele claim add --data ~/stele --key letter-stage --subject sites/mill --property stage --value located --source letter --paragraph 2 --disputes report-stage`
}

func (c claimAddCommand) Run(ctx context.Context, e *env) error {
	claim, err := c.claim()
	if err != nil {
		return usageError(err.Error())
	}
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	if err := c.checkLocator(ctx, v, claim); err != nil {
		return err
	}
	b, err := v.Begin(ctx)
	if err != nil {
		return err
	}
	defer b.Rollback()
	if err := b.AddClaim(ctx, claim); err != nil {
		return err
	}
	if err := b.Commit(ctx, vault.Import{Name: "claim " + c.Key, Format: "claim", By: c.By}); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Claim %s is a draft. stele review list --data %s shows what waits for a decision.\n", c.Key, c.Data)
	return nil
}

// checkLocator refuses a place that the original, as far as it is here, does not
// have: stele verify would find fault with it for good.
func (c claimAddCommand) checkLocator(ctx context.Context, v *vault.Vault, claim data.Claim) error {
	copies, err := v.Copies(ctx, c.Source)
	if err != nil {
		return err
	}
	if err := audit.CheckLocator(folder(c.Data).archive(), copies, claim.Locator); err != nil {
		return fmt.Errorf("the place in source %s: %w", c.Source, err)
	}
	return nil
}

// claim is what the flags say.
func (c claimAddCommand) claim() (data.Claim, error) {
	claim := data.Claim{
		Key: c.Key, Property: c.Property, WhenRole: c.WhenRole,
		Assertion: data.Assertion{
			AssertedBy: c.AssertedBy, Source: c.Source, Via: c.Via, Rank: c.Rank, Disputes: c.Disputes, Supports: c.Supports,
			Perspective: c.Perspective, Note: c.Note,
		},
	}
	if !data.IsProperty(c.Property) {
		return claim, fmt.Errorf("--property %q is no word of a-z, 0-9 and _ that begins with a letter", c.Property)
	}
	var err error
	if claim.Subject, err = data.ParseRef(c.Subject); err != nil || claim.Subject.IsZero() {
		return claim, fmt.Errorf("--subject: %w", err)
	}
	if claim.Value, err = valueOf(claim.Subject.Collection, c.Property, c.Value); err != nil {
		return claim, fmt.Errorf("--value: %w", err)
	}
	if c.When != "" {
		if claim.When, err = edtf.Parse(c.When); err != nil {
			return claim, fmt.Errorf("--when: %w", err)
		}
	}
	if c.WhenRole != "" && !vocab.Has("date_role", c.WhenRole) {
		return claim, fmt.Errorf("--when-role %q is none of %v", c.WhenRole, vocab.Codes("date_role"))
	}
	claim.Locator, err = c.locator()
	return claim, err
}

// valueOf holds a value against the field that it is of.
func valueOf(collection, property, text string) (json.RawMessage, error) {
	switch property {
	case "geometry":
		if _, err := geo.ReadGeometry([]byte(text)); err != nil {
			return nil, err
		}
		return json.RawMessage(text), nil
	case "when":
		if _, err := edtf.Parse(text); err != nil {
			return nil, err
		}
	}
	c, _ := data.CollectionByID(collection)
	f, ok := c.Field(property)
	switch {
	case !ok:
	case f.Type == data.Code && !vocab.Has(f.Vocabulary, text):
		return nil, fmt.Errorf("%q is none of the codes of %s: %s", text, property, strings.Join(vocab.Codes(f.Vocabulary), ", "))
	case f.Type == data.Boolean && text != "true" && text != "false":
		return nil, fmt.Errorf("%q is neither true nor false", text)
	case f.Type == data.Boolean:
		return json.RawMessage(text), nil
	}
	return json.Marshal(text)
}

func (c claimAddCommand) locator() (data.Locator, error) {
	l := data.Locator{Paragraph: c.Paragraph, Page: c.Page}
	if c.Bytes == "" {
		return l, nil
	}
	first, last, ok := strings.Cut(c.Bytes, "-")
	from, err1 := strconv.ParseInt(first, 10, 64)
	to, err2 := strconv.ParseInt(last, 10, 64)
	if !ok || err1 != nil || err2 != nil || from < 0 || to <= from {
		return l, fmt.Errorf("--bytes %q is not of the form 120-184", c.Bytes)
	}
	l.Bytes = &[2]int64{from, to}
	return l, nil
}
