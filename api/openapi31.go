package api

import (
	"slices"
	"strings"
)

// formatOpenAPI31 is the value of f that asks for OpenAPI 3.1.
const formatOpenAPI31 = "openapi31"

// prefersOpenAPI31 reports that a client asks for version 3.1 by its media type.
func prefersOpenAPI31(accept []string) bool {
	for item := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		if strings.HasPrefix(strings.ToLower(strings.ReplaceAll(item, " ", "")), typeOpenAPI31) {
			return true
		}
	}
	return false
}

// openAPI31 makes a description in OpenAPI 3.0.3 one in 3.1, in place: what 3.0
// has of its own is said in the words of JSON Schema.
func openAPI31(description object) object {
	description["openapi"] = "3.1.0"
	description["jsonSchemaDialect"] = dialect
	toJSONSchema(description)
	return description
}

func toJSONSchema(v any) {
	switch v := v.(type) {
	case []object:
		for _, member := range v {
			toJSONSchema(member)
		}
	case object:
		if refs, ok := v["allOf"].([]object); ok && v["nullable"] == true {
			// Null is no object: it is one thing or the other.
			v["anyOf"] = append(slices.Clone(refs), object{"type": "null"})
			for _, name := range []string{"allOf", "nullable", "type"} {
				delete(v, name)
			}
		}
		if v["nullable"] == true {
			v["type"] = []any{v["type"], "null"}
			delete(v, "nullable")
		}
		if v["exclusiveMinimum"] == true {
			v["exclusiveMinimum"] = v["minimum"]
			delete(v, "minimum")
		}
		if v["type"] == "string" && v["format"] == "binary" {
			delete(v, "type") // the media type says what it is
			delete(v, "format")
		}
		for _, member := range v {
			toJSONSchema(member)
		}
	}
}
