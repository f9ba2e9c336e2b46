package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"stele/data"
)

// by is the query string of a filter and of what else is asked.
func by(filter string, more ...string) string {
	q := url.Values{"filter": {filter}}
	for _, m := range more {
		name, value, _ := strings.Cut(m, "=")
		q.Set(name, value)
	}
	return "?" + q.Encode()
}

// found are the IDs that items gives, sorted.
func (s *service) found(path string) []string {
	s.t.Helper()
	r := s.get(path)
	if r.status != 200 {
		s.t.Fatalf("GET %s = %d %s", path, r.status, r.body)
	}
	ids := decode[page](s.t, r).ids()
	slices.Sort(ids)
	return ids
}

func TestItems_ByFilter(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	at := "/collections/sites/items"
	for _, c := range []struct {
		query, want string
	}{
		{by("name = 'line3'"), "line3"},
		{by("name = 'line3'", "filter-lang=cql2-text"), "line3"},
		{by("name = 'line3'", "filter-lang=cql-text"), "line3"},
		{by(`{"op":"=","args":[{"property":"name"},"line3"]}`, "filter-lang=cql2-json"), "line3"},
		{by("S_INTERSECTS(geometry,BBOX(46.15,39,46.35,41))"), "line2,line3"},
		{by("S_INTERSECTS(geometry,BBOX(46.15,39,46.35,41))", "bbox=46.25,39,47,41"), "line3"},
		{by("S_INTERSECTS(geometry,BBOX(46.15,39,46.35,41))", "datetime=1993-04-03"), "line2"},
		{by("S_INTERSECTS(geometry,BBOX(46.15,39,46.35,41))", "name=line3"), "line3"},
		{by("S_INTERSECTS(geometry,BBOX(39,46.15,41,46.35))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326"), "line2,line3"},
		{by("S_INTERSECTS(geometry,POINT(40 46.3))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326"), "line3"},
		{by("S_INTERSECTS(geometry,BBOX(5138000,4836000,5160000,4980000))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/3857"), "line2,line3"},
		{by("S_INTERSECTS(geometry,BBOX(598000,4317000,615000,4540000))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/32638"), "line2,line3"},
		{by("S_INTERSECTS(geometry,POINT(46.3 40))", "filter-crs=http://www.opengis.net/def/crs/OGC/1.3/CRS84"), "line3"},
		{by("S_INTERSECTS(geometry,BBOX(179,-20,-179,0))"), "fiji-east,fiji-west"},
		{by("T_AFTER(when,DATE('2002-06-01')) OR geometry IS NULL"), "unlocated"},
		{by("T_DURING(when,INTERVAL('1993-04-03','1993-04-06'))"), "line3,line4"},
		{by("earliest > DATE('2000-01-01')"), "fiji-east,fiji-west"},
		{by("FALSE"), ""},
		{"?id=line1,open,none", "line1,open"},
		{"?id=line1,open&filter=name%3D%27open%27", "open"},
	} {
		want := strings.FieldsFunc(c.want, func(r rune) bool { return r == ',' })
		if diff := cmp.Diff(want, s.found(at+c.query), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("items%s: %s", c.query, diff)
		}
		r := s.get("/collections/sites/export.geojson" + c.query)
		if n := strings.Count(r.body, `"type":"Feature"`); r.status != 200 || n != len(want) {
			t.Errorf("export%s has %d features, want %d: %d %.300s", c.query, n, len(want), r.status, r.body)
		}
		var counts struct{ NumberMatched int }
		read(t, s.get("/collections/sites/stats"+c.query), &counts)
		if counts.NumberMatched != len(want) {
			t.Errorf("stats%s count %d, want %d", c.query, counts.NumberMatched, len(want))
		}
	}
	// A tile shows what the filter lets through.
	tile := "/collections/sites/tiles/WebMercatorQuad/0/0/0"
	r := s.get(tile + by("S_INTERSECTS(geometry,BBOX(46.15,39,46.35,41))"))
	if r.status != 200 || !strings.Contains(r.body, "line2") || strings.Contains(r.body, "line4") {
		t.Errorf("tile by filter = %d %q", r.status, r.body)
	}
	if r := s.get(tile + by("FALSE")); r.status != 204 {
		t.Errorf("tile of nothing = %d", r.status)
	}
}

