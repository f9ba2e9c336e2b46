package api

import (
	"strings"

	"stele/data/atlas"
	"stele/data/release"
)

// conformsTo lists the classes that are met, and no others.
func conformsTo() []string {
	const spec = "http://www.opengis.net/spec/"
	var all []string
	for _, part := range []struct{ standard, classes string }{
		{"ogcapi-features-1/1.0", "core geojson html oas30"},
		{"ogcapi-features-2/1.0", "crs"},
		{"ogcapi-features-3/1.0", "queryables queryables-query-parameters filter features-filter"},
		{"ogcapi-features-5/1.0", "schemas core-roles-features returnables-and-receivables queryables sortables"},
		{"ogcapi-tiles-1/1.0", "core tileset tilesets-list geodata-tilesets oas30 mvt"},
		{"cql2/1.0", "cql2-text cql2-json basic-cql2 advanced-comparison-operators case-insensitive-comparison accent-insensitive-comparison " +
			"basic-spatial-functions basic-spatial-functions-plus spatial-functions temporal-functions property-property arithmetic"},
	} {
		for class := range strings.FieldsSeq(part.classes) {
			all = append(all, spec+part.standard+"/conf/"+class)
		}
	}
	return all
}

func (s *server) conformance(c call) (answer, error) {
	if _, err := c.jsonOf(); err != nil {
		return answer{}, err
	}
	return jsonAnswer(typeJSON, s.etag(c), func() (any, error) {
		return map[string][]string{"conformsTo": conformsTo()}, nil
	}), nil
}

// landing answers with the map for a browser and with links for a client.
func (s *server) landing(c call) (answer, error) {
	format, err := c.params.format("json", "html")
	if err != nil {
		return answer{}, err
	}
	if format == "html" || format == "" && prefersHTML(c.Header.Values("Accept")) {
		a, err := s.page(c, mapPage)
		a.vary = "Accept"
		return a, err
	}
	a, err := s.landingJSON(c)
	a.vary = "Accept"
	return a, err
}

func (s *server) landingJSON(c call) (answer, error) {
	a, err := c.loaded()
	if err != nil {
		return answer{}, err
	}
	meta := a.Meta()
	return jsonAnswer(typeJSON, s.etag(c, pair{"f", "json"}), func() (any, error) {
		return struct {
			Title         string   `json:"title"`
			Description   string   `json:"description"`
			Attribution   string   `json:"attribution"`
			Licence       string   `json:"licence"`
			Contact       string   `json:"contact"`
			PublishedOn   string   `json:"published_on"`
			DataVersion   string   `json:"data_version"`
			PolicyVersion string   `json:"policy_version"`
			Policy        string   `json:"policy"`
			BaseMap       *baseMap `json:"base_map"` // null if the front end has its own alone
			Links         []link   `json:"links"`
		}{
			meta.Title, meta.Description, meta.Attribution, meta.Licence, meta.Contact, meta.PublishedOn, meta.Version, meta.PolicyVersion, meta.Policy, baseMapOf(meta),
			append(c.landingLinks(a), c.correction(meta.Contact)...),
		}, nil
	}), nil
}

func (c call) landingLinks(a *atlas.Atlas) []link {
	meta := a.Meta()
	links := []link{
		{c.href([]pair{{"f", "json"}}), "self", typeJSON, "This document"},
		{c.href([]pair{{"f", "html"}}), "alternate", "text/html", "The map"},
		{c.href(nil, "api"), "service-desc", typeOpenAPI, "OpenAPI 3.0.3 description"},
		{c.href([]pair{{"f", formatOpenAPI31}}, "api"), "service-desc", typeOpenAPI31, "OpenAPI 3.1 description"},
		{c.href(nil, "conformance"), "conformance", typeJSON, "Conformance classes"},
		{c.href(nil, "collections"), "data", typeJSON, "The layers"},
		{c.href(nil, "tileMatrixSets"), relTilingSchemes, typeJSON, "How the world is cut into tiles"},
		{c.href(nil, "sources"), "related", typeJSON, "The sources"},
		{c.href(nil, "agents"), "related", typeJSON, "Who asserts"},
		{c.href(nil, "claims"), "related", typeJSON, "The claims"},
		{c.href(nil, "figures"), "related", typeJSON, "The figures"},
		{c.href(nil, "figures", "ranges"), "related", typeJSON, "The figures by source, for charts"},
		{c.href(nil, "stats"), "related", typeJSON, "Counts over all layers"},
		{c.href(nil, "changes"), "related", typeJSON, "What became different from release to release"},
	}
	if meta.Story != "" {
		links = append(links, link{c.href(nil, "story"), "related", typeJSON, "A guided view"})
	}
	for _, lang := range a.TranslatedTo() {
		links = append(links, link{c.href(nil, "translations", lang), "related", typeJSON, "Texts in another language: " + lang})
	}
	if strings.HasPrefix(meta.Licence, "https://") || strings.HasPrefix(meta.Licence, "http://") {
		links = append(links, link{meta.Licence, "license", "", "Licence of the data"})
	}
	return links
}

// prefersHTML reports that a client would rather have HTML than JSON. Who has
// no preference is a program.
func prefersHTML(accept []string) bool {
	var html, json float64
	for _, item := range accepted(accept) {
		switch item.name {
		case "text/html":
			html = item.q
		case typeJSON, typeGeoJSON:
			json = max(json, item.q)
		}
	}
	return html > 0 && html > json
}

// baseMap is a map of other people's that the operator has the map page draw
// below the data.
type baseMap struct {
	URL         string `json:"url"` // see release.CheckBaseMap
	Attribution string `json:"attribution"`
}

func baseMapOf(meta release.Meta) *baseMap {
	if meta.BaseMap == "" {
		return nil
	}
	return &baseMap{meta.BaseMap, meta.BaseMapAttribution}
}
