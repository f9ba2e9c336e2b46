package api

import "slices"

// describeStats adds the counts over all layers, and the shape of those of one.
func describeStats(paths, parameters, schemas object) {
	text := object{"type": "string"}
	parameters["facets"] = queryParameter("facets", "Properties to count by, separated by commas; by default all that are codes or yes or no.",
		object{"type": "array", "minItems": 1, "items": text})
	names := slices.Clone(filterNames)
	for _, f := range sharedFields() {
		names = append(names, fieldParameter(f))
	}
	paths["/stats"] = operation("stats", "data", "Counts by year over all layers, and by year and property of each, for any filter by what all have",
		ok(typeJSON, "AllStats"), append(names, "facets", "f")...)
	count := object{"type": "integer", "minimum": 0}
	box := object{
		"type": "array", "nullable": true, "minItems": 4, "maxItems": 4, "items": object{"type": "number"},
		"description": "west, south, east, north of the published geometry of what matches; null where there is none",
	}
	years := object{"type": "array", "items": shape([]string{"year", "certain", "possible"}, object{
		"year": object{"type": "integer"}, "certain": count, "possible": count,
	})}
	schemas["AllStats"] = shape([]string{"numberMatched", "located", "undated", "bbox", "years", "collections", "links"}, object{
		"numberMatched": count, "located": count, "undated": count, "bbox": box, "years": years,
		"collections": listOf("Stats"), "links": listOf("Link"),
	})
	schemas["Stats"] = shape([]string{"collection", "numberMatched", "located", "undated", "bbox", "years", "facets", "links"}, object{
		"collection": text, "numberMatched": count, "located": count, "undated": count, "bbox": box, "years": years,
		"facets": object{"type": "array", "items": shape([]string{"property", "null", "values", "more"}, object{
			"property": text, "null": count, "more": count,
			"values": object{"type": "array", "items": shape([]string{"value", "count"}, object{"value": object{}, "count": count})},
		})},
		"links": listOf("Link"),
	})
}
