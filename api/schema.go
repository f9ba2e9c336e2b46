package api

import (
	"stele/data"
)

// relSchema is the link relation of OGC API - Features, Part 5.
const relSchema = "http://www.opengis.net/def/rel/ogc/1.0/schema"

const dialect = "https://json-schema.org/draft/2020-12/schema"

// object is a JSON object under construction.
type object = map[string]any

// schema describes the properties of a collection's features, in the form of
// OGC API - Features, Part 5.
func (s *server) schema(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeSchema, s.etag(c), func() (any, error) {
		properties := object{
			"id":       object{"type": "string", "x-ogc-role": "id", "readOnly": true},
			"geometry": object{"x-ogc-role": "primary-geometry", "format": "geometry-any"},
		}
		for i, f := range l.Fields() {
			p := roleSchema(f)
			p["x-ogc-propertySeq"] = i + 1
			properties[f.Name] = p
		}
		return object{
			"$schema": dialect, "$id": c.self("").Href,
			"title": l.Collection().Title, "description": l.Collection().Description,
			"type": "object", "properties": properties, "additionalProperties": false,
		}, nil
	}), nil
}

// featureSchema describes a feature as GeoJSON. GDAL takes field types from it,
// and only where type is one plain word, so null is told by the description.
func (s *server) featureSchema(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeSchema, s.etag(c), func() (any, error) {
		return object{
			"$schema": dialect, "$id": c.self("").Href,
			"title":       l.Collection().Title,
			"description": "A GeoJSON feature. Every property is present in every feature, null where it is not set.",
			"type":        "object",
			"required":    []string{"type", "id", "geometry", "properties"},
			"properties": object{
				"type":       object{"type": "string", "enum": []string{"Feature"}},
				"id":         object{"type": "string"},
				"geometry":   object{"description": "A GeoJSON geometry, or null where no position is published"},
				"properties": propertiesSchema(l.Fields()),
			},
		}, nil
	}), nil
}

func propertiesSchema(fields []data.Field) object {
	properties, names := object{}, []string{}
	for _, f := range fields {
		properties[f.Name] = propertySchema(f)
		names = append(names, f.Name)
	}
	return object{"type": "object", "required": names, "properties": properties}
}

// propertySchema describes one property; null is said by the caller.
func propertySchema(f data.Field) object {
	p := object{"title": f.Title, "type": "string"}
	switch f.Type {
	case data.Integer:
		p["type"] = "integer"
	case data.Number:
		p["type"] = "number"
	case data.Boolean:
		p["type"] = "boolean"
	case data.Date:
		p["format"] = "date"
	case data.Code:
		p["description"] = "A code of the vocabulary " + f.Vocabulary
	}
	return p
}
