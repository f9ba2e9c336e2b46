package cql2

import (
	"strings"

	"github.com/paulmach/orb"
)

var geometryWords = set("", "point linestring polygon multipoint multilinestring multipolygon geometrycollection")

// isGeometryWord reports a type of well-known text, also with its Z.
func isGeometryWord(word string) bool {
	_, ok := geometryWord(word)
	return ok
}

func geometryWord(word string) (string, bool) {
	word = strings.ToLower(word)
	if geometryWords[word] {
		return word, true
	}
	word = strings.TrimSuffix(strings.TrimSuffix(word, "m"), "z")
	return word, geometryWords[word]
}

// geometry reads well-known text. It is none (false) where the word is not
// followed by what belongs to it: then it is a property of that name.
func (p *parser) geometry() (*Node, bool, error) {
	follows, _ := p.next(p.token.end) // what is no token is refused when it is read
	if !follows.is("(") && !follows.isWord("z") && !follows.isWord("m") && !follows.isWord("zm") && !follows.isWord("empty") {
		return nil, false, nil
	}
	start := p.token.start
	g, err := p.tagged()
	if err != nil {
		return nil, true, err
	}
	n, err := p.node(start, Node{Kind: Geometry, Geometry: g})
	return n, true, err
}

// tagged reads a geometry with its type.
func (p *parser) tagged() (orb.Geometry, error) {
	if p.nested++; p.nested > maxNested {
		return nil, p.errorf(p.token.start, "collections nest deeper than %d", maxNested)
	}
	defer func() { p.nested-- }()
	word, ok := geometryWord(p.token.text)
	if p.token.kind != nameToken || !ok {
		return nil, p.errorf(p.token.start, "%s stands where a type of geometry is wanted", p.token)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.isWord("z") || p.token.isWord("m") || p.token.isWord("zm") {
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if p.token.isWord("empty") {
		return nil, p.errorf(p.token.start, "an empty geometry meets nothing; leave it out")
	}
	switch word {
	case "point":
		path, err := p.path(1, 1)
		if err != nil {
			return nil, err
		}
		return path[0], nil
	case "multipoint":
		points, err := p.points()
		return points, err
	case "linestring":
		path, err := p.path(2, maxPositions)
		return orb.LineString(path), err
	case "multilinestring":
		return group(p, func() (orb.LineString, error) { path, err := p.path(2, maxPositions); return path, err }, func(all []orb.LineString) orb.Geometry { return orb.MultiLineString(all) })
	case "polygon":
		g, err := p.polygon()
		return g, err
	case "multipolygon":
		return group(p, p.polygon, func(all []orb.Polygon) orb.Geometry { return orb.MultiPolygon(all) })
	}
	return group(p, p.tagged, func(all []orb.Geometry) orb.Geometry { return orb.Collection(all) })
}

// group reads members in parentheses.
func group[T any](p *parser, member func() (T, error), join func([]T) orb.Geometry) (orb.Geometry, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var all []T
	for {
		m, err := member()
		if err != nil {
			return nil, err
		}
		all = append(all, m)
		if !p.token.is(",") {
			return join(all), p.expect(")")
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
}

func (p *parser) polygon() (orb.Polygon, error) {
	g, err := group(p, func() (orb.Ring, error) { path, err := p.path(4, maxPositions); return path, err }, func(all []orb.Ring) orb.Geometry { return orb.Polygon(all) })
	if err != nil {
		return nil, err
	}
	return g.(orb.Polygon), nil
}

// points reads a MULTIPOINT, whose positions may have parentheses of their own.
func (p *parser) points() (orb.MultiPoint, error) {
	if !p.peekIs("(") {
		path, err := p.path(1, maxPositions)
		return path, err
	}
	g, err := group(p, func() ([]orb.Point, error) { return p.path(1, 1) }, func(all [][]orb.Point) orb.Geometry {
		var points orb.MultiPoint
		for _, one := range all {
			points = append(points, one...)
		}
		return points
	})
	if err != nil {
		return nil, err
	}
	return g.(orb.MultiPoint), nil
}

// path reads positions in parentheses, at least and at most so many.
func (p *parser) path(least, most int) ([]orb.Point, error) {
	start := p.token.start
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var path []orb.Point
	for {
		position, err := p.position()
		if err != nil {
			return nil, err
		}
		path = append(path, position)
		if !p.token.is(",") {
			break
		}
		if err := p.advance(); err != nil {
			return nil, err
		}
	}
	if len(path) < least || len(path) > most {
		return nil, p.errorf(start, "%d positions stand where %s wanted", len(path), wanted(least, most))
	}
	return path, p.expect(")")
}

func wanted(least, most int) string {
	switch {
	case least == 1 && most == 1:
		return "one is"
	case least == 2:
		return "two or more are"
	}
	return "four or more are"
}

// position reads two numbers to four, and keeps two.
func (p *parser) position() (position orb.Point, err error) {
	start := p.token.start
	if p.positions++; p.positions > maxPositions {
		return position, p.errorf(start, "the filter has more than %d positions", maxPositions)
	}
	n := 0
	for ; p.token.kind == numberToken || p.token.is("-") || p.token.is("+"); n++ {
		v, err := p.signed()
		if err != nil {
			return position, err
		}
		if n < 2 {
			position[n] = v
		}
	}
	if n < 2 || n > 4 {
		return position, p.errorf(start, "a position has %d numbers, want two, or three with a height", n)
	}
	return position, nil
}

func (p *parser) signed() (float64, error) {
	sign := 1.0
	if p.token.is("-") || p.token.is("+") {
		if p.token.is("-") {
			sign = -1
		}
		if err := p.advance(); err != nil {
			return 0, err
		}
	}
	if p.token.kind != numberToken {
		return 0, p.errorf(p.token.start, "%s stands where a number is wanted", p.token)
	}
	v := sign*p.token.number + 0 // never -0
	return v, p.advance()
}

// bbox reads the rest of BBOX(: four numbers, or six with heights.
func (p *parser) bbox(start int) (*Node, error) {
	var numbers []float64
	if _, err := p.list(")", func() (*Node, error) {
		v, err := p.signed()
		numbers = append(numbers, v)
		return nil, err
	}); err != nil {
		return nil, err
	}
	box, err := boxOf(numbers)
	if err != nil {
		return nil, p.errorf(start, "%v", err)
	}
	return p.node(start, Node{Kind: BBox, Box: box})
}
