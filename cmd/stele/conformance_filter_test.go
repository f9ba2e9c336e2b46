package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

const (
	part3     = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"
	crs84URI  = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	epsg4326  = "http://www.opengis.net/def/crs/EPSG/0/4326"
	noFilter  = "THIS IS NOT A FILTER"
	aroundAll = "S_INTERSECTS(geometry,BBOX(-180,-90,180,90))"
)

// TestConformance_Filter is OGC 19-079r2, annex A.
func TestConformance_Filter(t *testing.T) {
	c := startConformance(t)
	for _, class := range []string{"queryables", "queryables-query-parameters", "filter", "features-filter"} {
		t.Run("/conf/"+class+"/get-conformance", func(t *testing.T) {
			if !slices.Contains(declared(t, c.url), part3+class) {
				t.Errorf("%s is not declared", class)
			}
		})
	}
	for name, run := range map[string]func(*testing.T, *conformance){
		"/conf/queryables/get-queryables":               conformsQueryables,
		"/conf/queryables-query-parameters/query-param": conformsQueryParam,
		"/conf/filter/filter-param":                     conformsFilterParam,
		"/conf/filter/filter-lang-default":              conformsFilterLang,
		"/conf/filter/expression-construction":          conformsExpression,
		"/conf/filter/filter-crs-wgs84":                 conformsWGS84,
		"/conf/filter/filter-crs-param":                 conformsFilterCRS,
		"/conf/features-filter/get-collection":          conformsGetCollection,
		"/conf/features-filter/filter-on-items":         conformsOnItems,
		"/conf/features-filter/mixing-expression":       conformsMixing,
	} {
		t.Run(name, func(t *testing.T) { run(t, c) })
	}
}

func conformsQueryables(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		head, body, _ := strings.Cut(fetch(t, c.url+"/collections/"+id+"/queryables"), "\r\n\n")
		if !strings.Contains(head, "Content-Type: application/schema+json") {
			t.Errorf("%s: %s", id, head)
		}
		var schema struct {
			Schema     string `json:"$schema"`
			ID         string `json:"$id"`
			Type       string
			Properties map[string]any
		}
		fetchJSON(t, c.url+"/collections/"+id+"/queryables", &schema)
		if schema.Schema != "https://json-schema.org/draft/2020-12/schema" || schema.ID != c.url+"/collections/"+id+"/queryables" || schema.Type != "object" || len(schema.Properties) < 10 {
			t.Errorf("queryables of %s: %s", id, body)
		}
	}
}

// values are those that a queryable's parameter takes and refuses.
var values = map[string][2]string{"String": {"foo", ""}, "Boolean": {"true", "maybe"}, "Number": {"500", "much"}, "Integer": {"0", "x"}, "Date": {"1993-04-01", "1993-13-01"}}

func conformsQueryParam(t *testing.T, c *conformance) {
	c.each(func(collection, name, kind string) {
		ids, status := c.ask(t, collection, url.Values{name: {values[kind][0]}})
		want := c.valid(t, collection, name+" = "+map[bool]string{true: values[kind][0], false: "'" + values[kind][0] + "'"}[kind != "String" && kind != "Date"])
		if status != http.StatusOK || !slices.Equal(ids, want) {
			t.Errorf("%s: %s=%s finds %d (%d), the filter %d", collection, name, values[kind][0], len(ids), status, len(want))
		}
		if _, status := c.ask(t, collection, url.Values{name: {values[kind][1]}}); status != http.StatusBadRequest {
			t.Errorf("%s: %s=%s = %d, want 400", collection, name, values[kind][1], status)
		}
	}, scalarKinds()...)
}

func conformsFilterParam(t *testing.T, c *conformance) {
	c.each(func(collection, name, _ string) {
		null, some := c.valid(t, collection, name+" IS NULL"), c.valid(t, collection, name+" IS NOT NULL")
		all, _ := c.ask(t, collection, url.Values{})
		if len(null)+len(some) != len(all) {
			t.Errorf("%s: %s is null in %d and not in %d of %d", collection, name, len(null), len(some), len(all))
		}
		c.invalid(t, collection, noFilter)
	}, append(scalarKinds(), "Geometry")...)
}

