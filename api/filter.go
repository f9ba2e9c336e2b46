package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// filterNames are the parameters that say which features of a layer, beside one
// for each of its fields: see fieldNames.
var filterNames = []string{"bbox", "bbox-crs", "datetime", "certainty", "q", "filter", "filter-lang", "filter-crs"}

// tileFilterNames are those of tiles, which are boxes themselves.
var tileFilterNames = append(slices.Clone(filterNames[2:]), fieldNames)

// fieldNames stands in a route's list of parameters for the names of the fields
// of the collection that the path names.
const fieldNames = "{fields}"

// filter is the part of a query that says which features, not which page.
type filter struct {
	box *geo.CRSBox
	days
	certain bool
	name    string // searched for; "" if there is none
	where   []condition
	cql     *cqlFilter // nil if there is none
}

// condition is a filter by one property, as it is written in canonical form.
type condition struct {
	atlas.Condition
	text string
}

const certaintyForm = "possible (what may date from then, and undated ones) or certain (only what is dated, and lies wholly in it)"

// filter reads the parameters that say which features of the layer.
func (p params) filter(l *atlas.Layer) (f filter, err error) {
	if f, err = p.boxAndDays(); err != nil {
		return f, err
	}
	if l == nil {
		return f, nil
	}
	if _, ok := p["q"]; ok {
		if f.name, err = p.searchText(); err != nil {
			return f, err
		}
	}
	for _, field := range l.Fields() {
		text, ok := p[field.Name]
		if !ok {
			continue
		}
		c, err := parseCondition(field, text)
		if err != nil {
			return f, &badParam{name: field.Name, value: text, accepted: conditionForm(field), err: fmt.Errorf("%s: %w", field.Name, err)}
		}
		f.where = append(f.where, c)
	}
	f.cql, err = p.cql(l)
	return f, err
}

// boxAndDays is the filter that all layers share.
func (p params) boxAndDays() (f filter, err error) {
	if f.box, err = p.box(); err != nil {
		return f, err
	}
	f.days = anyDay()
	if text, ok := p["datetime"]; ok {
		if f.days, err = parseDatetime(text); err != nil {
			return f, &badParam{name: "datetime", value: text, accepted: datetimeForm, err: err}
		}
	}
	switch text, ok := p["certainty"]; {
	case !ok || text == "possible":
	case text == "certain":
		f.certain = true
	default:
		return f, &badParam{name: "certainty", value: text, accepted: certaintyForm, err: fmt.Errorf("certainty %q is not known", shorten(text))}
	}
	return f, nil
}

// query is the filter in canonical form: equal filters, however they were
// written, give an equal text, which is what links, tokens and tags hold.
func (f filter) query() []pair {
	var q []pair
	if f.box != nil {
		q = append(q, pair{"bbox", f.box.String()})
		if f.box.CRS != geo.CRS84 {
			q = append(q, pair{"bbox-crs", f.box.CRS.URI()})
		}
	}
	if f.days != anyDay() {
		q = append(q, pair{"datetime", f.String()})
	}
	if f.certain {
		q = append(q, pair{"certainty", "certain"})
	}
	if f.name != "" {
		q = append(q, pair{"q", f.name})
	}
	for _, c := range f.where {
		q = append(q, pair{c.Field, c.text})
	}
	return append(q, f.cql.query()...)
}

// selection makes the filter ready for what of the layer lies in the box that it has.
func (f filter) selection(l *atlas.Layer) (atlas.Selection, error) {
	if f.box == nil {
		return f.selectionIn(l, nil)
	}
	return f.selectionIn(l, &f.box.Hull)
}

// selectionIn makes the filter ready for what of the layer lies in a box, which the selection
// does not have for itself.
func (f filter) selectionIn(l *atlas.Layer, box *geo.BBox) (atlas.Selection, error) {
	s := atlas.Selection{From: f.from, To: f.to, Certain: f.certain}
	if f.box != nil {
		s.BBox = &f.box.Hull
		if f.box.CRS.IsMetric() {
			s.Metric = f.box
		}
	}
	for _, c := range f.where {
		s.Where = append(s.Where, c.Condition)
	}
	if f.name != "" {
		s.Named = l.Named(f.name)
	}
	if f.cql == nil {
		return s, nil
	}
	s.Filter = f.cql.compiled
	if err := s.Filter.Locate(box); err != nil {
		return s, badFilter(f.cql.text, err)
	}
	return s, nil
}

// hasRange reports that a field is asked for by range: what has an order that
// people mean.
func hasRange(t data.FieldType) bool {
	return t == data.Integer || t == data.Number || t == data.Date
}

func conditionForm(f data.Field) string {
	switch f.Type {
	case data.Boolean:
		return "true or false"
	case data.Code:
		return "one or more codes, separated by commas"
	case data.Date:
		return "a day such as 1993-04-01, or a range of them, 1993-04-01..1993-04-30, where an end that is left out is open"
	case data.Integer, data.Number:
		return "a number, or a range such as 10..20, where an end that is left out is open"
	}
	return "the whole text, to the letter"
}

// parseCondition reads the value of a parameter that has a field's name.
func parseCondition(f data.Field, text string) (condition, error) {
	c := condition{atlas.Condition{Field: f.Name}, text}
	if text == "" {
		return c, errors.New("it is empty")
	}
	low, high, isRange := strings.Cut(text, "..")
	switch {
	case isRange && hasRange(f.Type):
		return c, c.setRange(f, low, high)
	case f.Type == data.Code:
		codes := strings.Split(text, ",")
		slices.Sort(codes)
		codes = slices.Compact(codes)
		for _, code := range codes {
			c.AnyOf = append(c.AnyOf, atlas.Value{Text: code})
		}
		c.text = strings.Join(codes, ",")
		return c, nil
	}
	v, err := parseValue(f, text)
	if err != nil {
		return c, err
	}
	c.AnyOf = []atlas.Value{*v}
	return c, nil
}

func (c *condition) setRange(f data.Field, low, high string) (err error) {
	if low != "" {
		if c.Low, err = parseValue(f, low); err != nil {
			return err
		}
	}
	if high != "" {
		if c.High, err = parseValue(f, high); err != nil {
			return err
		}
	}
	if c.Low != nil && c.High != nil && (c.Low.Number > c.High.Number || c.Low.Text > c.High.Text) {
		return errors.New("the range ends before it starts")
	}
	return nil
}

func parseValue(f data.Field, text string) (*atlas.Value, error) {
	if f.Type == data.Date {
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return nil, fmt.Errorf("%q is not a day", shorten(text))
		}
	}
	v, err := atlas.ParseValue(f, text)
	return &v, err
}
