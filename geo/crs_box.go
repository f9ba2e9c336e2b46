package geo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// CRSBox is a bounding box given in a reference system, edges inside.
type CRSBox struct {
	CRS CRS
	// Hull is the box itself where the system has degrees, and otherwise the box in lon, lat around all of it.
	Hull BBox
	// Metres is the box of a system that has metres: easting, northing.
	Metres orb.Bound
}

// ParseCRSBox reads a box of 4 or 6 numbers in the order of the system's axes: the two of the lower corner, then those of
// the upper one, each with a height behind it or not. In degrees it is as [ParseBBox] says, and so may cross the 180th
// meridian; in metres the first corner is below and left of the second, and both lie where the system is in use.
func ParseCRSBox(s string, c CRS) (CRSBox, error) {
	if c == CRS84 {
		b, err := ParseBBox(s)
		return CRSBox{Hull: b}, err
	}
	n, err := bboxNumbers(s)
	if err != nil {
		return CRSBox{}, err
	}
	if len(n) == 6 {
		n = []float64{n[0], n[1], n[3], n[4]}
	}
	if c == LatLon {
		b := BBox{West: n[1], South: n[0], East: n[3], North: n[2]}
		if err := b.check(); err != nil {
			return CRSBox{}, fmt.Errorf("%w (the axes of %s are lat, lon: south,west,north,east)", err, c)
		}
		return CRSBox{CRS: c, Hull: b}, nil
	}
	b := CRSBox{CRS: c, Metres: orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}}
	if err := b.check(); err != nil {
		return CRSBox{}, err
	}
	b.Hull = b.hull()
	return b, nil
}

func (b CRSBox) check() error {
	reach := b.CRS.reach()
	for i, name := range [2]string{"easting", "northing"} {
		low, high := b.Metres.Min[i], b.Metres.Max[i]
		if low > high {
			return fmt.Errorf("bbox %s %v comes before %v: want the lower one first", name, low, high)
		}
		if low < reach.Min[i] || high > reach.Max[i] {
			return fmt.Errorf("bbox %s %v..%v reaches out of %s, which is in use for %.0f..%.0f metres", name, low, high, b.CRS, reach.Min[i], reach.Max[i])
		}
	}
	return nil
}

// reach is the box of eastings and northings in use, outwards to the next whole metre.
func (c CRS) reach() orb.Bound {
	d := c.Domain()
	r := orb.Bound{Min: c.Forward(orb.Point{d.Min[0], 0}), Max: c.Forward(orb.Point{d.Max[0], 0})}
	r.Min[1], r.Max[1] = c.Forward(d.Min)[1], c.Forward(d.Max)[1]
	for i := range 2 {
		r.Min[i], r.Max[i] = math.Floor(r.Min[i]), math.Ceil(r.Max[i])
	}
	return r
}

// hull goes around the box's edges. In Web Mercator the corners are all that matters. In UTM parallels and meridians are
// curves that turn on the central meridian and on the equator only, so the corners and where the edges cross those two
// lines have the extremes; the rest of the points are for the far corners of the system's use, where the edges bulge.
func (b CRSBox) hull() BBox {
	low, high := b.Metres.Min, b.Metres.Max
	around := emptyBound()
	see := func(x, y float64) {
		around = around.Extend(b.CRS.Inverse(orb.Point{x, y}))
	}
	const steps = 64
	for i := range steps + 1 {
		f := float64(i) / steps
		x, y := low[0]+f*(high[0]-low[0]), low[1]+f*(high[1]-low[1])
		see(x, low[1])
		see(x, high[1])
		see(low[0], y)
		see(high[0], y)
	}
	if x := float64(utmFalseEasting); low[0] < x && x < high[0] {
		see(x, low[1])
		see(x, high[1])
	}
	if low[1] < 0 && 0 < high[1] {
		see(low[0], 0)
		see(high[0], 0)
	}
	const slack = 1e-6 // degree: what is printed to the millimetre may lie that much beside the box
	world := BBox{-180, -90, 180, 90}
	const nearPole = 89 // there a millimetre may be any number of degrees of longitude
	if b.CRS != WebMercator && (around.Max[1] > nearPole || around.Min[1] < -nearPole) {
		around.Min[0], around.Max[0] = world.West, world.East
	}
	return BBox{
		West: max(around.Min[0]-slack, world.West), South: max(around.Min[1]-slack, world.South),
		East: min(around.Max[0]+slack, world.East), North: min(around.Max[1]+slack, world.North),
	}
}

// Meets tells whether the geometry, lon, lat in degrees, shares a point with the box as its coordinates in the box's
// reference system are printed. What is not all in the domain of that system has no such coordinates there; of it, this
// tells whether it meets the hull.
func (b CRSBox) Meets(g orb.Geometry) bool {
	if !b.CRS.IsMetric() || b.CRS.Check(BoundOf(g)) != nil {
		return Intersects(g, b.Hull)
	}
	if p, ok := g.(orb.Point); ok {
		return b.Metres.Contains(b.CRS.Printed(p))
	}
	in := b.CRS.PrintedGeometry(g)
	return meetsWithin(in, BoundOf(in), b.Metres)
}

// String returns the four numbers in the form that [ParseCRSBox] reads back to the same box.
func (b CRSBox) String() string {
	switch {
	case b.CRS.IsMetric():
		return BBox{b.Metres.Min[0], b.Metres.Min[1], b.Metres.Max[0], b.Metres.Max[1]}.String()
	case b.CRS == LatLon:
		return BBox{b.Hull.South, b.Hull.West, b.Hull.North, b.Hull.East}.String()
	}
	return b.Hull.String()
}
