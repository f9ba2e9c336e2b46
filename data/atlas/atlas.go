package atlas

import (
	"context"
	"fmt"

	"stele/data"
	"stele/data/ledger"
	"stele/data/release"
)

// Atlas is one release in memory.
type Atlas struct {
	meta     release.Meta
	layers   []*Layer
	register register
	dossiers map[data.Ref]*dossier
	claims   statements[data.Claim]
	figures  statements[data.Figure]
	line     changeLog
	index    *index
	log      *ledger.Entered // nil if the release is in none
}

// Build reads a whole release. It refuses one whose features are out of order,
// share an ID or do not fit their collection's fields, and names the feature.
func Build(ctx context.Context, src Source) (*Atlas, error) {
	names, err := src.Names(ctx)
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	a := &Atlas{meta: src.Meta()}
	if log, ok, err := src.Log(ctx); err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	} else if ok {
		a.log = &log
	}
	for _, c := range data.Collections() {
		layer, err := buildLayer(ctx, src, c, names)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", c.ID, err)
		}
		a.layers = append(a.layers, layer)
	}
	if a.index, err = buildIndex(a.layers, names); err != nil {
		return nil, err
	}
	if a.register, err = buildRegister(ctx, src); err != nil {
		return nil, err
	}
	if err := a.buildEvidence(ctx, src); err != nil {
		return nil, err
	}
	if err := a.buildHistory(ctx, src); err != nil {
		return nil, err
	}
	if a.line, err = buildLine(ctx, src); err != nil {
		return nil, err
	}
	return a, nil
}

// Meta returns what the release says of itself.
func (a *Atlas) Meta() release.Meta { return a.meta }

// Log returns what the release carries of the log that it was entered in; false
// if it is in none. It differs between releases of one Version.
func (a *Atlas) Log() (ledger.Entered, bool) {
	if a.log == nil {
		return ledger.Entered{}, false
	}
	return *a.log, true
}

// Layers returns one layer per collection, in the order of data.Collections.
func (a *Atlas) Layers() []*Layer { return append([]*Layer(nil), a.layers...) }

// Layer returns the layer of a collection.
func (a *Atlas) Layer(collection string) (*Layer, bool) {
	for _, l := range a.layers {
		if l.collection.ID == collection {
			return l, true
		}
	}
	return nil, false
}
