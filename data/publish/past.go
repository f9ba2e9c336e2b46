package publish

import (
	"context"

	"stele/data/policy"
	"stele/data/vault"
	"stele/geo"
)

// pastLocations gives the positions of past versions the form that they may have
// today, newest first: see pastLocation.
func (b *builder) pastLocations(ctx context.Context, r vault.Cleared, shown location, past []vault.Past) ([]location, error) {
	all := make([]location, len(past))
	seen := []location{shown}
	for i := len(past) - 1; i >= 0; i-- {
		l, err := b.pastLocation(ctx, r, seen, past[i])
		if err != nil {
			return nil, err
		}
		if l.geometry != nil {
			seen = append(seen, l)
		}
		all[i] = l
	}
	return all, nil
}

// pastVerdict is the coarser of today's on the record and of what the policy says
// of the past version with the approvals that it had: that today's position may be
// known, of a memorial, says nothing of the grave that it was before.
func (b *builder) pastVerdict(r vault.Cleared, p vault.Past) policy.Verdict {
	v := b.verdict(r)
	verdicts := []policy.Verdict{b.policy.Decide(p.Record, p.Approvals)}
	if g, ok := b.groups[p.Group]; ok {
		verdicts = append(verdicts, g.verdict)
	}
	for _, other := range verdicts {
		k := max(v.K, other.K)
		v = coarser(v, other)
		v.K = k
	}
	return v
}

// pastLocation never shows more than seen[0], which is what is shown now, nor more
// than pastVerdict. A member of a location group has the group's cell (G5).
func (b *builder) pastLocation(ctx context.Context, r vault.Cleared, seen []location, p vault.Past) (location, error) {
	now, withheld := seen[0], location{generalised: true}
	switch {
	case p.Version == r.Version:
		return now, nil
	case p.Geometry == nil:
		return location{generalised: now.generalised}, nil
	case now.geometry == nil:
		return withheld, nil
	}
	v := b.pastVerdict(r, p)
	isMember := r.Group != "" || p.Group != ""
	switch {
	case v.Precision == geo.PrecisionNone:
		return withheld, nil
	case v.Precision == geo.PrecisionExact:
		return location{geometry: p.Geometry}, nil
	case isMember && (!now.generalised || now.cell.Precision().Finer(v.Precision)):
		return withheld, nil
	case isMember:
		return now, nil
	}
	if now.generalised && v.Precision.Finer(now.cell.Precision()) {
		v.Precision = now.cell.Precision()
	}
	cell, err := b.pastCell(ctx, r.ID, seen, p, v)
	if err != nil || cell == (geo.Cell{}) {
		return withheld, err
	}
	return location{geometry: cell.Polygon(), cell: cell, generalised: true}, nil
}

// pastCell is the cell of a past position, or the zero Cell. One that meets what is
// shown already is shown as the cell of that: two cells that touch tell of a
// position near their border (rule G6).
func (b *builder) pastCell(ctx context.Context, id string, seen []location, p vault.Past, v policy.Verdict) (geo.Cell, error) {
	box, err := b.anchoredThen(ctx, id, p.Geometry.Bound(), v.Precision)
	if err != nil {
		return geo.Cell{}, err
	}
	cell, err := b.crowded(ctx, cellOf(box, v.Precision), v.K)
	if err != nil || cell == (geo.Cell{}) {
		return cell, err
	}
	for _, l := range seen {
		if around := l.around(cell.Precision()); around != (geo.Cell{}) && around.Bound().Intersects(cell.Bound()) {
			return b.crowded(ctx, around, v.K)
		}
	}
	return cell, nil
}

// around is the cell that is shown, or else the finest, not finer than the
// precision, around what is shown.
func (l location) around(p geo.Precision) geo.Cell {
	if !l.generalised {
		return cellOf(l.geometry.Bound(), p)
	}
	cell := l.cell
	for cell != (geo.Cell{}) && cell.Precision().Finer(p) {
		cell = cell.Parent()
	}
	return cell
}
