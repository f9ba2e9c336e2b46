package api

import (
	"encoding/json"

	"stele/data/atlas"
)

// history answers with the public versions of a feature, the newest first.
func (s *server) history(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	collection, id := l.Collection().ID, c.pathValue("id")
	i, ok := l.Index(id)
	if !ok {
		return answer{}, errNotFound
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		links := []link{
			c.self(typeJSON),
			{c.href(nil, "collections", collection, "items", id), "related", typeGeoJSON, "The feature"},
		}
		return struct {
			Subject  atlas.Subject   `json:"subject"`
			Versions json.RawMessage `json:"versions"`
			Links    []link          `json:"links"`
		}{atlas.Subject{Collection: collection, ID: id}, l.History(i), append(links, c.correction(a.Meta().Contact)...)}, nil
	}), nil
}
