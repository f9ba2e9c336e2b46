package atlas_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/ledger"
	"stele/data/release"
	"stele/geo"
)

// made is a release in memory, for tests that need thousands of odd features.
type made struct {
	features map[string][]release.Feature
	names    map[string][]data.Name
	agents   []data.Agent
	sources  []data.Source
	claims   []data.Claim
	figures  []data.Figure
	shown    []release.Shown
	history  []release.Version
	log      release.Lineage
}

func (m made) Meta() release.Meta { return release.Meta{Version: "v1", PublishedOn: "2026-11-23"} }

func (m made) Log(context.Context) (ledger.Entered, bool, error) { return ledger.Entered{}, false, nil }

func (m made) Features(_ context.Context, collection string) iter.Seq2[release.Feature, error] {
	return func(yield func(release.Feature, error) bool) {
		for _, f := range m.features[collection] {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func (m made) Names(context.Context) iter.Seq2[release.Names, error] {
	return func(yield func(release.Names, error) bool) {
		for _, subject := range slices.Sorted(maps.Keys(m.names)) {
			ref, err := data.ParseRef(subject)
			if !yield(release.Names{Subject: ref, Names: m.names[subject]}, err) {
				return
			}
		}
	}
}

func (m made) Agents(context.Context) ([]data.Agent, error)     { return m.agents, nil }
func (m made) Sources(context.Context) ([]data.Source, error)   { return m.sources, nil }
func (m made) Claims(context.Context) ([]data.Claim, error)     { return m.claims, nil }
func (m made) Figures(context.Context) ([]data.Figure, error)   { return m.figures, nil }
func (m made) Shown(context.Context) ([]release.Shown, error)   { return m.shown, nil }
func (m made) Lineage(context.Context) (release.Lineage, error) { return m.log, nil }

func (m made) History(context.Context) iter.Seq2[release.Version, error] {
	return func(yield func(release.Version, error) bool) {
		for _, v := range m.history {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// feature makes a feature of a collection with the values given by name.
func feature(collection, id string, g orb.Geometry, values map[string]any) release.Feature {
	c, ok := data.CollectionByID(collection)
	if !ok {
		panic("no collection " + collection)
	}
	f := release.Feature{ID: id, Geometry: g, Earliest: edtf.MinDay, Latest: edtf.MaxDay}
	for _, field := range data.PublicFields(c) {
		f.Values = append(f.Values, values[field.Name])
	}
	return f
}

// inOrder sorts features as a release does.
func inOrder(features []release.Feature) []release.Feature {
	key := func(f release.Feature) uint64 { return geo.HilbertOf(geo.BoundOf(f.Geometry)) }
	slices.SortFunc(features, func(a, b release.Feature) int {
		return cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.ID, b.ID))
	})
	return features
}

func build(t testing.TB, m made) *atlas.Atlas {
	t.Helper()
	a, err := atlas.Build(t.Context(), m)
	if err != nil {
		t.Fatalf("Build: %v", err)
	}
	return a
}

func layerOf(t testing.TB, a *atlas.Atlas, collection string) *atlas.Layer {
	t.Helper()
	l, ok := a.Layer(collection)
	if !ok {
		t.Fatalf("no layer %s", collection)
	}
	return l
}

// seeded returns a random source whose seed a failing test shows.
func seeded(t testing.TB) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

// randomFeatures makes features of all shapes on a coarse grid, so that edges
// meet edges, all over the world and at both sides of 180 degrees.
func randomFeatures(r *rand.Rand, n int) []release.Feature {
	features := make([]release.Feature, n)
	for i := range features {
		f := feature(data.Sites, fmt.Sprintf("f%05d", i), randomGeometry(r), randomValues(r))
		if r.IntN(5) > 0 {
			f.Earliest = edtf.Day(r.IntN(60))
			f.Latest = f.Earliest + edtf.Day(r.IntN(20))
		}
		switch r.IntN(8) {
		case 0:
			f.Earliest = edtf.MinDay
		case 1:
			f.Latest = edtf.MaxDay
		}
		features[i] = f
	}
	return inOrder(features)
}

// randomValues sets properties of three types, or leaves them null.
func randomValues(r *rand.Rand) map[string]any {
	values := map[string]any{}
	if r.IntN(4) > 0 {
		values["kind"] = []string{"well", "cemetery", "memorial"}[r.IntN(3)]
	}
	if r.IntN(4) > 0 {
		values["uncertainty_m"] = float64(r.IntN(6)) * 50
	}
	if r.IntN(4) > 0 {
		values["name"] = fmt.Sprintf("name %d", r.IntN(1000))
	}
	return values
}

func randomGeometry(r *rand.Rand) orb.Geometry {
	p := orb.Point{float64(r.IntN(73))*5 - 180, float64(r.IntN(19))*5 - 45}
	east := func(d float64) orb.Point { return orb.Point{min(180, p[0]+d), p[1]} }
	switch r.IntN(8) {
	case 0:
		return nil
	case 1:
		return orb.LineString{p, {min(180, p[0]+15), p[1] + 10}}
	case 2: // a triangle: half of its box is outside
		return orb.Polygon{{p, {min(180, p[0]+10), p[1]}, {p[0], p[1] + 10}, p}}
	case 3: // a cell
		return orb.Bound{Min: p, Max: orb.Point{min(180, p[0]+5), p[1] + 5}}.ToPolygon()
	case 4: // a frame with a hole
		b := orb.Bound{Min: p, Max: orb.Point{min(180, p[0]+15), p[1] + 15}}
		if b.Max[0]-b.Min[0] < 15 {
			return p
		}
		hole := b.Pad(-2).ToPolygon()
		return orb.Polygon{b.ToPolygon()[0], hole[0]}
	case 5: // at both sides of 180 degrees
		return orb.MultiPoint{{179, p[1]}, {-179, p[1]}}
	case 6:
		return orb.Point{p[0] + math.Copysign(0.00000004, -p[0]), p[1]} // prints as p
	}
	return east(0)
}

func randomBox(r *rand.Rand) *geo.BBox {
	if r.IntN(8) == 0 {
		return nil
	}
	lon := func() float64 { return float64(r.IntN(145))*2.5 - 180 }
	lat := func() float64 { return float64(r.IntN(40))*2.5 - 50 }
	b := &geo.BBox{West: lon(), East: lon(), South: lat(), North: lat()}
	if b.South > b.North {
		b.South, b.North = b.North, b.South
	}
	return b
}
