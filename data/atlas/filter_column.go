package atlas

import (
	"stele/data"
	"stele/geo/cql2"
)

// special compiles what there is a faster way for than asking each feature; nil
// if there is none.
func (c *compiler) special(n *cql2.Node) (condition, error) {
	switch {
	case relationOf(n.Text) != nil && n.Kind == cql2.Op:
		return c.place(n)
	case n.Is("isNull") && isGeometry(n.Args[0]):
		return unlocated(c.layer.located), nil
	case n.Is("=") || n.Is("in"):
		if made := c.ids(n); made != nil {
			return made, nil
		}
	}
	if made := c.ranges(n); made != nil {
		return made, nil
	}
	return nil, nil
}

// table asks an expression about one property of each value that it has.
func (c *compiler) table(n *cql2.Node, a about) (condition, error) {
	p, err := c.predicate(n)
	if err != nil {
		return nil, err
	}
	size := a.column.size()
	c.filter.work += a.steps*size + c.layer.Len()/4
	t := &test{column: a.column}
	r := row{layer: c.layer, column: a.column}
	for code := uint32(0); code <= uint32(size); code++ {
		r.code = code
		switch p(&r) {
		case isTrue:
			t.ranges = appendCode(t.ranges, code)
		case isUnknown:
			t.unknown = appendCode(t.unknown, code)
		}
	}
	if len(t.ranges)+len(t.unknown) <= fewRanges {
		return t, nil
	}
	return newTable(t, size), nil
}

// appendCode adds a code that is greater than all before.
func appendCode(ranges []codeRange, code uint32) []codeRange {
	if n := len(ranges); n > 0 && ranges[n-1].high == code {
		ranges[n-1].high++
		return ranges
	}
	return append(ranges, codeRange{code, code + 1})
}

// ranges compiles the comparison of a property with literals, which is known of
// the order of its values; nil where it is not.
func (c *compiler) ranges(n *cql2.Node) condition {
	if n.Kind != cql2.Op || len(n.Args) < 2 || n.Args[0].Kind != cql2.Property {
		return nil
	}
	column, ok := c.layer.column(n.Args[0].Text)
	if !ok || column.field.Type == data.Date || column.field.Type == data.Boolean {
		return nil
	}
	values, ok := literals(column, n)
	if !ok {
		return nil
	}
	c.filter.work += c.layer.Len() / 8
	null, all := []codeRange{{0, 1}}, codeRange{1, uint32(column.size()) + 1}
	t := &test{column: column, unknown: null}
	below, upTo := codeRange{low: 1}, column.between(nil, &values[0])
	below.high, _ = column.from(values[0])
	switch n.Text {
	case "=", "in":
		for _, v := range values {
			t.add(column.equal(v))
		}
	case "<>":
		t.add(below)
		t.add(codeRange{upTo.high, all.high})
	case "<":
		t.add(below)
	case "<=":
		t.add(upTo)
	case ">":
		t.add(codeRange{upTo.high, all.high})
	case ">=":
		t.add(codeRange{below.high, all.high})
	case "between":
		t.add(column.between(&values[0], &values[1]))
	default:
		return nil
	}
	return t
}

// literals are the operands behind the first, if all are literals of the
// column's type.
func literals(column *column, n *cql2.Node) (values []Value, ok bool) {
	args := n.Args[1:]
	if args[0].Kind == cql2.Array {
		args = args[0].Args
	}
	for _, arg := range args {
		switch {
		case arg.Kind == cql2.String && isText(column.field.Type):
			values = append(values, Value{Text: arg.Text})
		case arg.Kind == cql2.Number && !isText(column.field.Type):
			values = append(values, Value{Number: arg.Number})
		default:
			return nil, false
		}
	}
	return values, len(values) > 0
}

// ids compiles the equality of id with literals.
func (c *compiler) ids(n *cql2.Node) condition {
	if n.Args[0].Kind != cql2.Property || n.Args[0].Text != idName {
		return nil
	}
	args := n.Args[1:]
	if args[0].Kind == cql2.Array {
		args = args[0].Args
	}
	c.filter.work += costOfBits * c.layer.Len()
	found := make(bitsCondition, words(c.layer.Len()))
	for _, arg := range args {
		if arg.Kind != cql2.String {
			return nil
		}
		if i, ok := c.layer.Index(arg.Text); ok {
			found.set(i)
		}
	}
	return found
}
