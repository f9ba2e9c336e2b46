package api_test

import (
	"strings"
	"testing"
)

const browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// TestPages_EveryResourceHasOne asks for each route with f as a browser does,
// and as programs do.
func TestPages_EveryResourceHasOne(t *testing.T) {
	s := serve(t, rivals(t))
	for _, path := range []string{
		"/conformance", "/api", "/collections", "/collections/sites", "/collections/sites/schema", "/collections/sites/schema/feature",
		"/collections/sites/items", "/collections/sites/items?limit=1", "/collections/sites/items/s1", "/collections/sites/items/s1/claims",
		"/collections/sites/items/s1/history", "/collections/sites/stats", "/collections/sites/tilejson", "/search?q=a",
		"/sources", "/sources/src1", "/agents", "/agents/ag1", "/claims", "/claims/c1", "/figures", "/figures/ranges", "/figures/f1", "/changes",
	} {
		plain, page := s.get(path), s.get(path, browser)
		join := "?"
		if strings.Contains(path, "?") {
			join = "&"
		}
		named := s.get(path+join+"f=html", "Accept: application/json")
		if strings.HasPrefix(plain.header.Get("Content-Type"), "text/html") {
			t.Errorf("GET %s without a preference is a page", path)
		}
		for _, r := range []reply{page, named} {
			if r.status != 200 || r.header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("GET %s as a page = %d %s", path, r.status, r.header.Get("Content-Type"))
			}
			for _, part := range []string{`<html lang="en">`, "<h1>", `<main id="main">`, "/page.css", "correction or takedown", "f=json"} {
				if !strings.Contains(r.body, part) {
					t.Errorf("the page of %s has no %s", path, part)
				}
			}
			for _, part := range []string{"<script", "style=", "<style", "ZgotmplZ"} {
				if strings.Contains(r.body, part) {
					t.Errorf("the page of %s has %s", path, part)
				}
			}
		}
		if page.header.Get("ETag") == plain.header.Get("ETag") || page.header.Get("ETag") == "" {
			t.Errorf("GET %s: tag %q of the page, %q of the data", path, page.header.Get("ETag"), plain.header.Get("ETag"))
		}
		if r := s.get(path, browser, "If-None-Match: "+page.header.Get("ETag")); r.status != 304 {
			t.Errorf("GET %s as a page, unchanged = %d", path, r.status)
		}
		if vary := strings.Join(plain.header.Values("Vary"), ", "); vary != "Accept-Encoding, Accept" {
			t.Errorf("GET %s: Vary %q", path, vary)
		}
	}
}

func TestPages_Items(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	first := s.get("/collections/sites/items?limit=5&sortby=name", browser)
	if !strings.Contains(first.body, "5 of 15 records") || strings.Count(first.body, `<th scope="row">`) != 5 {
		t.Errorf("a page of five: %.2000s", first.body)
	}
	if strings.Contains(first.body, `rel="first"`) {
		t.Error("the first page leads to the first page")
	}
	_, after, _ := strings.Cut(first.body, `<a href="`+s.URL)
	for !strings.HasPrefix(after, "/collections/sites/items?") || !strings.Contains(after[:strings.Index(after, ">")], `rel="next"`) {
		var more bool
		if _, after, more = strings.Cut(after, `<a href="`+s.URL); !more {
			t.Fatalf("no next page: %s", first.body)
		}
	}
	next := strings.ReplaceAll(after[:strings.Index(after, `"`)], "&amp;", "&")
	second := s.get(next, browser)
	if second.status != 200 || !strings.Contains(second.body, `rel="first"`) || strings.Count(second.body, `<th scope="row">`) != 5 {
		t.Errorf("GET %s = %d %.2000s", next, second.status, second.body)
	}
	if empty := s.get("/collections/sites/items?kind=well&limit=3&datetime=1700", browser); !strings.Contains(empty.body, "No records match") {
		t.Errorf("an empty page: %.1500s", empty.body)
	}
}

// TestPages_Item reads a record on its page: a contested value never without its
// rivals, a figure as its source has it, and who says so.
func TestPages_Item(t *testing.T) {
	s := serve(t, rivals(t))
	page := s.get("/collections/sites/items/s1", browser).body
	for _, part := range []string{"Contested", "Who says what", "according to", "Sources", "/sources/src1", "Show it on the map", "#v=1&amp;sel=sites/s1", "/claims?f=json"} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q on the page: %s", part, page)
		}
	}
	data := decode[struct {
		Properties []struct {
			Claims []struct{ ID string }
		}
	}](t, s.get("/collections/sites/items/s1/claims"))
	claims := 0
	for _, p := range data.Properties {
		claims += len(p.Claims)
	}
	if _, list, _ := strings.Cut(page, `<ul class="claims">`); strings.Count(list, `<p class="who">`) < claims || claims == 0 {
		t.Errorf("%d claims, fewer on the page: %s", claims, list)
	}
}

// TestPages_BrowsersGetProblemsToo checks that a page fails as the data does.
func TestPages_BrowsersGetProblemsToo(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for path, status := range map[string]int{
		"/collections/none/items": 404, "/collections/sites/items/none": 404, "/collections/sites/items?bbox=x": 400, "/collections/sites/items?f=": 400,
		"/collections/sites/items?f=html&f=html": 400, "/sources/none": 404,
	} {
		if r := s.get(path, browser); r.status != status {
			t.Errorf("GET %s as a page = %d, want %d", path, r.status, status)
		}
	}
	if r := serve(t, nil).get("/collections", browser); r.status != 503 {
		t.Errorf("GET /collections without a release = %d", r.status)
	}
	if css := s.get("/page.css"); css.status != 200 || css.header.Get("Content-Type") != "text/css; charset=utf-8" || css.header.Get("ETag") == "" {
		t.Errorf("GET /page.css = %d %v", css.status, css.header)
	}
}
