package atlas

import (
	"math"

	"stele/data/edtf"
	"stele/geo/cql2"
)

// period is what a temporal function compares: an instant is a period that ends
// where it starts.
type period struct{ start, end instant }

// timeRelation is a relation of one period to another (ISO 19108, after Allen).
type timeRelation func(a, b period) bool

func relationOfTime(op string) timeRelation {
	starts := func(a, b period) int { return a.start.compare(b.start) }
	ends := func(a, b period) int { return a.end.compare(b.end) }
	switch op {
	case "t_after":
		return func(a, b period) bool { return a.start.compare(b.end) > 0 }
	case "t_before":
		return func(a, b period) bool { return a.end.compare(b.start) < 0 }
	case "t_contains":
		return func(a, b period) bool { return starts(a, b) < 0 && ends(a, b) > 0 }
	case "t_disjoint":
		return func(a, b period) bool { return a.end.compare(b.start) < 0 || a.start.compare(b.end) > 0 }
	case "t_during":
		return func(a, b period) bool { return starts(a, b) > 0 && ends(a, b) < 0 }
	case "t_equals":
		return func(a, b period) bool { return starts(a, b) == 0 && ends(a, b) == 0 }
	case "t_finishedBy":
		return func(a, b period) bool { return starts(a, b) < 0 && ends(a, b) == 0 }
	case "t_finishes":
		return func(a, b period) bool { return starts(a, b) > 0 && ends(a, b) == 0 }
	case "t_intersects":
		return func(a, b period) bool { return a.end.compare(b.start) >= 0 && a.start.compare(b.end) <= 0 }
	case "t_meets":
		return func(a, b period) bool { return a.end.compare(b.start) == 0 }
	case "t_metBy":
		return func(a, b period) bool { return a.start.compare(b.end) == 0 }
	case "t_overlappedBy":
		return func(a, b period) bool { return starts(a, b) > 0 && a.start.compare(b.end) < 0 && ends(a, b) > 0 }
	case "t_overlaps":
		return func(a, b period) bool { return starts(a, b) < 0 && a.end.compare(b.start) > 0 && ends(a, b) < 0 }
	case "t_startedBy":
		return func(a, b period) bool { return starts(a, b) == 0 && ends(a, b) > 0 }
	case "t_starts":
		return func(a, b period) bool { return starts(a, b) == 0 && ends(a, b) < 0 }
	}
	return nil
}

// temporal compiles a temporal function.
func (c *compiler) temporal(n *cql2.Node) (predicate, error) {
	var args [2]func(*row) (period, bool)
	for i, arg := range n.Args {
		var err error
		if args[i], err = c.period(arg); err != nil {
			return nil, err
		}
	}
	holds := relationOfTime(n.Text)
	return func(r *row) constant {
		a, okA := args[0](r)
		b, okB := args[1](r)
		if !okA || !okB {
			return isUnknown
		}
		return constantOf(holds(a, b))
	}, nil
}

// period compiles an operand of a temporal function; false is null.
func (c *compiler) period(n *cql2.Node) (func(*row) (period, bool), error) {
	if n.Kind == cql2.Property && n.Text == whenName {
		return func(r *row) (period, bool) {
			earliest, latest := r.layer.time.earliest[r.feature], r.layer.time.latest[r.feature]
			return period{dayInstant(earliest), dayInstant(latest)}, !isUndated(earliest, latest)
		}, nil
	}
	if n.Kind != cql2.Interval {
		at, err := c.end(n, always)
		return func(r *row) (period, bool) { v := at(r); return period{v.at, v.at}, v.isSet }, err
	}
	start, err := c.end(n.Args[0], always)
	if err != nil {
		return nil, err
	}
	end, err := c.end(n.Args[1], never)
	if err != nil {
		return nil, err
	}
	of := func(r *row) (period, bool) {
		a, b := start(r), end(r)
		return period{a.at, b.at}, a.isSet && b.isSet
	}
	if a, err := c.about(n); err == nil && a.isConstant() {
		if p, ok := of(&row{}); ok && p.start.compare(p.end) > 0 {
			return nil, errorAt(n, "the interval ends before it starts")
		}
	}
	return of, nil
}

// end compiles a point in time; open is what ".." is.
func (c *compiler) end(n *cql2.Node, open instant) (scalar, error) {
	if n.Kind == cql2.Open {
		return func(*row) value { return value{isSet: true, at: open} }, nil
	}
	if n.Kind == cql2.Property && n.Text == whenName {
		return nil, errorAt(n, "%s is a period, and no end of one: take earliest or latest", whenName)
	}
	v, t, err := c.scalar(n)
	if err == nil && t != instantType {
		err = errorAt(n, "this is %s, and no date", t)
	}
	return v, err
}

// span is T_INTERSECTS(when, ...) as what the index of time knows.
func (c *compiler) span(n *cql2.Node) (span, bool) {
	if !n.Is("t_intersects") {
		return span{}, false
	}
	when, other := n.Args[0], n.Args[1]
	if other.Kind == cql2.Property {
		when, other = other, when
	}
	if when.Kind != cql2.Property || when.Text != whenName {
		return span{}, false
	}
	if a, err := c.about(other); err != nil || !a.isConstant() {
		return span{}, false
	}
	of, err := c.period(other)
	if err != nil {
		return span{}, false
	}
	p, ok := of(&row{})
	if !ok {
		return span{}, false
	}
	return span{from: dayOf(p.start), to: dayOf(p.end), dated: true}, true
}

func dayOf(at instant) edtf.Day {
	return edtf.Day(min(max(at.day, math.MinInt32), math.MaxInt32))
}
