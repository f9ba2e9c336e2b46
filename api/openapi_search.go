package api

// describeSearch adds the search to the parts of the description.
func describeSearch(paths, parameters, schemas object) {
	text, nullable := object{"type": "string"}, object{"type": "string", "nullable": true}
	paths["/search"] = operation("search", "data", "Features by name, in any usual spelling, the best match first", ok(typeJSON, "Search"),
		"searchText", "searchCollection", "bbox", "searchLimit", "f")

	q := queryParameter("q", "A name, or the beginning of one or of its words. Case, diacritics and script do not matter, nor do the usual romanisations; one or two typos are forgiven where nothing else is found.",
		object{"type": "string", "minLength": 1, "maxLength": maxSearchText})
	q["required"], q["example"] = true, "Bashlibel"
	parameters["searchText"] = q
	parameters["searchCollection"] = queryParameter("collection", "Only these collections, separated by commas.",
		object{"type": "array", "minItems": 1, "items": text})
	parameters["searchLimit"] = queryParameter("limit", "Results; more than the maximum counts as the maximum.",
		object{"type": "integer", "minimum": 1, "maximum": maxSearchLimit, "default": defaultSearchLimit})

	schemas["Search"] = shape([]string{"query", "numberMatched", "results", "links"}, object{
		"query": text, "numberMatched": object{"type": "integer"}, "results": listOf("SearchResult"), "links": listOf("Link"),
	})
	schemas["SearchResult"] = shape([]string{"collection", "id", "name", "matched", "match", "place_name", "bbox", "links"}, object{
		"collection": text, "id": text, "name": nullable,
		"matched": shape([]string{"text", "language", "script", "source"}, object{
			"text": text, "language": nullable, "script": nullable, "source": nullable,
		}),
		"match":      object{"type": "string", "enum": []string{"exact", "prefix", "word", "fuzzy"}},
		"place_name": nullable,
		"bbox": object{
			"type": "array", "nullable": true, "minItems": 4, "maxItems": 4, "items": object{"type": "number"},
			"description": "west, south, east, north of the published geometry; null where there is none",
		},
		"links": listOf("Link"),
	})
}
