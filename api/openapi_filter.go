package api

import (
	"slices"

	"stele/data"
	"stele/data/atlas"
)

// fieldParameters names the parameters that filter a collection by property.
func fieldParameters(c data.Collection) []string {
	var names []string
	for _, f := range data.PublicFields(c) {
		names = append(names, fieldParameter(f))
	}
	return names
}

// fieldParameter is the name of a shared parameter. Collections share most of
// their fields; two with fields of one name and different types do not.
func fieldParameter(f data.Field) string {
	name := "field_" + f.Name + "_" + string(f.Type)
	if f.Vocabulary != "" {
		name += "_" + f.Vocabulary
	}
	return name
}

// tileOperation describes the tiles of a collection.
func tileOperation(c data.Collection) object {
	success := object{
		"description": "A vector tile with one layer. Where it holds more than 256 features, those smaller than a sixteenth of its width are counted by squares.",
		"content":     object{typeTile: object{"schema": object{"type": "string", "format": "binary"}}},
	}
	o := operation("tile_"+c.ID, "data", c.Title+": a vector tile", success,
		slices.Concat([]string{"z", "row", "col", "datetime", "certainty"}, fieldParameters(c))...)
	o["get"].(object)["responses"].(object)["204"] = object{"description": "There is nothing in the tile"}
	return o
}

// describeFilters adds the parameters that say which features, in which form and
// order.
func describeFilters(a *atlas.Atlas, parameters, schemas object) {
	text := object{"type": "string"}
	texts := object{"type": "array", "minItems": 1, "items": text}
	parameters["certainty"] = queryParameter("certainty", "How datetime is met: "+certaintyForm+".",
		object{"type": "string", "enum": []string{"possible", "certain"}, "default": "possible"})
	parameters["properties"] = queryParameter("properties", "Only these properties, separated by commas.", texts)
	parameters["skipGeometry"] = queryParameter("skipGeometry", "Null in the place of each geometry.", object{"type": "boolean", "default": false})
	parameters["zoom-level"] = queryParameter("zoom-level", "Geometry with the detail that is seen at "+zoomForm+". Borders that features share stay shared.",
		object{"type": "integer", "minimum": 0, "maximum": 24})
	parameters["max-allowable-offset"] = queryParameter("max-allowable-offset", "Geometry simplified so that it is nowhere further off than this: "+offsetForm+". Not beside zoom-level.",
		object{"type": "number", "exclusiveMinimum": true, "minimum": 0, "maximum": 10})
	parameters["sortby"] = queryParameter("sortby", "Order by these properties, separated by commas; a minus before one reverses it. Null comes last.", texts)
	parameters["facets"] = queryParameter("facets", "Properties to count by, separated by commas; by default all that are codes or yes or no.", texts)
	for _, l := range a.Layers() {
		for _, f := range l.Fields() {
			p := queryParameter(f.Name, f.Title+". Only features that have it: "+conditionForm(f)+".", object{"type": "string"})
			if f.Type == data.Boolean {
				p["schema"] = object{"type": "boolean"}
			}
			parameters[fieldParameter(f)] = p
		}
	}
	count := object{"type": "integer", "minimum": 0}
	schemas["Stats"] = shape([]string{"collection", "numberMatched", "located", "undated", "bbox", "years", "facets", "links"}, object{
		"collection": text, "numberMatched": count, "located": count, "undated": count,
		"bbox": object{
			"type": "array", "nullable": true, "minItems": 4, "maxItems": 4, "items": object{"type": "number"},
			"description": "west, south, east, north of the published geometry of what matches; null where there is none",
		},
		"years": object{"type": "array", "items": shape([]string{"year", "certain", "possible"}, object{
			"year": object{"type": "integer"}, "certain": count, "possible": count,
		})},
		"facets": object{"type": "array", "items": shape([]string{"property", "null", "values", "more"}, object{
			"property": text, "null": count, "more": count,
			"values": object{"type": "array", "items": shape([]string{"value", "count"}, object{"value": object{"oneOf": []object{text, {"type": "number"}, {"type": "boolean"}}}, "count": count})},
		})},
		"links": listOf("Link"),
	})
}
