package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"

	"stele/data/audit"
	"stele/data/vault"
)

type verifyCommand struct {
	Data       string   `xor:"what" required:"" type:"path" placeholder:"DIR" help:"The data folder to verify."`
	Release    string   `xor:"what" required:"" type:"path" placeholder:"FILE" help:"Verify a release file by itself, such as one that was downloaded."`
	All        bool     `help:"List all that is wrong, not only what is found first."`
	Key        string   `placeholder:"KEY" help:"The log's public key, as you know it from elsewhere."`
	Checkpoint []string `type:"existingfile" placeholder:"FILE" help:"A checkpoint that was kept, which the log must have grown out of. May be repeated."`
}

func (verifyCommand) Help() string {
	return `Reads all of a data folder, offline, and changes nothing: that every row is what it was when it was recorded, that no row
is missing from the log, that the log follows from its rows and is signed, that every original in the archive has its
hash, that places in originals exist, that releases are those that were published. Exit code 1 if anything is wrong.

Whoever can write the folder and has its log.key can write all of it anew. Keep a checkpoint somewhere else (stele log
checkpoint, or /log/checkpoint of the public server, whose log is of releases alone) and give it with --checkpoint to
find that too.

Examples:
  stele verify --data ~/stele
  stele verify --release public.gpkg --key stele/abc+0123abcd+AbCd...`
}

func (c verifyCommand) Run(ctx context.Context, e *env) error {
	if c.Release != "" {
		return c.verifyRelease(ctx, e)
	}
	kept, err := c.kept()
	if err != nil {
		return err
	}
	bar := e.progress("verify", "rows", 0)
	report, err := audit.Folder(ctx, c.Data, audit.Options{All: c.All, Verifier: c.Key, Kept: kept, Progress: bar.at})
	bar.end()
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	for _, l := range report.Lines {
		fmt.Fprintf(t, "%s\t%d\t%s\n", l.What, l.Count, l.Note)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	return verdict(e, report)
}

func (c verifyCommand) kept() (kept []vault.Kept, err error) {
	for _, file := range c.Checkpoint {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		kept = append(kept, vault.Kept{Where: file, Note: string(text)})
	}
	return kept, nil
}

func verdict(e *env, r audit.Report) error {
	if r.OK() {
		fmt.Fprintln(e.stdout, "OK")
		return nil
	}
	for _, f := range r.Faults {
		fmt.Fprintln(e.stderr, "stele: wrong:", f)
	}
	if len(r.Faults) > 1 {
		return fmt.Errorf("%d things are wrong; nothing was changed", len(r.Faults))
	}
	return errors.New("it is not as it was recorded; nothing was changed")
}

func (c verifyCommand) verifyRelease(ctx context.Context, e *env) error {
	if len(c.Checkpoint) > 0 || c.All {
		return usageError("--release goes with --key only")
	}
	meta, checkpoint, err := audit.Release(ctx, c.Release, c.Key)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Release for %s of %s, version %.12s: its rows are those of its version.\n", meta.Audience, meta.PublishedOn, meta.Version)
	fmt.Fprintf(e.stdout, "It is number %d of the log %s.\nOK\n", checkpoint.Size, checkpoint.Origin)
	return nil
}
