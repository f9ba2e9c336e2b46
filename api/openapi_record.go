package api

import (
	"maps"
	"slices"

	"stele/data"
)

// recordSchemas are the shapes of a record and of all that is said about it,
// member by member: clients make their types of them, the map among them.
func recordSchemas() object {
	text, whole, yes := object{"type": "string"}, object{"type": "integer"}, object{"type": "boolean"}
	nullable, number := object{"type": "string", "nullable": true}, object{"type": "integer", "nullable": true}
	texts, anything := object{"type": "array", "items": text}, object{"description": "Any JSON value"}
	mapOf := func(schema string) object {
		return object{"type": "object", "additionalProperties": ref("schemas", schema)}
	}
	asserted := object{
		"id": text, "asserted_by": text, "source": text, "via": texts, "locator": nullableRef("Locator"), "rank": text, "disputes": texts, "supports": texts,
		"perspective": nullable, "note": nullable, "when": nullable, "when_role": nullable,
		"recorded_at": nullable, "recorded_by": nullable, "version": number, "supersedes": number,
	}
	assertion := func(more object) object {
		maps.Copy(more, asserted)
		return shape(slices.Sorted(maps.Keys(more)), more)
	}
	name := object{"text": text, "language": nullable, "script": nullable, "when": nullable, "source": nullable}
	return object{
		"Properties": propertiesOfAll(),
		"Dossier": shape([]string{"subject", "one_sided", "perspectives", "names", "properties", "figures", "sources", "agents", "links"}, object{
			"subject": ref("schemas", "Subject"), "one_sided": yes, "perspectives": texts, "names": listOf("Name"),
			"properties": listOf("ClaimedProperty"), "figures": listOf("StatedFigure"), "sources": mapOf("Source"), "agents": mapOf("Agent"), "links": listOf("Link"),
		}),
		"Subject": shape([]string{"collection", "id"}, object{"collection": text, "id": text}),
		"Name":    shape(slices.Sorted(maps.Keys(name)), name),
		"ClaimedProperty": shape([]string{"property", "contested", "shown", "rivals", "rival_claims", "claims"}, object{
			"property": text, "contested": yes, "shown": nullableRef("ShownValue"), "rivals": whole, "rival_claims": object{"type": "array", "nullable": true, "items": text},
			"claims": listOf("StatedClaim"),
		}),
		"ShownValue": shape([]string{"value", "rule", "claim", "record_value"}, object{
			"value": anything, "rule": text, "claim": nullable, "record_value": anything,
		}),
		"StatedClaim": assertion(object{"property": text, "value": anything}),
		"StatedFigure": assertion(object{
			"measure": text, "low": number, "best": number, "high": number, "comparator": nullable, "word": nullable, "scope": ref("schemas", "Subject"),
		}),
		"Locator": object{"type": "object", "properties": object{
			"paragraph": whole, "page": whole, "row": whole, "text": text,
			"bytes": object{"type": "array", "minItems": 2, "maxItems": 2, "items": whole},
		}},
		"Archive": shape([]string{"state"}, object{
			"state": text, "sha256": nullable, "bytes": number, "media_type": nullable, "captured_on": nullable,
		}),
	}
}

// nullableRef is a reference whose value may be null: beside $ref, OpenAPI 3.0
// reads nothing.
func nullableRef(schema string) object {
	return object{"type": "object", "nullable": true, "allOf": []object{ref("schemas", schema)}}
}

// propertiesOfAll describes the properties of any collection's features: what
// all have is required, the rest is of some.
func propertiesOfAll() object {
	properties, seen := object{}, map[string]int{}
	all := data.Collections()
	for _, c := range all {
		for _, f := range data.PublicFields(c) {
			seen[f.Name]++
			properties[f.Name] = openAPIType(f)
		}
	}
	var required []string
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if seen[name] == len(all) {
			required = append(required, name)
		}
	}
	schema := shape(required, properties)
	schema["description"] = "Every property of the collection is present in every feature, null where it is not set; but for those that the parameter properties leaves out"
	return schema
}

func openAPIType(f data.Field) object {
	kind := map[data.FieldType]string{data.Integer: "integer", data.Number: "number", data.Boolean: "boolean"}[f.Type]
	if kind == "" {
		kind = "string"
	}
	return object{"type": kind, "nullable": true, "description": f.Title}
}
