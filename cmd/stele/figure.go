package main

import (
	"context"
	"fmt"
	"strconv"

	"stele/data"
	"stele/data/vault"
	"stele/data/vocab"
)

type figureCommand struct {
	Add  figureAddCommand  `cmd:"" help:"Record how many a source says there were."`
	List figureListCommand `cmd:"" help:"List the figures by their keys."`
}

func (figureCommand) Help() string {
	return `A figure is how many one source says there were, of what and where, beside what others say. Figures are never added up
here: /figures/sum adds those that may be.

Examples:
  stele figure add --data ~/stele --key letter-killed --scope villages/mill --measure killed --best 12 --source letter
  stele figure list --data ~/stele`
}

type figureListCommand struct{ keyedList }

func (figureListCommand) Help() string {
	return `Lists each figure with its key, by which others dispute it, and with its ID, by which it is reviewed.

Example:
  stele figure list --data ~/stele`
}

func (c figureListCommand) Run(ctx context.Context, e *env) error { return c.print(ctx, e, "figure") }

type figureAddCommand struct {
	Data       string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Key        string `required:"" placeholder:"KEY" help:"Your name for the figure; stays in the vault."`
	Scope      string `required:"" placeholder:"COLLECTION/KEY" help:"The record that it counts in, such as villages/bashlibel or events/april-1993."`
	Measure    string `required:"" placeholder:"CODE" help:"What it counts: a code of the vocabulary measure, such as killed, missing or remains_recovered."`
	Low        string `placeholder:"N" help:"The least that it may be."`
	Best       string `placeholder:"N" help:"The number that the source gives."`
	High       string `placeholder:"N" help:"The most that it may be."`
	Comparator string `placeholder:"CODE" help:"How the source qualifies its number: exactly, about, at_least, more_than, at_most or fewer_than."`
	Word       string `placeholder:"TEXT" help:"The source's own word, where it gives no number."`
	assertionFlags
}

func (figureAddCommand) Help() string {
	return `A figure stands beside what others count. It is a draft until it is approved. What counts in another record or by
another measure needs a key of its own; the same key with the same --scope and --measure is the figure's next version,
which has what is given then, and nothing of the version before. That one stays, and is published until the next is approved.

A number that the source does not give is not made: "dozens" is --word dozens, and has neither --low nor --best. Of "more than 500" the
least is --low 501, of "27 to 29 people" --low 27 and --high 29. The place in the source has to be there, as far as the
original is in the archive and lets it be counted; stele claim add --help says more.

Examples:
  stele figure add --data ~/stele --key letter-killed --scope villages/mill --measure killed --best 12 --comparator exactly --when 1993-04 --when-role happened --source letter --paragraph 2
  stele figure add --data ~/stele --key report-missing --scope districts/kalbajar --measure missing --low 27 --high 29 --source report-7 --page 4 --disputes letter-missing
  stele figure add --data ~/stele --key article-killed --scope villages/mill --measure killed --word dozens --source article`
}

func (c figureAddCommand) Run(ctx context.Context, e *env) error {
	figure, err := c.figure()
	if err != nil {
		return usageError(err.Error())
	}
	return statement{c.Data, "figure", c.Key, c.By, figure.Assertion, func(b *vault.Batch) error { return b.AddFigure(ctx, figure) }}.record(ctx, e)
}

// figure is what the flags say.
func (c figureAddCommand) figure() (f data.Figure, err error) {
	f.Key, f.Measure, f.Comparator, f.Word = c.Key, c.Measure, c.Comparator, c.Word
	if f.Scope, err = refOf("--scope", c.Scope); err != nil {
		return f, err
	}
	if !vocab.Has("measure", c.Measure) {
		return f, fmt.Errorf("--measure %q is none of %v", c.Measure, vocab.Codes("measure"))
	}
	if c.Comparator != "" && !vocab.Has("comparator", c.Comparator) {
		return f, fmt.Errorf("--comparator %q is none of %v", c.Comparator, vocab.Codes("comparator"))
	}
	if c.Comparator != "" && c.Low+c.Best+c.High == "" {
		return f, fmt.Errorf("--comparator %s qualifies a number, and there is none; a word such as \"more than a dozen\" is one --word", c.Comparator)
	}
	for _, n := range []struct {
		flag, text string
		to         **int64
	}{{"--low", c.Low, &f.Low}, {"--best", c.Best, &f.Best}, {"--high", c.High, &f.High}} {
		if *n.to, err = countOf(n.flag, n.text); err != nil {
			return f, err
		}
	}
	if err := f.Check(); err != nil {
		return f, fmt.Errorf("the figure: %w (--low, --best and --high are its numbers, --word is the source's own)", err)
	}
	if f.When, f.WhenRole, err = c.date(); err != nil {
		return f, err
	}
	f.Assertion, err = c.assertion()
	return f, err
}

// countOf reads a flag's number; nil if it is not given.
func countOf(flag, text string) (*int64, error) {
	if text == "" {
		return nil, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("%s %q is no whole number; a word of the source stays a word: --word %q", flag, text, text)
	}
	return &n, nil
}
