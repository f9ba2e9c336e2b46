package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// isShapeType knows the plain types, those with heights (+10) and those with measures (+20).
func isShapeType(t uint32) bool {
	switch t % 10 {
	case 0:
		return t == 0
	case 1, 3, 5, 8:
		return t < 30
	}
	return false
}

// shapeReader reads the content of one record.
type shapeReader struct {
	b         []byte
	flattened bool
}

var errShapeShort = errors.New("the shape ends too early: its counts do not fit its length")

func (s *shapeReader) shape() (orb.Geometry, error) {
	t := binary.LittleEndian.Uint32(s.b)
	if !isShapeType(t) {
		return nil, fmt.Errorf("a shape of type %d is not read", t)
	}
	s.flattened = t >= 10
	s.b = s.b[4:]
	switch t % 10 {
	case 1:
		if len(s.b) < 16 {
			return nil, errShapeShort
		}
		return s.positions(1)[0], nil
	case 3, 5:
		parts, err := s.parts()
		if err != nil || len(parts) == 0 {
			return nil, err
		}
		if t%10 == 5 {
			return polygons(parts, s.flattened)
		}
		return lines(parts), nil
	case 8:
		n, err := s.count(36, 32, 16)
		return orb.MultiPoint(s.positions(n)), err
	}
	return nil, nil
}

// count reads a number behind the head of a shape, of parts that take at least each bytes.
func (s *shapeReader) count(head, at, each int) (int, error) {
	if len(s.b) < head {
		return 0, errShapeShort
	}
	n := int64(binary.LittleEndian.Uint32(s.b[at:]))
	s.b = s.b[head:]
	if n > int64(len(s.b)/each) {
		return 0, fmt.Errorf("announces %d positions, more than its bytes can hold", n)
	}
	return int(n), nil
}

// positions takes n positions, whose bytes are known to be there.
func (s *shapeReader) positions(n int) []orb.Point {
	path := make([]orb.Point, n)
	for i := range path {
		path[i] = orb.Point{
			math.Float64frombits(binary.LittleEndian.Uint64(s.b)) + 0, // -0 + 0 is 0
			math.Float64frombits(binary.LittleEndian.Uint64(s.b[8:])) + 0,
		}
		s.b = s.b[16:]
	}
	return path
}

func (s *shapeReader) parts() ([][]orb.Point, error) {
	if len(s.b) < 40 {
		return nil, errShapeShort
	}
	n := int64(binary.LittleEndian.Uint32(s.b[32:]))
	count, err := s.count(40, 36, 16)
	if err != nil {
		return nil, err
	}
	if 4*n+16*int64(count) > int64(len(s.b)) {
		return nil, fmt.Errorf("announces %d parts with %d positions, more than its bytes can hold", n, count)
	}
	if n == 0 && count > 0 {
		return nil, fmt.Errorf("announces %d positions, and no part that has them", count)
	}
	starts := s.b[:4*n]
	s.b = s.b[4*n:]
	all := s.positions(count)
	parts := make([][]orb.Point, n)
	for i := range parts {
		from, to := binary.LittleEndian.Uint32(starts[4*i:]), uint32(count)
		if i+1 < len(parts) {
			to = binary.LittleEndian.Uint32(starts[4*i+4:])
		}
		if from > to || to > uint32(count) || i == 0 && from != 0 {
			return nil, fmt.Errorf("part %d begins at position %d and ends at %d of %d", i+1, from, to, count)
		}
		parts[i] = all[from:to:to]
	}
	return parts, nil
}

func lines(parts [][]orb.Point) orb.Geometry {
	if len(parts) == 1 {
		return orb.LineString(parts[0])
	}
	all := make(orb.MultiLineString, len(parts))
	for i, part := range parts {
		all[i] = part
	}
	return all
}
