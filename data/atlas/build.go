package atlas

import (
	"bytes"
	"cmp"
	"context"
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

// layerBuilder packs a layer, feature by feature in the release's order. The
// encoded features go out as they come; what is kept for the end is some
// hundred bytes of each.
type layerBuilder struct {
	packer   *packer
	name     string // of the collection, which the runs' names begin with
	fields   []data.Field
	columns  []*columnBuilder
	encoded  []byte // of the feature at hand
	at       int64  // where the encoded features begin in the pack
	ends     []uint64
	ids      arena
	keys     []uint64
	earliest []edtf.Day
	latest   []edtf.Day
	bounds   []orb.Bound // of the located features
	shapeOf  []uint32
	shapes   flattener
}

// packedLayer is what the other parts of a pack need of a layer.
type packedLayer struct {
	collection data.Collection
	ids        arena
	byID       []uint32
	byName     []uint32
	rank       []uint32
	found      int // see find
}

func packLayer(ctx context.Context, p *packer, src release.Rows, c data.Collection) (packedLayer, error) {
	b := layerBuilder{packer: p, name: c.ID, fields: data.PublicFields(c), at: p.begin()}
	for _, f := range b.fields {
		b.columns = append(b.columns, newColumnBuilder(f))
	}
	for f, err := range src.Features(ctx, c.ID) {
		if err != nil {
			return packedLayer{}, err
		}
		if err := b.add(f); err != nil {
			return packedLayer{}, err
		}
	}
	return b.finish(c)
}

func (b *layerBuilder) add(f release.Feature) (err error) {
	i := len(b.keys)
	if i == math.MaxUint32 {
		return fmt.Errorf("more than %d features", i)
	}
	if f.Earliest > f.Latest {
		return fmt.Errorf("feature %s: earliest day %v is after latest day %v", f.ID, f.Earliest, f.Latest)
	}
	b.ids.bytes = append(b.ids.bytes, f.ID...)
	b.ids.closeString()
	b.keys = append(b.keys, geo.HilbertOf(geo.BoundOf(f.Geometry)))
	if err := b.checkOrder(); err != nil {
		return err
	}
	b.earliest, b.latest = append(b.earliest, f.Earliest), append(b.latest, f.Latest)
	if err := b.locate(uint32(i), f.Geometry); err != nil {
		return fmt.Errorf("feature %s: %w", f.ID, err)
	}
	if b.encoded, err = AppendFeature(b.encoded[:0], b.fields, f); err != nil {
		return err
	}
	b.packer.write(append(b.encoded, ','))
	b.ends = append(b.ends, uint64(b.packer.at-b.at))
	for n, v := range f.Values {
		b.columns[n].add(v)
	}
	return b.packer.err
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
		b.shapeOf = append(b.shapeOf, i)
		b.shapes.add(g)
	}
	return nil
}

// checkOrder refuses a release in another order: paging would skip and repeat.
func (b *layerBuilder) checkOrder() error {
	n := len(b.keys)
	if n < 2 {
		return nil
	}
	before, this := string(b.ids.at(uint32(n-2))), string(b.ids.at(uint32(n-1)))
	if cmp.Or(cmp.Compare(b.keys[n-2], b.keys[n-1]), cmp.Compare(before, this)) >= 0 {
		return fmt.Errorf("feature %s comes after %s, against the order by Hilbert key and ID", this, before)
	}
	return nil
}

func (b *layerBuilder) finish(c data.Collection) (packedLayer, error) {
	p := b.packer
	p.end(b.name+".features.bytes", b.at)
	p.put(b.name+".features.ends", bytesOf(b.ends))
	p.putArena(b.name+".ids", &b.ids)
	p.put(b.name+".keys", bytesOf(b.keys))
	putTimes(p, b.name+".time", b.earliest, b.latest)
	p.put(b.name+".bounds", bytesOf(boxesOf(b.bounds)))
	p.put(b.name+".shapes.of", bytesOf(b.shapeOf))
	p.put(b.name+".shapes.plan", bytesOf(b.shapes.plan))
	p.put(b.name+".shapes.positions", bytesOf(b.shapes.positions))
	if err := b.shapes.putWeights(p, b.name+".shapes", len(b.shapeOf)); err != nil {
		return packedLayer{}, err
	}
	l := packedLayer{collection: c, ids: b.ids}
	if err := l.indexIDs(); err != nil {
		return l, err
	}
	l.indexTitles(b.column("name"))
	p.put(b.name+".byID", bytesOf(l.byID))
	p.put(b.name+".rank", bytesOf(l.rank))
	p.put(b.name+".byName", bytesOf(l.byName))
	for _, column := range b.columns {
		column.put(p, b.name+".column."+column.field.Name)
	}
	return l, p.err
}

// boxesOf gives bounds the type that a pack knows.
func boxesOf(bounds []orb.Bound) [][4]float64 {
	boxes := make([][4]float64, len(bounds))
	for i, b := range bounds {
		boxes[i] = [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	return boxes
}

func (l *packedLayer) id(i uint32) string { return string(l.ids.at(i)) }

func (l *packedLayer) indexIDs() error {
	l.byID = make([]uint32, len(l.ids.ends))
	l.rank = make([]uint32, len(l.ids.ends))
	for i := range l.byID {
		l.byID[i] = uint32(i)
	}
	sortByText(l.byID, l.ids.at, func(a, b uint32) int { return bytes.Compare(l.ids.at(a), l.ids.at(b)) })
	for n, i := range l.byID {
		l.rank[i] = uint32(n)
		if n > 0 && l.id(i) == l.id(l.byID[n-1]) {
			return fmt.Errorf("two features have the ID %s", l.id(i))
		}
	}
	return nil
}

// column returns the column of a field, nil if there is none.
func (b *layerBuilder) column(name string) *columnBuilder {
	for _, c := range b.columns {
		if c.field.Name == name {
			return c
		}
	}
	return nil
}

// indexTitles orders the features as a list of names does: those without a name
// first, and those of one name by ID.
func (l *packedLayer) indexTitles(c *columnBuilder) {
	if c == nil {
		l.byName = slices.Clone(l.byID)
		return
	}
	order := c.order()
	next := make([]uint32, len(order)+1) // by code: where the next feature of that name goes
	for _, code := range c.codes {
		next[code]++
	}
	at := next[0]
	next[0] = 0
	for _, i := range order {
		at, next[i+1] = at+next[i+1], at
	}
	l.byName = make([]uint32, len(l.byID))
	for _, i := range l.byID {
		code := c.codes[i]
		l.byName[next[code]] = i
		next[code]++
	}
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
