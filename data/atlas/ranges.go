package atlas

import (
	"stele/data"
)

// RangeGroup is what the sources count of one measure in one scope, for a chart
// that draws one line for each.
type RangeGroup struct {
	Scope     NamedSubject `json:"scope"`
	Measure   string       `json:"measure"`
	Contested bool         `json:"contested"`
	// Min and Max bound all numbers of the group, for the chart's axis; nil
	// where there is none.
	Min    *int64  `json:"min"`
	Max    *int64  `json:"max"`
	Ranges []Range `json:"ranges"`
}

// Range is one figure as a chart can draw it. A word without a number is not
// Positioned: it stands beside the axis, never on it (rule P7).
type Range struct {
	Figure      string  `json:"figure"`
	Source      string  `json:"source"`
	SourceTitle *string `json:"source_title"`
	Agent       string  `json:"agent"`
	AgentName   *string `json:"agent_name"`
	// Low and High are the ends, both inclusive, that follow from what the
	// source gives: exactly 12 is 12 to 12, fewer than 12 is up to 11.
	Low  *int64 `json:"low"`
	Best *int64 `json:"best"`
	High *int64 `json:"high"`
	// OpenLow and OpenHigh report a number without an end on that side.
	OpenLow    bool     `json:"open_low"`
	OpenHigh   bool     `json:"open_high"`
	Positioned bool     `json:"positioned"`
	Word       *string  `json:"word"`
	Comparator *string  `json:"comparator"`
	When       *string  `json:"when"`
	Rank       *string  `json:"rank"`
	Contested  bool     `json:"contested"`
	Disputes   []string `json:"disputes"`
}

// Ranges returns a page of groups by scope and measure; Matched counts groups.
// The source of the query does not matter: a group is whole, or it would hide
// rivals.
func (a *Atlas) Ranges(q FigureQuery) Page[RangeGroup] {
	q.Source = ""
	var keys []string
	var groups [][]data.Figure
	for i := 0; i < len(a.figures.all); {
		f := a.figures.all[i]
		group := a.counts(f.Scope, f.Measure)
		if q.match(f) {
			keys, groups = append(keys, f.Scope.String()+" "+f.Measure), append(groups, group)
		}
		i += len(group)
	}
	name := a.naming()
	page := pageOf(keys, groups, q.After, q.Limit, func([]data.Figure) bool { return true })
	return mapPage(page, func(figures []data.Figure) RangeGroup { return a.rangeGroup(figures, name) })
}

func (a *Atlas) rangeGroup(figures []data.Figure, name func(data.Ref) NamedSubject) RangeGroup {
	g := RangeGroup{Scope: name(figures[0].Scope), Measure: figures[0].Measure}
	for _, f := range figures {
		r := a.rangeOf(f)
		g.Ranges = append(g.Ranges, r)
		g.Contested = g.Contested || r.Contested
		for _, n := range []*int64{r.Low, r.Best, r.High} {
			if n != nil && (g.Min == nil || *n < *g.Min) {
				g.Min = n
			}
			if n != nil && (g.Max == nil || *n > *g.Max) {
				g.Max = n
			}
		}
	}
	return g
}

func (a *Atlas) rangeOf(f data.Figure) Range {
	low, high := interval(f)
	hasNumber := low != nil || high != nil || f.Best != nil
	return Range{
		Figure: f.ID, Source: f.Source, SourceTitle: orNull(a.register.sources[f.Source].name),
		Agent: f.AssertedBy, AgentName: orNull(a.register.agents[f.AssertedBy].name),
		Low: low, Best: f.Best, High: high,
		OpenLow: hasNumber && low == nil, OpenHigh: hasNumber && high == nil, Positioned: hasNumber,
		Word: orNull(f.Word), Comparator: orNull(f.Comparator), When: orNull(f.When.String()), Rank: orNull(f.Rank),
		Contested: a.figures.inDispute[f.ID], Disputes: orEmpty(f.Disputes),
	}
}

// interval gives the ends of what a figure says, both inclusive; nil is open.
// A number with "about" has no ends: how far off it may be is not said.
func interval(f data.Figure) (low, high *int64) {
	low, high = f.Low, f.High
	if f.Best == nil {
		return low, high
	}
	n := *f.Best
	if low == nil {
		switch f.Comparator {
		case "", "exactly", "at_least":
			low = &n
		case "more_than":
			more := n + 1
			low = &more
		}
	}
	if high == nil {
		switch f.Comparator {
		case "", "exactly", "at_most":
			high = &n
		case "fewer_than":
			fewer := n - 1
			high = &fewer
		}
	}
	return low, high
}
