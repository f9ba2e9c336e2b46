package api

import (
	"fmt"
	"net/http"
	"strings"

	"stele/data"
	"stele/data/atlas"
	"stele/data/vocab"
)

// figureRow is a figure in a list; RivalsAt is where it stands beside its rivals.
type figureRow struct {
	atlas.FigureItem
	RivalsAt string `json:"rivals_at"`
}

func (c call) figureRow(item atlas.FigureItem) figureRow {
	return figureRow{item, c.rangesOf(data.Ref{Collection: item.Scope.Collection, Key: item.Scope.ID}, item.Measure)}
}

// rangesOf links to the figures of a scope and measure, side by side.
func (c call) rangesOf(scope data.Ref, measure string) string {
	return c.href([]pair{{"scope", scope.String()}, {"measure", measure}}, "figures", "ranges")
}

// figures answers with the figures, filtered, by page.
func (s *server) figures(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	q, page, err := c.figureQuery("figures")
	if err != nil {
		return answer{}, err
	}
	return headedJSON(s.etag(c, page.query()...), func(h http.Header) (any, error) {
		found := a.Figures(q)
		rows := []figureRow{}
		for _, item := range found.Items {
			rows = append(rows, c.figureRow(item))
		}
		return struct {
			Figures []figureRow `json:"figures"`
			pageHead
		}{rows, c.pageHead(h, "figures", page, found.Matched, len(rows), found.Next, c.correction(a.Meta().Contact)...)}, nil
	}), nil
}

func (c call) figureQuery(list string) (q atlas.FigureQuery, page paging, err error) {
	if q.Scope, err = c.params.ref("scope"); err != nil {
		return q, page, err
	}
	if q.Measure, err = c.params.measure(); err != nil {
		return q, page, err
	}
	if q.Source, err = c.params.text("source", "the ID of a source"); err != nil {
		return q, page, err
	}
	if q.Collection, err = c.params.collection(); err != nil {
		return q, page, err
	}
	page, err = c.params.paging(list, compact(
		pair{"scope", q.Scope.String()}, pair{"measure", q.Measure}, pair{"source", q.Source}, pair{"collection", q.Collection}))
	q.After, q.Limit = page.after, page.limit
	return q, page, err
}

// measure reads a code of the vocabulary of that name; "" if it is absent.
func (p params) measure() (string, error) {
	value, ok := p["measure"]
	if ok && !vocab.Has("measure", value) {
		return "", &badParam{name: "measure", value: value, accepted: strings.Join(vocab.Codes("measure"), ", "), err: fmt.Errorf("measure %q is not known", shorten(value))}
	}
	return value, nil
}

// collection reads the ID of a collection; "" if it is absent.
func (p params) collection() (string, error) {
	value, ok := p["collection"]
	if _, known := data.CollectionByID(value); ok && !known {
		var ids []string
		for _, c := range data.Collections() {
			ids = append(ids, c.ID)
		}
		return "", &badParam{name: "collection", value: value, accepted: strings.Join(ids, ", "), err: fmt.Errorf("there is no collection %q", shorten(value))}
	}
	return value, nil
}

// figure answers with one figure.
func (s *server) figure(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	item, ok := a.Figure(c.pathValue("id"))
	if !ok {
		return answer{}, errNotFound
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		row := c.figureRow(item)
		return struct {
			figureRow
			Links []link `json:"links"`
		}{row, c.rowLinks(a, item.Scope, row.RivalsAt, "The figures of the same scope and measure, side by side", "figures")}, nil
	}), nil
}

// ranges answers with the figures of each scope and measure side by side, for
// charts.
func (s *server) ranges(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	q, page, err := c.figureQuery("figures/ranges")
	if err != nil {
		return answer{}, err
	}
	return headedJSON(s.etag(c, page.query()...), func(h http.Header) (any, error) {
		found := a.Ranges(q)
		return struct {
			Groups []atlas.RangeGroup `json:"groups"`
			pageHead
		}{found.Items, c.pageHead(h, "figures/ranges", page, found.Matched, len(found.Items), found.Next, c.correction(a.Meta().Contact)...)}, nil
	}), nil
}
