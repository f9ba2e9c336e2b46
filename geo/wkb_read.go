package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// ParseWKB reads one geometry as ISO WKB in either byte order, Z and M dropped; the Z and M flags of the older
// extended form are understood, its SRID flag is refused. Empty geometry gives nil, an empty part is an error. Every
// count is checked against the bytes that remain before anything is allocated; what [ReadGeometry] promises of ranges,
// rings, nesting and the number of positions holds here too.
func ParseWKB(b []byte) (orb.Geometry, error) {
	g, _, err := ParseWKBIn(b, FileCRS{})
	return g, err
}

// ParseWKBIn is [ParseWKB] of coordinates in another reference system; the result is lon, lat in degrees. Flattened
// tells whether positions had Z or M, which were dropped.
func ParseWKBIn(b []byte, c FileCRS) (g orb.Geometry, flattened bool, err error) {
	r := wkbReader{b: b, left: maxVertices}
	g, err = r.geometry(0, 0)
	switch {
	case err != nil:
		err = fmt.Errorf("WKB: byte %d: %w", len(b)-len(r.b)+1, err)
	case len(r.b) > 0:
		err = fmt.Errorf("WKB: %d bytes follow the geometry", len(r.b))
	case isEmpty(g):
		return nil, false, nil
	default:
		g, err = c.transformed(g)
	}
	if err != nil {
		return nil, r.flattened, err
	}
	return g, r.flattened, nil
}

type wkbReader struct {
	b         []byte // what remains
	left      int    // positions that may still come
	flattened bool   // some have more than two numbers
}

// wkbHead is what begins each geometry: byte order, base type and numbers per position.
type wkbHead struct {
	order binary.ByteOrder
	kind  uint32
	width int
}

var errWKBShort = errors.New("ends too early")

func (r *wkbReader) head() (wkbHead, error) {
	if len(r.b) < 5 {
		return wkbHead{}, errWKBShort
	}
	var h wkbHead
	switch r.b[0] {
	case 0:
		h.order = binary.BigEndian
	case 1:
		h.order = binary.LittleEndian
	default:
		return h, fmt.Errorf("byte order %d is neither 0 nor 1", r.b[0])
	}
	code := h.order.Uint32(r.b[1:])
	r.b = r.b[5:]
	err := h.setType(code)
	r.flattened = r.flattened || h.width > 2
	return h, err
}

// Flags of extended WKB, as PostGIS has them.
const (
	flagZ    = 0x80000000
	flagM    = 0x40000000
	flagSRID = 0x20000000
)

