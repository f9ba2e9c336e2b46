package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"stele/data"
)

func loadOpenAPI(t *testing.T, s *service) *openapi3.T {
	t.Helper()
	r := s.get("/api")
	if r.header.Get("Content-Type") != "application/vnd.oai.openapi+json;version=3.0" {
		t.Errorf("Content-Type %q", r.header.Get("Content-Type"))
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestOpenAPI_IsWhatClientsRead(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	doc := loadOpenAPI(t, s)
	if doc.OpenAPI != "3.0.3" || doc.Servers[0].URL != s.URL {
		t.Errorf("openapi %s, server %s", doc.OpenAPI, doc.Servers[0].URL)
	}
	for _, c := range data.Collections() {
		items := doc.Paths.Value("/collections/" + c.ID + "/items")
		if items == nil {
			t.Errorf("%s: no items path", c.ID)
			continue
		}
		refs := map[string]*openapi3.Parameter{}
		for _, p := range items.Get.Parameters {
			refs[p.Ref] = p.Value
		}
		limit := refs["#/components/parameters/limit"]
		if limit == nil || *limit.Schema.Value.Max != 10000 || limit.Schema.Value.Default != 100.0 {
			t.Errorf("%s: limit is not the shared parameter that GDAL and QGIS read: %v", c.ID, refs)
		}
	}
	for path, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for _, p := range op.Parameters {
				if p := p.Value; p.In == "query" && (p.Style != "form" || p.Explode == nil || *p.Explode) {
					t.Errorf("%s: parameter %s has no style form and explode false, so QGIS does not send it", path, p.Name)
				}
			}
		}
	}
	if langs := doc.Components.Parameters["filter-lang"].Value.Schema.Value.Enum; !slices.Contains(langs, any("cql-text")) {
		t.Errorf("filter-lang is one of %v: GDAL sends a filter only where that is cql-text", langs)
	}
}

// The twin says the same in the words of 3.1, to who asks for it by f or by its
// media type.
func TestOpenAPI_HasATwinIn31(t *testing.T) {
	s := serve(t, rivals(t))
	old := loadOpenAPI(t, s)
	r := s.get("/api?f=openapi31")
	if other := s.get("/api", "Accept: application/vnd.oai.openapi+json;version=3.1"); other.body != r.body {
		t.Errorf("by Accept %.80s", other.body)
	}
	if both := s.get("/api?f=json", "Accept: application/vnd.oai.openapi+json;version=3.1"); !strings.Contains(both.body, `"openapi":"3.0.3"`) {
		t.Errorf("f does not go before Accept: %.80s", both.body)
	}
	if r.header.Get("Content-Type") != "application/vnd.oai.openapi+json;version=3.1" || r.header.Get("ETag") == s.get("/api").header.Get("ETag") {
		t.Errorf("headers %v", r.header)
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" || len(doc.Paths.InMatchingOrder()) != len(old.Paths.InMatchingOrder()) || len(doc.Components.Parameters) != len(old.Components.Parameters) {
		t.Errorf("openapi %s with %d paths", doc.OpenAPI, len(doc.Paths.InMatchingOrder()))
	}
	for _, gone := range []string{`"nullable"`, `"exclusiveMinimum":true`, `"format":"binary"`} {
		if strings.Contains(r.body, gone) {
			t.Errorf("3.1 says %s", gone)
		}
	}
	if !strings.Contains(r.body, `"type":["string","null"]`) || !strings.Contains(r.body, `"exclusiveMinimum":0`) {
		t.Error("3.1 lost what may be null, or a bound")
	}
}

