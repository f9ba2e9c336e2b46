package atlas

import (
	"bytes"
	"cmp"
	"math"
	"time"

	"stele/data"
	"stele/data/edtf"
	"stele/geo/cql2"
)

// valueType is the type of an expression, which is known before any value is.
type valueType uint8

const (
	textType valueType = iota
	numberType
	truthType
	instantType
)

func (t valueType) String() string {
	return [...]string{"a text", "a number", "true or false", "a date"}[t]
}

// value is one of the types, or null.
type value struct {
	isSet  bool
	text   []byte
	number float64 // 0 and 1 for false and true
	at     instant
}

// instant is a point in time: a day, or a time of it.
type instant struct {
	day  int64 // since 1970-01-01; the least and the greatest for no end
	nano int64 // of the day; -1 for all of it
}

var (
	always = instant{math.MinInt64, -1}
	never  = instant{math.MaxInt64, -1}
)

func dayInstant(d edtf.Day) instant {
	switch d {
	case edtf.MinDay:
		return always
	case edtf.MaxDay:
		return never
	}
	return instant{int64(d), -1}
}

// compare takes a day and a time of it for equal: the day is no better known.
func (a instant) compare(b instant) int {
	if a.day != b.day || a.nano < 0 || b.nano < 0 {
		return cmp.Compare(a.day, b.day)
	}
	return cmp.Compare(a.nano, b.nano)
}

// instantOf reads a date or timestamp that cql2 has checked.
func instantOf(n *cql2.Node) instant {
	const nanosOfDay = 24 * 60 * 60 * 1_000_000_000
	if n.Kind == cql2.Date {
		t, _ := time.Parse(time.DateOnly, n.Text)
		return instant{t.Unix() / (nanosOfDay / 1e9), -1}
	}
	t, _ := time.Parse(time.RFC3339Nano, n.Text)
	t = t.UTC()
	year, month, day := t.Date()
	return instant{int64(edtf.DayOf(year, int(month), day)), t.Sub(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)).Nanoseconds()}
}

// row is what an expression is evaluated on: a feature, or one value of one
// column.
type row struct {
	layer   *Layer
	feature uint32
	column  *column // not nil: all properties asked for are this one
	code    uint32
}

func (r *row) codeOf(c *column) uint32 {
	if r.column == c {
		return r.code
	}
	return c.codes.at(r.feature)
}

// scalar and predicate are compiled expressions.
type (
	scalar    func(*row) value
	predicate func(*row) constant
)

// compare orders two values of one type.
func compare(t valueType, a, b value) int {
	switch t {
	case textType:
		return bytes.Compare(a.text, b.text)
	case instantType:
		return a.at.compare(b.at)
	}
	return cmp.Compare(a.number, b.number)
}

// scalar compiles a value.
func (c *compiler) scalar(n *cql2.Node) (scalar, valueType, error) {
	fixed := func(t valueType, v value) (scalar, valueType, error) {
		v.isSet = true
		return func(*row) value { return v }, t, nil
	}
	switch n.Kind {
	case cql2.String:
		return fixed(textType, value{text: []byte(n.Text)})
	case cql2.Number:
		return fixed(numberType, value{number: n.Number})
	case cql2.Bool:
		return fixed(truthType, value{number: map[bool]float64{true: 1}[n.Bool]})
	case cql2.Date, cql2.Timestamp:
		return fixed(instantType, value{at: instantOf(n)})
	case cql2.Property:
		return c.property(n)
	case cql2.Op:
		switch {
		case n.Is("casei"), n.Is("accenti"):
			return c.folded(n)
		case isArithmetic(n.Text):
			return c.arithmetic(n)
		}
		p, err := c.predicate(n)
		return func(r *row) value {
			verdict := p(r)
			return value{isSet: verdict != isUnknown, number: float64(verdict & isTrue)}
		}, truthType, err
	}
	return nil, 0, errorAt(n, "this cannot be compared")
}

// property compiles the value of a property.
func (c *compiler) property(n *cql2.Node) (scalar, valueType, error) {
	if n.Text == idName {
		return func(r *row) value { return value{isSet: true, text: r.layer.ids.at(r.feature)} }, textType, nil
	}
	column, ok := c.layer.column(n.Text)
	if !ok {
		return nil, 0, c.unknownName(n)
	}
	if column.field.Type == data.Date {
		days := c.daysOf(column)
		return func(r *row) value {
			code := r.codeOf(column)
			if code == 0 {
				return value{}
			}
			return value{isSet: true, at: days[code-1]}
		}, instantType, nil
	}
	if isText(column.field.Type) {
		return func(r *row) value {
			code := r.codeOf(column)
			if code == 0 {
				return value{}
			}
			return value{isSet: true, text: column.texts.at(code - 1)}
		}, textType, nil
	}
	t := numberType
	if column.field.Type == data.Boolean {
		t = truthType
	}
	return func(r *row) value {
		code := r.codeOf(column)
		if code == 0 {
			return value{}
		}
		return value{isSet: true, number: column.numbers[code-1]}
	}, t, nil
}

// daysOf reads the days of a column of dates, once.
func (c *compiler) daysOf(of *column) []instant {
	if days, ok := c.days[of]; ok {
		return days
	}
	days := make([]instant, of.size())
	for i := range days {
		days[i] = never // of a text that is no day, which no release has
		if d, err := edtf.Parse(string(of.texts.at(uint32(i)))); err == nil {
			days[i] = dayInstant(d.Earliest())
		}
	}
	if c.days == nil {
		c.days = map[*column][]instant{}
	}
	c.days[of] = days
	return days
}

func isArithmetic(op string) bool {
	switch op {
	case "+", "-", "*", "/", "^", "%", "div":
		return true
	}
	return false
}

// arithmetic compiles + - * / ^ % div. What has no finite result is null.
func (c *compiler) arithmetic(n *cql2.Node) (scalar, valueType, error) {
	var args [2]scalar
	for i, arg := range n.Args {
		compiled, t, err := c.scalar(arg)
		if err != nil {
			return nil, 0, err
		}
		if t != numberType {
			return nil, 0, errorAt(arg, "this is %s, and %s takes numbers", t, n.Text)
		}
		args[i] = compiled
	}
	apply := map[string]func(a, b float64) float64{
		"+":   func(a, b float64) float64 { return a + b },
		"-":   func(a, b float64) float64 { return a - b },
		"*":   func(a, b float64) float64 { return a * b },
		"/":   func(a, b float64) float64 { return a / b },
		"^":   math.Pow,
		"%":   math.Mod,
		"div": func(a, b float64) float64 { return math.Trunc(a / b) },
	}[n.Text]
	return func(r *row) value {
		a, b := args[0](r), args[1](r)
		v := apply(a.number, b.number)
		return value{isSet: a.isSet && b.isSet && v-v == 0, number: v}
	}, numberType, nil
}
