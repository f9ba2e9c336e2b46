package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// Limits of a search.
const (
	maxSearchText      = 100 // characters
	defaultSearchLimit = 20
	maxSearchLimit     = 100
)

// searchResult is one feature found, and the name by which it was.
type searchResult struct {
	Collection string      `json:"collection"`
	ID         string      `json:"id"`
	Name       *string     `json:"name"`
	Matched    matchedName `json:"matched"`
	Match      atlas.Match `json:"match"`
	PlaceName  *string     `json:"place_name"`
	BBox       *[4]float64 `json:"bbox"` // west, south, east, north; null without geometry
	Links      []link      `json:"links"`
}

type matchedName struct {
	Text     string  `json:"text"`
	Language *string `json:"language"`
	Script   *string `json:"script"`
	Source   *string `json:"source"`
}

// search answers with the features that bear a name, best matches first.
func (s *server) search(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	q, err := c.params.search()
	if err != nil {
		return answer{}, err
	}
	query := searchQuery(q)
	return jsonAnswer(typeJSON, s.etag(c, query...), func() (any, error) {
		matched, page := a.Search(q)
		results := make([]searchResult, len(page))
		for i, found := range page {
			if results[i], err = c.searchResult(found); err != nil {
				return nil, err
			}
		}
		return struct {
			Query         string         `json:"query"`
			NumberMatched int            `json:"numberMatched"`
			Results       []searchResult `json:"results"`
			Links         []link         `json:"links"`
		}{q.Text, matched, results, c.searchLinks(a, query)}, nil
	}), nil
}

// search reads q, which is needed, and what narrows it.
func (p params) search() (s atlas.Search, err error) {
	if s.Text, err = p.searchText(); err != nil {
		return s, err
	}
	if s.Collections, err = p.searchCollections(); err != nil {
		return s, err
	}
	if text, ok := p["bbox"]; ok {
		box, err := geo.ParseBBox(text)
		if err != nil {
			return s, &badParam{name: "bbox", value: text, accepted: boxForm(geo.CRS84), err: err}
		}
		s.BBox = &box
	}
	s.Limit = defaultSearchLimit
	if _, ok := p["limit"]; ok {
		s.Limit, err = p.limit()
		s.Limit = min(s.Limit, maxSearchLimit)
	}
	return s, err
}

func (p params) searchText() (string, error) {
	given, ok := p["q"]
	text := strings.TrimSpace(given)
	bad := &badParam{name: "q", value: given, accepted: fmt.Sprintf("a name or the beginning of one, 1 to %d characters", maxSearchText)}
	switch n := utf8.RuneCountInString(text); {
	case !ok:
		bad.err = fmt.Errorf("parameter q is missing")
	case n == 0:
		bad.err = fmt.Errorf("q is empty")
	case n > maxSearchText:
		bad.err = fmt.Errorf("q has %d characters, more than %d", n, maxSearchText)
	case !utf8.ValidString(text):
		bad.err = fmt.Errorf("q is not UTF-8")
	default:
		return text, nil
	}
	return "", bad
}

// searchCollections returns those named, in the order of data.Collections, so
// that the same set is the same query.
func (p params) searchCollections() ([]string, error) {
	text, ok := p["collection"]
	if !ok {
		return nil, nil
	}
	var all, chosen []string
	for _, c := range data.Collections() {
		all = append(all, c.ID)
	}
	named := strings.Split(text, ",")
	for _, id := range named {
		if !slices.Contains(all, id) {
			return nil, &badParam{name: "collection", value: text, accepted: "one or more of " + strings.Join(all, ","), err: fmt.Errorf("there is no collection %q", shorten(id))}
		}
	}
	for _, id := range all {
		if slices.Contains(named, id) {
			chosen = append(chosen, id)
		}
	}
	return chosen, nil
}

// searchQuery is the query in canonical form.
func searchQuery(s atlas.Search) []pair {
	query := []pair{{"q", s.Text}}
	if len(s.Collections) > 0 {
		query = append(query, pair{"collection", strings.Join(s.Collections, ",")})
	}
	if s.BBox != nil {
		query = append(query, pair{"bbox", s.BBox.String()})
	}
	return append(query, pair{"limit", strconv.Itoa(s.Limit)})
}

func (c call) searchResult(found atlas.Found) (r searchResult, err error) {
	l, i := found.Layer, found.Index
	collection, id := l.Collection().ID, l.ID(i)
	name, err := l.NameAt(i, found.Name)
	if err != nil {
		return r, err
	}
	var feature struct {
		Properties struct {
			Name      *string `json:"name"`
			PlaceName *string `json:"place_name"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(l.Encoded(i), &feature); err != nil {
		return r, err
	}
	r = searchResult{
		Collection: collection, ID: id, Name: feature.Properties.Name, PlaceName: feature.Properties.PlaceName,
		Matched: matchedName{name.Text, orNull(name.Language), orNull(name.Script), orNull(name.Source)}, Match: found.Match,
		Links: []link{{c.href(nil, "collections", collection, "items", id), "item", typeGeoJSON, "The feature"}},
	}
	if box, located := l.BoxAt(i); located {
		r.BBox = &[4]float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	return r, nil
}

func (c call) searchLinks(a *atlas.Atlas, query []pair) []link {
	links := []link{
		{c.href(query, "search"), "self", typeJSON, "This search"},
		{Href: c.href(nil), Rel: "root", Type: typeJSON},
	}
	return append(links, c.correction(a.Meta().Contact)...)
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
