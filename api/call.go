package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-chi/chi/v5"

	"stele/data/atlas"
)

// call is one request with what every handler needs of it.
type call struct {
	*http.Request
	atlas  *atlas.Atlas // nil if no release is loaded
	base   string       // of links: no slash at its end
	params params
	body   map[string]json.RawMessage // of POST, what params were read from
}

// handler answers a call, or says why not with an error that problemOf knows.
type handler func(call) (answer, error)

// methods are those of nearly every route; there is nothing to write to here.
const methods = "GET, HEAD, OPTIONS"

// get routes GET, HEAD and OPTIONS. The names are the query parameters that the
// route takes; any other is refused.
func (s *server) get(r chi.Router, pattern string, h handler, names ...string) {
	s.getPage(r, pattern, h, nil, names...)
}

// getPage is get of a route that also has a page for people, for f=html and for
// who would rather have that.
func (s *server) getPage(r chi.Router, pattern string, h handler, page pageOf, names ...string) {
	serve := func(w http.ResponseWriter, r *http.Request) {
		c := call{Request: r, atlas: s.Atlas.Acquire()}
		defer c.atlas.Release()
		answer, err := c.answer(s, h, page, names)
		if err != nil {
			s.sendProblem(w, r, err)
			return
		}
		s.send(w, r, answer)
	}
	r.Get(pattern, serve)
	r.Head(pattern, serve)
	r.Options(pattern, optionsOf(methods))
}

func (c *call) answer(s *server, h handler, page pageOf, names []string) (a answer, err error) {
	if c.base, err = s.base(c.Request); err != nil {
		return answer{}, err
	}
	if c.params, err = parseParams(c.URL.RawQuery, c.known(names)); err != nil {
		return answer{}, err
	}
	return c.negotiated(s, h, names, page)
}

// known are a route's names with, where fieldNames stands in them, those of the
// layer's fields, or of the fields that all layers share where the path names
// none. Where there is no such layer, its route will say so.
func (c call) known(names []string) knownNames {
	k := knownNames{list: names}
	if !slices.Contains(names, fieldNames) {
		return k
	}
	if c.pathValue("collection") == "" {
		k.fields = sharedFields()
	} else if _, l, err := c.layer(); err == nil {
		k.fields = l.Fields()
	}
	return k
}

// loaded returns the release's atlas.
func (c call) loaded() (*atlas.Atlas, error) {
	if c.atlas == nil {
		return nil, errNoRelease
	}
	return c.atlas, nil
}

// layer returns the layer that the path names, and its atlas.
func (c call) layer() (*atlas.Atlas, *atlas.Layer, error) {
	a, err := c.loaded()
	if err != nil {
		return nil, nil, err
	}
	l, ok := a.Layer(c.pathValue("collection"))
	if !ok {
		return nil, nil, errNotFound
	}
	return a, l, nil
}

// pathValue returns a part of the path, unescaped: chi routes by the raw path
// where there is one. A part that is badly escaped is found nowhere.
func (c call) pathValue(name string) string {
	raw := chi.URLParam(c.Request, name)
	if c.URL.RawPath == "" {
		return raw
	}
	value, err := url.PathUnescape(raw)
	if err != nil {
		return ""
	}
	return value
}
