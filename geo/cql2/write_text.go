package cql2

import (
	"errors"
	"strconv"
	"strings"
)

// errBackslash is the one thing that JSON can say and text cannot.
var errBackslash = errors.New("a text with a backslash at its end or before a, b, t, n, v, f or r cannot be written as CQL2 Text")

// WriteText writes a filter as CQL2 Text, which Parse reads back to the same tree.
// The error is of a backslash that CQL2 Text would read otherwise.
func (n *Node) WriteText() (string, error) {
	w := &textWriter{}
	w.node(n, 0)
	return w.String(), w.err
}

type textWriter struct {
	strings.Builder
	err error
}

// How strongly operators bind; what binds less than where it stands goes into
// parentheses.
const (
	bindOr = iota + 1
	bindAnd
	bindNot
	bindPredicate
	bindSum
	bindProduct
	bindPower
	bindFactor
)

func binding(n *Node) int {
	if n.Kind != Op {
		return bindFactor
	}
	switch {
	case n.Text == "or":
		return bindOr
	case n.Text == "and":
		return bindAnd
	case n.Text == "not":
		return bindNot
	case n.Text == "+" || n.Text == "-":
		return bindSum
	case n.Text == "^":
		return bindPower
	case arithmetic[n.Text]:
		return bindProduct
	case comparisons[n.Text] || n.Text == "like" || n.Text == "between" || n.Text == "in" || n.Text == "isNull":
		return bindPredicate
	}
	return bindFactor
}

// node writes a node where something that binds so strongly is wanted.
func (w *textWriter) node(n *Node, least int) {
	if binding(n) < least {
		w.WriteByte('(')
		w.node(n, 0)
		w.WriteByte(')')
		return
	}
	switch n.Kind {
	case Op:
		w.op(n)
	case Property:
		w.name(n.Text)
	case String:
		w.quote(n.Text)
	case Number:
		w.number(n.Number)
	case Bool:
		w.WriteString(strings.ToUpper(strconv.FormatBool(n.Bool)))
	case Date:
		w.WriteString("DATE('" + n.Text + "')")
	case Timestamp:
		w.WriteString("TIMESTAMP('" + n.Text + "')")
	case Interval:
		w.WriteString("INTERVAL(")
		w.ends(n.Args)
	case Geometry:
		w.geometry(n.Geometry)
	case BBox:
		w.WriteString("BBOX(")
		for i, v := range n.Box {
			w.comma(i)
			w.number(v)
		}
		w.WriteByte(')')
	case Array:
		w.array(n)
	}
}

func (w *textWriter) comma(i int) {
	if i > 0 {
		w.WriteByte(',')
	}
}

// array has brackets where it stands alone: in parentheses one element would be
// that element.
func (w *textWriter) array(n *Node) {
	w.WriteByte('[')
	w.list(n.Args)
	w.WriteByte(']')
}

func (w *textWriter) list(args []*Node) {
	for i, arg := range args {
		w.comma(i)
		w.node(arg, 0)
	}
}

func (w *textWriter) ends(args []*Node) {
	for i, end := range args {
		w.comma(i)
		switch end.Kind {
		case Open:
			w.WriteString("'..'")
		case Date, Timestamp:
			w.WriteString("'" + end.Text + "'")
		default:
			w.node(end, 0)
		}
	}
	w.WriteByte(')')
}

func (w *textWriter) infix(args []*Node, symbol string, first, rest int) {
	for i, arg := range args {
		if i == 0 {
			w.node(arg, first)
			continue
		}
		w.WriteString(" " + symbol + " ")
		w.node(arg, rest)
	}
}

func (w *textWriter) op(n *Node) {
	b := binding(n)
	switch {
	case n.Text == "not":
		w.WriteString("NOT ")
		w.node(n.Args[0], bindNot)
	case b == bindOr || b == bindAnd:
		w.infix(n.Args, strings.ToUpper(n.Text), b+1, b+1)
	case b == bindPower:
		w.infix(n.Args, n.Text, bindFactor, bindPower)
	case b == bindSum || b == bindProduct:
		w.infix(n.Args, n.Text, b, b+1)
	case comparisons[n.Text]:
		w.infix(n.Args, n.Text, bindSum, bindSum)
	case n.Text == "like":
		w.infix(n.Args, "LIKE", bindSum, bindSum)
	case n.Text == "isNull":
		w.node(n.Args[0], bindSum)
		w.WriteString(" IS NULL")
	case n.Text == "between":
		w.node(n.Args[0], bindSum)
		w.WriteString(" BETWEEN ")
		w.infix(n.Args[1:], "AND", bindSum, bindSum)
	case n.Text == "in":
		w.node(n.Args[0], bindSum)
		w.WriteString(" IN (")
		w.list(n.Args[1].Args)
		w.WriteByte(')')
	default:
		w.call(n)
	}
}

func (w *textWriter) call(n *Node) {
	name := n.Text
	if _, _, known := operands(name); known {
		name = strings.ToUpper(name)
	}
	w.WriteString(name + "(")
	w.list(n.Args)
	w.WriteByte(')')
}
