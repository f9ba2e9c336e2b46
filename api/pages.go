package api

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"stele/api/html"
	"stele/data"
	"stele/data/atlas"
)

// mostPageRows bounds a table of records: it is to be read, not loaded.
const mostPageRows = 1000

// pageOf makes a page of a JSON answer.
type pageOf func(s *server, c call, site html.Site, r html.Resource, body []byte) ([]byte, error)

// takesHTML reports that the page is asked for, and takes f=html away: what
// answers programs need not know of it.
func (c call) takesHTML() bool {
	f, ok := c.params["f"]
	if f == "html" {
		delete(c.params, "f")
		return true
	}
	return !ok && prefersHTML(c.Header.Values("Accept"))
}

// asPage answers with the page that is made from what programs get. Its tag is
// theirs and that of the templates, so that it tells no more.
func (s *server) asPage(c call, json answer, make pageOf) answer {
	page := answer{contentType: typeHTML, etag: json.etag, cache: json.cache}
	if json.etag != "" {
		page.etag = weakTag("html", html.Tag(), json.etag)
	}
	page.build = func(h http.Header) (writeBody, error) {
		body, err := bodyOf(json)
		if err != nil {
			return nil, err
		}
		text, err := make(s, c, c.site(), c.resource(), body)
		if err != nil {
			return nil, err
		}
		return bytesBody(h, text), nil
	}
	return page
}

// bodyOf builds an answer in memory.
func bodyOf(a answer) ([]byte, error) {
	write, err := a.build(http.Header{})
	if err != nil {
		return nil, err
	}
	if write == nil {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	err = write(&b)
	return b.Bytes(), err
}

// site is what pages say of the service; without a release, little.
func (c call) site() html.Site {
	site := html.Site{Base: c.base, Title: "Stele"}
	if c.atlas == nil {
		return site
	}
	meta := c.atlas.Meta()
	if meta.Title != "" {
		site.Title = meta.Title
	}
	site.Attribution, site.Licence, site.PublishedOn = meta.Attribution, meta.Licence, meta.PublishedOn
	for _, l := range c.correction(meta.Contact) {
		site.Correction = html.Link{Text: l.Title, Href: l.Href}
	}
	return site
}

func (c call) resource() html.Resource {
	query, err := url.ParseQuery(c.URL.RawQuery)
	if err != nil {
		query = nil // the parameters were refused before
	}
	query.Del("f")
	return html.Resource{Path: c.URL.EscapedPath(), Query: query.Encode()}
}

// valuePage shows any answer as it is.
func valuePage(title string) pageOf {
	return func(_ *server, _ call, site html.Site, r html.Resource, body []byte) ([]byte, error) {
		r.Title = title
		return html.Value(site, r, body)
	}
}

// itemsPage shows records as a table.
func itemsPage(_ *server, c call, site html.Site, r html.Resource, body []byte) ([]byte, error) {
	a, l, err := c.layer()
	if err != nil {
		return nil, err
	}
	return html.Items(site, r, l.Collection(), body, around(a))
}

// extentsPage shows layers with where they are.
func extentsPage(title string) pageOf {
	return func(_ *server, c call, site html.Site, r html.Resource, body []byte) ([]byte, error) {
		r.Title = title
		return html.Extents(site, r, body, around(c.atlas))
	}
}

// around gives the outlines of districts, to find one's way by.
func around(a *atlas.Atlas) html.Around {
	districts, ok := a.Layer(data.Districts)
	if !ok {
		return nil
	}
	return func(seen orb.Bound, toleranceDeg float64) (all []orb.Geometry) {
		for i := range uint32(min(districts.Len(), mostPageRows)) {
			if box, ok := districts.BoxAt(i); ok && box.Intersects(seen) {
				all = append(all, districts.GeometryIn(i, atlas.Form{ToleranceDeg: toleranceDeg}))
			}
		}
		return all
	}
}

// itemPage shows a record with what is said about it.
func itemPage(s *server, c call, site html.Site, r html.Resource, body []byte) ([]byte, error) {
	a, l, err := c.layer()
	if err != nil {
		return nil, err
	}
	record := html.Record{Collection: l.Collection(), Fields: l.Fields(), Feature: body}
	for _, part := range []struct {
		of handler
		to *[]byte
	}{{s.claims, &record.Claims}, {s.history, &record.Public}} {
		found, err := part.of(c)
		if err != nil {
			return nil, err
		}
		if *part.to, err = bodyOf(found); err != nil {
			return nil, err
		}
	}
	if i, ok := l.Index(c.pathValue("id")); ok {
		record.Place = html.PlaceOf(l.Encoded(i), func(ref data.Ref) []byte {
			at, ok := a.Layer(ref.Collection)
			if !ok {
				return nil
			}
			j, ok := at.Index(ref.Key)
			if !ok {
				return nil
			}
			return at.Encoded(j)
		})
	}
	record.Around = around(a)
	return html.Item(site, r, record)
}

// style answers with the pages' stylesheet.
func (s *server) style(call) (answer, error) {
	text, tag := html.Style()
	return answer{contentType: "text/css; charset=utf-8", etag: weakTag("page.css", tag), build: func(h http.Header) (writeBody, error) {
		return bytesBody(h, text), nil
	}}, nil
}

// negotiated answers with JSON, or with the page of it for who would rather have
// that.
func (c *call) negotiated(s *server, h handler, names []string, make pageOf) (answer, error) {
	if make == nil || !slices.Contains(names, "f") {
		return h(*c)
	}
	isPage := c.takesHTML()
	if _, err := c.params.crs("crs"); isPage && err == nil {
		delete(c.params, "crs") // a page prints no coordinates, and its map is drawn of degrees
	}
	if n, err := c.params.limit(); isPage && err == nil && n > mostPageRows {
		c.params["limit"] = strconv.Itoa(mostPageRows)
	}
	a, err := h(*c)
	if err != nil {
		var bad *badParam
		if errors.As(err, &bad) && bad.name == "f" {
			bad.accepted += ", html"
		}
		return a, err
	}
	if isPage {
		a = s.asPage(*c, a, make)
	}
	a.vary = "Accept"
	return a, nil
}
