package atlas

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// reach is where a scope is, as far as is published.
type reach struct {
	ref       data.Ref
	ancestors []data.Ref // the places that it is in, the nearest first
	// geometry is its own or, where it has none, that of the nearest place
	// that has one; by says whose. Nil if nothing says where it is.
	geometry orb.Geometry
	by       data.Ref
	cell     bool // the geometry is that of a generalised position
}

// maxAncestors bounds the chain of places, which might be a circle.
const maxAncestors = 8

// reachOf follows the places of a scope.
func (a *Atlas) reachOf(ref data.Ref) (reach, error) {
	r := reach{ref: ref}
	for at := ref; len(r.ancestors) <= maxAncestors; {
		p, ok := a.placeOf(at)
		if !ok {
			break
		}
		if r.geometry == nil && string(p.Geometry) != "null" {
			g, err := geo.ReadGeometry(p.Geometry)
			if err != nil {
				return r, fmt.Errorf("%s: %w", at, err)
			}
			r.geometry, r.by, r.cell = g, at, p.Properties.Generalised != nil && *p.Properties.Generalised
		}
		if p.Properties.Place == nil {
			break
		}
		next, err := data.ParseRef(*p.Properties.Place)
		if err != nil {
			return r, fmt.Errorf("%s: %w", at, err)
		}
		r.ancestors = append(r.ancestors, next)
		at = next
	}
	return r, nil
}

// checkApart refuses scopes of which any two have, or may have, something in
// common, and names the first two.
func (a *Atlas) checkApart(scopes []data.Ref) error {
	reaches := make([]reach, len(scopes))
	for i, ref := range scopes {
		r, err := a.reachOf(ref)
		if err != nil {
			return err
		}
		reaches[i] = r
	}
	for i, x := range reaches {
		for _, y := range reaches[i+1:] {
			if reason, why := a.common(x, y); reason != "" {
				return &NotAddable{reason, []data.Ref{x.ref, y.ref}, nil, why + ": figures of scopes that nest or overlap are not added"}
			}
		}
	}
	return nil
}

// common says what two scopes have in common, or nothing.
func (a *Atlas) common(x, y reach) (reason, why string) {
	switch {
	case slices.Contains(x.ancestors, y.ref):
		return Nested, fmt.Sprintf("%s lies in %s", a.label(x.ref), a.label(y.ref))
	case slices.Contains(y.ancestors, x.ref):
		return Nested, fmt.Sprintf("%s lies in %s", a.label(y.ref), a.label(x.ref))
	case x.geometry == nil:
		return Unlocated, fmt.Sprintf("nothing published says where %s is, so it may overlap %s", a.label(x.ref), a.label(y.ref))
	case y.geometry == nil:
		return Unlocated, fmt.Sprintf("nothing published says where %s is, so it may overlap %s", a.label(y.ref), a.label(x.ref))
	case x.by == y.by:
		return SamePlace, fmt.Sprintf("%s and %s are both located by %s alone", a.label(x.ref), a.label(y.ref), a.label(x.by))
	case meet(x, y):
		return Overlapping, fmt.Sprintf("the published areas of %s and %s overlap", a.label(x.ref), a.label(y.ref))
	}
	return "", ""
}

// meet: two areas that only touch are apart; but a cell says no more than that
// the position is somewhere in it, its border included.
func meet(x, y reach) bool {
	if x.cell {
		return geo.Intersects(y.geometry, boxOf(x.geometry))
	}
	if y.cell {
		return geo.Intersects(x.geometry, boxOf(y.geometry))
	}
	return geo.Overlaps(x.geometry, y.geometry)
}

func boxOf(g orb.Geometry) geo.BBox {
	b := g.Bound()
	return geo.BBox{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}
}
