package atlas

import (
	"context"

	"stele/data"
	"stele/data/ledger"
	"stele/data/release"
)

// Source is what an atlas is built from. *release.Reader is one; its comments
// say what each method promises.
type Source interface {
	Meta() release.Meta
	Log(ctx context.Context) (ledger.Entered, bool, error)
	release.Rows
	Agents(ctx context.Context) ([]data.Agent, error)
	Sources(ctx context.Context) ([]data.Source, error)
	Claims(ctx context.Context) ([]data.Claim, error)
	Figures(ctx context.Context) ([]data.Figure, error)
	Shown(ctx context.Context) ([]release.Shown, error)
	Lineage(ctx context.Context) (release.Lineage, error)
}
