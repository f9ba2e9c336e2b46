package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read is decode into a value that is there.
func read(t *testing.T, r reply, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.body), to); err != nil {
		t.Fatalf("%v in %d %s", err, r.status, r.body)
	}
}

// Filters by property, in each of their forms, against the features themselves.
func TestItems_ByProperty(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	var all page
	read(t, s.get("/collections/sites/items?limit=10000"), &all)
	is := func(name string, want any) func(map[string]any) bool {
		return func(p map[string]any) bool { return p[name] == want }
	}
	tests := []struct {
		query string
		holds func(map[string]any) bool
	}{
		{"kind=cave_or_pit", is("kind", "cave_or_pit")},
		{"kind=well,cave_or_pit", func(p map[string]any) bool { return p["kind"] == "cave_or_pit" || p["kind"] == "well" }},
		{"kind=nothing", func(map[string]any) bool { return false }},
		{"generalised=true", is("generalised", true)},
		{"generalised=false", is("generalised", false)},
		{"claim_count=0", is("claim_count", 0.0)},
		{"claim_count=1..", func(p map[string]any) bool { n, ok := p["claim_count"].(float64); return ok && n >= 1 }},
		{"earliest=1993-01-01..1993-12-31", func(p map[string]any) bool {
			day, ok := p["earliest"].(string)
			return ok && day >= "1993-01-01" && day <= "1993-12-31"
		}},
	}
	some := 0
	for _, test := range tests {
		var want []string
		for _, f := range all.Features {
			if test.holds(f.Properties) {
				want = append(want, f.ID)
			}
		}
		some += len(want)
		var got page
		read(t, s.get("/collections/sites/items?limit=10000&"+test.query), &got)
		if diff := cmp.Diff(want, slices.Clip(got.ids())); diff != "" && len(want)+len(got.ids()) > 0 || got.NumberMatched != len(want) {
			t.Errorf("%s: %d matched %s", test.query, got.NumberMatched, diff)
		}
		if r := s.get("/collections/sites/export.geojson?" + test.query); strings.Count(r.body, `"type":"Feature"`) != len(want) {
			t.Errorf("export by %s has %d features, want %d", test.query, strings.Count(r.body, `"type":"Feature"`), len(want))
		}
		var counts struct{ NumberMatched int }
		read(t, s.get("/collections/sites/stats?"+test.query), &counts)
		if counts.NumberMatched != len(want) {
			t.Errorf("stats by %s count %d, want %d", test.query, counts.NumberMatched, len(want))
		}
	}
	if some == 0 {
		t.Error("no test has a feature that matches")
	}
}

// A name narrows items, counts, files and tiles to what the search finds under it.
func TestItems_ByName(t *testing.T) {
	s := serveDemo(t)
	for _, text := range []string{"Bashlibel", "БАШЛЫБЕЛ", "baş", "nowhere", "Bashlbiel"} {
		var found struct {
			Results []struct{ ID, Match string }
		}
		q := url.QueryEscape(text)
		read(t, s.get("/search?collection=villages&limit=100&q="+q), &found)
		want := []string{}
		for _, r := range found.Results {
			if r.Match != "fuzzy" {
				want = append(want, r.ID)
			}
		}
		slices.Sort(want)
		var got page
		read(t, s.get("/collections/villages/items?limit=100&q="+q), &got)
		ids := got.ids()
		slices.Sort(ids)
		if !slices.Equal(ids, want) || got.NumberMatched != len(want) {
			t.Errorf("items by %s are %v, want %v", text, ids, want)
		}
		var counts struct{ NumberMatched int }
		read(t, s.get("/collections/villages/stats?q="+q), &counts)
		if n := strings.Count(s.get("/collections/villages/export.geojson?q="+q).body, `"type":"Feature"`); counts.NumberMatched != len(want) || n != len(want) {
			t.Errorf("stats by %s count %d and the export has %d, want %d", text, counts.NumberMatched, n, len(want))
		}
		if some := text != "nowhere" && text != "Bashlbiel"; some != (len(want) > 0) {
			t.Errorf("%s finds %d", text, len(want))
		}
	}
}

func TestItems_RefusesBadFilters(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for query, parameter := range map[string]string{
		"kind=": "kind", "generalised=maybe": "generalised", "claim_count=many": "claim_count", "claim_count=5..1": "claim_count",
		"claim_count=NaN": "claim_count", "earliest=1993": "earliest", "earliest=1993-13-01..": "earliest", "certainty=x": "certainty", "q=": "q", "q=%FF": "q",
		"sortby=": "sortby", "sortby=nothing": "sortby", "sortby=--name": "sortby", "sortby=name,-name": "sortby", "sortby=a,b,c,d,e": "sortby",
		"properties=": "properties", "properties=name,nothing": "properties", "skipGeometry=1": "skipGeometry",
		"status=inhabited": "status", // of villages
	} {
		r := s.get("/collections/sites/items?" + query)
		var p struct{ Parameter string }
		read(t, r, &p)
		if r.status != 400 || p.Parameter != parameter {
			t.Errorf("items?%s = %d %s, want 400 on %s", query, r.status, r.body, parameter)
		}
	}
}

