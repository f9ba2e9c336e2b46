package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"stele/data/atlas"
	"stele/data/export"
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
	// What the query is in canonical form, but for the page: links, tokens and
	// tags hold it, and to write it takes longer than to find what it asks for.
	filterText, formText, orderText string
}

// itemsNames are the parameters of items.
func itemsNames() []string {
	return slices.Concat(filterNames, formNames, []string{"sortby", "limit", "next", "f", fieldNames})
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
	return answer{contentType: typeGeoJSON, etag: s.etagOf(c, q.text(q.token)), build: func(h http.Header) (writeBody, error) {
		selection, err := q.selection(l)
		if err != nil {
			return nil, err
		}
		found := l.Query(atlas.Query{Selection: selection, Sort: q.sort, After: q.after, Limit: q.limit})
		links := append(c.pageLinks(l, &q, found.Next), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, links)
		// As http.Header.Set would write the names: to find that out takes longer
		// than to put them in. So it is with the headers of every answer.
		h["Ogc-Numbermatched"] = []string{strconv.Itoa(found.Matched)}
		h["Ogc-Numberreturned"] = []string{strconv.Itoa(found.Returned)}
		if err := q.setCRS(h, l, runsOf(found)); err != nil {
			return nil, err
		}
		return s.pageBody(h, l, q.form, found, appendLinks(make([]byte, 0, 1024), links))
	}}, nil
}

func (c call) itemsQuery(l *atlas.Layer) (q itemsQuery, err error) {
	if q.format, err = c.params.format("json", "geojson"); err != nil {
		var bad *badParam
		if f, ok := export.ByExt(l.Collection().ID, c.params["f"]); ok && errors.As(err, &bad) {
			bad.err = fmt.Errorf("%s is not given by page: /collections/%s/export.%s has all that the same query matches, in one file", f.Title, l.Collection().ID, f.Ext)
		}
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
	q.filterText, q.formText, q.orderText = encodeQuery(q.filter.query()), encodeQuery(q.form.query()), encodeQuery(compact(pair{"sortby", sortText(q.sort)}))
	if token, ok := c.params["next"]; ok {
		q.token = token
		if q.after, err = decodeToken(token, q.binding(l), len(q.sort)); err != nil {
			return q, &badParam{name: "next", value: token, accepted: "the next link of a page of the same query, unchanged", err: err}
		}
	}
	return q, nil
}

// binding is what a next token is good for.
func (q *itemsQuery) binding(l *atlas.Layer) string {
	return l.Collection().ID + "?" + joined(q.filterText, q.orderText)
}

// text is the query for the page that a token names, in canonical form.
func (q *itemsQuery) text(token string) string {
	pairs := []pair{{"limit", strconv.Itoa(q.limit)}}
	if token != "" {
		pairs = append(pairs, pair{"next", token})
	}
	if q.format != "" {
		pairs = append(pairs, pair{"f", q.format})
	}
	return joined(q.filterText, q.formText, q.orderText, encodeQuery(pairs))
}

// joined is one query string of several, of which some may be empty.
func joined(parts ...string) string {
	var b strings.Builder
	size := 0
	for _, part := range parts {
		size += len("&") + len(part)
	}
	b.Grow(size)
	for _, part := range parts {
		if part != "" && b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(part)
	}
	return b.String()
}

// pageLinks: the type of next is exact, or GDAL stops after one page. The whole
// layer is linked because who pastes an items URL into a GIS gets one page
// without a warning.
func (c call) pageLinks(l *atlas.Layer, q *itemsQuery, next atlas.Cursor) []link {
	at := c.href(nil, "collections", l.Collection().ID)
	links := make([]link, 0, 9)
	links = append(links, link{at + "/items?" + q.text(q.token), "self", typeGeoJSON, "This page"})
	page := *q
	page.format = ""
	links = append(links, link{at + "/items?" + joined(page.text(q.token), "f=html"), "alternate", "text/html", "This page as a table"})
	if !next.IsZero() {
		links = append(links, link{at + "/items?" + q.text(encodeToken(next, q.binding(l))), "next", typeGeoJSON, "The next page"})
	}
	export := at + "/export.geojson"
	if text := joined(q.filterText, q.formText); text != "" {
		export += "?" + text
	}
	return append(links,
		link{at, "collection", typeJSON, l.Collection().Title},
		link{export, "enclosure", typeGeoJSON, "All pages in one file"},
		link{at + "/schema/feature", "describedby", typeSchema, "JSON Schema of a feature"},
	)
}

// pageBody writes the features from where they lie; only the head is built. It is
// put together by hand, as its links are, which come as JSON: with encoding/json they take twice the
// time, and they are more of an answer's work than finding some dozen features.
func (s *server) pageBody(h http.Header, l *atlas.Layer, f form, found atlas.Result, links []byte) (writeBody, error) {
	head := make([]byte, 0, 2048)
	head = append(head, `{"type":"FeatureCollection","numberMatched":`...)
	head = strconv.AppendInt(head, int64(found.Matched), 10)
	head = append(head, `,"numberReturned":`...)
	head = strconv.AppendInt(head, int64(found.Returned), 10)
	head = append(head, `,"timeStamp":"`...)
	head = s.Now().UTC().AppendFormat(head, time.RFC3339)
	head = append(head, `","links":`...)
	head = append(append(head, links...), '}')
	return featuresBody(h, l, f, head, runsOf(found)), nil
}

// runsOf are those of a page.
func runsOf(found atlas.Result) runs {
	return func(visit func(low, high uint32) bool) {
		for _, r := range found.Runs {
			if !visit(r[0], r[1]) {
				return
			}
		}
	}
}
