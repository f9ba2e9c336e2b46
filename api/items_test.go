package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
)

type page struct {
	Type           string
	NumberMatched  int
	NumberReturned int
	TimeStamp      string
	Links          []map[string]string
	Features       []struct {
		ID         string
		Geometry   *struct{ Type string }
		Properties map[string]any
	}
}

func (p page) ids() []string {
	ids := []string{}
	for _, f := range p.Features {
		ids = append(ids, f.ID)
	}
	return ids
}

func (p page) link(rel string) string {
	for _, l := range p.Links {
		if l["rel"] == rel {
			return l["href"]
		}
	}
	return ""
}

func TestItems_Filters(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	line := func(from, to int) (ids []string) {
		for i := from; i <= to; i++ {
			ids = append(ids, fmt.Sprintf("line%d", i))
		}
		return ids
	}
	tests := []struct {
		query string
		want  []string // besides those that always match
	}{
		// unlocated matches every box, undated every period.
		{"bbox=46,40,46.2,40", append(line(0, 2), "unlocated")},
		{"bbox=46,40,46,40", append(line(0, 0), "unlocated")},
		{"bbox=46,40,-1000,46.2,40,1000", append(line(0, 2), "unlocated")},
		{"bbox=46%2C40%2C46.2%2C40", append(line(0, 2), "unlocated")},
		{"bbox=46.00000001,40,46.2,40", append(line(1, 2), "unlocated")},
		{"bbox=18,18,20,20", []string{"unlocated"}},             // in the triangle's box, not in the triangle
		{"bbox=15,15,20,20", []string{"triangle", "unlocated"}}, // touches its long side
		{"bbox=179,-18,-179,-16", []string{"fiji-east", "fiji-west", "unlocated"}},
		{"bbox=179,-18,180,-16", []string{"fiji-west", "unlocated"}},
		{"bbox=-180,-18,-179,-16", []string{"fiji-east", "unlocated"}},
		{"datetime=1993-04-02", []string{"line1", "open", "triangle", "undated", "unlocated"}},
		{"datetime=1993-04-02T10:00:00Z", []string{"line1", "open", "triangle", "undated", "unlocated"}},
		{"datetime=1993-04-02/1993-04-03", []string{"line1", "line2", "open", "triangle", "undated", "unlocated"}},
		{"datetime=1993-04-02%2F1993-04-03", []string{"line1", "line2", "open", "triangle", "undated", "unlocated"}},
		{"datetime=../1990-06-01", []string{"triangle", "undated"}},
		{"datetime=/1990-06-01", []string{"triangle", "undated"}},
		{"datetime=0000-01-01T00:00:00Z/1990-06-01T00:00:00Z", []string{"triangle", "undated"}},
		{"datetime=2002-03-01/..", []string{"fiji-west", "open", "undated"}},
		{"datetime=2002-03-01/", []string{"fiji-west", "open", "undated"}},
		{"datetime=2002-03-01T00:00:00Z/9999-12-31T23:59:59Z", []string{"fiji-west", "open", "undated"}},
		{"datetime=2001", []string{"fiji-east", "open", "undated"}},
		{"datetime=1992-12/1992-12", []string{"triangle", "undated"}},
		{"datetime=2001-05-31&bbox=-180,-18,-179,-16", []string{"fiji-east"}},
		{"datetime=1993-04-30&bbox=0,0,1,1", []string{"unlocated"}},
		{"datetime=2005-01-01&bbox=47,39,47,40&f=geojson", []string{"open", "undated"}},
	}
	for _, test := range tests {
		r := s.get("/collections/sites/items?" + test.query)
		got := decode[page](t, r)
		ids := got.ids()
		slices.Sort(ids)
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, ids); diff != "" {
			t.Errorf("%s: %s", test.query, diff)
		}
		if got.NumberMatched != len(test.want) || got.NumberReturned != len(test.want) || r.header.Get("OGC-NumberMatched") != strconv.Itoa(len(test.want)) {
			t.Errorf("%s: matched %d, returned %d, header %q", test.query, got.NumberMatched, got.NumberReturned, r.header.Get("OGC-NumberMatched"))
		}
	}
}

