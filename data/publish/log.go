package publish

import (
	"context"

	"stele/data/ledger"
	"stele/data/vault"
)

// notary enters a release in the vault's log. A publish that is cut short
// between the two steps leaves an entry without a file, which does no harm:
// there is no file, either, that the log does not know.
type notary struct {
	v   *vault.Vault
	seq int64
}

func (n *notary) Enter(ctx context.Context, r ledger.Release) (e ledger.Entered, err error) {
	n.seq, e, err = n.v.EnterRelease(ctx, r)
	return e, err
}

func (n *notary) Whole(ctx context.Context, sha256 string, bytes int64) error {
	return n.v.PlaceRelease(ctx, n.seq, sha256, bytes)
}