func TestItems_FilterGoesOnAcrossPages(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	filter := "S_INTERSECTS(geometry,BBOX(39,46.05,41,46.75)) AND name <> 'line4'"
	want := []string{"line1", "line2", "line3", "line5", "line6", "line7"}
	next := "/collections/sites/items" + by(filter, "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326", "limit=2", "sortby=name")
	var got []string
	for next != "" {
		p := decode[page](t, s.get(next))
		got = append(got, p.ids()...)
		next = strings.TrimPrefix(p.link("next"), s.URL)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// The export that a page links to has the filter too.
	p := decode[page](t, s.get("/collections/sites/items"+by(filter, "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326", "limit=2")))
	r := s.get(strings.TrimPrefix(p.link("enclosure"), s.URL))
	if n := strings.Count(r.body, `"type":"Feature"`); n != len(want) {
		t.Errorf("the export of the page has %d features, want %d", n, len(want))
	}
}

func TestItems_RefusesBadCQL(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, c := range []struct{ query, parameter, has string }{
		{by(""), "filter", "column 1: the filter is empty"},
		{by("name ="), "filter", "column 7: the end"},
		{by("nothing = 1"), "filter", `column 1: there is no property \"nothing\"`},
		{by(`{"op":"=","args":[1]}`, "filter-lang=cql2-json"), "filter", "at the top: = takes 2 operands"},
		{by("S_INTERSECTS(geometry,POINT(40 190))"), "filter", "column 23: lat 190 is outside"},
		{by("S_INTERSECTS(geometry,POINT(100 40))", "filter-crs=http://www.opengis.net/def/crs/EPSG/0/4326"), "filter", "lat 100 is outside"},
		{by("S_INTERSECTS(geometry,POLYGON((0 0,4 4,4 0,0 4,0 0)))"), "filter", "crosses itself"},
		{by("name = 'x'", "filter-lang=sql"), "filter-lang", "is not known"},
		{by("name = 'x'", "filter-crs=EPSG:9999"), "filter-crs", "is no reference system"},
		{"?filter-lang=", "filter-lang", "is not known"},
		{"?id=", "id", "empty"},
		{by("name = 'x'") + "&filter=TRUE", "filter", "given twice"},
	} {
		for _, route := range []string{"items", "export.geojson", "stats", "tiles/WebMercatorQuad/0/0/0"} {
			r := s.get("/collections/sites/" + route + c.query)
			p := decode[problem](t, r)
			if r.status != 400 || p.Parameter != c.parameter || !strings.Contains(r.body, c.has) || p.Accepted == "" {
				t.Errorf("%s%s = %d %s, want 400 on %s with %s", route, c.query, r.status, r.body, c.parameter, c.has)
			}
		}
	}
}

// A filter that takes too long is the client's to change, on every route.
func TestItems_RefusesCostlyCQL(t *testing.T) {
	var many []made
	for i := range 20_000 {
		many = append(many, made{data.Sites, fmt.Sprintf("p%05d", i), orb.Point{40 + float64(i%200)/40, 35 + float64(i/200)/10}, "", nil})
	}
	s := serve(t, writeRelease(t, many))
	var comb strings.Builder
	for i := range 1100 {
		fmt.Fprintf(&comb, "[%.5f,46],[%.5f,34.5],", 40+float64(i)/220, 40+float64(i)/220+0.002)
	}
	spikes := func(i int) string {
		return `{"op":"s_disjoint","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[39,34.0` + strconv.Itoa(i) + `],` + comb.String() + `[49,34],[39,34.0` + strconv.Itoa(i) + `]]]}]}`
	}
	for n, want := range map[int]int{1: 200, 9: 400} {
		var all []string
		for i := range n {
			all = append(all, spikes(i))
		}
		r := s.post("/collections/sites/search", `{"limit":1,"filter":{"op":"or","args":[`+strings.Join(all, ",")+`,false]}}`)
		if r.status != want || want == 400 && !strings.Contains(r.body, "takes too long") {
			t.Errorf("%d combs of 2,200 edges over 20,000 points = %d %.300s, want %d", n, r.status, r.body, want)
		}
	}
}

func TestSearch_TakesAQueryAsItsBody(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	at := "/collections/sites/search"
	for _, c := range []struct{ body, want string }{
		{`{"filter":{"op":"=","args":[{"property":"name"},"line3"]}}`, "line3"},
		{`{"filter":"name = 'line3'"}`, "line3"},
		{`{"filter":"{\"op\":\"=\",\"args\":[{\"property\":\"name\"},\"line3\"]}","filter-lang":"cql2-json"}`, "line3"},
		{`{"bbox":[46.15,39,46.35,41],"certainty":"certain","datetime":"1993-04-03/1993-04-04","sortby":["-name"],"properties":["name"],"skipGeometry":true}`, "line3,line2"},
		{`{"name":"line3","limit":1}`, "line3"},
		{`{"filter":{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[40,46.3]}]},"filter-crs":"http://www.opengis.net/def/crs/EPSG/0/4326"}`, "line3"},
		{`{"id":["line1","line2"],"sortby":"name"}`, "line1,line2"},
	} {
		r := s.post(at, c.body)
		if r.status != 200 || r.header.Get("Content-Type") != "application/geo+json" || r.header.Get("ETag") != "" || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("POST %s = %d %v %s", c.body, r.status, r.header, r.body)
			continue
		}
		ids := decode[page](t, r).ids()
		if got := strings.Join(ids, ","); c.want != got && !strings.Contains(c.body, "bbox") || !strings.HasPrefix(got, c.want) {
			t.Errorf("POST %s: %s, want %s", c.body, got, c.want)
		}
	}
}

