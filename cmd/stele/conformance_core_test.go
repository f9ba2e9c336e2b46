package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	openAPI30  = "application/vnd.oai.openapi+json;version=3.0"
	plainJSON  = "application/json"
	geoJSON    = "application/geo+json"
	jsonSchema = "application/schema+json"
)

type linkOf struct{ Href, Rel, Type string }

func (l linkOf) is(rel, contentType string) bool { return l.Rel == rel && l.Type == contentType }

// coreSteps are those of OGC 17-069r4, annex A, for all but features.
func coreSteps() []abstractTest {
	return []abstractTest{
		{"/conf/core/http", conformsHTTP},
		{"/conf/core/root-op", func(t *testing.T, c *conformance) { c.get(t, "/").is(t, "/", plainJSON) }},
		{"/conf/core/root-success", conformsRoot},
		{"/conf/core/api-definition-op", func(t *testing.T, c *conformance) {
			c.get(t, "/api", "Accept", openAPI30).is(t, "/api", openAPI30)
		}},
		{"/conf/core/api-definition-success", conformsDefinition},
		{"/conf/core/conformance-op", func(t *testing.T, c *conformance) { c.get(t, "/conformance").is(t, "/conformance", plainJSON) }},
		{"/conf/core/conformance-success", func(t *testing.T, c *conformance) {
			if all := declared(t, c.url); !slices.Contains(all, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core") {
				t.Errorf("core is not declared: %v", all)
			}
		}},
		{"/conf/core/query-param-unknown", func(t *testing.T, c *conformance) { c.refused(t, "?unknown=1") }},
		{"/conf/core/query-param-invalid", func(t *testing.T, c *conformance) {
			c.refused(t, "?limit=x", "?limit=0", "?limit=-1", "?bbox=1,2,3", "?bbox=a,b,c,d", "?datetime=never", "?datetime=2020/1993")
		}},
		{"/conf/core/fc-md-op", func(t *testing.T, c *conformance) { c.get(t, "/collections").is(t, "/collections", plainJSON) }},
		{"/conf/core/fc-md-success", conformsCollections},
		{"/conf/core/fc-md-links", conformsCollectionsLinks},
		{"/conf/core/fc-md-items", conformsEachCollection},
		{"/conf/core/fc-md-items-links", conformsItemsLinks},
		{"/conf/core/fc-md-extent", conformsExtent},
		{"/conf/core/sfc-md-op", func(t *testing.T, c *conformance) {
			for _, id := range collectionIDs() {
				c.get(t, "/collections/"+id).is(t, id, plainJSON)
			}
		}},
		{"/conf/core/sfc-md-success", conformsSameCollection},
		{"/conf/oas30/oas-definition-1", conformsDefinition},
		{"/conf/oas30/oas-definition-2", func(t *testing.T, c *conformance) { c.definition(t) }},
		{"/conf/oas30/oas-impl", conformsImplementation},
		{"/conf/oas30/completeness", conformsCompleteness},
		{"/conf/oas30/exceptions-codes", conformsExceptions},
		{"/conf/oas30/security", func(t *testing.T, c *conformance) {
			if doc := c.definition(t); len(doc.Security) != 0 || doc.Components.SecuritySchemes != nil {
				t.Error("the description asks for credentials, the service for none")
			}
		}},
	}
}

func (c *conformance) refused(t *testing.T, queries ...string) {
	t.Helper()
	for _, id := range collectionIDs() {
		for _, q := range queries {
			if r := c.get(t, "/collections/"+id+"/items"+q); r.status != http.StatusBadRequest || r.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s%s = %d %s", id, q, r.status, r.header.Get("Content-Type"))
			}
		}
	}
}

func conformsHTTP(t *testing.T, c *conformance) {
	for _, path := range []string{"/", "/api", "/conformance", "/collections", "/collections/villages/items"} {
		got, head := c.get(t, path), ask(t, http.MethodHead, c.url+path)
		if got.status != http.StatusOK || head.status != got.status || head.body != "" || head.header.Get("Content-Type") != got.header.Get("Content-Type") {
			t.Errorf("%s: GET %d, HEAD %d with %d bytes", path, got.status, head.status, len(head.body))
		}
		if r := ask(t, http.MethodPut, c.url+path); r.status != http.StatusMethodNotAllowed || r.header.Get("Allow") == "" {
			t.Errorf("PUT %s = %d", path, r.status)
		}
	}
	for _, path := range []string{"/nothing", "/collections/nothing", "/collections/nothing/items", "/collections/villages/items/nothing"} {
		if r := c.get(t, path); r.status != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, r.status)
		}
	}
}

func (c *conformance) links(t *testing.T, path string) []linkOf {
	t.Helper()
	var page struct{ Links []linkOf }
	fetchJSON(t, c.url+path, &page)
	for _, l := range page.Links {
		if l.Href == "" || l.Rel == "" || !strings.Contains(l.Href, ":") {
			t.Errorf("%s links by %v", path, l)
		}
	}
	return page.Links
}

// leads asserts that a page has a link, and that it leads to its type.
func (c *conformance) leads(t *testing.T, path, rel, contentType string) string {
	t.Helper()
	for _, l := range c.links(t, path) {
		if l.is(rel, contentType) {
			ask(t, http.MethodGet, l.Href).is(t, path+": "+rel, contentType)
			return l.Href
		}
	}
	t.Errorf("%s has no link %s of %s", path, rel, contentType)
	return ""
}

