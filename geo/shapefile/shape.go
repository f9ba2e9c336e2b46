package shapefile

import (
	"encoding/binary"
	"io"
	"math"

	"github.com/paulmach/orb"

	"stele/geo"
)

// Types of shape.
const (
	shapeNull       = 0
	shapePoint      = 1
	shapeLine       = 3
	shapePolygon    = 5
	shapeMultiPoint = 8
)

// kind is one of the shapefiles that a table may need.
type kind struct {
	shape  int
	suffix string
}

var kinds = []kind{
	{shapePoint, "_points"},
	{shapeMultiPoint, "_multipoints"},
	{shapeLine, "_lines"},
	{shapePolygon, "_polygons"},
	{shapeNull, "_nogeometry"},
}

// shape is what a kind has of a geometry.
type shape struct {
	isHere bool
	point  orb.Point
	paths  [][]orb.Point
}

// pick takes what is of its kind. Of a collection, the points, lines and areas are apart, in as many shapefiles.
func (k kind) pick(g orb.Geometry) (s shape) {
	switch g := g.(type) {
	case nil:
		s.isHere = k.shape == shapeNull
		return s
	case orb.Point:
		return shape{isHere: k.shape == shapePoint, point: g}
	}
	if k.shape == shapePoint || k.shape == shapeNull {
		return s
	}
	k.collect(g, &s)
	s.isHere = len(s.paths) > 0
	return s
}

func (k kind) collect(g orb.Geometry, s *shape) {
	switch g := g.(type) {
	case orb.Point:
		k.addPoints(s, g)
	case orb.MultiPoint:
		k.addPoints(s, g...)
	case orb.LineString:
		k.addLine(s, g)
	case orb.MultiLineString:
		for _, line := range g {
			k.addLine(s, line)
		}
	case orb.Ring:
		k.collect(orb.Polygon{g}, s)
	case orb.Bound:
		k.collect(g.ToPolygon(), s)
	case orb.Polygon:
		if k.shape == shapePolygon {
			for i, ring := range g {
				s.paths = append(s.paths, wound(ring, i > 0))
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			k.collect(p, s)
		}
	case orb.Collection:
		for _, member := range g {
			k.collect(member, s)
		}
	}
}

func (k kind) addPoints(s *shape, points ...orb.Point) {
	if k.shape != shapeMultiPoint || len(points) == 0 {
		return
	}
	if len(s.paths) == 0 {
		s.paths = [][]orb.Point{nil}
	}
	s.paths[0] = append(s.paths[0], points...)
}

func (k kind) addLine(s *shape, line orb.LineString) {
	if k.shape == shapeLine && len(line) > 0 {
		s.paths = append(s.paths, line)
	}
}

// wound has outer rings clockwise and holes counter-clockwise, unlike all other formats.
func wound(ring orb.Ring, isHole bool) orb.Ring {
	if o := ring.Orientation(); o == 0 || (o == orb.CCW) == isHole {
		return ring
	}
	ring = append(orb.Ring(nil), ring...)
	ring.Reverse()
	return ring
}

func (s *shape) positions() (n int) {
	for _, path := range s.paths {
		n += len(path)
	}
	return n
}

// size is that of the content of its record, in bytes.
func (s *shape) size(k kind) int {
	switch k.shape {
	case shapeNull:
		return 4
	case shapePoint:
		return 20
	case shapeMultiPoint:
		return 40 + 16*s.positions()
	}
	return 44 + 4*len(s.paths) + 16*s.positions()
}

func (s *shape) bound() orb.Bound {
	if s.paths == nil {
		return orb.Bound{Min: s.point, Max: s.point}
	}
	b := emptyBox()
	for _, path := range s.paths {
		b.around(geo.BoundOf(orb.LineString(path)))
	}
	return b.Bound
}

type box struct{ orb.Bound }

func emptyBox() box { return box{geo.BoundOf(nil)} }

func (b *box) around(o orb.Bound) {
	b.Min = orb.Point{min(b.Min[0], o.Min[0]), min(b.Min[1], o.Min[1])}
	b.Max = orb.Point{max(b.Max[0], o.Max[0]), max(b.Max[1], o.Max[1])}
}

var (
	le = binary.LittleEndian
	be = binary.BigEndian
)

func appendFloat(dst []byte, v float64) []byte { return le.AppendUint64(dst, math.Float64bits(v)) }

func appendBox(dst []byte, b orb.Bound) []byte {
	if b.IsEmpty() {
		b = orb.Bound{}
	}
	for _, v := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		dst = appendFloat(dst, v)
	}
	return dst
}

// head is that of .shp and .shx: lengths count words of 16 bits.
func head(p *part, bytes int64) []byte {
	h := be.AppendUint32(nil, 9994)
	h = append(h, make([]byte, 20)...)
	h = be.AppendUint32(h, uint32((100+bytes)/2))
	h = le.AppendUint32(h, 1000)
	h = le.AppendUint32(h, uint32(p.shape))
	return append(appendBox(h, p.bound.Bound), make([]byte, 32)...)
}

func (w *Writer) shapes(out io.Writer, p *part) error {
	if _, err := out.Write(head(p, p.bytes)); err != nil {
		return err
	}
	var record []byte
	number := uint32(0)
	return w.table.Shapes(func(g orb.Geometry) error {
		s := p.pick(g)
		if !s.isHere {
			return nil
		}
		number++
		record = be.AppendUint32(be.AppendUint32(record[:0], number), uint32(s.size(p.kind)/2))
		record = s.append(record, p.kind)
		_, err := out.Write(record)
		return err
	})
}

func (s *shape) append(dst []byte, k kind) []byte {
	dst = le.AppendUint32(dst, uint32(k.shape))
	switch k.shape {
	case shapePoint:
		return appendFloat(appendFloat(dst, s.point[0]), s.point[1])
	case shapeLine, shapePolygon:
		dst = le.AppendUint32(appendBox(dst, s.bound()), uint32(len(s.paths)))
		dst = le.AppendUint32(dst, uint32(s.positions()))
		start := 0
		for _, path := range s.paths {
			dst = le.AppendUint32(dst, uint32(start))
			start += len(path)
		}
	case shapeMultiPoint:
		dst = le.AppendUint32(appendBox(dst, s.bound()), uint32(s.positions()))
	}
	for _, path := range s.paths {
		for _, at := range path {
			dst = appendFloat(appendFloat(dst, at[0]), at[1])
		}
	}
	return dst
}

// offsets writes the .shx: where each record is.
func (w *Writer) offsets(out io.Writer, p *part) error {
	if _, err := out.Write(head(p, int64(8*p.rows))); err != nil {
		return err
	}
	at := 100
	var entry [8]byte
	return w.table.Shapes(func(g orb.Geometry) error {
		s := p.pick(g)
		if !s.isHere {
			return nil
		}
		be.PutUint32(entry[:], uint32(at/2))
		be.PutUint32(entry[4:], uint32(s.size(p.kind)/2))
		at += 8 + s.size(p.kind)
		_, err := out.Write(entry[:])
		return err
	})
}
