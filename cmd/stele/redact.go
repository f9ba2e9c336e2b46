package main

import (
	"context"
	"errors"
	"fmt"

	"stele/data/vault"
)

type redactCommand struct {
	Data   string   `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	By     string   `required:"" placeholder:"NAME" help:"Who redacts; stays in the vault."`
	Reason string   `required:"" placeholder:"TEXT" help:"Why; stays in the vault."`
	ID     []string `arg:"" help:"IDs of records, sources, agents, claims or figures."`
}

func (redactCommand) Help() string {
	return `Takes rows out of the vault for good, all their versions, and a source's copy in the archive with it. It cannot be
undone. That it was done, by whom and why, is logged; what the rows said is kept nowhere in the vault: the
cell of a location group comes from those who are left, so that they do not tell where the other was. To correct a
mistake import a new version instead, and to take something off the map withdraw it. Backups, releases built before
and proofs that were given away are not reached by it.

Example:
  stele redact --data ~/stele --by "A. Editor" --reason "consent was taken back" k3v9c2m7q4xw5t6z`
}

func (c redactCommand) Run(ctx context.Context, e *env) error {
	v, err := vault.Open(ctx, c.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	done, err := v.Redact(ctx, c.ID, c.By, c.Reason)
	for _, sum := range done.Files {
		err = errors.Join(err, folder(c.Data).archive().Remove(sum))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Taken out: %d versions, %d copies. stele publish --data %s takes them out of the release.\n", done.Rows, len(done.Files), c.Data)
	if len(done.Naming) > 0 {
		fmt.Fprintln(e.stdout, "These are still there and name what is not; what they say may tell it:")
		for _, name := range done.Naming {
			fmt.Fprintln(e.stdout, " ", name)
		}
	}
	return nil
}
