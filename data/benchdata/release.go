package benchdata

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/ledger"
	"stele/data/release"
	"stele/geo"
)

// Release is an atlas.Source with the features of one collection, their names,
// and nothing else.
type Release struct {
	collection data.Collection
	version    string
	places     []place
	// describe fills in all but ID and geometry.
	describe func(i int, f *release.Feature)
	// names returns the names of a feature; it may be nil.
	names func(i int) []data.Name
}

// place is where a feature lies. It is all that is kept of a million of them.
type place struct {
	key  uint64 // Hilbert key of geometry
	from int    // number of what it was made of
	at   orb.Point
	area orb.Geometry // nil for a point
}

// sorted puts places into the order that a release has.
func sorted(places []place) []place {
	for i := range places {
		places[i].key = geo.HilbertOf(geo.BoundOf(places[i].geometry()))
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.key, b.key) })
	return places
}

func (p *place) geometry() orb.Geometry {
	if p.area != nil {
		return p.area
	}
	return p.at
}

func (r *Release) id(i int) string { return fmt.Sprintf("b%015d", i) }

// Meta says that it is made.
func (r *Release) Meta() release.Meta {
	return release.Meta{Version: r.version, Audience: "public", PolicyVersion: r.version, PublishedOn: "2026-11-23", Title: "Made for benchmarks"}
}

// Features yields the features in the release's order.
func (r *Release) Features(_ context.Context, collection string) iter.Seq2[release.Feature, error] {
	return func(yield func(release.Feature, error) bool) {
		if collection != r.collection.ID {
			return
		}
		for i := range r.places {
			f := release.Feature{ID: r.id(i), Geometry: r.places[i].geometry()}
			r.describe(i, &f)
			if !yield(f, nil) {
				return
			}
		}
	}
}

// Names yields the names by subject.
func (r *Release) Names(context.Context) iter.Seq2[release.Names, error] {
	return func(yield func(release.Names, error) bool) {
		if r.names == nil {
			return
		}
		for i := range r.places {
			if !yield(release.Names{Subject: data.Ref{Collection: r.collection.ID, Key: r.id(i)}, Names: r.names(i)}, nil) {
				return
			}
		}
	}
}

// Of the rest of a release there is none.

// Log is none.
func (*Release) Log(context.Context) (ledger.Entered, bool, error) {
	return ledger.Entered{}, false, nil
}

// History is none.
func (*Release) History(context.Context) iter.Seq2[release.Version, error] {
	return func(func(release.Version, error) bool) {}
}

// Agents are none.
func (*Release) Agents(context.Context) ([]data.Agent, error) { return nil, nil }

// Sources are none.
func (*Release) Sources(context.Context) ([]data.Source, error) { return nil, nil }

// Claims are none.
func (*Release) Claims(context.Context) ([]data.Claim, error) { return nil, nil }

// Figures are none.
func (*Release) Figures(context.Context) ([]data.Figure, error) { return nil, nil }

// Shown are none.
func (*Release) Shown(context.Context) ([]release.Shown, error) { return nil, nil }

// Lineage is none.
func (*Release) Lineage(context.Context) (release.Lineage, error) { return release.Lineage{}, nil }

// Write writes the release to path as stele publish does: rows, and behind them
// what a server maps.
func (r *Release) Write(ctx context.Context, path string) error {
	return r.write(ctx, path, func(w *release.Writer) error {
		for f, err := range r.Features(ctx, r.collection.ID) {
			if err != nil {
				return err
			}
			if err := w.AddFeature(ctx, r.collection, f); err != nil {
				return err
			}
		}
		for n, err := range r.Names(ctx) {
			if err != nil {
				return err
			}
			if err := w.AddNames(ctx, n.Subject, n.Names); err != nil {
				return err
			}
		}
		return nil
	}, atlas.WriteTail)
}

// WritePacked writes only what a server maps: the rows are missing, which stele
// verify would see and a server does not. It takes a tenth of the time and no
// memory, so that it does for some millions.
func (r *Release) WritePacked(ctx context.Context, path string) error {
	return r.write(ctx, path, func(*release.Writer) error { return nil },
		func(ctx context.Context, _ release.Rows, w io.Writer) error { return atlas.Pack(ctx, r, w) })
}

func (r *Release) write(ctx context.Context, path string, fill func(*release.Writer) error, tail func(context.Context, release.Rows, io.Writer) error) error {
	w, err := release.Create(ctx, path)
	if err != nil {
		return err
	}
	if err := fill(w); err != nil {
		return errors.Join(err, w.Abort())
	}
	_, err = w.CommitTo(ctx, r.Meta(), release.Finish{Tail: tail})
	return err
}

// Open opens the release as a server does, mapped from a file that is gone once
// the atlas is.
func (r *Release) Open(ctx context.Context) (a *atlas.Atlas, err error) {
	dir, err := os.MkdirTemp("", "stele-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "public.gpkg")
	if err := r.WritePacked(ctx, path); err != nil {
		return nil, err
	}
	return atlas.Open(ctx, path)
}
