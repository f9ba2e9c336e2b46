package cql2

import (
	"errors"
	"fmt"
	"strings"
)

func boxOf(numbers []float64) (box [4]float64, err error) {
	switch len(numbers) {
	case 4:
		return [4]float64(numbers), nil
	case 6:
		return [4]float64{numbers[0], numbers[1], numbers[3], numbers[4]}, nil
	}
	return box, errors.New("a box has four numbers (west, south, east, north), or six with heights")
}

// class is what an operand must be, as far as its form shows.
type class uint8

const (
	anything class = iota
	truth
	scalar
	text
	pattern
	numeric
	spatial
	temporal
	array
	instant // an end of an interval
)

func (c class) String() string {
	return [...]string{
		"a value", "a condition that is true or false", "a property or value", "a text", "a pattern in quotes", "a number",
		"a geometry", "a date, a time or an interval", "an array", "a date, a time, a property or '..'",
	}[c]
}

// operands are the classes of an operator's operands; variadic reports that the
// last class may come more often.
func operands(op string) (classes []class, variadic, known bool) {
	switch {
	case op == "and" || op == "or":
		return []class{truth, truth}, true, true
	case op == "not":
		return []class{truth}, false, true
	case comparisons[op]:
		return []class{scalar, scalar}, false, true
	case op == "like":
		return []class{text, pattern}, false, true
	case op == "between":
		return []class{scalar, scalar, scalar}, false, true
	case op == "in":
		return []class{scalar, array}, false, true
	case op == "isNull":
		return []class{anything}, false, true
	case foldOps[op]:
		return []class{text}, false, true
	case arithmetic[op]:
		return []class{numeric, numeric}, false, true
	case spatialOps[op]:
		return []class{spatial, spatial}, false, true
	case temporalOps[op]:
		return []class{temporal, temporal}, false, true
	case arrayOps[op]:
		return []class{array, array}, false, true
	}
	return []class{anything}, true, false
}

// check holds a tree to what the grammar says of operands.
func check(n *Node) error {
	if !fits(n, truth) {
		return &Error{n.At, "this is no condition that is true or false"}
	}
	return checkArgs(n, 1)
}

func checkArgs(n *Node, depth int) error {
	if depth > maxDepth {
		return &Error{n.At, fmt.Sprintf("the filter nests deeper than %d", maxDepth)}
	}
	classes, err := classesOf(n)
	if err != nil {
		return err
	}
	for i, arg := range n.Args {
		want := classes[min(i, len(classes)-1)]
		if !fits(arg, want) {
			return &Error{arg.At, fmt.Sprintf("%s takes %s here", title(n), want)}
		}
		if err := checkArgs(arg, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// classesOf are the classes of a node's Args, whose number it checks.
func classesOf(n *Node) ([]class, error) {
	switch n.Kind {
	case Interval:
		if len(n.Args) != 2 {
			return nil, &Error{n.At, fmt.Sprintf("an interval has two ends, not %d", len(n.Args))}
		}
		return []class{instant}, nil
	case Array:
		return []class{anything}, nil
	case Op:
	default:
		return nil, nil
	}
	classes, variadic, known := operands(n.Text)
	switch {
	case !known:
		return classes, nil
	case len(n.Args) < len(classes) || len(n.Args) > len(classes) && !variadic:
		return nil, &Error{n.At, fmt.Sprintf("%s takes %d operands, not %d", title(n), len(classes), len(n.Args))}
	case n.Text == "in" && len(n.Args[1].Args) == 0 && n.Args[1].Kind == Array:
		return nil, &Error{n.Args[1].At, "the list of IN is empty"}
	case n.Text == "in" && n.Args[1].Kind != Array:
		return nil, &Error{n.Args[1].At, "IN takes a list"}
	}
	return classes, nil
}

func title(n *Node) string {
	if n.Kind == Interval {
		return "INTERVAL"
	}
	return strings.ToUpper(clip(n.Text))
}

// fits reports that a node may be of a class. A property and a function may be
// of any.
func fits(n *Node, c class) bool {
	if c == anything {
		return n.Kind != Open
	}
	isFunction := false
	if n.Kind == Op {
		_, _, known := operands(n.Text)
		isFunction = !known
	}
	if (n.Kind == Property || isFunction) && c != pattern {
		return true
	}
	isText := n.Is("casei") || n.Is("accenti")
	isNumber := n.Kind == Number || n.Kind == Op && arithmetic[n.Text]
	isTruth := n.Kind == Bool || n.Kind == Op && !isText && !isNumber && !isFunction
	switch c {
	case truth:
		return isTruth
	case scalar:
		return isTruth || isNumber || isText || n.Kind == String || n.Kind == Date || n.Kind == Timestamp
	case text:
		return isText || n.Kind == String
	case pattern:
		return n.Kind == String || isText && len(n.Args) == 1 && fits(n.Args[0], pattern)
	case numeric:
		return isNumber
	case spatial:
		return n.Kind == Geometry || n.Kind == BBox
	case temporal:
		return n.Kind == Date || n.Kind == Timestamp || n.Kind == Interval
	case instant:
		return n.Kind == Date || n.Kind == Timestamp || n.Kind == Open
	}
	return n.Kind == Array
}
