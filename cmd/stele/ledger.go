package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"stele/data/ledger"
	"stele/data/policy"
	"stele/data/vault"
)

type logCommand struct {
	Key        logKeyCommand        `cmd:"" help:"Print the log's public key."`
	Checkpoint logCheckpointCommand `cmd:"" help:"Print the log's newest checkpoint, signed."`
	Prove      logProveCommand      `cmd:"" help:"Print proof that a row is in the log."`
	Check      logCheckCommand      `cmd:"" help:"Check such a proof, offline."`
}

func (logCommand) Help() string {
	return `Every change of the vault is a leaf of its log, which only grows; stele verify holds the vault to it.

Examples:
  stele log checkpoint --data ~/stele > checkpoint-2026-11.txt
  stele log prove --data ~/stele k3v9c2m7q4xw5t6z > proof.json
  stele log check proof.json`
}

type logKeyCommand struct {
	Data     string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Audience string `placeholder:"NAME" help:"Print the key of the public log of the releases for this audience."`
}

func (logKeyCommand) Help() string {
	return `The key by which anybody can check checkpoints and proofs. The secret one is log.key in the data folder: keep a
backup of it, and keep it to yourself. A server's /log is of the releases for its audience and signs with the same key
under another name; stele verify --release takes either.

Examples:
  stele log key --data ~/stele
  stele log key --data ~/stele --audience public`
}

func (c logKeyCommand) Run(ctx context.Context, e *env) error {
	if c.Audience != "" {
		if _, err := policy.ForAudience(c.Audience, folder(c.Data).policies()); err != nil {
			return usageError(err.Error())
		}
	}
	return printOf(ctx, e, c.Data, func(v *vault.Vault, ctx context.Context) (string, error) {
		key, err := v.Verifier(ctx)
		if err != nil || key == "" || c.Audience == "" {
			return key, err
		}
		return ledger.PublicVerifier(key, c.Audience)
	}, "\n")
}

type logCheckpointCommand struct {
	Data string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
}

func (logCheckpointCommand) Help() string {
	return `A checkpoint kept elsewhere shows, with stele verify --checkpoint, whether the vault's past was written anew.

Example:
  stele log checkpoint --data ~/stele > checkpoint-2026-11.txt`
}

func (c logCheckpointCommand) Run(ctx context.Context, e *env) error {
	return printOf(ctx, e, c.Data, (*vault.Vault).Checkpoint, "")
}

var errNothingLogged = errors.New("nothing has been logged yet; the first import does")

func printOf(ctx context.Context, e *env, dir string, what func(*vault.Vault, context.Context) (string, error), end string) error {
	v, err := vault.Open(ctx, dir, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	text, err := what(v, ctx)
	if err == nil && text == "" {
		err = errNothingLogged
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(e.stdout, text, end)
	return err
}

type logProveCommand struct {
	Data    string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Version int    `placeholder:"N" help:"Which version of the row; the newest if not given."`
	ID      string `arg:"" help:"ID of a record, source, agent, claim or figure."`
}

func (logProveCommand) Help() string {
	return `Prints the row with all that is needed to check offline that it stood in the log. It holds the whole row, exact
position and names included: give it to those who may see the row, and to nobody else.

Example:
  stele log prove --data ~/stele k3v9c2m7q4xw5t6z > proof.json`
}

func (c logProveCommand) Run(ctx context.Context, e *env) error {
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	b, err := v.Prove(ctx, c.ID, c.Version)
	if err != nil {
		return err
	}
	out := json.NewEncoder(e.stdout)
	out.SetIndent("", "  ")
	return out.Encode(b)
}

type logCheckCommand struct {
	Key  string `placeholder:"KEY" help:"The log's public key, as you know it from elsewhere."`
	File string `arg:"" help:"The proof; - is standard input."`
}

func (logCheckCommand) Help() string {
	return `Needs nothing but the file. Without --key it believes the key in the file: compare it with the one that the log's
owner publishes.

Example:
  stele log check proof.json --key stele/abc+0123abcd+AbCd...`
}

func (c logCheckCommand) Run(ctx context.Context, e *env) error {
	in, _, err := e.open(ctx, c.File)
	if err != nil {
		return err
	}
	defer in.Close()
	b, err := ledger.ReadBundle(in)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	checkpoint, err := b.Check()
	if err == nil && c.Key != "" && c.Key != b.Verifier {
		err = fmt.Errorf("its key is %s, not the one given", b.Verifier)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	fmt.Fprintf(e.stdout, "OK: %s %s version %d, recorded at %s, is leaf %d of the log %s of %d leaves.\n",
		b.Entity, b.ID, b.Version, b.RecordedAt, b.Leaf, checkpoint.Origin, checkpoint.Size)
	if c.Key == "" {
		fmt.Fprintf(e.stdout, "The key was the file's own: %s\n", b.Verifier)
	}
	return nil
}
