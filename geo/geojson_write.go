package geo

import (
	"math"
	"math/bits"
	"strconv"

	"github.com/paulmach/orb"
)

// AppendGeometry appends the geometry as a GeoJSON geometry object (RFC 7946, section 3.1): lon, lat with up to 7
// decimals (about 1 cm), exterior rings counter-clockwise and holes clockwise whatever their order in memory. Nil,
// empty and not finite geometry is written as null; empty parts are left out. A ring is written as a polygon, a bound
// too. Beyond the growth of dst nothing is allocated. What [ReadGeometry] accepts comes back the same to 1e-7 degree.
func AppendGeometry(dst []byte, g orb.Geometry) []byte { return AppendGeometryIn(dst, g, CRS84) }

// AppendGeometryIn is AppendGeometry with coordinates in another reference system, in its own axis order: degrees with
// up to 7 decimals, metres with up to 3. Rings wind as in lon, lat. The geometry is within the system's domain; see
// [CRS.Check].
func AppendGeometryIn(dst []byte, g orb.Geometry, c CRS) []byte {
	start := len(dst)
	w := geometryWriter{dst: dst, crs: c}
	w.geometry(g)
	if w.notFinite {
		return append(w.dst[:start], "null"...)
	}
	return w.dst
}

// AppendNumber appends a JSON number with up to 7 decimals, trailing zeros and the sign of zero left out; NaN and
// infinities, which JSON lacks, as null.
func AppendNumber(dst []byte, v float64) []byte {
	switch {
	case math.IsNaN(v - v):
		return append(dst, "null"...)
	case math.Abs(v) >= e7UpTo:
		return strconv.AppendFloat(dst, v, 'g', -1, 64)
	}
	n := toE7(v)
	if n < 0 {
		dst = append(dst, '-')
		n = -n
	}
	dst = strconv.AppendInt(dst, n/e7, 10)
	rest := n % e7
	if rest == 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit := int64(e7 / 10); rest > 0; unit /= 10 {
		dst = append(dst, byte('0'+rest/unit))
		rest %= unit
	}
	return dst
}

// e7 is the number of the smallest units, 1e-7 degree, in a degree.
const e7 = 10_000_000

// e7UpTo bounds what is counted in units of 1e-7; above, a float64 has no such units left.
const e7UpTo = 1e8

// toE7 is the one place where degrees become integers, so that what is printed, compared and put into a cell agree.
func toE7(v float64) int64 { return int64(math.Round(v * e7)) }

// printed returns the value as it is printed, without a negative zero.
func printed(v float64) float64 {
	if math.Abs(v) >= e7UpTo {
		return v
	}
	return float64(toE7(v)) / e7
}

type geometryWriter struct {
	dst       []byte
	crs       CRS
	notFinite bool
}

func (w *geometryWriter) add(s string) { w.dst = append(w.dst, s...) }

// next puts the comma between the items of a list.
func (w *geometryWriter) next() {
	if w.dst[len(w.dst)-1] != '[' {
		w.dst = append(w.dst, ',')
	}
}

func (w *geometryWriter) geometry(g orb.Geometry) {
	if isEmpty(g) {
		w.add("null")
		return
	}
	switch g := g.(type) {
	case orb.Point:
		w.add(`{"type":"Point","coordinates":`)
		w.position(g)
	case orb.MultiPoint:
		w.add(`{"type":"MultiPoint","coordinates":`)
		w.path(g)
	case orb.LineString:
		w.add(`{"type":"LineString","coordinates":`)
		w.path(g)
	case orb.MultiLineString:
		w.multiLine(g)
	case orb.Ring:
		w.add(`{"type":"Polygon","coordinates":[`)
		w.ring(g, false)
		w.add("]")
	case orb.Polygon:
		w.add(`{"type":"Polygon","coordinates":`)
		w.polygon(g)
	case orb.MultiPolygon:
		w.multiPolygon(g)
	case orb.Bound:
		corners := [5]orb.Point{g.Min, {g.Max[0], g.Min[1]}, g.Max, {g.Min[0], g.Max[1]}, g.Min}
		w.add(`{"type":"Polygon","coordinates":[`)
		w.path(corners[:])
		w.add("]")
	case orb.Collection:
		w.collection(g)
	}
	w.add("}")
}

