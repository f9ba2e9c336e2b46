package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"stele/data/demo"
	"stele/data/vault"
)

type demoCommand struct {
	Data string `required:"" type:"path" placeholder:"DIR" help:"The data folder to make."`
}

func (demoCommand) Help() string {
	return `Makes a data folder with the demo in it, to try things out on: its vault, a public release, and stele.json with its title and licence.

Examples:
  stele demo --data ~/stele-demo
  stele serve --data ~/stele-demo`
}

func (c demoCommand) Run(ctx context.Context, e *env) error {
	if _, err := os.Stat(filepath.Join(c.Data, vault.FileName)); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s has a vault already; name another folder", c.Data)
	}
	for _, name := range demo.Files {
		if _, err := os.Lstat(filepath.Join(c.Data, name)); !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s has a %s already, which the demo's would replace; name another folder", c.Data, name)
		}
	}
	if err := demo.Build(ctx, c.Data, folder(c.Data).release("public"), e.now); err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Made the demo in %s. stele serve --data %s shows it.\n", c.Data, c.Data)
	return nil
}