// TestOpenAPI_DescribesWhatIsServed asks for each path described, and holds the
// answer to its schema.
func TestOpenAPI_DescribesWhatIsServed(t *testing.T) {
	s := serve(t, rivals(t))
	doc := loadOpenAPI(t, s)
	for _, path := range doc.Paths.InMatchingOrder() {
		concrete := concrete(path)
		if strings.Contains(path, "{featureId}") && !strings.Contains(path, "/sites/") {
			continue // the release has sites only
		}
		if post := doc.Paths.Value(path).Post; post != nil {
			r := s.post(concrete, `{"filter":{"op":"=","args":[{"property":"id"},"s1"]},"limit":1}`)
			if r.status != 200 {
				t.Errorf("POST %s = %d %s", concrete, r.status, r.body)
				continue
			}
			if err := post.Responses.Status(200).Value.Content[r.header.Get("Content-Type")].Schema.Value.VisitJSON(decode[any](t, r)); err != nil {
				t.Errorf("POST %s: %v", concrete, err)
			}
			continue
		}
		r := s.get(concrete + needed(doc.Paths.Value(path).Get))
		if r.status == 204 && doc.Paths.Value(path).Get.Responses.Status(204) != nil {
			continue
		}
		if r.status != 200 {
			t.Errorf("GET %s = %d %s", concrete, r.status, r.body)
			continue
		}
		media := doc.Paths.Value(path).Get.Responses.Status(http.StatusOK).Value.Content[r.header.Get("Content-Type")]
		if media == nil {
			t.Errorf("GET %s answers with %s, which is not described", concrete, r.header.Get("Content-Type"))
			continue
		}
		if media.Schema.Value.Format == "binary" || strings.HasPrefix(r.header.Get("Content-Type"), "text/html") {
			continue
		}
		if err := media.Schema.Value.VisitJSON(decode[any](t, r)); err != nil {
			t.Errorf("GET %s: %v", concrete, err)
		}
		for _, p := range doc.Paths.Value(path).Get.Parameters {
			if p.Value.In != "query" {
				continue
			}
			if r := s.get(concrete + "?" + p.Value.Name + "="); r.status != 400 || strings.Contains(r.body, "not known here") {
				t.Errorf("GET %s with an empty %s = %d %s", concrete, p.Value.Name, r.status, r.body)
			}
		}
	}
}

// Where the description offers a page, there is one; and wherever JSON is answered
// for people to read, it does.
func TestOpenAPI_OffersPagesThatAreThere(t *testing.T) {
	s := serve(t, rivals(t))
	doc := loadOpenAPI(t, s)
	pages := 0
	for path, item := range doc.Paths.Map() {
		if item.Get == nil || strings.Contains(path, "{featureId}") && !strings.Contains(path, "/sites/") {
			continue
		}
		_, offers := item.Get.Responses.Status(http.StatusOK).Value.Content["text/html"]
		isData := item.Get.Responses.Status(http.StatusOK).Value.Content["application/json"] != nil || item.Get.Responses.Status(http.StatusOK).Value.Content["application/geo+json"] != nil
		if isData && !offers && !strings.Contains(path, "/export") && !strings.HasPrefix(path, "/log/") && path != "/healthz" && path != "/readyz" {
			t.Errorf("%s has no page", path)
		}
		if !offers || strings.HasPrefix(path, "/embed") {
			continue
		}
		query := needed(item.Get)
		if query == "" {
			query = "?"
		}
		r := s.get(concrete(path) + query + "&f=html")
		if r.status != 200 || r.header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(r.body, "</html>") {
			t.Errorf("GET %s with f=html = %d %s %.200s", path, r.status, r.header.Get("Content-Type"), r.body)
		}
		pages++
	}
	if pages < 30 {
		t.Errorf("%d pages are offered", pages)
	}
}

// concrete puts what is in the release in the place of the path's parameters.
func concrete(path string) string {
	return strings.NewReplacer("{featureId}", "s1", "{sourceId}", "src1", "{agentId}", "ag1", "{claimId}", "c1", "{figureId}", "f1",
		"{tileMatrixSetId}", "WebMercatorQuad", "{z}", "0", "{row}", "0", "{col}", "0").Replace(path)
}

// needed is a query with the examples of the parameters that an operation needs.
func needed(op *openapi3.Operation) string {
	query := url.Values{}
	for _, p := range op.Parameters {
		if p.Value.In == "query" && p.Value.Required {
			query.Set(p.Value.Name, fmt.Sprint(p.Value.Example))
		}
	}
	if len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}