func (w *geometryWriter) collection(c orb.Collection) {
	w.add(`{"type":"GeometryCollection","geometries":[`)
	for _, member := range c {
		if !isEmpty(member) {
			w.next()
			w.geometry(member)
		}
	}
	w.add("]")
}

func (w *geometryWriter) multiLine(lines orb.MultiLineString) {
	w.add(`{"type":"MultiLineString","coordinates":[`)
	for _, line := range lines {
		if len(line) > 0 {
			w.next()
			w.path(line)
		}
	}
	w.add("]")
}

func (w *geometryWriter) multiPolygon(polygons orb.MultiPolygon) {
	w.add(`{"type":"MultiPolygon","coordinates":[`)
	for _, polygon := range polygons {
		if !isEmptyPolygon(polygon) {
			w.next()
			w.polygon(polygon)
		}
	}
	w.add("]")
}

func (w *geometryWriter) polygon(p orb.Polygon) {
	w.add("[")
	for i, ring := range p {
		if len(ring) > 0 {
			w.next()
			w.ring(ring, i > 0)
		}
	}
	w.add("]")
}

// ring writes the ring backwards where it winds the wrong way. The winding is that of the printed coordinates: that of
// the finer ones could differ for a sliver, and a second round trip would turn it again.
func (w *geometryWriter) ring(ring orb.Ring, isHole bool) {
	winding := printedWinding(ring)
	if winding == 0 || (winding < 0) == isHole {
		w.path(ring)
		return
	}
	w.add("[")
	for i := len(ring) - 1; i >= 0; i-- {
		w.next()
		w.position(ring[i])
	}
	w.add("]")
}

func (w *geometryWriter) path(path []orb.Point) {
	w.add("[")
	for _, p := range path {
		w.next()
		w.position(p)
	}
	w.add("]")
}

func (w *geometryWriter) position(p orb.Point) {
	if w.crs != CRS84 {
		p = w.crs.Printed(p)
	}
	w.notFinite = w.notFinite || !isFinite(p)
	w.add("[")
	w.dst = AppendNumber(w.dst, p[0])
	w.add(",")
	w.dst = AppendNumber(w.dst, p[1])
	w.add("]")
}

// printedWinding is the sign of the ring's area in units of 1e-7: 1 counter-clockwise, -1 clockwise, 0 flat.
func printedWinding(ring orb.Ring) int {
	var area windingSum
	for _, p := range ring {
		area.add(p)
	}
	return area.sign()
}

// windingSum sums up a ring's area, position by position, in 128 bits, so it is exact.
type windingSum struct {
	hasFirst  bool
	x0, y0    int64
	px, py    int64
	high, low uint64
}

func (s *windingSum) add(p orb.Point) {
	x, y := toE7(p[0]), toE7(p[1])
	if !s.hasFirst {
		s.hasFirst, s.x0, s.y0 = true, x, y
		return
	}
	x, y = x-s.x0, y-s.y0
	s.high, s.low = addProduct(s.high, s.low, s.px, y)
	s.high, s.low = addProduct(s.high, s.low, -x, s.py)
	s.px, s.py = x, y
}

func (s *windingSum) sign() int { return sign128(s.high, s.low) }

// sign128 is the sign of a sum made by [addProduct].
func sign128(high, low uint64) int {
	switch {
	case int64(high) < 0:
		return -1
	case high|low == 0:
		return 0
	}
	return 1
}

// addProduct adds a*b to a sum in 128-bit two's complement.
func addProduct(high, low uint64, a, b int64) (uint64, uint64) {
	h, l := bits.Mul64(uint64(a), uint64(b))
	h -= uint64(a>>63)&uint64(b) + uint64(b>>63)&uint64(a) // from unsigned to signed
	l, carry := bits.Add64(low, l, 0)
	h, _ = bits.Add64(high, h, carry)
	return h, l
}
