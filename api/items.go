package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"

	"stele/data/atlas"
)

// itemsQuery is what a request for items asks.
type itemsQuery struct {
	filter
	form
	sort   []atlas.SortKey
	limit  int
	after  atlas.Cursor
	token  string // next as given, "" on the first page
	format string
}

// items answers with one page of a layer's features.
func (s *server) items(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	q, err := c.itemsQuery(l)
	if err != nil {
		return answer{}, err
	}
	return answer{contentType: typeGeoJSON, etag: s.etag(c, q.query()...), build: func(h http.Header) (writeBody, error) {
		found := l.Query(atlas.Query{Selection: q.selection(), Sort: q.sort, After: q.after, Limit: q.limit})
		links := append(c.pageLinks(l, q, found.Next), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, links)
		h.Set("OGC-NumberMatched", strconv.Itoa(found.Matched))
		h.Set("OGC-NumberReturned", strconv.Itoa(len(found.Indexes)))
		return s.pageBody(h, l, q.form, found, links)
	}}, nil
}

func (c call) itemsQuery(l *atlas.Layer) (q itemsQuery, err error) {
	if q.format, err = c.params.format("json", "geojson"); err != nil {
		return q, err
	}
	if q.filter, err = c.params.filter(l); err != nil {
		return q, err
	}
	if q.form, err = c.params.form(l); err != nil {
		return q, err
	}
	if q.sort, err = c.params.sortKeys(l); err != nil {
		return q, err
	}
	if q.limit, err = c.params.limit(); err != nil {
		return q, err
	}
	if token, ok := c.params["next"]; ok {
		q.token = token
		if q.after, err = decodeToken(token, q.binding(l), len(q.sort)); err != nil {
			return q, &badParam{name: "next", value: token, accepted: "the next link of a page of the same query, unchanged", err: err}
		}
	}
	return q, nil
}

// binding is what a next token is good for.
func (q itemsQuery) binding(l *atlas.Layer) string {
	return l.Collection().ID + "?" + encodeQuery(append(q.filter.query(), q.order()...))
}

// order is the query's sortby in canonical form.
func (q itemsQuery) order() []pair { return compact(pair{"sortby", sortText(q.sort)}) }

// query is the whole query in canonical form.
func (q itemsQuery) query() []pair { return q.page(q.token) }

// page is the query for the page that a token names.
func (q itemsQuery) page(token string) []pair {
	pairs := slices.Concat(q.filter.query(), q.form.query(), q.order())
	pairs = append(pairs, pair{"limit", strconv.Itoa(q.limit)})
	if token != "" {
		pairs = append(pairs, pair{"next", token})
	}
	if q.format != "" {
		pairs = append(pairs, pair{"f", q.format})
	}
	return pairs
}

// pageLinks: the type of next is exact, or GDAL stops after one page. The whole
// layer is linked because who pastes an items URL into a GIS gets one page
// without a warning.
func (c call) pageLinks(l *atlas.Layer, q itemsQuery, next atlas.Cursor) []link {
	id := l.Collection().ID
	links := []link{{c.href(q.query(), "collections", id, "items"), "self", typeGeoJSON, "This page"}}
	if !next.IsZero() {
		href := c.href(q.page(encodeToken(next, q.binding(l))), "collections", id, "items")
		links = append(links, link{href, "next", typeGeoJSON, "The next page"})
	}
	return append(links,
		link{c.href(nil, "collections", id), "collection", typeJSON, l.Collection().Title},
		link{c.href(append(q.filter.query(), q.form.query()...), "collections", id, "export.geojson"), "enclosure", typeGeoJSON, "All pages in one file"},
		link{c.href(nil, "collections", id, "schema", "feature"), "describedby", typeSchema, "JSON Schema of a feature"},
	)
}

// pageBody writes the features from where they lie; only the head is built.
func (s *server) pageBody(h http.Header, l *atlas.Layer, f form, found atlas.Result, links []link) (writeBody, error) {
	head, err := json.Marshal(struct {
		Type           string `json:"type"`
		NumberMatched  int    `json:"numberMatched"`
		NumberReturned int    `json:"numberReturned"`
		TimeStamp      string `json:"timeStamp"`
		Links          []link `json:"links"`
	}{"FeatureCollection", found.Matched, len(found.Indexes), s.Now().UTC().Format(time.RFC3339), links})
	if err != nil {
		return nil, err
	}
	runs := runsOf(found.Indexes)
	return featuresBody(h, l, f, head, func(visit func(low, high uint32) bool) {
		for _, r := range runs {
			if !visit(r[0], r[1]) {
				return
			}
		}
	}), nil
}
