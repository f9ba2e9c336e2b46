package api

import (
	"encoding/json"
	"net/http"

	"stele/data/atlas"
)

// item answers with one feature and its links.
func (s *server) item(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.params.format("json", "geojson"); err != nil {
		return answer{}, err
	}
	id := c.pathValue("id")
	i, ok := l.Index(id)
	if !ok {
		return answer{}, errNotFound
	}
	return answer{contentType: typeGeoJSON, etag: s.etag(c), build: func(h http.Header) (writeBody, error) {
		links := append(c.itemLinks(l.Collection().ID, id), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, links)
		text, err := json.Marshal(links)
		if err != nil {
			return nil, err
		}
		contested, err := contestedMembers(a, l.Collection().ID, id)
		if err != nil {
			return nil, err
		}
		feature := l.Encoded(i)
		return bytesBody(h, feature[:len(feature)-1], contested, []byte(`,"links":`), text, []byte("}\n")), nil
	}}, nil
}

// contestedMembers says what of a feature is contested, in members beside its
// properties, which stay flat; nothing if nothing is.
func contestedMembers(a *atlas.Atlas, collection, id string) ([]byte, error) {
	properties, measures := a.Contested(collection, id)
	if len(properties)+len(measures) == 0 {
		return nil, nil
	}
	text, err := json.Marshal(struct {
		Properties []string `json:"contested_properties"`
		Measures   []string `json:"contested_measures"`
	}{properties, measures})
	if err != nil {
		return nil, err
	}
	return append([]byte{','}, text[1:len(text)-1]...), nil
}

func (c call) itemLinks(collection, id string) []link {
	return []link{
		{c.href(nil, "collections", collection, "items", id), "self", typeGeoJSON, ""},
		{c.href([]pair{{"f", "html"}}, "collections", collection, "items", id), "alternate", "text/html", "This record as a page"},
		{c.href(nil, "collections", collection), "collection", typeJSON, ""},
		{c.href(nil, "collections", collection, "items", id, "claims"), "related", typeJSON, "Claims, figures and sources"},
		{c.href(nil, "collections", collection, "items", id, "history"), "version-history", typeJSON, "The public versions"},
	}
}
