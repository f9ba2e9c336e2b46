package cql2

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ParseJSON reads a filter in CQL2 JSON. What [Parse] promises holds here too;
// errors have the JSON pointer.
func ParseJSON(body []byte) (*Node, error) {
	switch {
	case len(body) > MaxLength:
		return nil, &Error{Message: "the filter is longer than 1 MiB"}
	case !utf8.Valid(body):
		return nil, &Error{Message: "the filter is not UTF-8"}
	case isTooDeep(body):
		return nil, &Error{Message: fmt.Sprintf("the filter nests deeper than %d", maxDepth)}
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, &Error{Message: "the filter is no JSON: " + jsonFault(err)}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &Error{Message: "something follows the filter"}
	}
	r := &reader{}
	n, err := r.node(value, "")
	if err != nil {
		return nil, err
	}
	return n, check(n)
}

func jsonFault(err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Sprintf("%v at byte %d", err, syntax.Offset)
	}
	return "it ends too early"
}

// isTooDeep looks for brackets before anything is built of them. Positions of
// geometries nest a little too.
func isTooDeep(body []byte) bool {
	depth, inText := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inText && c == '\\':
			i++
		case c == '"':
			inText = !inText
		case inText:
		case c == '{' || c == '[':
			// A node takes two: its object and its list of args. Some more are
			// for geometries; check counts exactly.
			if depth++; depth > 3*maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// reader makes nodes of decoded JSON.
type reader struct{ nodes, positions int }

func fault(at, format string, args ...any) error {
	return &Error{Place{Pointer: at}, fmt.Sprintf(format, args...)}
}

func (r *reader) node(value any, at string) (*Node, error) {
	if r.nodes++; r.nodes > maxNodes {
		return nil, fault(at, "the filter has more than %d parts", maxNodes)
	}
	n := &Node{At: Place{Pointer: at}}
	switch v := value.(type) {
	case string:
		n.Kind, n.Text = String, v
		return n, checkText(v, at)
	case json.Number:
		n.Kind = Number
		var err error
		n.Number, err = number(v, at)
		return n, err
	case bool:
		n.Kind, n.Bool = Bool, v
		return n, nil
	case []any:
		n.Kind = Array
		return n, r.args(n, v, at)
	case map[string]any:
		return n, r.object(n, v, at)
	}
	return nil, fault(at, "null stands where a value is wanted; the operator isNull asks for it")
}

func checkText(s, at string) error {
	if len(s) > maxText {
		return fault(at, "a text has more than %d bytes", maxText)
	}
	return nil
}

func number(v json.Number, at string) (float64, error) {
	f, err := v.Float64()
	if err != nil || math.IsInf(f, 0) {
		return 0, fault(at, "%s is too large a number", clip(v.String()))
	}
	return f + 0, nil // never -0
}

func (r *reader) args(n *Node, values []any, at string) error {
	for i, value := range values {
		arg, err := r.node(value, at+"/"+strconv.Itoa(i))
		if err != nil {
			return err
		}
		n.Args = append(n.Args, arg)
	}
	return nil
}

// object reads what an object stands for, which one of its members tells.
func (r *reader) object(n *Node, members map[string]any, at string) error {
	has := func(names ...string) bool {
		for _, name := range names {
			if _, ok := members[name]; !ok {
				return false
			}
		}
		return len(members) == len(names)
	}
	switch {
	case has("op", "args"):
		return r.op(n, members["op"], members["args"], at)
	case has("property"):
		n.Kind = Property
		return r.text(n, members["property"], at+"/property")
	case has("date"):
		n.Kind = Date
		return r.instant(n, members["date"], at+"/date")
	case has("timestamp"):
		n.Kind = Timestamp
		return r.instant(n, members["timestamp"], at+"/timestamp")
	case has("interval"):
		n.Kind = Interval
		return r.interval(n, members["interval"], at+"/interval")
	case has("bbox"):
		n.Kind = BBox
		return r.bbox(n, members["bbox"], at+"/bbox")
	case members["type"] != nil:
		n.Kind = Geometry
		g, err := r.geometry(members, at, 0)
		n.Geometry = g
		return err
	}
	return fault(at, "an object has op and args, or property, date, timestamp, interval, bbox, or the members of a GeoJSON geometry, and no others")
}

func (r *reader) op(n *Node, op, args any, at string) error {
	name, ok := op.(string)
	if !ok || name == "" {
		return fault(at+"/op", "op is no text")
	}
	values, ok := args.([]any)
	if !ok {
		return fault(at+"/args", "args is no array")
	}
	if known, ok := byLower[strings.ToLower(name)]; ok {
		name = known
	}
	n.Kind, n.Text = Op, name
	if _, _, known := operands(name); !known && (!isPlainName(name) || taken[strings.ToLower(name)]) {
		return fault(at+"/op", "%q is no operator, nor could a function have that name", clip(name))
	}
	if err := checkText(name, at+"/op"); err != nil {
		return err
	}
	return r.args(n, values, at+"/args")
}

func (r *reader) text(n *Node, value any, at string) error {
	s, ok := value.(string)
	if !ok || s == "" {
		return fault(at, "it is no text, or empty")
	}
	n.Text = s
	return checkText(s, at)
}

func (r *reader) instant(n *Node, value any, at string) error {
	if err := r.text(n, value, at); err != nil {
		return err
	}
	if err := checkInstant(n.Kind, n.Text); err != nil {
		return fault(at, "%v", err)
	}
	return nil
}

func (r *reader) interval(n *Node, value any, at string) error {
	ends, ok := value.([]any)
	if !ok {
		return fault(at, "an interval is an array of two ends")
	}
	if err := r.args(n, ends, at); err != nil {
		return err
	}
	for i, end := range n.Args {
		if end.Kind != String {
			continue
		}
		read, err := instantNode(end.Text)
		if err != nil {
			return fault(at+"/"+strconv.Itoa(i), "%v", err)
		}
		read.At = end.At
		*n.Args[i] = read
	}
	return nil
}

func (r *reader) bbox(n *Node, value any, at string) error {
	values, ok := value.([]any)
	if !ok {
		return fault(at, "a box is an array of numbers")
	}
	var numbers []float64
	for i, value := range values {
		v, ok := value.(json.Number)
		if !ok {
			return fault(at+"/"+strconv.Itoa(i), "it is no number")
		}
		f, err := number(v, at+"/"+strconv.Itoa(i))
		if err != nil {
			return err
		}
		numbers = append(numbers, f)
	}
	box, err := boxOf(numbers)
	if err != nil {
		return fault(at, "%v", err)
	}
	n.Box = box
	return nil
}
