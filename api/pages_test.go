package api_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
)

const browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// TestPages_EveryResourceHasOne asks for each route with f as a browser does,
// and as programs do.
// linkToTemplate is a link whose address has braces that nobody has filled in.
var linkToTemplate = regexp.MustCompile(`href="[^"]*(?:\{|%7[bB])[^"]*"`)

func TestPages_EveryResourceHasOne(t *testing.T) {
	s := serve(t, rivals(t))
	for _, path := range []string{
		"/conformance", "/api", "/collections", "/collections/sites", "/collections/sites/schema", "/collections/sites/schema/feature",
		"/collections/sites/items", "/collections/sites/items?limit=1", "/collections/sites/items/s1", "/collections/sites/items/s1/claims",
		"/collections/sites/items/s1/history", "/collections/sites/stats", "/collections/sites/tilejson", "/search?q=a",
		"/sources", "/sources/src1", "/agents", "/agents/ag1", "/claims", "/claims/c1", "/figures", "/figures/ranges", "/figures/f1", "/changes",
		"/collections/sites/queryables", "/collections/sites/sortables", "/collections/sites/tiles", "/collections/sites/tiles/WebMercatorQuad",
		"/tileMatrixSets", "/tileMatrixSets/WebMercatorQuad", "/stats",
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
			if m := linkToTemplate.FindString(r.body); m != "" {
				t.Errorf("the page of %s links to a template: %s", path, m)
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

// P4: what stands on a page stands there with who says so, in lists, on a record's
// own page and on those of claims and figures.
func TestP4_PagesNameWhoSaysSo(t *testing.T) {
	said := map[string]any{"according_to": "A register of somebody's"}
	zone := map[string]any{"according_to": "A register of somebody's", "perspective": "Side A of two"}
	square := orb.Bound{Min: orb.Point{46, 39}, Max: orb.Point{47, 40}}.ToPolygon()
	s := serve(t, writeRelease(t, []made{
		{data.Sites, "s", orb.Point{46.1, 39.9}, "1993", said},
		{data.Events, "e", nil, "1993-04", said},
		{data.Villages, "v", orb.Point{46.2, 39.9}, "", said},
		{data.Zones, "z", square, "1993/1994", zone},
		{data.Districts, "d", square, "", said},
	}))
	for collection, id := range map[string]string{data.Sites: "s", data.Events: "e", data.Villages: "v", data.Zones: "z", data.Districts: "d"} {
		who := "A register of somebody&#39;s"
		if collection == data.Zones {
			who = "Side A of two"
		}
		for _, path := range []string{"/collections/" + collection + "/items", "/collections/" + collection + "/items/" + id} {
			if page := s.get(path, browser); page.status != 200 || !strings.Contains(page.body, who) {
				t.Errorf("GET %s = %d, and does not say that it is according to %s: %s", path, page.status, who, page.body)
			}
		}
	}
	of := serve(t, rivals(t))
	for path, texts := range map[string][]string{
		"/claims": {"A ministry", "A paper", "/sources/src1", "/sources/src2"}, "/claims/c1": {"A ministry", "/sources/src1"}, "/claims/c2": {"A paper", "/sources/src2"},
		"/figures": {"A ministry", "/sources/src1"}, "/figures/f1": {"A ministry", "/sources/src1"}, "/figures/ranges": {"A ministry", "/sources/src1"},
	} {
		page := of.get(path, browser)
		for _, text := range texts {
			if !strings.Contains(page.body, text) {
				t.Errorf("GET %s does not say %q: %s", path, text, page.body)
			}
		}
	}
}

var svg = regexp.MustCompile(`(?s)<svg.*</svg>`)

// A page of what is somewhere has a small map of it, drawn of degrees whatever
// reference system is asked for, and none is drawn of what is nowhere.
func TestPages_SmallMaps(t *testing.T) {
	cell := orb.Bound{Min: orb.Point{46, 40}, Max: orb.Point{46.1, 40.1}}.ToPolygon()
	s := serve(t, writeRelease(t, []made{
		{data.Zones, "a", cell, "", map[string]any{"kind": "buffer_zone"}},
		{data.Zones, "b", orb.Bound{Min: orb.Point{46.05, 40}, Max: orb.Point{46.2, 40.1}}.ToPolygon(), "", map[string]any{"kind": "buffer_zone"}},
		{data.Districts, "d", orb.Bound{Min: orb.Point{45.9, 39.9}, Max: orb.Point{46.15, 40.2}}.ToPolygon(), "", nil},
		{data.Districts, "far", orb.Bound{Min: orb.Point{10, 10}, Max: orb.Point{11, 11}}.ToPolygon(), "", nil},
		{data.Villages, "v", orb.Point{46, 40}, "", nil},
		{data.Sites, "nowhere", nil, "", nil},
	}))
	for path, shapes := range map[string]int{
		"/collections": 3, "/collections/zones": 1, "/collections/sites": 0, "/collections/events": 0, "/collections/zones/items": 2, "/collections/zones/items?limit=1": 1,
		"/collections/villages/items": 1, "/collections/sites/items": 0, "/collections/zones/items/a": 1, "/collections/sites/items/nowhere": 0, "/collections/zones/items?skipGeometry=true": 0,
	} {
		page := s.get(path, browser)
		drawn := svg.FindString(page.body)
		if n := strings.Count(drawn, `class="shape`); n != shapes || (drawn != "") != (shapes > 0) {
			t.Errorf("the map of %s has %d shapes, want %d: %s", path, n, shapes, drawn)
		}
		if shapes > 0 && (!strings.Contains(page.body, "<figcaption>Map: ") || !strings.Contains(drawn, `role="img" aria-label="Map: `) || !strings.Contains(drawn, "° N</text>")) {
			t.Errorf("the map of %s says nothing of itself: %s", path, drawn)
		}
	}
	near := svg.FindString(s.get("/collections/zones/items", browser).body)
	if _, around, _ := strings.Cut(near, `class="around" d="`); strings.Count(around[:strings.IndexByte(around, '"')], "M") != 1 {
		t.Errorf("around it is %.200s, want the outline of one district", around)
	}
	for _, path := range []string{"/collections/zones/items", "/collections/zones/items/a"} {
		for _, crs := range []string{"EPSG:4326", "EPSG:3857", "EPSG:32638"} {
			r := s.get(path+"?crs="+crs, browser)
			if r.status != 200 || svg.FindString(r.body) != svg.FindString(s.get(path, browser).body) {
				t.Errorf("the page of %s in %s = %d, and its map is another", path, crs, r.status)
			}
		}
		if r := s.get(path+"?crs=x", browser); r.status != 400 {
			t.Errorf("the page of %s in no reference system = %d", path, r.status)
		}
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
