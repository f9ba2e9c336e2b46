package api_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

var update = flag.Bool("update", false, "write the types that the map has of this interface")

const typesPath = "../web/src/schema.d.ts"

// TestOpenAPI_TypesOfTheMap holds the types with which the map reads answers to
// the description, so that the two cannot drift.
func TestOpenAPI_TypesOfTheMap(t *testing.T) {
	doc := loadOpenAPI(t, serve(t, writeRelease(t, someSites())))
	want := typesOf(doc.Components.Schemas)
	if *update {
		if err := os.WriteFile(typesPath, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(typesPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the description gives; make it anew with\n\tgo test ./api -run TypesOfTheMap -update", typesPath)
	}
}

// typesOf writes each schema as a TypeScript type, in the order of their names.
func typesOf(schemas openapi3.Schemas) string {
	var b strings.Builder
	b.WriteString("// The answers of the interface, as its OpenAPI document describes them. Made by\n")
	b.WriteString("// go test ./api -run TypesOfTheMap -update; not to be written by hand.\n")
	b.WriteString("import type { Geometry } from \"geojson\";\n")
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		fmt.Fprintf(&b, "\nexport type %s = %s;\n", name, typeOf(schemas[name], ""))
	}
	return b.String()
}

// typeOf writes one schema as a type. A reference is a name.
func typeOf(s *openapi3.SchemaRef, indent string) string {
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		return name
	}
	kind := plainType(s.Value, indent)
	if s.Value.Nullable && kind != "unknown" {
		kind += " | null"
	}
	return kind
}

func plainType(v *openapi3.Schema, indent string) string {
	switch {
	case v.Format == "geometry-any":
		return "Geometry"
	case len(v.AllOf) > 0:
		var all []string
		for _, one := range v.AllOf {
			all = append(all, typeOf(one, indent))
		}
		return strings.Join(all, " & ")
	case len(v.OneOf) > 0:
		var kinds []string
		for _, one := range v.OneOf {
			kinds = append(kinds, typeOf(one, indent))
		}
		return strings.Join(kinds, " | ")
	case len(v.Enum) > 0:
		var values []string
		for _, value := range v.Enum {
			values = append(values, fmt.Sprintf("%q", value))
		}
		return strings.Join(values, " | ")
	case v.Type.Is("string"):
		return "string"
	case v.Type.Is("integer"), v.Type.Is("number"):
		return "number"
	case v.Type.Is("boolean"):
		return "boolean"
	case v.Type.Is("array"):
		return arrayType(v, indent)
	case v.Type.Is("object"):
		return objectType(v, indent)
	}
	return "unknown"
}

func arrayType(v *openapi3.Schema, indent string) string {
	item := typeOf(v.Items, indent)
	if v.MaxItems != nil && v.MinItems == *v.MaxItems {
		return "[" + strings.TrimSuffix(strings.Repeat(item+", ", int(v.MinItems)), ", ") + "]"
	}
	if strings.Contains(item, " | ") {
		return "(" + item + ")[]"
	}
	return item + "[]"
}

func objectType(v *openapi3.Schema, indent string) string {
	if len(v.Properties) == 0 {
		if of := v.AdditionalProperties.Schema; of != nil {
			return "Record<string, " + typeOf(of, indent) + ">"
		}
		return "Record<string, unknown>"
	}
	var b strings.Builder
	b.WriteString("{\n")
	for _, name := range slices.Sorted(maps.Keys(v.Properties)) {
		mark := "?"
		if slices.Contains(v.Required, name) {
			mark = ""
		}
		key := name
		if strings.ContainsFunc(name, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			key = strconv.Quote(name)
		}
		fmt.Fprintf(&b, "%s\t%s%s: %s;\n", indent, key, mark, typeOf(v.Properties[name], indent+"\t"))
	}
	return b.String() + indent + "}"
}
