package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"stele/data/atlas"
)

// itemsQuery is what a request for items asks.
type itemsQuery struct {
	filter
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
		found := l.Query(atlas.Query{Selection: q.selection(), After: q.after, Limit: q.limit})
		links := append(c.pageLinks(l, q, found.Next), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, links)
		h.Set("OGC-NumberMatched", strconv.Itoa(found.Matched))
		h.Set("OGC-NumberReturned", strconv.Itoa(len(found.Indexes)))
		return s.pageBody(h, l, found, links)
	}}, nil
}

func (c call) itemsQuery(l *atlas.Layer) (q itemsQuery, err error) {
	if q.format, err = c.params.format("json", "geojson"); err != nil {
		return q, err
	}
	if q.filter, err = c.params.filter(); err != nil {
		return q, err
	}
	if q.limit, err = c.params.limit(); err != nil {
		return q, err
	}
	if token, ok := c.params["next"]; ok {
		q.token = token
		if q.after, err = decodeToken(token, q.binding(l)); err != nil {
			return q, &badParam{name: "next", value: token, accepted: "the next link of a page of the same query, unchanged", err: err}
		}
	}
	return q, nil
}

// binding is what a next token is good for.
func (q itemsQuery) binding(l *atlas.Layer) string {
	return l.Collection().ID + "?" + encodeQuery(q.filter.query())
}

// query is the whole query in canonical form.
func (q itemsQuery) query() []pair { return q.page(q.token) }

// page is the query for the page that a token names.
func (q itemsQuery) page(token string) []pair {
	pairs := append(q.filter.query(), pair{"limit", strconv.Itoa(q.limit)})
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
		link{c.href(q.filter.query(), "collections", id, "export.geojson"), "enclosure", typeGeoJSON, "All pages in one file"},
		link{c.href(nil, "collections", id, "schema", "feature"), "describedby", typeSchema, "JSON Schema of a feature"},
	)
}

// pageBody writes the features from where they lie; only the head is built.
func (s *server) pageBody(h http.Header, l *atlas.Layer, found atlas.Result, links []link) (writeBody, error) {
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
	return featuresBody(h, l, head, found.Indexes), nil
}

// featuresBody writes head, a JSON object with members, with one more: features.
func featuresBody(h http.Header, l *atlas.Layer, head []byte, indexes []uint32) writeBody {
	head = append(head[:len(head)-1], `,"features":[`...)
	const tail = "]}\n"
	size := len(head) + len(tail) + max(0, len(indexes)-1)
	for _, i := range indexes {
		size += len(l.Encoded(i))
	}
	h.Set("Content-Length", strconv.Itoa(size))
	return func(w io.Writer) error {
		if _, err := w.Write(head); err != nil {
			return err
		}
		if err := writeFeatures(w, l, indexes); err != nil {
			return err
		}
		_, err := io.WriteString(w, tail)
		return err
	}
}

func writeFeatures(w io.Writer, l *atlas.Layer, indexes []uint32) error {
	comma := []byte{','}
	for n, i := range indexes {
		if n > 0 {
			if _, err := w.Write(comma); err != nil {
				return err
			}
		}
		if _, err := w.Write(l.Encoded(i)); err != nil {
			return err
		}
	}
	return nil
}
