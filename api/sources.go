package api

import (
	"encoding/json"
	"net/http"
)

// sources lists all sources of the release.
func (s *server) sources(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		list := []json.RawMessage{}
		for _, id := range a.SourceIDs() {
			source, _ := a.Source(id)
			list = append(list, source)
		}
		return struct {
			Sources       []json.RawMessage `json:"sources"`
			NumberMatched int               `json:"numberMatched"`
			Links         []link            `json:"links"`
		}{list, len(list), []link{c.self(typeJSON), {Href: c.href(nil), Rel: "root", Type: typeJSON}}}, nil
	}), nil
}

// source answers with one source and its links.
func (s *server) source(c call) (answer, error) {
	a, err := c.jsonOf()
	if err != nil {
		return answer{}, err
	}
	source, ok := a.Source(c.pathValue("id"))
	if !ok {
		return answer{}, errNotFound
	}
	return answer{contentType: typeJSON, etag: s.etag(c), build: func(h http.Header) (writeBody, error) {
		links := []link{c.self(typeJSON), {c.href(nil, "sources"), "collection", typeJSON, "All sources"}}
		text, err := json.Marshal(append(links, c.correction(a.Meta().Contact)...))
		if err != nil {
			return nil, err
		}
		return bytesBody(h, source[:len(source)-1], []byte(`,"links":`), text, []byte("}\n")), nil
	}}, nil
}
