package atlas

import (
	"slices"
	"strings"
	"time"

	"stele/data"
	"stele/geo/cql2"
)

// The queryables that are no fields.
const (
	idName       = "id"
	geometryName = "geometry"
	whenName     = "when" // a field, but in temporal functions a period
)

func isGeometry(n *cql2.Node) bool { return n.Kind == cql2.Property && n.Text == geometryName }

func (c *compiler) unknownName(n *cql2.Node) error {
	names := []string{idName, geometryName}
	for _, f := range c.layer.fields {
		names = append(names, f.Name)
	}
	return errorAt(n, "there is no property %q; there are %s", n.Text, strings.Join(names, ", "))
}

// about is what an expression depends on, and how long it takes.
type about struct {
	column      *column // the one property
	more        bool    // there is another, or something that is no property
	hasGeometry bool
	steps       int
}

func (a about) isConstant() bool  { return a.column == nil && !a.more }
func (a about) isOneColumn() bool { return a.column != nil && !a.more }

func (c *compiler) about(n *cql2.Node) (a about, err error) {
	return a, c.addTo(&a, n, false)
}

// addTo adds what a node depends on; isTime reports that it is an operand of a
// temporal function.
func (c *compiler) addTo(a *about, n *cql2.Node, isTime bool) error {
	switch {
	case n.Is("like"):
		a.steps += 5
	case n.Is("casei"), n.Is("accenti"):
		a.steps += 20
	}
	a.steps++
	if n.Kind == cql2.Property {
		switch column, ok := c.layer.column(n.Text); {
		case n.Text == geometryName:
			a.more, a.hasGeometry = true, true
		case n.Text == idName, n.Text == whenName && isTime:
			a.more = true
		case !ok:
			return c.unknownName(n)
		case a.column == nil:
			a.column = column
		case a.column != column:
			a.more = true
		}
	}
	isTime = n.Kind == cql2.Op && relationOfTime(n.Text) != nil || isTime && n.Kind == cql2.Interval
	for _, arg := range n.Args {
		if err := c.addTo(a, arg, isTime); err != nil {
			return err
		}
	}
	return nil
}

// predicate compiles what is true or false of a row.
func (c *compiler) predicate(n *cql2.Node) (predicate, error) {
	switch n.Kind {
	case cql2.Bool:
		verdict := constantOf(n.Bool)
		return func(*row) constant { return verdict }, nil
	case cql2.Property:
		return c.truth(n)
	case cql2.Op:
	default:
		return nil, errorAt(n, "this is no condition")
	}
	switch n.Text {
	case "and", "or":
		return c.junction(n)
	case "not":
		p, err := c.predicate(n.Args[0])
		return func(r *row) constant { return p(r).not() }, err
	case "=", "<>", "<", ">", "<=", ">=":
		return c.comparison(n)
	case "between":
		return c.between(n)
	case "in":
		return c.in(n)
	case "like":
		return c.like(n)
	case "isNull":
		return c.isNull(n)
	}
	switch {
	case relationOf(n.Text) != nil:
		return c.fixedPlaces(n)
	case relationOfTime(n.Text) != nil:
		return c.temporal(n)
	case strings.HasPrefix(n.Text, "a_"):
		return nil, errorAt(n, "there are no arrays here to use %s on", strings.ToUpper(n.Text))
	}
	return nil, errorAt(n, "there is no function %q", n.Text)
}

// truth compiles a property that is true or false itself.
func (c *compiler) truth(n *cql2.Node) (predicate, error) {
	v, t, err := c.scalar(n)
	if err != nil {
		return nil, err
	}
	if t != truthType {
		return nil, errorAt(n, "%s is %s, and no condition", n.Text, t)
	}
	return func(r *row) constant {
		got := v(r)
		if !got.isSet {
			return isUnknown
		}
		return constantOf(got.number != 0)
	}, nil
}

func (c *compiler) junction(n *cql2.Node) (predicate, error) {
	args := make([]predicate, len(n.Args))
	for i, arg := range n.Args {
		var err error
		if args[i], err = c.predicate(arg); err != nil {
			return nil, err
		}
	}
	deciding := constantOf(n.Is("or"))
	return func(r *row) constant {
		verdict := deciding.not()
		for _, arg := range args {
			switch arg(r) {
			case deciding:
				return deciding
			case isUnknown:
				verdict = isUnknown
			}
		}
		return verdict
	}, nil
}

