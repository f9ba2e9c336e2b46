package publish

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/vault"
	"stele/geo"
)

// location is the published form of a record's position.
type location struct {
	geometry    orb.Geometry
	precision   string   // "exact", a cell's size in degrees, "withheld"; empty if there is no position
	rule        string   // of the policy, and whether it made the cell coarser
	generalised bool     // made coarser, or left out
	cell        geo.Cell // whose polygon the geometry is, if it is one
	// fits is the finest cell, of the verdict's precision or coarser, that holds
	// all of the record and of its group; the zero Cell if there is none.
	fits geo.Cell
}

// locate gives the record's position the form that the policy allows.
func (b *builder) locate(ctx context.Context, r vault.Cleared) (location, error) {
	if r.Geometry == nil {
		return location{}, nil
	}
	subject, box, verdict := r.ID, r.Geometry.Bound(), b.verdict(r)
	if g, ok := b.groups[r.Group]; ok {
		subject, box = "group "+r.Group, g.box
	}
	if verdict.Precision == geo.PrecisionExact {
		return location{geometry: r.Geometry, precision: verdict.Precision.String(), rule: verdict.Rule}, nil
	}
	fits, cell, err := b.cell(ctx, subject, box, verdict)
	if err != nil {
		return location{}, err
	}
	l := location{precision: cell.Precision().String(), rule: verdict.Rule, generalised: true, cell: cell, fits: fits}
	if verdict.K > 0 && cell.Precision() != verdict.Precision {
		l.rule += fmt.Sprintf(", coarser until %d villages are in it", verdict.K)
	}
	if cell == (geo.Cell{}) {
		b.report.Withheld++
		return l, nil
	}
	b.report.Cells++
	l.geometry = cell.Polygon()
	return l, nil
}

// cell returns the cell that stands for the box of a subject's position, and
// the finest that holds it, and counts where there is none for want of villages.
func (b *builder) cell(ctx context.Context, subject string, box orb.Bound, v policy.Verdict) (fits, cell geo.Cell, err error) {
	if v.Precision == geo.PrecisionNone {
		return fits, cell, nil
	}
	box, err = b.anchored(ctx, subject, box, v.Precision)
	if err != nil {
		return fits, cell, err
	}
	fits = cellOf(box, v.Precision)
	cell, err = b.crowded(ctx, fits, v.K)
	if err == nil && fits != (geo.Cell{}) && cell == (geo.Cell{}) {
		b.report.Lone++
	}
	return fits, cell, err
}

// cellOf returns the finest cell, of precision or coarser, that holds all of
// the box; the zero Cell if none does. A shape that reached over several cells
// would tell where in them it lies.
func cellOf(box orb.Bound, precision geo.Precision) geo.Cell {
	cell := geo.CellOf(box.Min[0], box.Min[1], precision)
	for cell != (geo.Cell{}) && !cell.Contains(box.Max[0], box.Max[1]) {
		cell = cell.Parent()
	}
	return cell
}

// crowded makes a cell coarser until it holds k villages (rule G7): the cell
// of a lone village names the village.
func (b *builder) crowded(ctx context.Context, cell geo.Cell, k int) (geo.Cell, error) {
	if k <= 0 {
		return cell, nil
	}
	if b.villages == nil {
		if err := b.countVillages(ctx); err != nil {
			return geo.Cell{}, err
		}
	}
	for cell != (geo.Cell{}) && b.villages[cell] < k {
		cell = cell.Parent()
	}
	return cell, nil
}

// countVillages counts the gazetteer's villages by cell, at every precision.
func (b *builder) countVillages(ctx context.Context) error {
	b.villages = map[geo.Cell]int{}
	for g, err := range b.view.Positions(ctx, data.Villages) {
		if err != nil {
			return err
		}
		b.countVillage(g, 1)
	}
	return b.tryVillage(ctx)
}

func (b *builder) countVillage(g orb.Geometry, n int) {
	at := g.Bound().Center()
	cell := geo.CellOf(at[0], at[1], geo.PrecisionHundredth)
	for ; cell != (geo.Cell{}); cell = cell.Parent() {
		b.villages[cell] += n
	}
}

// form is the code of the vocabulary location_form.
func (l location) form(at place) string {
	switch {
	case l.geometry != nil && l.generalised:
		return "cell"
	case l.geometry != nil:
		return "position"
	case !at.ref.IsZero():
		return "place_reference"
	}
	return "none"
}
