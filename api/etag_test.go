package api_test

import (
	"net/http"
	"strings"
	"testing"

	"stele/api"
)

func TestETag_NotModified(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()), withWeb)
	for _, path := range []string{
		"/?f=json", "/?f=html", "/api", "/conformance", "/collections", "/collections/sites", "/collections/sites/schema",
		"/collections/sites/items?limit=3", "/collections/sites/items/line1", "/collections/sites/items/line1/claims",
		"/collections/sites/export.geojson", "/sources",
	} {
		full := s.get(path)
		tag := full.header.Get("ETag")
		if full.status != 200 || !strings.HasPrefix(tag, `W/"`) {
			t.Errorf("GET %s = %d, ETag %q", path, full.status, tag)
			continue
		}
		for _, match := range []string{tag, `"x", ` + tag + `, "y"`, "*", strings.TrimPrefix(tag, "W/")} {
			r := s.get(path, "If-None-Match: "+match, "Accept-Encoding: gzip")
			if r.status != http.StatusNotModified || r.body != "" || r.header.Get("ETag") != tag || r.header.Get("Content-Encoding") != "" || r.header.Get("Content-Type") != "" {
				t.Errorf("GET %s with %s = %d, %v", path, match, r.status, r.header)
			}
			if r.header.Get("Vary") != full.header.Get("Vary") || r.header.Get("Cache-Control") != full.header.Get("Cache-Control") {
				t.Errorf("GET %s: 304 has other caching headers: %v", path, r.header)
			}
		}
		if r := s.get(path, `If-None-Match: W/"other"`); r.status != 200 || r.body != full.body {
			t.Errorf("GET %s with another tag = %d", path, r.status)
		}
	}
	if r := s.get("/collections/sites/items/unknown", "If-None-Match: *"); r.status != 404 {
		t.Errorf("an unknown feature that matches * = %d, want 404", r.status)
	}
}

func TestETag_FollowsQueryAndRelease(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	tag := func(path string) string { return s.get(path).header.Get("ETag") }
	items := "/collections/sites/items"
	same := [][2]string{
		{items, items + "?limit=100"},
		{items + "?limit=5&bbox=1,2,3,4", items + "?bbox=1.0,2,3,4e0&limit=005"},
		{items + "?bbox=1,2,3,4", items + "?bbox=1,2,-9,3,4,9"},
		{items + "?datetime=1993-04", items + "?datetime=1993-04-01%2F1993-04-30"},
		{items, items + "?datetime=../.."},
	}
	for _, pair := range same {
		if tag(pair[0]) != tag(pair[1]) {
			t.Errorf("%s and %s are one query but two tags", pair[0], pair[1])
		}
	}
	seen := map[string]string{}
	for _, path := range []string{items, items + "?limit=5", items + "?bbox=1,2,3,4", items + "?datetime=1993", items + "/line1", items + "/line2", "/collections/sites"} {
		if other, ok := seen[tag(path)]; ok {
			t.Errorf("%s and %s have one tag", path, other)
		}
		seen[tag(path)] = path
	}
	old := tag(items)
	s.holder.Swap(writeRelease(t, someSites()[1:]))
	if tag(items) == old {
		t.Error("the tag outlives its release")
	}
	newer := serve(t, s.holder.Acquire(), func(c *api.Config) { c.Build = "2"; c.BaseURL = s.URL })
	if newer.get(items).header.Get("ETag") == tag(items) {
		t.Error("the tag outlives its program")
	}
}

func TestNoneMatch(t *testing.T) {
	tests := []struct {
		fields []string
		want   bool
	}{
		{nil, false},
		{[]string{""}, false},
		{[]string{"*"}, true},
		{[]string{" * "}, true},
		{[]string{`W/"a"`}, true},
		{[]string{`"a"`}, true},
		{[]string{`"b"`}, false},
		{[]string{`"b"`, `W/"a"`}, true},
		{[]string{`"b,W/\"a"`}, false},
		{[]string{`,, "b" ,"a"`}, true},
		{[]string{"a"}, false},
		{[]string{`"a`}, false},
		{[]string{`W/"b" garbage "a"`}, false},
	}
	for _, test := range tests {
		if got := api.NoneMatch(test.fields, `W/"a"`); got != test.want {
			t.Errorf("NoneMatch(%q) = %v, want %v", test.fields, got, test.want)
		}
	}
}
