package atlas

import (
	"errors"
	"fmt"
	"slices"

	"stele/geo"
	"stele/geo/cql2"
)

// Filter is a CQL2 filter made ready for one layer. It is for one query at a
// time, and Locate has to be called before.
//
// It knows the fields of the layer, id, geometry, and in temporal functions
// when: the period from the earliest to the latest day, of whole days, open where
// the date is, and null if there is none. Comparisons with null are neither true
// nor false, and so is what is made of them, unless it is true or false for any
// value; what is not true does not match.
type Filter struct {
	layer *Layer
	// All of these must hold. What is not told by one property or period is in
	// rest.
	never bool
	tests []test
	spans []span
	rest  []condition
	// places are all spatial conditions, wherever in the filter.
	places    []*placeCondition
	isLocated bool
	work      int
}

// ErrCostly is of a filter that would take too long.
var ErrCostly = errors.New("the filter takes too long on so many features: ask for less by bbox, by fewer conditions or by a plainer geometry")

// mostWork bounds what a filter may cost, in steps of some nanoseconds each.
const mostWork = 300_000_000

// Compile makes a filter ready. Its errors are *cql2.Error, of names and types,
// or ErrCostly.
func (l *Layer) Compile(n *cql2.Node) (*Filter, error) {
	c := &compiler{layer: l, filter: &Filter{layer: l}}
	if err := c.conjunct(n); err != nil {
		return nil, err
	}
	if c.filter.work > mostWork {
		return nil, ErrCostly
	}
	return c.filter, nil
}

// compiler makes conditions of nodes.
type compiler struct {
	layer  *Layer
	filter *Filter
	days   map[*column][]instant // of columns of dates, by code
}

func errorAt(n *cql2.Node, format string, args ...any) error {
	return &cql2.Error{At: n.At, Message: fmt.Sprintf(format, args...)}
}

// conjunct adds what must hold.
func (c *compiler) conjunct(n *cql2.Node) error {
	if n.Is("and") {
		for _, arg := range n.Args {
			if err := c.conjunct(arg); err != nil {
				return err
			}
		}
		return nil
	}
	if s, ok := c.span(n); ok {
		c.filter.spans = append(c.filter.spans, s)
		return nil
	}
	made, err := c.condition(n)
	if err != nil {
		return err
	}
	switch made := made.(type) {
	case constant:
		c.filter.never = c.filter.never || made != isTrue
	case *test:
		c.filter.tests = append(c.filter.tests, *made)
	default:
		c.filter.rest = append(c.filter.rest, made)
	}
	return nil
}

// smallColumn is the number of values up to which a whole expression about one
// property is asked of each of them, and then of none of the features.
const smallColumn = 4096

// condition compiles what is true or false.
func (c *compiler) condition(n *cql2.Node) (condition, error) {
	about, err := c.about(n)
	if err != nil {
		return nil, err
	}
	switch {
	case about.isConstant():
		p, err := c.predicate(n)
		if err != nil {
			return nil, err
		}
		return p(&row{}), nil
	case about.isOneColumn() && about.column.size() <= smallColumn:
		return c.table(n, about)
	case n.Is("and"), n.Is("or"), n.Is("not"):
		return c.combination(n)
	}
	if made, err := c.special(n); made != nil || err != nil {
		return made, err
	}
	if about.isOneColumn() {
		return c.table(n, about)
	}
	if about.hasGeometry {
		return c.ofConditions(n)
	}
	p, err := c.predicate(n)
	c.filter.work += about.steps * c.layer.Len()
	return &rowCondition{holds: p, row: row{layer: c.layer}}, err
}

// combination compiles and, or and not of conditions.
func (c *compiler) combination(n *cql2.Node) (condition, error) {
	var args []condition
	for _, arg := range n.Args {
		made, err := c.condition(arg)
		if err != nil {
			return nil, err
		}
		args = append(args, made)
	}
	if n.Is("not") {
		if k, ok := args[0].(constant); ok {
			return k.not(), nil
		}
		return notCondition{args[0]}, nil
	}
	// A constant decides all, or nothing.
	deciding, kept := isFalse, args[:0]
	if n.Is("or") {
		deciding = isTrue
	}
	for _, arg := range args {
		switch k, ok := arg.(constant); {
		case !ok || k == isUnknown:
			kept = append(kept, arg)
		case k == deciding:
			return k, nil
		}
	}
	switch len(kept) {
	case 0:
		return deciding.not(), nil
	case 1:
		return kept[0], nil
	}
	if n.Is("or") {
		return orCondition(kept), nil
	}
	return andCondition(kept), nil
}

// ofConditions compiles what is said of conditions about the geometry: whether one
// is null, and whether two are the same.
func (c *compiler) ofConditions(n *cql2.Node) (condition, error) {
	isEquality := n.Is("=") || n.Is("<>")
	if !isEquality && !n.Is("isNull") || slices.ContainsFunc(n.Args, isGeometry) {
		return nil, errorAt(n, "the geometry stands in S_ functions and IS NULL alone")
	}
	var args []condition
	for _, arg := range n.Args {
		made, err := c.condition(arg)
		if err != nil {
			return nil, err
		}
		args = append(args, made)
	}
	switch {
	case !isEquality:
		return nullCondition{args[0]}, nil
	case n.Is("="):
		return sameCondition{args[0], args[1]}, nil
	}
	return notCondition{sameCondition{args[0], args[1]}}, nil
}

// Locate finds where the filter's spatial conditions hold, in the box if that is
// not nil: what is outside of it is then not to be asked for. Its error is
// ErrCostly.
func (f *Filter) Locate(box *geo.BBox) error {
	if f == nil {
		return nil
	}
	for _, p := range f.places {
		if err := p.locate(f, box); err != nil {
			return err
		}
	}
	f.isLocated = true
	return nil
}
