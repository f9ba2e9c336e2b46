package main

import (
	"html"
	"strings"
	"testing"
)

const htmlPage = "text/html"

// conformsHTMLType: whoever asks for a page gets one, of every resource.
func conformsHTMLType(t *testing.T, c *conformance) {
	paths := []string{"/", "/conformance", "/api", "/collections"}
	for _, id := range collectionIDs() {
		paths = append(paths, "/collections/"+id, "/collections/"+id+"/items")
		for _, f := range c.page(t, id, "limit=1").Features {
			paths = append(paths, "/collections/"+id+"/items/"+f.ID)
		}
	}
	for _, path := range paths {
		for _, accept := range []string{htmlPage, htmlPage + ", application/json;q=0.1"} {
			c.get(t, path, "Accept", accept).is(t, path+" as "+accept, htmlPage+"; charset=utf-8")
		}
	}
}

// conformsHTML: a page of features has each of them by its name, with a link to
// it, and a feature's page has its values; where something has a position there is
// a small map, and no page needs a script.
func conformsHTML(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		list := html.UnescapeString(c.get(t, "/collections/"+id+"/items?limit=20&f=html").body)
		located := false
		for _, f := range c.page(t, id, "limit=20").Features {
			if !strings.Contains(list, id+"/items/"+f.ID) {
				t.Errorf("the page of %s has no link to %s", id, f.ID)
			}
			name, _ := f.Properties["name"].(string)
			one := html.UnescapeString(c.get(t, "/collections/"+id+"/items/"+f.ID+"?f=html").body)
			if strings.Contains(one, "<svg") != (f.Geometry != nil || f.Properties["place"] != nil) || strings.Contains(one, "<script") {
				t.Errorf("%s is at %v, and the map of its page: %v", f.ID, f.Geometry, strings.Contains(one, "<svg"))
			}
			located = located || f.Geometry != nil
			if !strings.Contains(list, name) || !strings.Contains(one, name) || !strings.Contains(one, "</html>") {
				t.Errorf("%s, %q, is not named on its pages", f.ID, name)
			}
		}
		if strings.Contains(list, "<svg") != located || strings.Contains(list, "<script") {
			t.Errorf("the page of %s has a map: %v, want %v", id, !located, located)
		}
	}
}
