package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"stele/data/vault"
)

// keyedList lists what the vault has of one kind by the keys that commands name
// it by.
type keyedList struct {
	Data  string `required:"" type:"path" placeholder:"DIR" help:"The data folder."`
	Limit int    `default:"200" help:"List at most this many."`
}

func (l keyedList) print(ctx context.Context, e *env, entity string) error {
	v, err := vault.Open(ctx, l.Data, e.now)
	if err != nil {
		return err
	}
	defer v.Close()
	rows, total, err := v.Keyed(ctx, entity, l.Limit)
	if err != nil {
		return err
	}
	if total == 0 {
		fmt.Fprintf(e.stdout, "The vault has no %s; stele %s add records one.\n", entity, entity)
		return nil
	}
	t := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "KEY\tID\tVERSION\tSTATE\tWHAT")
	for _, r := range rows {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\n", r.Key, r.ID, r.Version, r.State, r.Label)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if more := total - len(rows); more > 0 {
		fmt.Fprintf(e.stdout, "and %d more\n", more)
	}
	return nil
}
