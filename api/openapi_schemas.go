package api

// describeSchemas are the shapes of the answers.
func describeSchemas() object {
	text, whole := object{"type": "string"}, object{"type": "integer"}
	nullable := object{"type": "string", "nullable": true}
	texts := object{"type": "object", "description": "By language: en, az, hy, ru", "additionalProperties": text}
	number := object{"type": "number"}
	box := object{"type": "array", "items": number, "minItems": 4, "maxItems": 4, "description": "West, south, east, north in degrees"}
	return object{
		"Object": object{"type": "object"},
		"Link": shape([]string{"href", "rel"}, object{
			"href": text, "rel": text, "type": text, "title": text,
		}),
		"Landing": shape([]string{"title", "description", "attribution", "licence", "contact", "published_on", "data_version", "base_map", "links"}, object{
			"title": text, "description": text, "attribution": text, "licence": text, "contact": text, "policy_version": text, "policy": text,
			"published_on": text, "data_version": text,
			"base_map": object{
				"type": "object", "nullable": true, "required": []string{"url", "attribution"}, "properties": object{"url": text, "attribution": text},
				"description": "What the map draws below the data: tiles, by an address with {z}, {x} and {y}, or a PMTiles archive",
			},
			"links": listOf("Link"),
		}),
		"Story": shape([]string{"title", "steps"}, object{"title": texts, "steps": object{"type": "array", "items": shape([]string{"title", "text", "where", "sources"}, object{
			"title": texts, "text": texts,
			"where":   box,
			"when":    object{"type": "string", "description": "A period such as 1993-04..1994; absent for all times"},
			"layers":  object{"type": "array", "items": text, "description": "Absent for all"},
			"sources": object{"type": "array", "items": text, "description": "IDs under /sources"},
		})}}),
		"Translations": object{"type": "object", "description": "Translated texts, by the text as it stands in the data", "additionalProperties": text},
		"Conformance":  shape([]string{"conformsTo"}, object{"conformsTo": object{"type": "array", "items": text}}),
		"Collections":  shape([]string{"links", "crs", "collections"}, object{"links": listOf("Link"), "crs": object{"type": "array", "items": text}, "collections": listOf("Collection")}),
		"Collection": shape([]string{"id", "title", "description", "extent", "itemType", "crs", "storageCrs", "itemCount", "links"}, object{
			"id": text, "title": text, "description": text, "itemType": text,
			"extent": shape([]string{"temporal"}, object{
				"spatial":  shape([]string{"bbox", "crs"}, object{"bbox": object{"type": "array", "items": box}, "crs": text}),
				"temporal": object{"type": "object"},
			}),
			"crs": object{"type": "array", "items": text}, "storageCrs": text, "itemCount": whole, "links": listOf("Link"),
		}),
		"Feature": shape([]string{"type", "id", "geometry", "properties"}, object{
			"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text,
			"geometry":   object{"type": "object", "nullable": true, "format": "geometry-any", "description": "GeoJSON geometry; null where no position is published"},
			"properties": ref("schemas", "Properties"),
			"links":      listOf("Link"),
		}),
		"Item": object{"allOf": []object{ref("schemas", "Feature"), {
			"type": "object", "description": "What is contested stands beside its number of rivals and where they are; without, nothing is.",
			"properties": object{
				"contested_properties": object{"type": "array", "items": text}, "contested_measures": object{"type": "array", "items": text},
				"rivals": listOf("Rivals"),
			},
		}}},
		"Rivals": shape([]string{"rivals", "rivals_at"}, object{
			"property": text, "measure": text, "rivals": whole, "rivals_at": object{"type": "string", "format": "uri"},
		}),
		"FeatureCollection": shape([]string{"type", "features"}, object{
			"type":          object{"type": "string", "enum": []string{"FeatureCollection"}},
			"numberMatched": whole, "numberReturned": whole, "timeStamp": object{"type": "string", "format": "date-time"},
			"links": listOf("Link"), "features": listOf("Feature"),
		}),
		"FeaturePage": shape([]string{"type", "features", "numberMatched", "numberReturned", "timeStamp", "links"}, object{
			"type":          object{"type": "string", "enum": []string{"FeatureCollection"}},
			"numberMatched": whole, "numberReturned": whole, "timeStamp": object{"type": "string", "format": "date-time"},
			"links": listOf("Link"), "features": listOf("Feature"),
		}),
		"Sources": shape([]string{"sources", "numberMatched", "links"}, object{
			"sources": listOf("Source"), "numberMatched": whole, "links": listOf("Link"),
		}),
		"Source": shape([]string{"id", "kind", "title", "archive"}, object{
			"id": text, "kind": text, "title": text, "author": nullable, "publisher": nullable, "published": nullable,
			"language": nullable, "url": nullable, "perspective": nullable, "agent": nullable, "agent_name": nullable,
			"licence": nullable, "archive": ref("schemas", "Archive"), "known_through": nullable, "note": nullable,
			"links": listOf("Link"),
		}),
		"Problem": shape([]string{"type", "title", "status", "detail", "instance", "request_id"}, object{
			"type": text, "title": text, "status": whole, "detail": text, "instance": text, "parameter": text,
			"value": text, "accepted": text, "request_id": text,
			"reason": text, "scopes": object{"type": "array", "items": text}, "figures": object{"type": "array", "items": text}, "links": listOf("Link"),
		}),
	}
}

func shape(required []string, properties object) object {
	return object{"type": "object", "required": required, "properties": properties}
}

func listOf(schema string) object { return object{"type": "array", "items": ref("schemas", schema)} }
