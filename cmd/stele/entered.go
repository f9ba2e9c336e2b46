package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"stele/data/vault"
)

// entered is a row that a command recorded, beside what the vault had of it.
type entered struct {
	vault.Taken
	isKept  bool     // nothing at all was recorded: the vault had it as it is
	out     int      // the version before it that decisions let out; 0 is none
	missing []string // what the version before it says of, and it does not
}

// enter commits a batch of rows that a command was given one by one, unless the
// vault has all of them as they are, and says what became of them. A key that was
// used before makes a next version, which whoever gave it may not expect.
func enter(ctx context.Context, v *vault.Vault, b *vault.Batch, from vault.Import) ([]entered, error) {
	rows := make([]entered, len(b.Taken))
	before := make([][]vault.Saying, len(rows))
	isKept := !slices.ContainsFunc(b.Taken, func(k vault.Taken) bool { return !k.IsSame })
	for i, k := range b.Taken {
		rows[i] = entered{Taken: k, isKept: isKept}
		if k.IsSame || k.Version == 1 {
			continue
		}
		var err error
		if rows[i].out, err = v.InForce(ctx, k.ID); err != nil {
			return nil, err
		}
		if before[i], err = v.Said(ctx, k.ID); err != nil {
			return nil, err
		}
	}
	if isKept {
		return rows, nil
	}
	if err := b.Commit(ctx, from); err != nil {
		return nil, err
	}
	for i := range rows {
		if before[i] == nil {
			continue
		}
		now, err := v.Said(ctx, rows[i].ID)
		if err != nil {
			return nil, err
		}
		for _, s := range before[i] {
			if !slices.ContainsFunc(now, func(n vault.Saying) bool { return n.Name == s.Name }) {
				rows[i].missing = append(rows[i].missing, strings.TrimSuffix(s.Name, "_text"))
			}
		}
	}
	return rows, nil
}

// print says what became of it, with more where something was recorded, and what
// becomes of the version before, if there was one.
func (r entered) print(e *env, more string) {
	name := strings.ToUpper(r.Entity[:1]) + r.Entity[1:] + " " + r.Key
	switch {
	case r.isKept:
		fmt.Fprintf(e.stdout, "%s is as it was: nothing was recorded.\n", name)
	case r.IsSame:
		fmt.Fprintf(e.stdout, "%s is as it was.\n", name)
	case r.Version == 1:
		fmt.Fprintf(e.stdout, "%s is a draft%s.\n", name, more)
	default:
		fmt.Fprintf(e.stdout, "%s: version %d is a draft%s.\n", name, r.Version, more)
	}
	if r.out > 0 {
		fmt.Fprintf(e.stdout, "Until it is approved, version %d of %s %s is what is published.\n", r.out, r.Entity, r.Key)
	}
	if len(r.missing) > 0 {
		fmt.Fprintf(e.stdout, "Not given again, and so not in version %d: %s.\n", r.Version, strings.Join(r.missing, ", "))
	}
}
