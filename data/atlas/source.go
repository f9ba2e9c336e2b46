package atlas

import (
	"context"
	"iter"

	"stele/data"
	"stele/data/ledger"
	"stele/data/release"
)

// Source is what an atlas is built from. *release.Reader is one; its comments
// say what each method promises.
type Source interface {
	Meta() release.Meta
	Log(ctx context.Context) (ledger.Entered, bool, error)
	Features(ctx context.Context, collection string) iter.Seq2[release.Feature, error]
	Names(ctx context.Context) iter.Seq2[release.Names, error]
	Agents(ctx context.Context) ([]data.Agent, error)
	Sources(ctx context.Context) ([]data.Source, error)
	Claims(ctx context.Context) ([]data.Claim, error)
	Figures(ctx context.Context) ([]data.Figure, error)
	Shown(ctx context.Context) ([]release.Shown, error)
	History(ctx context.Context) iter.Seq2[release.Version, error]
	Lineage(ctx context.Context) (release.Lineage, error)
}