// operands compiles expressions that are compared with each other. A text that
// is compared with a date is read as one, and 1 and 0 beside true and false are
// those: so GDAL writes them.
func (c *compiler) operands(nodes ...*cql2.Node) ([]scalar, valueType, error) {
	all, types := make([]scalar, len(nodes)), make([]valueType, len(nodes))
	for i, n := range nodes {
		var err error
		if all[i], types[i], err = c.scalar(n); err != nil {
			return nil, 0, err
		}
	}
	common := types[0]
	for _, t := range types {
		if t == instantType || t == truthType {
			common = t
		}
	}
	for i, n := range nodes {
		if types[i] == common {
			continue
		}
		as, err := c.coerce(n, common)
		if err != nil {
			return nil, 0, err
		}
		if as == nil {
			return nil, 0, errorAt(n, "this is %s, and compared with %s", types[i], common)
		}
		all[i], _, _ = c.scalar(as)
	}
	return all, common, nil
}

// coerce reads a literal as another type; nil if it is none of that.
func (c *compiler) coerce(n *cql2.Node, t valueType) (*cql2.Node, error) {
	switch {
	case t == instantType && n.Kind == cql2.String:
		day, _, _ := strings.Cut(n.Text, "T")
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, errorAt(n, "%q is no day such as '2020-11-25'", n.Text)
		}
		return &cql2.Node{Kind: cql2.Date, Text: day, At: n.At}, nil
	case t == truthType && n.Kind == cql2.Number && (n.Number == 0 || n.Number == 1):
		return &cql2.Node{Kind: cql2.Bool, Bool: n.Number == 1, At: n.At}, nil
	}
	return nil, nil
}

func (c *compiler) comparison(n *cql2.Node) (predicate, error) {
	args, t, err := c.operands(n.Args...)
	if err != nil {
		return nil, err
	}
	holds := map[string]func(order int) bool{
		"=": func(o int) bool { return o == 0 }, "<>": func(o int) bool { return o != 0 },
		"<": func(o int) bool { return o < 0 }, "<=": func(o int) bool { return o <= 0 },
		">": func(o int) bool { return o > 0 }, ">=": func(o int) bool { return o >= 0 },
	}[n.Text]
	return func(r *row) constant {
		a, b := args[0](r), args[1](r)
		if !a.isSet || !b.isSet {
			return isUnknown
		}
		return constantOf(holds(compare(t, a, b)))
	}, nil
}

// between is >= and <=, as in SQL: one end that is not met decides, also if the
// other is null.
func (c *compiler) between(n *cql2.Node) (predicate, error) {
	value, low, high := n.Args[0], n.Args[1], n.Args[2]
	op := func(name string, end *cql2.Node) *cql2.Node {
		return &cql2.Node{Kind: cql2.Op, Text: name, Args: []*cql2.Node{value, end}, At: n.At}
	}
	return c.junction(&cql2.Node{Kind: cql2.Op, Text: "and", Args: []*cql2.Node{op(">=", low), op("<=", high)}, At: n.At})
}

func (c *compiler) in(n *cql2.Node) (predicate, error) {
	args, t, err := c.operands(append([]*cql2.Node{n.Args[0]}, n.Args[1].Args...)...)
	if err != nil {
		return nil, err
	}
	return func(r *row) constant {
		v := args[0](r)
		if !v.isSet {
			return isUnknown
		}
		verdict := isFalse
		for _, arg := range args[1:] {
			switch other := arg(r); {
			case !other.isSet:
				verdict = isUnknown
			case compare(t, v, other) == 0:
				return isTrue
			}
		}
		return verdict
	}, nil
}

func (c *compiler) isNull(n *cql2.Node) (predicate, error) {
	arg := n.Args[0]
	switch arg.Kind {
	case cql2.Geometry, cql2.BBox, cql2.Array:
		return func(*row) constant { return isFalse }, nil
	case cql2.Interval:
		p, err := c.period(arg)
		return func(r *row) constant { _, ok := p(r); return constantOf(!ok) }, err
	}
	v, _, err := c.scalar(arg)
	return func(r *row) constant { return constantOf(!v(r).isSet) }, err
}

// Queryables lists what a filter may name: id, geometry and the fields.
func (l *Layer) Queryables() []data.Field {
	return slices.Concat([]data.Field{{Name: idName, Type: data.Text, Title: "Identifier"}}, l.fields)
}
