package api

import (
	"slices"

	"stele/data/atlas"
)

// claims answers with all that is said about a feature and who says it; of its
// properties, with the one that is asked for.
func (s *server) claims(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	property, err := c.params.text("property", "the name of a property, such as stage")
	if err != nil {
		return answer{}, err
	}
	collection, id := l.Collection().ID, c.pathValue("id")
	if _, ok := l.Index(id); !ok {
		return answer{}, errNotFound
	}
	return jsonAnswer(typeJSON, s.etag(c, compact(pair{"property", property})...), func() (any, error) {
		dossier, _, err := a.Dossier(collection, id)
		if property != "" {
			dossier.Properties = slices.DeleteFunc(dossier.Properties, func(p atlas.ClaimedProperty) bool { return p.Property != property })
		}
		links := []link{
			c.self(typeJSON),
			{c.href(nil, "collections", collection, "items", id), "related", typeGeoJSON, "The feature"},
			{c.href([]pair{{"scope", collection + "/" + id}}, "figures", "ranges"), "related", typeJSON, "The figures by source, for a chart"},
		}
		return struct {
			atlas.Dossier
			Links []link `json:"links"`
		}{dossier, append(links, c.correction(a.Meta().Contact)...)}, err
	}), nil
}