func TestItems_SortedPagesAreTheWhole(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, by := range []string{"name", "-name", "kind,-name", "-claim_count,name"} {
		var whole page
		read(t, s.get("/collections/sites/items?limit=10000&sortby="+by), &whole)
		var got []string
		next := "/collections/sites/items?limit=3&sortby=" + by
		for next != "" {
			var p page
			read(t, s.get(next), &p)
			got = append(got, p.ids()...)
			next = strings.TrimPrefix(p.link("next"), s.URL)
		}
		if diff := cmp.Diff(whole.ids(), got); diff != "" {
			t.Errorf("pages by %s: %s", by, diff)
		}
		names := []string{}
		for _, f := range whole.Features {
			if name, ok := f.Properties["name"].(string); ok {
				names = append(names, name)
			}
		}
		if by == "name" && !slices.IsSorted(names) {
			t.Errorf("by name: %v", names)
		}
	}
	// A token is good for the order that it was given in.
	var p page
	read(t, s.get("/collections/sites/items?limit=3&sortby=name"), &p)
	u, err := url.Parse(p.link("next"))
	if err != nil {
		t.Fatal(err)
	}
	token := u.Query().Get("next")
	for _, by := range []string{"-name", "kind", ""} {
		if r := s.get(fmt.Sprintf("/collections/sites/items?limit=3&next=%s&%s", token, strings.TrimSuffix("sortby="+by, "sortby="))); r.status != 400 {
			t.Errorf("the token of sortby=name is taken for sortby=%s", by)
		}
	}
}

func TestItems_InPart(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	r := s.get("/collections/sites/items?properties=kind,name&skipGeometry=true&limit=10000")
	var got struct {
		NumberReturned int
		Features       []struct {
			Geometry   json.RawMessage
			Properties map[string]any
		}
	}
	read(t, r, &got)
	if len(got.Features) == 0 || len(got.Features) != got.NumberReturned {
		t.Fatalf("%d features of %d", len(got.Features), got.NumberReturned)
	}
	for _, f := range got.Features {
		_, name := f.Properties["name"]
		_, kind := f.Properties["kind"]
		if len(f.Properties) != 2 || !name || !kind || string(f.Geometry) != "null" {
			t.Errorf("a feature in part: %v %s", f.Properties, f.Geometry)
		}
	}
	if a, b := s.get("/collections/sites/items?properties=name,kind"), s.get("/collections/sites/items?properties=kind,name"); a.header.Get("ETag") != b.header.Get("ETag") {
		t.Error("the same choice has two tags")
	}
}

func TestStats_CountWhatItemsMatch(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	var all page
	read(t, s.get("/collections/sites/items?limit=10000"), &all)
	var got struct {
		NumberMatched, Located, Undated int
		BBox                            *[4]float64
		Years                           []struct{ Year, Certain, Possible int }
		Facets                          []struct {
			Property string
			Null     int
			Values   []struct {
				Value any
				Count int
			}
		}
	}
	read(t, s.get("/collections/sites/stats?facets=kind,generalised"), &got)
	want := map[any]int{}
	located := 0
	for _, f := range all.Features {
		want[f.Properties["kind"]]++
		if f.Geometry != nil {
			located++
		}
	}
	if got.NumberMatched != all.NumberMatched || got.Located != located || got.BBox == nil || len(got.Years) == 0 {
		t.Errorf("stats: %+v", got)
	}
	if len(got.Facets) != 2 || got.Facets[0].Property != "generalised" || got.Facets[1].Property != "kind" {
		t.Fatalf("facets: %+v", got.Facets)
	}
	for _, v := range got.Facets[1].Values {
		if v.Count != want[v.Value] {
			t.Errorf("kind %v: %d, want %d", v.Value, v.Count, want[v.Value])
		}
	}
	for query, parameter := range map[string]string{"facets=nothing": "facets", "facets=": "facets", "limit=1": "limit"} {
		if r := s.get("/collections/sites/stats?" + query); r.status != 400 || !strings.Contains(r.body, `"parameter":"`+parameter+`"`) {
			t.Errorf("stats?%s = %d %s", query, r.status, r.body)
		}
	}
}
