package cql2

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Kind says what a Node is.
type Kind uint8

// The kinds of nodes.
const (
	Op        Kind = iota // Text is the operator, Args what it is applied to
	Property              // Text is the name
	String                // Text
	Number                // Number, finite
	Bool                  // Bool
	Date                  // Text, as in "2020-11-25"
	Timestamp             // Text, as in "2020-11-25T12:00:00Z"
	Interval              // Args are its two ends: Date, Timestamp, Property, Op or Open
	Open                  // an end of an interval that is ".."
	Geometry              // Geometry, heights dropped
	BBox                  // Box: west, south, east, north in the order of its system's axes
	Array                 // Args are its elements
)

// Node is a filter or a part of one. Operators are named as in CQL2 JSON: and,
// or, not, =, <>, <, >, <=, >=, like, between, in, isNull, casei, accenti, +, -,
// *, /, ^, %, div, s_intersects and so on; every other name is a function. NOT
// LIKE, NOT BETWEEN, NOT IN and IS NOT NULL are a not around the rest.
type Node struct {
	Kind     Kind
	Text     string
	Number   float64
	Bool     bool
	Args     []*Node
	Geometry orb.Geometry // positions as written: neither their order nor their range is checked
	Box      [4]float64
	At       Place
}

// Place is where in a filter a node was read.
type Place struct {
	Column  int    // in text: of its first character, from 1; 0 in JSON
	Pointer string // in JSON: RFC 6901, "" for the whole
}

// Error is what is wrong with a filter, and where.
type Error struct {
	At      Place
	Message string
}

// Error names the column or the JSON pointer.
func (e *Error) Error() string { return e.At.String() + ": " + e.Message }

// String is "column 12" or "at /args/0".
func (p Place) String() string {
	switch {
	case p.Column > 0:
		return "column " + strconv.Itoa(p.Column)
	case p.Pointer == "":
		return "at the top"
	}
	return "at " + p.Pointer
}

// The bounds of what is read.
const (
	MaxLength    = 1 << 20 // bytes of a filter
	maxDepth     = 50      // of nodes in nodes
	maxNested    = 8       // collections of geometries in collections
	maxNodes     = 2_000
	maxPositions = 20_000 // of all geometries
	maxText      = 4_000  // bytes of one text or name
)

// Is reports that the node is that operator.
func (n *Node) Is(op string) bool { return n.Kind == Op && n.Text == op }

// Walk calls visit with the node and all below it, a node before its Args.
func (n *Node) Walk(visit func(*Node)) {
	visit(n)
	for _, arg := range n.Args {
		arg.Walk(visit)
	}
}

// Transform puts positions of all geometries and boxes through to, such as from
// another reference system. A box becomes the box of its two corners.
func (n *Node) Transform(to func(orb.Point) (orb.Point, error)) (err error) {
	n.Walk(func(m *Node) {
		if err != nil {
			return
		}
		switch m.Kind {
		case Geometry:
			m.Geometry, err = transform(m.Geometry, to)
		case BBox:
			var low, high orb.Point
			if low, err = to(orb.Point{m.Box[0], m.Box[1]}); err == nil {
				high, err = to(orb.Point{m.Box[2], m.Box[3]})
			}
			m.Box = [4]float64{low[0], low[1], high[0], high[1]}
		}
		if err != nil {
			err = &Error{m.At, err.Error()}
		}
	})
	return err
}

func transform(g orb.Geometry, to func(orb.Point) (orb.Point, error)) (orb.Geometry, error) {
	g = orb.Clone(g)
	var failed error
	eachPath(g, func(path []orb.Point) {
		for i := range path {
			p, err := to(path[i])
			if err != nil && failed == nil {
				failed = err
			}
			path[i] = p
		}
	})
	if p, ok := g.(orb.Point); ok {
		return to(p)
	}
	if c, ok := g.(orb.Collection); ok {
		for i, member := range c {
			var err error
			if c[i], err = transform(member, to); err != nil {
				return nil, err
			}
		}
	}
	return g, failed
}

// eachPath visits the runs of positions of a geometry, but of points and of a
// collection's members.
func eachPath(g orb.Geometry, visit func([]orb.Point)) {
	switch g := g.(type) {
	case orb.MultiPoint:
		visit(g)
	case orb.LineString:
		visit(g)
	case orb.MultiLineString:
		for _, line := range g {
			visit(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			visit(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			eachPath(polygon, visit)
		}
	}
}

func set(prefix, names string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		all[prefix+name] = true
	}
	return all
}

var (
	spatialOps  = set("s_", "contains crosses disjoint equals intersects overlaps touches within")
	temporalOps = set("t_", "after before contains disjoint during equals finishedBy finishes intersects meets metBy overlappedBy overlaps startedBy starts")
	arrayOps    = set("a_", "containedBy contains equals overlaps")
	comparisons = set("", "= <> < > <= >=")
	arithmetic  = set("", "+ - * / ^ % div")
	foldOps     = set("", "casei accenti")
	// byLower finds an operator written in any case.
	byLower = func() map[string]string {
		all := map[string]string{}
		for _, ops := range []map[string]bool{spatialOps, temporalOps, arrayOps, foldOps} {
			for name := range ops {
				all[strings.ToLower(name)] = name
			}
		}
		return all
	}()
)
