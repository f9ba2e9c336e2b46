package api

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/go-chi/chi/v5"

	"stele/data"
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
	serve := func(w http.ResponseWriter, r *http.Request) {
		c := call{Request: r, atlas: s.Atlas.Acquire()}
		defer c.atlas.Release()
		answer, err := c.answer(s, h, names)
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

func (c *call) answer(s *server, h handler, names []string) (a answer, err error) {
	if c.base, err = s.base(c.Request); err != nil {
		return answer{}, err
	}
	if c.params, err = parseParams(c.URL.RawQuery, c.known(names)); err != nil {
		return answer{}, err
	}
	return h(*c)
}

// known puts the names of the layer's fields in the place of fieldNames, those of
// the fields that all layers share where the path names none. Where there is no
// such layer, its route will say so.
func (c call) known(names []string) []string {
	n := slices.Index(names, fieldNames)
	if n < 0 {
		return names
	}
	fields := sharedFields
	if c.pathValue("collection") != "" {
		_, l, err := c.layer()
		if err != nil {
			return append(slices.Clone(names[:n]), names[n+1:]...)
		}
		fields = l.Fields
	}
	return withFields(names, n, fields())
}

// withFields puts the names of fields in the place of names[n].
func withFields(names []string, n int, fields []data.Field) []string {
	// Every request for features comes by here: one allocation, not five.
	all := make([]string, 0, len(names)+len(fields)+1)
	all = append(append(all, names[:n]...), names[n+1:]...)
	for _, f := range fields {
		all = append(all, f.Name)
	}
	return append(all, idParameter)
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
