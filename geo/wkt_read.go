package geo

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

const maxWKTLength = 16 << 20

// ParseWKT reads one geometry as well-known text (OGC 06-103r4), lon before lat, Z and M dropped. An empty string and
// an empty geometry such as "POINT EMPTY" give nil, but a geometry with an empty part is refused. What [ReadGeometry]
// promises of ranges, rings, nesting and the number of positions holds here too; the text has at most 16 MiB.
func ParseWKT(s string) (orb.Geometry, error) {
	g, _, err := ParseWKTIn(s, FileCRS{})
	return g, err
}

// ParseWKTIn is [ParseWKT] of coordinates in another reference system; the result is lon, lat in degrees. Flattened
// tells whether positions had Z or M, which were dropped.
func ParseWKTIn(s string, c FileCRS) (g orb.Geometry, flattened bool, err error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, false, nil
	}
	if err := checkWKTText(s); err != nil {
		return nil, false, err
	}
	r := wktReader{s: s, left: maxVertices}
	g, err = r.geometry(0)
	if err == nil {
		err = r.end()
	}
	if err != nil {
		return nil, r.flattened, fmt.Errorf("WKT: %w", err)
	}
	if g != nil {
		if g, err = c.transformed(g); err != nil {
			return nil, r.flattened, err
		}
	}
	return g, r.flattened, nil
}

// checkWKTText bounds what the reader will meet.
func checkWKTText(s string) error {
	if len(s) > maxWKTLength {
		return fmt.Errorf("WKT has %d bytes, want at most %d", len(s), maxWKTLength)
	}
	for i := range len(s) {
		if c := s[i]; c == 0 || c >= 0x80 {
			return fmt.Errorf("WKT: byte %d is not text of the format", i+1)
		}
	}
	if strings.Count(s, ",") >= maxVertices {
		return errTooManyVertices
	}
	return nil
}

const wktTypes = "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON or GEOMETRYCOLLECTION"

func isWKTType(word string) bool {
	return word != "" && slices.Contains(strings.FieldsFunc(wktTypes, func(r rune) bool { return r < 'A' || r > 'Z' }), word)
}

// wktReader reads a text from its beginning to its end.
type wktReader struct {
	s         string
	i         int    // of the next byte
	kind      string // the type at hand, without Z and M
	open      int    // parentheses open
	left      int    // positions that may still come
	numbers   int    // in each position of the geometry at hand, 0 before the first
	flattened bool   // a position had more than two
}

// geometry reads a type and what it is of; nil is an empty one.
func (r *wktReader) geometry(depth int) (orb.Geometry, error) {
	if depth > maxDepth {
		return nil, errTooDeep
	}
	isEmpty, err := r.tag()
	if err != nil || isEmpty {
		return nil, err
	}
	switch r.kind {
	case "POINT":
		path, err := r.path(1)
		if err == nil && len(path) > 1 {
			err = fmt.Errorf("%d positions, want one; MULTIPOINT has several", len(path))
		}
		if err != nil {
			return nil, err
		}
		return path[0], nil
	case "LINESTRING":
		path, err := r.path(2)
		return orb.LineString(path), err
	case "POLYGON":
		rings, err := r.polygon()
		return rings, err
	case "MULTIPOINT":
		points, err := wktParts(r, "position", r.point)
		return orb.MultiPoint(points), err
	case "MULTILINESTRING":
		lines, err := wktParts(r, "line", func() (orb.LineString, error) { path, err := r.path(2); return path, err })
		return orb.MultiLineString(lines), err
	case "MULTIPOLYGON":
		polygons, err := wktParts(r, "polygon", r.polygon)
		return orb.MultiPolygon(polygons), err
	}
	all, err := wktParts(r, "geometry", func() (orb.Geometry, error) {
		g, err := r.geometry(depth + 1)
		if err == nil && g == nil {
			err = errEmptyPart
		}
		r.kind = "GEOMETRYCOLLECTION"
		return g, err
	})
	return orb.Collection(all), err
}

var errEmptyPart = errors.New("is empty")

// tag reads the type and its dimensions, and EMPTY where that follows.
func (r *wktReader) tag() (isEmpty bool, err error) {
	r.numbers = 0
	t := r.peek()
	switch {
	case t == "":
		return false, r.cutOff()
	case !isLetter(t[0]) && r.kind == "":
		return false, fmt.Errorf("it begins with %q, want %s", clip(t), wktTypes)
	case !isLetter(t[0]):
		return false, r.unexpected()
	}
	kind := strings.TrimSuffix(strings.TrimSuffix(strings.ToUpper(t), "M"), "Z")
	if !isWKTType(kind) {
		return false, fmt.Errorf("%q is no geometry type; want %s", clip(t), wktTypes)
	}
	r.kind = kind
	r.i += len(t)
	if t = strings.ToUpper(r.peek()); t == "Z" || t == "M" || t == "ZM" {
		r.i += len(t)
		t = strings.ToUpper(r.peek())
	}
	if t == "EMPTY" {
		r.i += len(t)
		return true, nil
	}
	return false, nil
}

// wktParts reads parts in parentheses, which are called name in errors.
func wktParts[T any](r *wktReader, name string, part func() (T, error)) ([]T, error) {
	if err := r.enter(); err != nil {
		return nil, err
	}
	var all []T
	for {
		if t := r.peek(); strings.EqualFold(t, "EMPTY") {
			return nil, fmt.Errorf("%s %d: %w", name, len(all)+1, errEmptyPart)
		}
		one, err := part()
		if err != nil {
			var whole wktBroken
			if !errors.As(err, &whole) {
				err = fmt.Errorf("%s %d: %w", name, len(all)+1, err)
			}
			return nil, err
		}
		all = append(all, one)
		if more, err := r.follows(); err != nil || !more {
			return all, err
		}
	}
}

func (r *wktReader) polygon() (orb.Polygon, error) {
	rings, err := wktParts(r, "ring", func() (orb.Ring, error) {
		path, err := r.path(4)
		if err == nil {
			err = checkClosed(path)
		}
		return path, err
	})
	return rings, err
}
