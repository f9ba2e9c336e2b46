package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

const relOGC = "http://www.opengis.net/def/rel/ogc/1.0/"

// schemasSteps are after the requirements of OGC 23-058r2, whose annex A names no
// tests yet: one step for each requirement of a class.
func schemasSteps() []abstractTest {
	of := func(rel, path string) []func(*testing.T, *conformance) {
		return []func(*testing.T, *conformance){
			func(t *testing.T, c *conformance) {
				for _, id := range collectionIDs() {
					if at := c.leads(t, "/collections/"+id, relOGC+rel, jsonSchema); at != c.url+"/collections/"+id+path {
						t.Errorf("%s of %s is at %s", rel, id, at)
					}
				}
			},
			func(t *testing.T, c *conformance) { c.eachSchema(t, path, conformsSchema) },
		}
	}
	returnables, queryables, sortables := of("schema", "/schema"), of("queryables", "/queryables"), of("sortables", "/sortables")
	return []abstractTest{
		{"/conf/schemas/json-schema", returnables[1]},
		{"/conf/schemas/properties", returnables[1]},
		{"/conf/schemas/property-seq", conformsSequence},
		{"/conf/core-roles-features/roles", conformsRoles},
		{"/conf/returnables-and-receivables/link", returnables[0]},
		{"/conf/returnables-and-receivables/response", conformsReturnables},
		{"/conf/queryables/link", queryables[0]},
		{"/conf/queryables/response", queryables[1]},
		{"/conf/sortables/link", sortables[0]},
		{"/conf/sortables/response", sortables[1]},
		{"/conf/sortables/sortby", conformsSorting},
	}
}

type schemaOf struct {
	Schema               string `json:"$schema"`
	ID                   string `json:"$id"`
	Type                 string
	Properties           map[string]map[string]any
	AdditionalProperties *bool
}

func (c *conformance) eachSchema(t *testing.T, path string, check func(t *testing.T, at string, s schemaOf)) {
	t.Helper()
	for _, id := range collectionIDs() {
		at := "/collections/" + id + path
		c.get(t, at, "Accept", jsonSchema).is(t, at, jsonSchema)
		var s schemaOf
		fetchJSON(t, c.url+at, &s)
		if s.ID != c.url+at {
			t.Errorf("%s says that it is %s", at, s.ID)
		}
		check(t, at, s)
	}
}

func conformsSchema(t *testing.T, at string, s schemaOf) {
	if s.Schema != "https://json-schema.org/draft/2020-12/schema" || s.Type != "object" || len(s.Properties) == 0 || s.AdditionalProperties == nil {
		t.Errorf("%s: %+v", at, s)
	}
	for name, p := range s.Properties {
		format, _ := p["format"].(string)
		if _, typed := p["type"]; typed == strings.HasPrefix(format, "geometry-") || p["$ref"] != nil {
			t.Errorf("%s: %s is %v", at, name, p)
		}
		for keyword := range p {
			if strings.HasPrefix(keyword, "x-") && !strings.HasPrefix(keyword, "x-ogc-") {
				t.Errorf("%s: %s has %s", at, name, keyword)
			}
		}
	}
}

func conformsSequence(t *testing.T, c *conformance) {
	c.eachSchema(t, "/schema", func(t *testing.T, at string, s schemaOf) {
		seen := map[float64]string{}
		for name, p := range s.Properties {
			n, ok := p["x-ogc-propertySeq"].(float64)
			if ok && seen[n] != "" {
				t.Errorf("%s: %s and %s are both the %vth", at, name, seen[n], n)
			}
			seen[n] = name
		}
	})
}

func conformsRoles(t *testing.T, c *conformance) {
	c.eachSchema(t, "/schema", func(t *testing.T, at string, s schemaOf) {
		roles := map[any]int{}
		for _, p := range s.Properties {
			if role, ok := p["x-ogc-role"]; ok {
				roles[role]++
			}
		}
		for _, role := range []string{"id", "primary-geometry", "primary-interval-start", "primary-interval-end"} {
			if roles[role] != 1 {
				t.Errorf("%s: %d properties are %s", at, roles[role], role)
			}
		}
	})
}

// conformsReturnables: what a feature has is what the schema says, no more.
func conformsReturnables(t *testing.T, c *conformance) {
	c.eachSchema(t, "/schema", func(t *testing.T, at string, s schemaOf) {
		conformsSchema(t, at, s)
		for name, p := range s.Properties {
			if p["readOnly"] != true {
				t.Errorf("%s: %s may be written: %v", at, name, p)
			}
		}
		for _, f := range c.all(t, strings.Split(at, "/")[2]) {
			for name, value := range f.Properties {
				kind := s.Properties[name]["type"]
				switch value.(type) {
				case string:
					if kind != "string" {
						t.Errorf("%s: %s is %v, not %v", f.ID, name, value, kind)
					}
				case float64:
					if kind != "number" && kind != "integer" {
						t.Errorf("%s: %s is %v, not %v", f.ID, name, value, kind)
					}
				case bool:
					if kind != "boolean" {
						t.Errorf("%s: %s is %v, not %v", f.ID, name, value, kind)
					}
				}
			}
			if len(f.Properties) != len(s.Properties)-2 { // id and geometry are members
				t.Errorf("%s has %d properties, the schema %d", f.ID, len(f.Properties), len(s.Properties)-2)
			}
		}
	})
}

func conformsSorting(t *testing.T, c *conformance) {
	c.eachSchema(t, "/sortables", func(t *testing.T, at string, s schemaOf) {
		id := strings.Split(at, "/")[2]
		all := len(c.all(t, id))
		for name := range s.Properties {
			var up, down []any
			for _, f := range c.page(t, id, "limit=10000&sortby="+name).Features {
				up = append(up, f.Properties[name])
			}
			for _, f := range c.page(t, id, "limit=10000&sortby=-"+name).Features {
				down = append(down, f.Properties[name])
			}
			if len(up) != all || len(down) != all {
				t.Errorf("%s by %s: %d and %d of %d", id, name, len(up), len(down), all)
			}
			known := func(list []any) []any { return slices.DeleteFunc(list, func(v any) bool { return v == nil }) }
			up, down = known(up), known(down)
			slices.Reverse(down)
			if !slices.Equal(up, down) {
				t.Errorf("%s by %s: %v, and turned round %v", id, name, up, down)
			}
			for i := 1; i < len(up); i++ {
				if a, ok := up[i-1].(float64); ok && a > up[i].(float64) {
					t.Errorf("%s by %s: %v before %v", id, name, up[i-1], up[i])
				}
			}
		}
		if r := c.get(t, "/collections/"+id+"/items?sortby=none"); r.status != http.StatusBadRequest {
			t.Errorf("%s by nothing known = %d", id, r.status)
		}
	})
}