// CutSRID takes the SRID out of extended WKB; what is left is for [ParseWKBIn]. It is 0 where there is none.
func CutSRID(b []byte) (srid int, wkb []byte) {
	const head = 9 // byte order, type and SRID
	if len(b) < head || b[0] > 1 {
		return 0, b
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 1 {
		order = binary.LittleEndian
	}
	code := order.Uint32(b[1:])
	if code&flagSRID == 0 {
		return 0, b
	}
	wkb = append(make([]byte, 0, len(b)-4), b[:5]...)
	order.PutUint32(wkb[1:], code&^flagSRID)
	return int(order.Uint32(b[5:])), append(wkb, b[head:]...)
}

func (h *wkbHead) setType(code uint32) error {
	if code&flagSRID != 0 {
		return errors.New("it is extended WKB with an SRID; plain ISO WKB is wanted (in PostGIS, ST_AsBinary)")
	}
	plain := code &^ (flagZ | flagM)
	dims := plain / 1000 // 1 Z, 2 M, 3 both
	h.kind, h.width = plain%1000, 2
	if dims&1 != 0 || code&flagZ != 0 {
		h.width++
	}
	if dims&2 != 0 || code&flagM != 0 {
		h.width++
	}
	if h.kind < wkbPoint || h.kind > wkbCollection || dims > 3 {
		return fmt.Errorf("geometry type %d is unknown", code)
	}
	return nil
}

// count reads a number of parts that each take at least size bytes.
func (r *wkbReader) count(h wkbHead, size int) (int, error) {
	if len(r.b) < 4 {
		return 0, errWKBShort
	}
	n := int64(h.order.Uint32(r.b))
	r.b = r.b[4:]
	if n > int64(len(r.b)/size) {
		return 0, fmt.Errorf("announces %d parts, more than its bytes can hold", n)
	}
	return int(n), nil
}

// geometry reads one geometry, of the given type unless that is 0.
func (r *wkbReader) geometry(depth int, want uint32) (orb.Geometry, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	h, err := r.head()
	if err != nil {
		return nil, err
	}
	if want != 0 && h.kind != want {
		return nil, fmt.Errorf("part has type %d, want %d", h.kind, want)
	}
	switch h.kind {
	case wkbPoint:
		return r.point(h)
	case wkbLineString:
		line, err := r.path(h)
		return orb.LineString(line), err
	case wkbPolygon:
		return r.polygon(h)
	}
	return r.multi(h, depth)
}

func (r *wkbReader) multi(h wkbHead, depth int) (orb.Geometry, error) {
	want := uint32(0)
	if h.kind == wkbCollection {
		depth++
	} else {
		want = h.kind - wkbMultiPoint + wkbPoint
	}
	const smallest = 9 // the head and an empty count
	n, err := r.count(h, smallest)
	if err != nil || n == 0 {
		return nil, err
	}
	all := make([]orb.Geometry, n)
	for i := range all {
		if all[i], err = r.geometry(depth, want); err != nil {
			return nil, err
		}
		if isEmpty(all[i]) {
			return nil, fmt.Errorf("part %d is empty", i+1)
		}
	}
	switch h.kind {
	case wkbMultiPoint:
		return orb.MultiPoint(as[orb.Point](all)), nil
	case wkbMultiLineString:
		return orb.MultiLineString(as[orb.LineString](all)), nil
	case wkbMultiPolygon:
		return orb.MultiPolygon(as[orb.Polygon](all)), nil
	}
	return orb.Collection(all), nil
}

func as[G orb.Geometry](all []orb.Geometry) []G {
	same := make([]G, len(all))
	for i, g := range all {
		same[i] = g.(G)
	}
	return same
}

// point reads a point; an empty one is written as NaN, NaN.
func (r *wkbReader) point(h wkbHead) (orb.Geometry, error) {
	if len(r.b) < 8*h.width {
		return nil, errWKBShort
	}
	p, err := r.position(h)
	if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return nil, err
	}
	return p, err
}

func (r *wkbReader) polygon(h wkbHead) (orb.Polygon, error) {
	n, err := r.count(h, 4)
	if err != nil {
		return nil, err
	}
	polygon := make(orb.Polygon, n)
	for i := range polygon {
		if polygon[i], err = r.path(h); err != nil {
			return nil, fmt.Errorf("ring %d: %w", i+1, err)
		}
	}
	return polygon, nil
}

func (r *wkbReader) path(h wkbHead) ([]orb.Point, error) {
	n, err := r.count(h, 8*h.width)
	if err != nil {
		return nil, err
	}
	path := make([]orb.Point, n)
	for i := range path {
		if path[i], err = r.position(h); err != nil {
			return nil, err
		}
	}
	return path, nil
}

// position takes the next position; its bytes are known to be there.
func (r *wkbReader) position(h wkbHead) (orb.Point, error) {
	if r.left--; r.left < 0 {
		return orb.Point{}, errTooManyVertices
	}
	x := math.Float64frombits(h.order.Uint64(r.b))
	y := math.Float64frombits(h.order.Uint64(r.b[8:]))
	r.b = r.b[8*h.width:]
	return orb.Point{x + 0, y + 0}, nil // -0 + 0 is 0
}