func TestItems_Envelope(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	r := s.get("/collections/sites/items?limit=2&bbox=46,40,47,40")
	wantStart := `{"type":"FeatureCollection","numberMatched":10,"numberReturned":2,"timeStamp":"2026-11-23T12:00:00Z","links":[{"href":"` +
		s.URL + `/collections/sites/items?bbox=46,40,47,40&limit=2","rel":"self","type":"application/geo+json"`
	if !strings.HasPrefix(r.body, wantStart) {
		t.Errorf("page starts\n%.400s\nwant\n%s", r.body, wantStart)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/geo+json", "OGC-NumberMatched": "10", "OGC-NumberReturned": "2",
		"Cache-Control": "no-cache", "Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*",
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Content-Length": strconv.Itoa(len(r.body)),
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if links := r.header.Values("Link"); !slices.ContainsFunc(links, func(l string) bool {
		return strings.HasSuffix(l, `; rel="next"; type="application/geo+json"`)
	}) {
		t.Errorf("no next in Link: %q", links)
	}
	p := decode[page](t, r)
	for _, l := range p.Links {
		if l["rel"] == "next" && l["type"] != "application/geo+json" {
			t.Errorf("next has type %q, at which GDAL stops", l["type"])
		}
		if u, err := url.Parse(l["href"]); err != nil || !u.IsAbs() {
			t.Errorf("link %v is not absolute", l)
		}
	}
	for _, field := range data.PublicFields(mustCollection(t, data.Sites)) {
		if _, ok := p.Features[0].Properties[field.Name]; !ok {
			t.Errorf("property %s is missing", field.Name)
		}
	}
}

func mustCollection(t testing.TB, id string) data.Collection {
	c, ok := data.CollectionByID(id)
	if !ok {
		t.Fatalf("no collection %s", id)
	}
	return c
}

// walk follows next links from a first page to the last.
func (s *service) walk(path string, between func(n int)) (ids []string, matched int) {
	s.t.Helper()
	for n := 0; path != ""; n++ {
		if n > 1000 {
			s.t.Fatal("paging does not end")
		}
		r := s.get(path)
		if r.status != 200 {
			s.t.Fatalf("GET %s = %d %s", path, r.status, r.body)
		}
		p := decode[page](s.t, r)
		ids, matched = append(ids, p.ids()...), p.NumberMatched
		path = strings.TrimPrefix(p.link("next"), s.URL)
		between(n)
	}
	return ids, matched
}

func TestItems_PagingWalksTheWholeLayer(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, query := range []string{"", "&bbox=46,39,48,41", "&datetime=1993-04-01/1993-04-04", "&bbox=179,-90,47,90"} {
		whole := decode[page](t, s.get("/collections/sites/items?limit=10000"+query)).ids()
		for _, limit := range []int{1, 2, 3, 14, 15, 16} {
			got, matched := s.walk(fmt.Sprintf("/collections/sites/items?limit=%d%s", limit, query), func(int) {})
			if diff := cmp.Diff(whole, got); diff != "" || matched != len(whole) {
				t.Errorf("limit %d%s: matched %d: %s", limit, query, matched, diff)
			}
		}
	}
}

func TestItems_PagingSurvivesANewRelease(t *testing.T) {
	sites := someSites()
	before := writeRelease(t, sites)
	kept := slices.DeleteFunc(slices.Clone(sites), func(m made) bool { return m.id == "line3" || m.id == "undated" })
	after := writeRelease(t, append(kept, made{data.Sites, "new", orb.Point{-60, -60}, "1993", nil}))
	s := serve(t, before)
	got, _ := s.walk("/collections/sites/items?limit=2", func(n int) {
		if n == 1 {
			s.holder.Swap(after)
		}
	})
	seen := map[string]int{}
	for _, id := range got {
		seen[id]++
	}
	for _, m := range kept { // what is in both releases comes exactly once
		if seen[m.id] != 1 {
			t.Errorf("%s came %d times", m.id, seen[m.id])
		}
	}
}

func TestItems_Limit(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(250)))
	tests := []struct {
		query string
		want  int
	}{
		{"", 100},
		{"?limit=1", 1},
		{"?limit=200", 200},
		{"?limit=10001", 250},
		{"?limit=007", 7},
		{"?limit=99999999999999999999999", 250},
	}
	for _, test := range tests {
		if got := len(decode[page](t, s.get("/collections/sites/items"+test.query)).Features); got != test.want {
			t.Errorf("%q returned %d, want %d", test.query, got, test.want)
		}
	}
	if self := decode[page](t, s.get("/collections/sites/items?limit=10001")).link("self"); !strings.HasSuffix(self, "limit=10000") {
		t.Errorf("self of a clamped limit: %s", self)
	}
}

func manySites(n int) (sites []made) {
	for i := range n {
		sites = append(sites, made{data.Sites, fmt.Sprintf("s%06d", i), orb.Point{40 + float64(i%500)/100, 38 + float64(i/500)/100}, "1993", nil})
	}
	return sites
}

func TestItems_EmptyLayer(t *testing.T) {
	s := serve(t, writeRelease(t, nil))
	s.check([]row{
		{"/collections/zones/items", 200, []string{`"numberMatched":0,"numberReturned":0`, `"features":[]}`}, []string{"next"}},
		{"/collections/zones/items?bbox=0,0,1,1&datetime=2001", 200, []string{`"features":[]}`}, nil},
		{"/collections/zones", 200, []string{`"itemCount":0`, `"interval":[[null,null]]`}, []string{`"spatial"`}},
	})
}

func TestItems_WithheldPositionLeaksNothing(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, box := range []string{"0,0,1,1", "46,39,47,41", "-180,-90,180,90", "12.3456789,1,12.3456789,1"} {
		if p := decode[page](t, s.get("/collections/sites/items?bbox="+box)); !slices.Contains(p.ids(), "unlocated") {
			t.Errorf("bbox %s: unlocated is left out, which tells that it is elsewhere", box)
		}
	}
}
