package atlas

import (
	"slices"

	"stele/data"
)

// FigureQuery asks for figures; what is zero matches all.
type FigureQuery struct {
	Scope      data.Ref // by public ID
	Measure    string
	Source     string // ID
	Collection string // of the scope
	After      string // Next of the page before
	Limit      int
}

func (q FigureQuery) match(f data.Figure) bool {
	return (q.Scope.IsZero() || f.Scope == q.Scope) && matches(q.Measure, f.Measure) && matches(q.Source, f.Source) &&
		matches(q.Collection, f.Scope.Collection)
}

// FigureItem is a figure in a list: with the name of its scope, of who says it
// and where, and how many others count the same otherwise.
type FigureItem struct {
	Scope NamedSubject `json:"scope"`
	countForm
	AgentName   *string `json:"agent_name"`
	SourceTitle *string `json:"source_title"`
	Contested   bool    `json:"contested"` // it is in dispute
	Rivals      int     `json:"rivals"`    // other figures of the same scope and measure
}

// Figures returns a page of figures by scope, measure and ID.
func (a *Atlas) Figures(q FigureQuery) Page[FigureItem] {
	name := a.naming()
	return mapPage(pageOf(a.figures.keys, a.figures.all, q.After, q.Limit, q.match), func(f data.Figure) FigureItem { return a.figureItem(f, name) })
}

// Figure returns one figure.
func (a *Atlas) Figure(id string) (FigureItem, bool) {
	i, ok := a.figures.byID[id]
	if !ok {
		return FigureItem{}, false
	}
	return a.figureItem(a.figures.all[i], a.naming()), true
}

func (a *Atlas) figureItem(f data.Figure, name func(data.Ref) NamedSubject) FigureItem {
	return FigureItem{
		Scope: name(f.Scope), countForm: formOfFigure(f).countForm,
		AgentName: orNull(a.register.agents[f.AssertedBy].name), SourceTitle: orNull(a.register.sources[f.Source].name),
		Contested: a.figures.inDispute[f.ID], Rivals: len(live(a.counts(f.Scope, f.Measure), f.ID)),
	}
}

// counts are all figures of one scope and measure.
func (a *Atlas) counts(scope data.Ref, measure string) []data.Figure {
	prefix := scope.String() + " " + measure + " "
	from, _ := slices.BinarySearch(a.figures.keys, prefix)
	to := from
	for to < len(a.figures.all) && a.figures.all[to].Scope == scope && a.figures.all[to].Measure == measure {
		to++
	}
	return a.figures.all[from:to]
}

// live are the figures that are not deprecated, but for the one with that ID.
func live(figures []data.Figure, but string) []data.Figure {
	var list []data.Figure
	for _, f := range figures {
		if f.Rank != "deprecated" && f.ID != but {
			list = append(list, f)
		}
	}
	return list
}
