package atlas

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
	"stele/geo"
)

// layerBuilder fills a layer, feature by feature in the release's order.
type layerBuilder struct {
	layer  *Layer
	bounds []orb.Bound // of the located features
	names  map[string][]data.Name
	titles []string // the property name of each feature
}

func buildLayer(ctx context.Context, src Source, c data.Collection, names map[string][]data.Name) (*Layer, error) {
	b := layerBuilder{
		layer: &Layer{collection: c, fields: data.PublicFields(c), shapes: map[uint32]shape{}},
		names: names,
	}
	for f, err := range src.Features(ctx, c.ID) {
		if err != nil {
			return nil, err
		}
		if err := b.add(f); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

func (b *layerBuilder) add(f release.Feature) (err error) {
	l, i := b.layer, b.layer.Len()
	if i == math.MaxUint32 {
		return fmt.Errorf("more than %d features", i)
	}
	if f.Earliest > f.Latest {
		return fmt.Errorf("feature %s: earliest day %v is after latest day %v", f.ID, f.Earliest, f.Latest)
	}
	l.ids = append(l.ids, f.ID)
	l.keys = append(l.keys, geo.HilbertOf(geo.BoundOf(f.Geometry)))
	if err := b.checkOrder(); err != nil {
		return err
	}
	l.earliest, l.latest = append(l.earliest, f.Earliest), append(l.latest, f.Latest)
	if err := b.locate(uint32(i), f.Geometry); err != nil {
		return fmt.Errorf("feature %s: %w", f.ID, err)
	}
	if l.features.bytes, err = AppendFeature(l.features.bytes, l.fields, f); err != nil {
		return err
	}
	l.features.closeString()
	b.titles = append(b.titles, title(l.fields, f))
	return b.addNames(f.ID)
}

// locate indexes the geometry as it is printed, to 7 decimals: a reader who cuts
// a box along a printed coordinate must find what is printed there.
func (b *layerBuilder) locate(i uint32, g orb.Geometry) error {
	const e7 = 10_000_000
	if geo.BoundOf(g).IsEmpty() {
		return nil
	}
	if int(i) != len(b.bounds) {
		return errors.New("has a geometry but comes after one that has none")
	}
	g = orb.Round(orb.Clone(g), e7)
	bound := geo.BoundOf(g)
	b.bounds = append(b.bounds, bound)
	if !isOwnBox(g, bound) {
		b.layer.shapes[i] = shape{bound, g}
	}
	return nil
}

// checkOrder refuses a release in another order: paging would skip and repeat.
func (b *layerBuilder) checkOrder() error {
	n := b.layer.Len()
	if n < 2 {
		return nil
	}
	before, this := b.layer.cursorAt(uint32(n-2)), b.layer.cursorAt(uint32(n-1))
	if before.compare(this) >= 0 {
		return fmt.Errorf("feature %s comes after %s, against the order by Hilbert key and ID", this.ID, before.ID)
	}
	return nil
}

func (b *layerBuilder) addNames(id string) error {
	l := b.layer
	if names := b.names[l.collection.ID+"/"+id]; len(names) > 0 {
		text, err := json.Marshal(nameForms(names))
		if err != nil {
			return fmt.Errorf("names of %s: %w", id, err)
		}
		l.names.bytes = append(l.names.bytes, text...)
	}
	l.names.closeString()
	return nil
}

func (b *layerBuilder) finish() (*Layer, error) {
	l := b.layer
	l.located = len(b.bounds)
	l.tree = geo.BuildTree(b.bounds)
	l.features.clip()
	l.names.clip()
	l.extent = geo.BoundOf(nil)
	for _, bound := range b.bounds {
		l.extent = l.extent.Union(bound)
	}
	l.first, l.last = period(l.earliest, l.latest)
	if err := b.indexIDs(); err != nil {
		return nil, err
	}
	b.indexTitles()
	return l, nil
}

func (b *layerBuilder) indexIDs() error {
	l := b.layer
	l.byID = make([]uint32, l.Len())
	for i := range l.byID {
		l.byID[i] = uint32(i)
	}
	slices.SortFunc(l.byID, func(a, b uint32) int { return cmp.Compare(l.ids[a], l.ids[b]) })
	for n := 1; n < len(l.byID); n++ {
		if id := l.ids[l.byID[n]]; id == l.ids[l.byID[n-1]] {
			return fmt.Errorf("two features have the ID %s", id)
		}
	}
	return nil
}

// indexTitles orders the features as a list of names does.
func (b *layerBuilder) indexTitles() {
	b.layer.byName = slices.Clone(b.layer.byID)
	slices.SortStableFunc(b.layer.byName, func(i, j uint32) int { return cmp.Compare(b.titles[i], b.titles[j]) })
}

// title is the property name, "" where there is none.
func title(fields []data.Field, f release.Feature) string {
	i := slices.IndexFunc(fields, func(f data.Field) bool { return f.Name == "name" })
	if i < 0 || i >= len(f.Values) {
		return ""
	}
	text, _ := f.Values[i].(string)
	return text
}

// period is the span of the dated features.
func period(earliest, latest []edtf.Day) (first, last edtf.Day) {
	first, last = edtf.MaxDay, edtf.MinDay
	for i, day := range earliest {
		if day == edtf.MinDay && latest[i] == edtf.MaxDay {
			continue // undated
		}
		first, last = min(first, day), max(last, latest[i])
	}
	if first > last {
		return edtf.MinDay, edtf.MaxDay
	}
	return first, last
}

// isOwnBox reports that the geometry fills its bounding box, as points do and
// the cells of generalised positions, so that the box alone is exact.
func isOwnBox(g orb.Geometry, bound orb.Bound) bool {
	switch g := g.(type) {
	case orb.Point, orb.Bound:
		return true
	case orb.Polygon:
		return len(g) == 1 && len(g[0]) == 5 && g[0].Closed() && isRectangle(g[0], bound)
	}
	return false
}

// isRectangle reports that a closed ring of five positions visits the four
// corners of the bound, one side at a time.
func isRectangle(ring orb.Ring, b orb.Bound) bool {
	seen := 0
	for i, p := range ring[:4] {
		onX, onY := p[0] == b.Min[0] || p[0] == b.Max[0], p[1] == b.Min[1] || p[1] == b.Max[1]
		next := ring[i+1]
		if !onX || !onY || (p[0] != next[0]) == (p[1] != next[1]) {
			return false
		}
		corner := 0
		if p[0] == b.Max[0] {
			corner++
		}
		if p[1] == b.Max[1] {
			corner += 2
		}
		seen |= 1 << corner
	}
	return seen == 0b1111
}
