package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Precision says how finely a position may be shown. Greater is coarser, except that the zero value, PrecisionNone,
// shows nothing: a precision that someone forgot to set must not publish a position.
type Precision uint8

// The precisions nest by powers of ten, so that a position shown at two of them gives nothing away beyond the finer.
const (
	PrecisionNone      Precision = iota // no position at all
	PrecisionExact                      // cells of 1e-7 degree, about 1 cm: the finest that is printed
	PrecisionHundredth                  // cells of 0.01 degree, about 1 km
	PrecisionTenth                      // cells of 0.1 degree, about 10 km
	PrecisionDegree                     // cells of 1 degree, about 100 km
)

// String returns "withheld", "exact", "0.01", "0.1" or "1", as in the property public_precision.
func (p Precision) String() string {
	switch p {
	case PrecisionNone:
		return "withheld"
	case PrecisionExact:
		return "exact"
	case PrecisionHundredth:
		return "0.01"
	case PrecisionTenth:
		return "0.1"
	case PrecisionDegree:
		return "1"
	}
	return fmt.Sprintf("Precision(%d)", uint8(p))
}

// Words says in English what is shown at the precision, as in "its cell of 0.1 degrees".
func (p Precision) Words() string {
	switch p {
	case PrecisionNone:
		return "no position"
	case PrecisionExact:
		return "the exact position"
	case PrecisionDegree:
		return "its cell of 1 degree"
	}
	return "its cell of " + p.String() + " degrees"
}

// ParsePrecision reads what [Precision.String] writes.
func ParsePrecision(s string) (Precision, error) {
	for p := PrecisionNone; p <= PrecisionDegree; p++ {
		if s == p.String() {
			return p, nil
		}
	}
	return PrecisionNone, fmt.Errorf("precision %q is none of withheld, exact, 0.01, 0.1, 1", clip(s))
}

// MarshalText writes what [ParsePrecision] reads.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText is [ParsePrecision].
func (p *Precision) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePrecision(string(text))
	return err
}

// Finer tells whether p shows more than q does.
func (p Precision) Finer(q Precision) bool {
	if p == PrecisionNone || q == PrecisionNone {
		return p != PrecisionNone && q == PrecisionNone
	}
	return p < q
}

// SizeE7 is the side of the precision's cells in 1e-7 degrees, 0 for [PrecisionNone].
func (p Precision) SizeE7() int64 { return p.size() }

// size is the side of a cell in units of 1e-7 degree, 0 for no cell.
func (p Precision) size() int64 {
	switch p {
	case PrecisionExact:
		return 1
	case PrecisionHundredth:
		return e7 / 100
	case PrecisionTenth:
		return e7 / 10
	case PrecisionDegree:
		return e7
	}
	return 0
}

// Cell is a square of a fixed grid over the world, the form in which a protected position is shown. Cells compare with
// == and serve as map keys. The zero Cell is no cell: it contains nothing and has no polygon.
type Cell struct {
	precision Precision
	column    int32 // west border in cell sizes from lon 0
	row       int32 // south border in cell sizes from lat 0
}

// CellOf returns the cell that holds the position, or the zero Cell for PrecisionNone and for a position that is not
// finite or not in the world.
//
// The position is first rounded to 1e-7 degree, as it is when printed, so a stored and a printed coordinate fall in
// the same cell; from there on it is integers (in floats, floor(0.3/0.1) is 2). A cell holds its west and south
// borders, not the east and north ones, but for the cells at lon 180 and lat 90, where the world ends.
func CellOf(lon, lat float64, p Precision) Cell {
	size := p.size()
	if size == 0 || !inLon(lon) || !inLat(lat) {
		return Cell{}
	}
	return Cell{p, cellIndex(lon, 180, size), cellIndex(lat, 90, size)}
}

func cellIndex(v float64, edge, size int64) int32 {
	last := edge*e7/size - 1
	return int32(min(floorDiv(toE7(v), size), last))
}

// floorDiv divides towards minus infinity; Go's own division goes towards zero, which would put -0.05 and 0.05 in one cell.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Precision returns the size class of the cell, PrecisionNone for the zero Cell.
func (c Cell) Precision() Precision { return c.precision }

// Contains tells whether the position falls into this cell, as [CellOf] decides it.
func (c Cell) Contains(lon, lat float64) bool {
	return c != Cell{} && CellOf(lon, lat, c.precision) == c
}

// Bound returns the closed box of the cell; its corners are the floats nearest to the decimal numbers and print with
// no more decimals than the precision has. The zero Cell gives an empty bound.
func (c Cell) Bound() orb.Bound {
	size := c.precision.size()
	if size == 0 {
		return emptyBound()
	}
	corner := func(column, row int32) orb.Point {
		return orb.Point{float64(int64(column)*size) / e7, float64(int64(row)*size) / e7}
	}
	return orb.Bound{Min: corner(c.column, c.row), Max: corner(c.column+1, c.row+1)}
}

// Polygon returns the square, counter-clockwise from its south-west corner; nil for the zero Cell. A generalised
// position is only ever shown in this form: a point at the centre would be taken for the place.
func (c Cell) Polygon() orb.Polygon {
	if (c == Cell{}) {
		return nil
	}
	return c.Bound().ToPolygon()
}

// Parent returns the cell of the next coarser precision that this one lies in; the zero Cell for a cell of one degree.
func (c Cell) Parent() Cell {
	size := c.precision.size()
	coarser := (c.precision + 1).size()
	if size == 0 || coarser == 0 {
		return Cell{}
	}
	n := coarser / size
	return Cell{c.precision + 1, int32(floorDiv(int64(c.column), n)), int32(floorDiv(int64(c.row), n))}
}

// String returns "precision/west/south", such as "0.1/46.5/39.8"; "withheld" for the zero Cell.
func (c Cell) String() string {
	if (c == Cell{}) {
		return PrecisionNone.String()
	}
	corner := c.Bound().Min
	dst := append([]byte(c.precision.String()), '/')
	dst = append(AppendNumber(dst, corner[0]), '/')
	return string(AppendNumber(dst, corner[1]))
}
