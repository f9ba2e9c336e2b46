package atlas

import (
	"fmt"

	"stele/data"
)

// SumQuery asks for the sum of one measure over scopes that have nothing in
// common.
type SumQuery struct {
	Measure string
	Scopes  []data.Ref // by public ID; all are in the release
	Source  string     // ID; if set, only its figures are added
}

// Sum is what figures add up to. An end that one of them leaves open is open
// (nil), and so is Best where one has none.
type Sum struct {
	Measure   string       `json:"measure"`
	Low       *int64       `json:"low"`
	Best      *int64       `json:"best"`
	High      *int64       `json:"high"`
	Contested bool         `json:"contested"` // one of the addends is
	Addends   []FigureItem `json:"addends"`   // in the order of the scopes asked for
}

// The reasons why figures are not added (rule P6).
const (
	Nested      = "nested"      // one scope is in the other, by the places named
	Overlapping = "overlapping" // their published geometry has something in common
	SamePlace   = "same_place"  // both are located by one place, and nothing tells them apart
	Unlocated   = "unlocated"   // nothing published says where one of them is
	Rivals      = "rivals"      // two figures count the same
	WordOnly    = "word"        // the source gives a word and no number (rule P7)
	NoFigure    = "no_figure"   // nothing is counted there
)

// NotAddable says why figures are not added, and names what stands in the way.
type NotAddable struct {
	Reason  string
	Scopes  []data.Ref // the scope, or the two
	Figures []string   // IDs: the word, or the two rivals
	Detail  string
}

func (e *NotAddable) Error() string { return e.Detail }

// Sum adds up the figures of q, one for each scope. It refuses with a
// *NotAddable where that would count somebody twice, or might.
func (a *Atlas) Sum(q SumQuery) (Sum, error) {
	sum, zero := Sum{Measure: q.Measure, Addends: []FigureItem{}}, int64(0)
	if err := a.checkApart(q.Scopes); err != nil {
		return sum, err
	}
	name := a.naming()
	low, best, high := &zero, &zero, &zero
	for _, scope := range q.Scopes {
		f, err := a.addend(scope, q)
		if err != nil {
			return sum, err
		}
		item := a.figureItem(f, name)
		sum.Addends, sum.Contested = append(sum.Addends, item), sum.Contested || item.Contested
		from, to := interval(f)
		low, best, high = plus(low, from), plus(best, bestOf(f)), plus(high, to)
	}
	sum.Low, sum.Best, sum.High = low, best, high
	return sum, nil
}

// bestOf is the number that a figure gives as the number, not as a bound.
func bestOf(f data.Figure) *int64 {
	switch f.Comparator {
	case "", "exactly", "about":
		return f.Best
	}
	return nil
}

func plus(a, b *int64) *int64 {
	if a == nil || b == nil {
		return nil
	}
	sum := *a + *b
	return &sum
}

// addend is the one figure of a scope that can be added.
func (a *Atlas) addend(scope data.Ref, q SumQuery) (data.Figure, error) {
	var normal, preferred []data.Figure
	for _, f := range live(a.counts(scope, q.Measure), "") {
		switch {
		case !matches(q.Source, f.Source):
		case f.Rank == "preferred":
			preferred = append(preferred, f)
		default:
			normal = append(normal, f)
		}
	}
	if len(preferred) > 0 {
		normal = preferred
	}
	at := a.label(scope)
	switch {
	case len(normal) == 0:
		return data.Figure{}, &NotAddable{NoFigure, []data.Ref{scope}, nil, fmt.Sprintf("there is no figure of %s for %s", q.Measure, at)}
	case len(normal) > 1:
		x, y := normal[0], normal[1]
		return data.Figure{}, &NotAddable{
			Rivals,
			[]data.Ref{scope},
			[]string{x.ID, y.ID},
			fmt.Sprintf("figures %s (%s) and %s (%s) both count %s for %s: they are rivals, not addends", x.ID, a.speaker(x), y.ID, a.speaker(y), q.Measure, at),
		}
	}
	f := normal[0]
	if from, to := interval(f); from == nil && to == nil && f.Best == nil {
		return f, &NotAddable{
			WordOnly,
			[]data.Ref{scope},
			[]string{f.ID},
			fmt.Sprintf("figure %s for %s is the word %q, and a word is not made a number", f.ID, at, f.Word),
		}
	}
	return f, nil
}

func (a *Atlas) speaker(f data.Figure) string {
	return fmt.Sprintf("according to %s, source %s", a.register.agents[f.AssertedBy].name, f.Source)
}

// label is how a detail names a scope.
func (a *Atlas) label(ref data.Ref) string {
	p, _ := a.placeOf(ref)
	if p.Properties.Name == nil {
		return ref.String()
	}
	return fmt.Sprintf("%s (%s)", ref, *p.Properties.Name)
}
