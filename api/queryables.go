package api

import (
	"stele/data"
	"stele/data/atlas"
)

// The link relations of what a layer may be asked for by, and sorted by.
const (
	relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relSortables  = "http://www.opengis.net/def/rel/ogc/1.0/sortables"
)

// queryables describes what filters may name (OGC API - Features, Part 3).
func (s *server) queryables(c call) (answer, error) {
	return s.fieldsSchema(c, "Queryables", func(l *atlas.Layer) []data.Field { return l.Queryables() }, object{
		"geometry": object{"title": "Geometry, as it is published", "x-ogc-role": "primary-geometry", "format": "geometry-any"},
	})
}

// sortables describes what sortby may name (Part 5).
func (s *server) sortables(c call) (answer, error) {
	return s.fieldsSchema(c, "Sortables", func(l *atlas.Layer) []data.Field { return l.Fields() }, object{})
}

// fieldsSchema answers with a JSON Schema of fields and of more properties.
func (s *server) fieldsSchema(c call, of string, fields func(*atlas.Layer) []data.Field, more object) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeSchema, s.etag(c), func() (any, error) {
		for _, f := range fields(l) {
			more[f.Name] = roleSchema(f)
		}
		return object{
			"$schema": dialect, "$id": c.self("").Href, "title": of + " of " + l.Collection().Title,
			"type": "object", "properties": more, "additionalProperties": false,
		}, nil
	}), nil
}

// roleSchema describes a field with its role in a feature.
func roleSchema(f data.Field) object {
	p := propertySchema(f)
	switch f.Name {
	case idParameter:
		p["x-ogc-role"] = "id"
	case "earliest":
		p["x-ogc-role"] = "primary-interval-start"
	case "latest":
		p["x-ogc-role"] = "primary-interval-end"
	case "when":
		p["description"] = "In temporal functions of a filter it is the period from earliest to latest, open where a date is, and null where there is none"
	}
	return p
}