func conformsRoot(t *testing.T, c *conformance) {
	c.leads(t, "/", "service-desc", openAPI30)
	c.leads(t, "/", "conformance", plainJSON)
	c.leads(t, "/", "data", plainJSON)
}

func (c *conformance) definition(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(c.get(t, "/api").body))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil || doc.OpenAPI != "3.0.3" {
		t.Fatalf("OpenAPI %s: %v", doc.OpenAPI, err)
	}
	return doc
}

func conformsDefinition(t *testing.T, c *conformance) {
	if at := c.leads(t, "/", "service-desc", openAPI30); at != c.url+"/api" {
		t.Errorf("the description is at %s", at)
	}
}

// conformsImplementation: what is described is there.
func conformsImplementation(t *testing.T, c *conformance) {
	for _, path := range c.definition(t).Paths.InMatchingOrder() {
		if strings.Contains(path, "{") || path == "/search" || path == "/figures/sum" || strings.HasSuffix(path, "/search") || strings.HasPrefix(path, "/log/") {
			continue // these need a parameter, a body or a log
		}
		// A release that has no story has nothing to give there, and says so.
		if r := c.get(t, path); r.status != http.StatusOK && (path != "/story" || r.status != http.StatusNoContent) {
			t.Errorf("%s = %d", path, r.status)
		}
	}
}

func conformsCompleteness(t *testing.T, c *conformance) {
	doc := c.definition(t)
	for _, path := range []string{"/", "/api", "/conformance", "/collections"} {
		if doc.Paths.Value(path) == nil || doc.Paths.Value(path).Get.Responses.Status(http.StatusOK) == nil {
			t.Errorf("%s is not described", path)
		}
	}
	for _, id := range collectionIDs() {
		items := doc.Paths.Value("/collections/" + id + "/items")
		if items == nil || doc.Paths.Value("/collections/"+id) == nil || doc.Paths.Value("/collections/"+id+"/items/{featureId}") == nil {
			t.Errorf("%s is not described", id)
			continue
		}
		for _, name := range []string{"limit", "bbox", "datetime", "crs", "bbox-crs", "filter", "filter-lang", "filter-crs", "sortby", "properties"} {
			if items.Get.Parameters.GetByInAndName("query", name) == nil {
				t.Errorf("%s: %s is not described", id, name)
			}
		}
	}
}

func conformsExceptions(t *testing.T, c *conformance) {
	for path, item := range c.definition(t).Paths.Map() {
		for _, op := range item.Operations() {
			for _, code := range []int{400, 404, 500} {
				if op.Responses.Status(code) == nil {
					t.Errorf("%s does not say when it answers %d", path, code)
				}
			}
		}
	}
}

type collectionOf struct {
	ID, Title string
	Extent    struct {
		Spatial *struct {
			BBox [][]float64
			CRS  string
		}
		Temporal struct{ Interval [][]*string }
	}
	CRS        []string
	StorageCRS string
	ItemCount  int
	Links      []linkOf
}

func (c *conformance) collections(t *testing.T) (all []collectionOf, crs []string) {
	t.Helper()
	var page struct {
		CRS         []string
		Collections []collectionOf
	}
	fetchJSON(t, c.url+"/collections", &page)
	return page.Collections, page.CRS
}

func conformsCollections(t *testing.T, c *conformance) {
	all, _ := c.collections(t)
	var ids []string
	for _, of := range all {
		ids = append(ids, of.ID)
	}
	if !slices.Equal(slices.Sorted(slices.Values(ids)), slices.Sorted(slices.Values(collectionIDs()))) {
		t.Errorf("collections are %v", ids)
	}
}

func conformsCollectionsLinks(t *testing.T, c *conformance) {
	if at := c.leads(t, "/collections", "self", plainJSON); at != c.url+"/collections" {
		t.Errorf("self is %s", at)
	}
}

func conformsEachCollection(t *testing.T, c *conformance) {
	all, _ := c.collections(t)
	for _, of := range all {
		if of.ID == "" || of.Title == "" || len(of.Links) == 0 {
			t.Errorf("collection %+v", of)
		}
	}
}

func conformsItemsLinks(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		if at := c.leads(t, "/collections/"+id, "items", geoJSON); at != c.url+"/collections/"+id+"/items" {
			t.Errorf("items of %s are at %s", id, at)
		}
	}
}

// conformsExtent: all features lie within the extent that is said.
func conformsExtent(t *testing.T, c *conformance) {
	all, _ := c.collections(t)
	for _, of := range all {
		located := 0
		for _, f := range c.all(t, of.ID) {
			b, ok := f.bound()
			if !ok {
				continue
			}
			if located++; of.Extent.Spatial == nil {
				continue
			}
			e := of.Extent.Spatial.BBox[0]
			if b.Min[0] < e[0] || b.Min[1] < e[1] || b.Max[0] > e[2] || b.Max[1] > e[3] {
				t.Errorf("%s: %v is outside of %v", of.ID, b, e)
			}
		}
		if (located > 0) != (of.Extent.Spatial != nil) || len(of.Extent.Temporal.Interval) != 1 || len(of.Extent.Temporal.Interval[0]) != 2 {
			t.Errorf("%s: %d are located, the extent is %+v", of.ID, located, of.Extent)
		}
	}
}

func conformsSameCollection(t *testing.T, c *conformance) {
	all, _ := c.collections(t)
	for _, of := range all {
		var one collectionOf
		fetchJSON(t, c.url+"/collections/"+of.ID, &one)
		want, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(one); err != nil || string(got) != string(want) {
			t.Errorf("%s says %s, the list %s", of.ID, got, want)
		}
	}
}
