package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"stele/data"
	"stele/data/edtf"
	"stele/data/publish"
	"stele/data/vault"
	"stele/data/vocab"
	"stele/geo"
)

type claimCommand struct {
	Add  claimAddCommand  `cmd:"" help:"Record what a source says of one property of a record."`
	List claimListCommand `cmd:"" help:"List the claims by their keys."`
}

func (claimCommand) Help() string {
	return `A claim is what one source says of one property of a record, beside what others say.

Example:
  stele claim add --data ~/stele --key letter-stage --subject sites/mill --property stage --value located --source letter
  stele claim list --data ~/stele`
}

type claimListCommand struct{ keyedList }

func (claimListCommand) Help() string {
	return `Lists each claim with its key, by which others dispute it, and with its ID, by which it is reviewed.

Example:
  stele claim list --data ~/stele`
}

func (c claimListCommand) Run(ctx context.Context, e *env) error { return c.print(ctx, e, "claim") }

type claimAddCommand struct {
	Data     string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Key      string `required:"" placeholder:"KEY" help:"Your name for the claim; stays in the vault."`
	Subject  string `required:"" placeholder:"COLLECTION/KEY" help:"The record that it is about, such as villages/bashlibel."`
	Property string `required:"" placeholder:"FIELD" help:"A field of the collection, when, geometry, or a word of yours."`
	Value    string `required:"" placeholder:"TEXT" help:"What is said: a code where the field has codes, GeoJSON where it is a geometry."`
	assertionFlags
}

func (claimAddCommand) Help() string {
	return `A claim stands beside what the record and other claims say. It is a draft until it is approved. What is about another
record or property needs a key of its own; the same key with the same --subject and --property is the claim's next version,
which has what is given then, and nothing of the version before. That one stays, and is published until the next is approved.
One that may be a position, or a part of one, stays in where the record's position is not shown exactly: name numbers for
what they are, as in persons_buried, file_no, depth_m.
The place in the source has to be there, as far as the original is in the archive and lets it be counted: bytes of any
file, paragraphs of plain text, pages of a PDF. What could not be checked is said.

Example:
  stele claim add --data ~/stele --key letter-stage --subject sites/mill --property stage --value located --source letter --paragraph 2 --disputes report-stage`
}

func (c claimAddCommand) Run(ctx context.Context, e *env) error {
	claim, err := c.claim()
	if err != nil {
		return usageError(err.Error())
	}
	s := statement{c.Data, "claim", c.Key, c.By, claim.Assertion, func(b *vault.Batch) error { return b.AddClaim(ctx, claim) }}
	if err := s.record(ctx, e); err != nil {
		return err
	}
	e.warnOf(claim)
	return nil
}

// warnOf says what a publication will make of a claim, while whoever adds it is
// still there: that it is held back, or that the text gate stops at it.
func (e *env) warnOf(c data.Claim) {
	if publish.MayHoldPosition(c) {
		fmt.Fprintf(e.stdout, "What it says may be a position, or part of one: it stays in as long as that of %s is not shown exactly.\n", c.Subject)
	}
	for _, l := range publish.CheckClaim(c) {
		fmt.Fprintf(e.stdout, "A position stands in its %s (%s): once approved, it stops the publication.\n", l.Field, l.Where)
	}
}

// claim is what the flags say.
func (c claimAddCommand) claim() (claim data.Claim, err error) {
	claim.Key, claim.Property = c.Key, c.Property
	if !data.IsProperty(c.Property) {
		return claim, fmt.Errorf("--property %q is no word of a-z, 0-9 and _ that begins with a letter", c.Property)
	}
	if claim.Subject, err = refOf("--subject", c.Subject); err != nil {
		return claim, err
	}
	if claim.Value, err = valueOf(claim.Subject.Collection, c.Property, c.Value); err != nil {
		return claim, fmt.Errorf("--value: %w", err)
	}
	if claim.When, claim.WhenRole, err = c.date(); err != nil {
		return claim, err
	}
	claim.Assertion, err = c.assertion()
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