func TestSearch_FollowsPagesByBody(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	body := `{"filter":{"op":"like","args":[{"property":"name"},"line%"]},"sortby":["name"],"limit":4}`
	var got []string
	for body != "" {
		r := s.post("/collections/sites/search", body)
		var p struct {
			page
			Links []struct {
				Href, Rel, Method string
				Body              json.RawMessage
			}
		}
		read(t, r, &p)
		var features struct{ Features []struct{ ID string } }
		read(t, r, &features)
		for _, f := range features.Features {
			got = append(got, f.ID)
		}
		body = ""
		for _, l := range p.Links {
			if l.Rel == "next" {
				if l.Method != "POST" || l.Href != s.URL+"/collections/sites/search" {
					t.Fatalf("next is %+v", l)
				}
				body = string(l.Body)
			}
		}
		if strings.Contains(strings.Join(r.header.Values("Link"), ""), "next") {
			t.Error("the header links to a next page that is not had by GET")
		}
	}
	if want := []string{"line0", "line1", "line2", "line3", "line4", "line5", "line6", "line7", "line8"}; cmp.Diff(want, got) != "" {
		t.Errorf("pages: %v", got)
	}
}

func TestSearch_RefusesBadBodies(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	at := "/collections/sites/search"
	for _, c := range []struct {
		body, parameter string
		status          int
	}{
		{"", "body", 400},
		{"[]", "body", 400},
		{"null", "body", 400},
		{`{"limit":0}`, "limit", 400},
		{`{"limit":null}`, "limit", 400},
		{`{"limit":{}}`, "limit", 400},
		{`{"unknown":1}`, "unknown", 400},
		{`{"filter":null}`, "filter", 400},
		{`{"filter":{"op":"="}}`, "filter", 400},
		{`{"bbox":[1,2,3]}`, "bbox", 400},
		{`{"next":"x"}`, "next", 400},
		{`{"filter":"` + strings.Repeat(" ", 1<<20) + `"}`, "body", 400},
	} {
		r := s.post(at, c.body)
		if p := decode[problem](t, r); r.status != c.status || p.Parameter != c.parameter {
			t.Errorf("POST %.60s = %d %s, want %d on %s", c.body, r.status, r.body, c.status, c.parameter)
		}
	}
	if r := s.send("POST", at, "{}", "Content-Type: text/plain"); r.status != 415 {
		t.Errorf("POST of text = %d %s", r.status, r.body)
	}
	if r := s.post(at+"?limit=1", "{}"); r.status != 400 {
		t.Errorf("POST with parameters in the address = %d %s", r.status, r.body)
	}
	if r := s.post("/collections/none/search", "{}"); r.status != 404 {
		t.Errorf("POST to no layer = %d %s", r.status, r.body)
	}
	if r := s.get(at); r.status != 405 || r.header.Get("Allow") != "POST, OPTIONS" {
		t.Errorf("GET = %d %v %s", r.status, r.header, r.body)
	}
	if r := s.ask("OPTIONS", at); r.status != 204 || r.header.Get("Allow") != "POST, OPTIONS" {
		t.Errorf("OPTIONS = %d %v", r.status, r.header)
	}
	if r := s.post("/collections/sites/items", "{}"); r.status != 405 || r.header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("POST to items = %d %v", r.status, r.header)
	}
}

func TestQueryablesAndSortables(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	type schema struct {
		Schema     string `json:"$schema"`
		ID         string `json:"$id"`
		Type       string
		Properties map[string]map[string]any
		Additional bool `json:"additionalProperties"`
	}
	of := map[string]schema{}
	for _, name := range []string{"queryables", "sortables", "schema"} {
		r := s.get("/collections/sites/" + name)
		if r.status != 200 || r.header.Get("Content-Type") != "application/schema+json" {
			t.Errorf("%s = %d %v", name, r.status, r.header)
		}
		of[name] = decode[schema](t, r)
		if c := s.get("/collections/sites"); name != "schema" && !strings.Contains(c.body, `"href":"`+of[name].ID+`","rel":"http://www.opengis.net/def/rel/ogc/1.0/`+name+`","type":"application/schema+json"`) {
			t.Errorf("the collection does not link to its %s: %s", name, c.body)
		}
	}
	role := func(of schema, name string) any { return of.Properties[name]["x-ogc-role"] }
	q := of["queryables"]
	if role(q, "id") != "id" || role(q, "geometry") != "primary-geometry" || role(q, "earliest") != "primary-interval-start" || role(q, "latest") != "primary-interval-end" || q.Properties["contested"]["type"] != "boolean" {
		t.Errorf("queryables: %v", q.Properties)
	}
	if _, ok := of["sortables"].Properties["geometry"]; ok || of["sortables"].Properties["name"] == nil {
		t.Errorf("sortables: %v", of["sortables"].Properties)
	}
	for name := range of["sortables"].Properties {
		if r := s.get("/collections/sites/items?limit=1&sortby=" + name); r.status != 200 {
			t.Errorf("sortby=%s = %d", name, r.status)
		}
	}
	for name := range q.Properties {
		if r := s.get("/collections/sites/items" + by(name+" IS NULL")); r.status != 200 {
			t.Errorf("%s IS NULL = %d %s", name, r.status, r.body)
		}
	}
	if diff := cmp.Diff(of["schema"].Properties["earliest"]["x-ogc-role"], "primary-interval-start"); diff != "" {
		t.Error(diff)
	}
}
