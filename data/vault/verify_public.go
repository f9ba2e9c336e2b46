package vault

import (
	"context"
	"fmt"
	"strings"

	"stele/data/ledger"
)

// checkPublic makes every audience's public log again out of the releases, whose
// entries the vault's log has, and holds the checkpoints against it: the vault's
// own and those that somebody has kept.
func (w *verifier) checkPublic(ctx context.Context) error {
	rows, err := w.publicRows(ctx)
	if err != nil {
		return err
	}
	roots := map[string][]ledger.Hash{} // by origin, that of size n+1 at n
	trees := map[string]*ledger.Log{}
	for _, r := range rows {
		verifier, origin, err := w.publicKey(r.Audience)
		if err != nil {
			return w.fault("log_identity", "%v", err)
		}
		if trees[origin] == nil {
			if trees[origin], err = ledger.Open(ctx, ledger.Memory{}, 0); err != nil {
				return err
			}
		}
		if _, err := trees[origin].Append(ctx, []byte(r.Entry())); err != nil {
			return err
		}
		root, err := trees[origin].Root(ctx)
		if err != nil {
			return err
		}
		roots[origin] = append(roots[origin], root)
		if err := w.checkPublicPoint(r, verifier, trees[origin].Size(), root); err != nil {
			return err
		}
	}
	return w.checkKeptPublic(roots)
}

// publicRows reads the releases of all public logs, the oldest first, at the moment
// at which all else is read.
func (w *verifier) publicRows(ctx context.Context) (all []publicRow, err error) {
	err = w.file.Each(ctx, publicQuery+" ORDER BY r.seq", func(row []ledger.Value) error {
		r := publicRow{seq: row[0].Whole, note: textIn(row[6]), seen: row[8].Whole != 0}
		r.Audience, r.Version, r.PolicyVersion, r.PublishedOn = textIn(row[1]), textIn(row[2]), textIn(row[3]), textIn(row[4])
		err := r.commit(&w.digester, row[5].Bytes, textIn(row[7]))
		all = append(all, r)
		return err
	})
	return all, err
}

// checkPublicPoint holds a public checkpoint against its tree.
func (w *verifier) checkPublicPoint(r publicRow, verifier string, size int64, root ledger.Hash) error {
	where := fmt.Sprintf("released_public %d", r.seq)
	c, err := ledger.OpenCheckpoint(r.note, verifier)
	switch {
	case err != nil:
		return w.fault(where, "%v", err)
	case c.Size != size || c.Root != root:
		return w.fault(where, "its checkpoint is not that of the first %d releases for %s", size, r.Audience)
	}
	return nil
}

// publicKey returns the verifier key and the name of an audience's public log.
func (w *verifier) publicKey(audience string) (verifier, origin string, err error) {
	if verifier, err = ledger.PublicVerifier(w.result.Verifier, audience); err != nil {
		return "", "", err
	}
	origin, err = ledger.OriginOf(verifier)
	return verifier, origin, err
}

// isOfPublicLog reports that a checkpoint names a public log of this vault's.
func (w *verifier) isOfPublicLog(note string) bool {
	origin, err := ledger.OriginOf(w.result.Verifier)
	return err == nil && strings.HasPrefix(note, origin+"/")
}

func (w *verifier) checkKeptPublic(roots map[string][]ledger.Hash) error {
	for _, k := range w.how.Kept {
		if !w.isOfPublicLog(k.Note) {
			continue
		}
		if err := w.checkKeptOne(k, roots); err != nil {
			return err
		}
	}
	return nil
}

func (w *verifier) checkKeptOne(k Kept, roots map[string][]ledger.Hash) error {
	origin, _, _ := strings.Cut(k.Note, "\n")
	verifier, err := ledger.RenamedVerifier(w.result.Verifier, origin)
	if err != nil {
		return w.fault(k.Where, "%v", err)
	}
	c, err := ledger.OpenCheckpoint(k.Note, verifier)
	list := roots[origin]
	switch {
	case err != nil:
		return w.fault(k.Where, "is not a checkpoint of this vault's log: %v", err)
	case c.Size > int64(len(list)):
		return w.fault(k.Where, "was signed for %d releases and the log has %d: its end is lost", c.Size, len(list))
	case c.Size > 0 && c.Root != list[c.Size-1]:
		return w.fault(k.Where, "the log that it was signed for is not the beginning of this one: the log was written anew")
	}
	return nil
}
