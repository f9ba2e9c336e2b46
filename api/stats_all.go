package api

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"stele/data"
	"stele/data/atlas"
)

// allCounts is what is said of all layers and a filter: the sums, and each layer.
type allCounts struct {
	NumberMatched int           `json:"numberMatched"`
	Located       int           `json:"located"`
	Undated       int           `json:"undated"`
	BBox          *[4]float64   `json:"bbox"`
	Years         []yearCount   `json:"years"`
	Collections   []layerCounts `json:"collections"`
	Links         []link        `json:"links"`
}

// counted is what is asked of one layer.
type counted struct {
	filter
	facets []string
}

func (q counted) query() []pair {
	return append(q.filter.query(), compact(pair{"facets", strings.Join(q.facets, ",")})...)
}

// allStats sums up what a filter matches in all layers. The filter may be by
// whatever properties all layers have.
func (s *server) allStats(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	asked, err := c.params.allStats(a.Layers())
	if err != nil {
		return answer{}, err
	}
	query := append(asked[0].filter.query(), compact(pair{"facets", c.params["facets"]})...)
	tag := s.etag(c, query...)
	return answer{contentType: typeJSON, etag: tag, build: func(h http.Header) (writeBody, error) {
		body, err := s.cache.get(tag, func() ([]byte, error) {
			counts, err := c.allCounts(a, asked, query)
			if err != nil {
				return nil, err
			}
			return json.Marshal(counts)
		})
		return bytesBody(h, body), err
	}}, nil
}

// allStats reads the filter, and the properties to count by: a layer counts by
// those that it has.
func (p params) allStats(layers []*atlas.Layer) (asked []counted, err error) {
	text, isChosen := p["facets"]
	names := strings.Split(text, ",")
	unknown := slices.Clone(names)
	for _, l := range layers {
		own := maps.Clone(p)
		if isChosen {
			has := func(name string) bool {
				return slices.ContainsFunc(l.Fields(), func(f data.Field) bool { return f.Name == name })
			}
			unknown = slices.DeleteFunc(unknown, has)
			own["facets"] = strings.Join(slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !has(name) }), ",")
		}
		q := counted{}
		if q.filter, err = own.filter(l); err != nil {
			return nil, err
		}
		if !isChosen || own["facets"] != "" {
			if q.facets, err = own.facets(l); err != nil {
				return nil, err
			}
		}
		asked = append(asked, q)
	}
	if isChosen && len(unknown) > 0 {
		return nil, &badParam{
			name: "facets", value: text, accepted: fmt.Sprintf("up to %d names of properties, separated by commas", maxFacets),
			err: fmt.Errorf("no collection has a property %q", shorten(unknown[0])),
		}
	}
	return asked, nil
}

func (c call) allCounts(a *atlas.Atlas, asked []counted, query []pair) (allCounts, error) {
	layers := a.Layers()
	selections, facets := make([]atlas.Selection, len(asked)), make([][]string, len(asked))
	for i, q := range asked {
		selection, err := q.selection(layers[i])
		if err != nil {
			return allCounts{}, err
		}
		selections[i], facets[i] = selection, q.facets
	}
	each, sum := a.Stats(selections, facets)
	counts := allCounts{
		NumberMatched: sum.Matched, Located: sum.Located, Undated: sum.Undated, BBox: boxOf(sum), Years: yearCounts(sum),
		Links: append([]link{{c.href(query, "stats"), "self", typeJSON, "These counts"}}, c.correction(a.Meta().Contact)...),
	}
	for i, s := range each {
		counts.Collections = append(counts.Collections, c.countsOf(layers[i], s, asked[i].filter, asked[i].query()))
	}
	return counts, nil
}

// sharedFields are the properties that all collections have.
func sharedFields() []data.Field {
	all := data.Collections()
	return slices.DeleteFunc(data.PublicFields(all[0]), func(f data.Field) bool {
		return slices.ContainsFunc(all[1:], func(c data.Collection) bool {
			return !slices.ContainsFunc(data.PublicFields(c), func(other data.Field) bool {
				return other.Name == f.Name && other.Type == f.Type && other.Vocabulary == f.Vocabulary
			})
		})
	})
}
