package api

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
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
	filterText, formText, orderText, pageText string
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
		d := s.drafts.get()
		found := l.Query(atlas.Query{Selection: selection, Sort: q.sort, After: q.after, Limit: q.limit, Room: d.runs})
		d.runs = found.Runs
		d.links = append(c.pageLinks(d.links[:0], l, &q, found.Next), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, d.links)
		setNumbers(h, found.Matched, found.Returned)
		if err := q.setCRS(h, l, d.each); err != nil {
			return nil, err
		}
		s.beginPage(d, found)
		d.head = append(appendLinks(d.head, d.links), '}')
		return s.pageBody(h, l, q.form, d), nil
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
	q.pageText = joined(q.filterText, q.formText, q.orderText, "limit="+strconv.Itoa(q.limit))
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
func (q *itemsQuery) text(token string) string { return q.textAs(token, q.format) }

// textAs is text with another format.
func (q *itemsQuery) textAs(token, format string) string {
	text := q.pageText
	if token != "" {
		text += "&next=" + token // base64url
	}
	if format != "" {
		text += "&f=" + format
	}
	return text
}

// joined is one query string of several, of which some may be empty.
func joined(parts ...string) string {
	var b strings.Builder
	size, last := 0, ""
	for _, part := range parts {
		if part != "" {
			size, last = size+len("&")+len(part), part
		}
	}
	if size == len("&")+len(last) {
		return last
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
func (c call) pageLinks(dst []link, l *atlas.Layer, q *itemsQuery, next atlas.Cursor) []link {
	at := c.base + "/collections/" + url.PathEscape(l.Collection().ID)
	var t texts
	t.Grow(6*len(at) + 4*len(q.pageText) + 512)
	dst = append(dst,
		link{t.cut(at, "/items?", q.text(q.token)), "self", typeGeoJSON, "This page"},
		link{t.cut(at, "/items?", q.textAs(q.token, "html")), "alternate", "text/html", "This page as a table"})
	if !next.IsZero() {
		dst = append(dst, link{t.cut(at, "/items?", q.text(encodeToken(next, q.binding(l)))), "next", typeGeoJSON, "The next page"})
	}
	question, text := "", joined(q.filterText, q.formText)
	if text != "" {
		question = "?"
	}
	return append(dst,
		link{at, "collection", typeJSON, l.Collection().Title},
		link{t.cut(at, "/export.geojson", question, text), "enclosure", typeGeoJSON, "All pages in one file"},
		link{t.cut(at, "/schema/feature"), "describedby", typeSchema, "JSON Schema of a feature"},
	)
}

// setNumbers says how many there are. The names are as http.Header.Set would write
// them: to find that out takes longer than to put them in. So it is with the headers
// of every answer.
func setNumbers(h http.Header, matched, returned int) {
	values := []string{strconv.Itoa(matched), strconv.Itoa(returned)}
	h["Ogc-Numbermatched"], h["Ogc-Numberreturned"] = values[:1:1], values[1:]
}

// beginPage begins the head of a page, up to its links. It is put together by hand,
// as the links are: with encoding/json they take twice the time, and they are more of
// an answer's work than finding some dozen features.
func (s *server) beginPage(d *draft, found atlas.Result) {
	d.head = append(d.head[:0], `{"type":"FeatureCollection","numberMatched":`...)
	d.head = strconv.AppendInt(d.head, int64(found.Matched), 10)
	d.head = append(d.head, `,"numberReturned":`...)
	d.head = strconv.AppendInt(d.head, int64(found.Returned), 10)
	d.head = append(d.head, `,"timeStamp":"`...)
	d.head = s.Now().UTC().AppendFormat(d.head, time.RFC3339)
	d.head = append(d.head, `","links":`...)
}

// pageBody writes the features from where they lie, after the head, and gives the
// draft back.
func (s *server) pageBody(h http.Header, l *atlas.Layer, f form, d *draft) writeBody {
	body := featuresBody(h, l, f, d.head, d.each)
	return func(w io.Writer) error {
		err := body(w)
		s.drafts.put(d)
		return err
	}
}
