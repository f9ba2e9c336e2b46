package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"stele/data"
	"stele/data/atlas"
)

// maxFacets bounds how many properties one answer counts by.
const maxFacets = 12

// yearCount and facetCount are the JSON of a layer's counts.
type yearCount struct {
	Year     int64 `json:"year"`
	Certain  int   `json:"certain"`
	Possible int   `json:"possible"`
}

type facetCount struct {
	Property string       `json:"property"`
	Null     int          `json:"null"`
	Values   []valueCount `json:"values"`
	More     int          `json:"more"`
}

type valueCount struct {
	Value any `json:"value"`
	Count int `json:"count"`
}

// stats sums up what a filter matches: how many, when, where and of what kinds.
func (s *server) stats(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.params.format("json"); err != nil {
		return answer{}, err
	}
	f, err := c.params.filter(l)
	if err != nil {
		return answer{}, err
	}
	facets, err := c.params.facets(l)
	if err != nil {
		return answer{}, err
	}
	query := append(f.query(), compact(pair{"facets", strings.Join(facets, ",")})...)
	// A page asks for the same counts at each start, and they take milliseconds
	// for each million features.
	tag := s.etag(c, query...)
	return answer{contentType: typeJSON, etag: tag, build: func(h http.Header) (writeBody, error) {
		body, err := s.cache.get(tag, func() ([]byte, error) {
			selection, err := f.selection(l)
			if err != nil {
				return nil, err
			}
			counts := c.countsOf(l, l.Stats(selection, facets), f, query)
			counts.Links = append(counts.Links, c.correction(a.Meta().Contact)...)
			return json.Marshal(counts)
		})
		return bytesBody(h, body), err
	}}, nil
}

// layerCounts is what is said of a layer and a filter.
type layerCounts struct {
	Collection    string       `json:"collection"`
	NumberMatched int          `json:"numberMatched"`
	Located       int          `json:"located"`
	Undated       int          `json:"undated"`
	BBox          *[4]float64  `json:"bbox"`
	Years         []yearCount  `json:"years"`
	Facets        []facetCount `json:"facets"`
	Links         []link       `json:"links"`
}

// countsOf is the JSON of what was found by a query, in canonical form.
func (c call) countsOf(l *atlas.Layer, found atlas.Stats, f filter, query []pair) layerCounts {
	id := l.Collection().ID
	return layerCounts{
		id, found.Matched, found.Located, found.Undated, boxOf(found), yearCounts(found), facetCounts(l, found),
		[]link{
			{c.href(query, "collections", id, "stats"), "self", typeJSON, "These counts"},
			{c.href(f.query(), "collections", id, "items"), "items", typeGeoJSON, "The features counted"},
		},
	}
}

// facets reads the properties to count by; by default all that are codes or yes
// or no.
func (p params) facets(l *atlas.Layer) (chosen []string, err error) {
	text, ok := p["facets"]
	if !ok {
		for _, f := range l.Fields() {
			if f.Type == data.Code || f.Type == data.Boolean {
				chosen = append(chosen, f.Name)
			}
		}
		return chosen, nil
	}
	if chosen, err = chosenFields(l, strings.Split(text, ",")); err == nil && len(chosen) > maxFacets {
		err = fmt.Errorf("there are %d properties", len(chosen))
	}
	if err != nil {
		return nil, &badParam{name: "facets", value: text, accepted: fmt.Sprintf("up to %d names of properties, separated by commas: %s", maxFacets, fieldList(l)), err: err}
	}
	return chosen, nil
}

func boxOf(s atlas.Stats) *[4]float64 {
	if s.Located == 0 {
		return nil
	}
	return &[4]float64{s.Extent.Min[0], s.Extent.Min[1], s.Extent.Max[0], s.Extent.Max[1]}
}

// yearCounts leaves out the years before the first and after the last that may
// have one.
func yearCounts(s atlas.Stats) []yearCount {
	years := s.Years
	for len(years) > 0 && years[0].Possible == 0 {
		years = years[1:]
	}
	for len(years) > 0 && years[len(years)-1].Possible == 0 {
		years = years[:len(years)-1]
	}
	list := make([]yearCount, len(years))
	for i, y := range years {
		list[i] = yearCount(y)
	}
	return list
}

func facetCounts(l *atlas.Layer, s atlas.Stats) []facetCount {
	types := map[string]data.FieldType{}
	for _, f := range l.Fields() {
		types[f.Name] = f.Type
	}
	list := []facetCount{}
	for _, f := range s.Facets {
		facet := facetCount{Property: f.Field, Null: f.Null, Values: []valueCount{}, More: f.More}
		for _, v := range f.Values {
			facet.Values = append(facet.Values, valueCount{valueOf(types[f.Field], v.Value), v.Count})
		}
		list = append(list, facet)
	}
	return list
}

// valueOf is a value as a feature has it.
func valueOf(t data.FieldType, v atlas.Value) any {
	switch t {
	case data.Integer, data.Number:
		return v.Number
	case data.Boolean:
		return v.Number != 0
	}
	return v.Text
}
