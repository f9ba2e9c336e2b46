package twin_test

import (
	"math/rand/v2"

	"github.com/paulmach/orb"

	"stele/geo"
)

// boxes are the boxes to ask for: those that a careless program answers
// differently for the twins, and some of all other kinds.
func (w *world) boxes() []geo.BBox {
	r := rand.New(rand.NewPCG(w.seed, 12))
	all := []geo.BBox{
		{West: -180, South: -90, East: 180, North: 90},
		{West: 170, South: -90, East: -170, North: 90},
		{West: 180, South: -90, East: -180, North: 90},
		{West: -180, South: -90, East: -180, North: 90},
		{West: 180, South: -90, East: 180, North: 90},
		{West: -180, South: 90, East: 180, North: 90},
		{West: -180, South: -90, East: 180, North: -90},
		{},
		{West: zoneWest, South: zoneSouth, East: zoneEast, North: zoneNorth},
		{West: zoneEast, South: zoneSouth, East: zoneEast, North: zoneNorth},
	}
	for range 40 {
		a, b := r.Float64()*180-90, r.Float64()*180-90
		all = append(all, geo.BBox{West: r.Float64()*360 - 180, South: min(a, b), East: r.Float64()*360 - 180, North: max(a, b)})
	}
	for range 40 {
		nw := tileCorner(r, 4+r.IntN(11)).point()
		all = append(all, geo.BBox{West: nw[0], South: max(nw[1]-0.05, -90), East: min(nw[0]+0.05, 180), North: nw[1]})
	}
	for _, rec := range w.records {
		if rec.held() && rec.at[0] != nil {
			all = append(all, rec.boxes(r)...)
		}
	}
	return all
}

// boxes are boxes about the positions of a record, of some of many sizes, and
// along the borders of its cell.
func (rec record) boxes(r *rand.Rand) []geo.BBox {
	var all []geo.BBox
	for _, g := range rec.at {
		all = append(all, boxAround(vertices(g)[0], []float64{0, 1e-7, 1e-5, 1e-3, 0.04, 0.3}[r.IntN(6)]))
	}
	if b := rec.cell(0).Bound(); !b.IsEmpty() && r.IntN(3) == 0 {
		west := geo.BBox{West: b.Min[0], South: b.Min[1], East: b.Min[0], North: b.Max[1]}
		half := geo.BBox{West: b.Min[0], South: b.Min[1], East: (b.Min[0] + b.Max[0]) / 2, North: b.Max[1]}
		all = append(all, []geo.BBox{{West: b.Min[0], South: b.Min[1], East: b.Max[0], North: b.Max[1]}, west, half}[r.IntN(3)])
	}
	return all
}

func boxAround(p orb.Point, size float64) geo.BBox {
	return geo.BBox{
		West: max(p[0]-size, -180), South: max(p[1]-size, -90),
		East: min(p[0]+size, 180), North: min(p[1]+size, 90),
	}
}