func conformsFilterLang(t *testing.T, c *conformance) {
	for _, collection := range collectionIDs() {
		if _, status := c.ask(t, collection, url.Values{"filter": {"geometry IS NULL"}}); status != http.StatusOK {
			t.Errorf("%s: a filter without its language = %d", collection, status)
		}
		c.invalid(t, collection, noFilter)
		c.invalid(t, collection, `{"op":"isNull","args":[{"property":"geometry"}]}`)
	}
}

func conformsExpression(t *testing.T, c *conformance) {
	for _, collection := range collectionIDs() {
		c.invalid(t, collection, "this_is_not_a_queryable = 0")
	}
}

func conformsWGS84(t *testing.T, c *conformance) {
	for _, collection := range collectionIDs() {
		same(t, collection, c.valid(t, collection, aroundAll), c.valid(t, collection, "geometry IS NOT NULL"))
		c.invalid(t, collection, "S_INTERSECTS(geometry,BBOX(1000000,1000000,2000000,2000000))")
	}
	if ids := c.valid(t, "villages", "S_INTERSECTS(geometry,POINT(46.13007 39.97753))"); len(ids) != 1 {
		t.Errorf("at lon, lat: %d villages, want 1", len(ids))
	}
}

func conformsFilterCRS(t *testing.T, c *conformance) {
	for crs, text := range map[string]string{crs84URI: "POINT(46.13007 39.97753)", epsg4326: "POINT(39.97753 46.13007)"} {
		filter := "S_INTERSECTS(geometry," + text + ")"
		if ids, status := c.ask(t, "villages", url.Values{"filter": {filter}, "filter-crs": {crs}}); status != http.StatusOK || len(ids) != 1 {
			t.Errorf("%s in %s: %d villages (%d), want 1", filter, crs, len(ids), status)
		}
	}
	if _, status := c.ask(t, "villages", url.Values{"filter": {aroundAll}, "filter-crs": {"http://www.opengis.net/def/crs/EPSG/0/0"}}); status != http.StatusBadRequest {
		t.Errorf("an unknown filter-crs = %d, want 400", status)
	}
}

func conformsGetCollection(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		var collection struct {
			Links []struct{ Rel, Href, Type string }
		}
		fetchJSON(t, c.url+"/collections/"+id, &collection)
		found := false
		for _, l := range collection.Links {
			if l.Rel == "http://www.opengis.net/def/rel/ogc/1.0/queryables" {
				found = l.Href == c.url+"/collections/"+id+"/queryables" && l.Type == "application/schema+json"
			}
		}
		if !found {
			t.Errorf("%s does not link to its queryables: %v", id, collection.Links)
		}
	}
}

func conformsOnItems(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		all, _ := c.ask(t, id, url.Values{})
		same(t, id, all, c.valid(t, id, "TRUE"))
	}
}

// conformsMixing: filter holds beside bbox and datetime.
func conformsMixing(t *testing.T, c *conformance) {
	ids, status := c.ask(t, "villages", url.Values{"filter": {"kind = 'town'"}, "bbox": {"46,39.9,46.3,40.2"}})
	want := c.valid(t, "villages", "kind = 'town' AND S_INTERSECTS(geometry,BBOX(46,39.9,46.3,40.2))")
	if status != http.StatusOK || len(want) != 1 || !slices.Equal(ids, want) {
		t.Errorf("filter and bbox find %v (%d), want %v", ids, status, want)
	}
	ids, status = c.ask(t, "events", url.Values{"filter": {"kind = 'resolution'"}, "datetime": {"1993-07-01/1993-10-31"}})
	want = c.valid(t, "events", "kind = 'resolution' AND T_INTERSECTS(when,INTERVAL('1993-07-01','1993-10-31'))")
	if status != http.StatusOK || len(want) != 2 || !slices.Equal(ids, want) {
		t.Errorf("filter and datetime find %v (%d), want %v", ids, status, want)
	}
}
