package main

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

// itemsSteps are those of OGC 17-069r4, annex A, for features.
func itemsSteps() []abstractTest {
	return []abstractTest{
		{"/conf/core/fc-op", func(t *testing.T, c *conformance) {
			for _, id := range collectionIDs() {
				c.get(t, "/collections/"+id+"/items").is(t, id, geoJSON)
			}
		}},
		{"/conf/core/fc-bbox-definition", conformsDefines("bbox", "array")},
		{"/conf/core/fc-bbox-response", conformsBox},
		{"/conf/core/fc-limit-definition", conformsDefines("limit", "integer")},
		{"/conf/core/fc-limit-response", conformsLimit},
		{"/conf/core/fc-time-definition", conformsDefines("datetime", "string")},
		{"/conf/core/fc-time-response", conformsTime},
		{"/conf/core/fc-response", conformsPage},
		{"/conf/core/fc-links", conformsPageLinks},
		{"/conf/core/fc-timeStamp", conformsTimeStamp},
		{"/conf/core/fc-numberMatched", conformsNumberMatched},
		{"/conf/core/fc-numberReturned", conformsNumberReturned},
		{"/conf/core/f-op", conformsFeature},
		{"/conf/core/f-success", conformsFeature},
		{"/conf/core/f-links", conformsFeatureLinks},
		{"/conf/core/crs84", conformsDegrees},
		{"/conf/geojson/definition", conformsGeoJSONType},
		{"/conf/geojson/content", conformsGeoJSON},
		{"/conf/html/definition", conformsHTMLType},
		{"/conf/html/content", conformsHTML},
	}
}

// item is a feature as it was read.
type item struct {
	Type       string
	ID         string
	Geometry   *shape
	Properties map[string]any
	Links      []linkOf
}

func (f item) bound() (orb.Bound, bool) {
	if f.Geometry == nil {
		return orb.Bound{}, false
	}
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	f.Geometry.extend(&b)
	return b, true
}

// shape is a geometry, or several.
type shape struct {
	Type        string
	Coordinates any
	Geometries  []shape
}

func (s shape) extend(b *orb.Bound) {
	if s.Coordinates != nil {
		extend(b, s.Coordinates)
	}
	for _, member := range s.Geometries {
		member.extend(b)
	}
}

// extend stretches a box over coordinates, however deep they lie.
func extend(b *orb.Bound, coordinates any) {
	list := coordinates.([]any)
	if x, ok := list[0].(float64); ok {
		y := list[1].(float64)
		b.Min = orb.Point{min(b.Min[0], x), min(b.Min[1], y)}
		b.Max = orb.Point{max(b.Max[0], x), max(b.Max[1], y)}
		return
	}
	for _, v := range list {
		extend(b, v)
	}
}

type itemsPage struct {
	Type                          string
	NumberMatched, NumberReturned int
	TimeStamp                     string
	Links                         []linkOf
	Features                      []item
}

func (c *conformance) page(t *testing.T, collection, query string) itemsPage {
	t.Helper()
	var p itemsPage
	fetchJSON(t, c.url+"/collections/"+collection+"/items?"+query, &p)
	return p
}

// all is a collection, from one page.
func (c *conformance) all(t *testing.T, collection string) []item {
	t.Helper()
	return c.page(t, collection, "limit=10000").Features
}

func conformsDefines(name, kind string) func(*testing.T, *conformance) {
	return func(t *testing.T, c *conformance) {
		doc := c.definition(t)
		for _, id := range collectionIDs() {
			p := doc.Paths.Value("/collections/"+id+"/items").Get.Parameters.GetByInAndName("query", name)
			if p == nil || p.Required || p.Style != "form" || p.Explode == nil || *p.Explode || !p.Schema.Value.Type.Is(kind) {
				t.Errorf("%s: %s is %+v", id, name, p)
			}
		}
	}
}

// conformsBox: what a box returns lies in it or has no position, and no point in
// it is missing. Edges are inside, and a box may cross the 180th meridian.
func conformsBox(t *testing.T, c *conformance) {
	for _, box := range [][4]float64{
		{-180, -90, 180, 90},
		{46, 39.9, 46.3, 40.2},
		{46.5, 39.5, 46.5, 39.5},
		{170, -5, -170, 5},
		{0, 90, 0, 90},
		{-180, -90, 180, -90},
		{180, 0, 180, 0},
		{-180, 0, -180, 0},
		{1, 1, 2, 2},
		{0, 24, 20, 26},
	} {
		query := fmt.Sprintf("bbox=%v,%v,%v,%v&limit=10000", box[0], box[1], box[2], box[3])
		high := fmt.Sprintf("bbox=%v,%v,-100,%v,%v,9000&limit=10000", box[0], box[1], box[2], box[3])
		for _, id := range collectionIDs() {
			found := map[string]bool{}
			for _, f := range c.page(t, id, query).Features {
				found[f.ID] = true
				if b, ok := f.bound(); ok && !meets(b, box) {
					t.Errorf("%s: %s finds %s at %v", id, query, f.ID, b)
				}
			}
			if n := c.page(t, id, high).NumberMatched; n != len(found) {
				t.Errorf("%s: %d with heights, %d without", id, n, len(found))
			}
			for _, f := range c.all(t, id) {
				b, ok := f.bound()
				if !found[f.ID] && (!ok || b.Min == b.Max && meets(b, box)) {
					t.Errorf("%s: %s does not find %s at %v", id, query, f.ID, f.Geometry)
				}
			}
		}
	}
}

func meets(b orb.Bound, box [4]float64) bool {
	if b.Min[1] > box[3] || b.Max[1] < box[1] {
		return false
	}
	if box[0] > box[2] {
		return b.Max[0] >= box[0] || b.Min[0] <= box[2]
	}
	return b.Min[0] <= box[2] && b.Max[0] >= box[0]
}

func conformsLimit(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		all := len(c.all(t, id))
		for _, limit := range []int{1, 2, 10000, 20000} {
			if n := len(c.page(t, id, fmt.Sprint("limit=", limit)).Features); n != min(all, limit) {
				t.Errorf("%s: limit %d returns %d of %d", id, limit, n, all)
			}
		}
	}
}

// conformsTime: a feature is found unless its dates say that it is from another
// time; without dates it is always.
func conformsTime(t *testing.T, c *conformance) {
	for query, period := range map[string][2]string{
		"1993-04-02": {"1993-04-02", "1993-04-02"}, "1993-04-02T12:00:00Z": {"1993-04-02", "1993-04-02"}, "1993-04-01/1993-04-30": {"1993-04-01", "1993-04-30"},
		"../1993-12-31": {"", "1993-12-31"}, "1994-01-01/..": {"1994-01-01", "9999"}, "/1993-12-31": {"", "1993-12-31"}, "1994-01-01/": {"1994-01-01", "9999"},
		"0000-01-01T00:00:00Z/1993-12-31T23:59:59Z": {"", "1993-12-31"}, "1994-01-01T00:00:00Z/9999-12-31T23:59:59Z": {"1994-01-01", "9999"},
	} {
		for _, id := range collectionIDs() {
			for _, escaped := range []string{query, url.QueryEscape(query)} {
				var got, want []string
				for _, f := range c.page(t, id, "limit=10000&datetime="+escaped).Features {
					got = append(got, f.ID)
				}
				for _, f := range c.all(t, id) {
					first, _ := f.Properties["earliest"].(string)
					last, _ := f.Properties["latest"].(string)
					if first <= period[1] && (last == "" || last >= period[0]) {
						want = append(want, f.ID)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s in %s finds %d, want %d", id, escaped, len(got), len(want))
				}
			}
		}
	}
}

func conformsPage(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		p := c.page(t, id, "")
		if p.Type != "FeatureCollection" || p.Features == nil {
			t.Errorf("%s: %+v", id, p)
		}
	}
}

// conformsPageLinks: the next links lead through all, each feature once.
func conformsPageLinks(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		c.leads(t, "/collections/"+id+"/items", "self", geoJSON)
		seen, at := map[string]bool{}, c.url+"/collections/"+id+"/items?limit=2"
		for at != "" {
			var p itemsPage
			fetchJSON(t, at, &p)
			at = ""
			for _, f := range p.Features {
				if seen[f.ID] {
					t.Fatalf("%s: %s is on two pages", id, f.ID)
				}
				seen[f.ID] = true
			}
			for _, l := range p.Links {
				if l.Rel == "next" {
					at = l.Href
					if l.Type != geoJSON || !strings.Contains(at, "limit=2") {
						t.Errorf("next is %+v", l)
					}
				}
			}
		}
		if n := len(c.all(t, id)); n != len(seen) {
			t.Errorf("%s: %d features on pages of two, %d on one", id, len(seen), n)
		}
	}
}

func conformsTimeStamp(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		if at, err := time.Parse(time.RFC3339, c.page(t, id, "").TimeStamp); err != nil || time.Since(at).Abs() > time.Hour {
			t.Errorf("%s: timeStamp %v, %v", id, at, err)
		}
	}
}

func conformsNumberMatched(t *testing.T, c *conformance) {
	all, _ := c.collections(t)
	for _, of := range all {
		n := len(c.all(t, of.ID))
		if p := c.page(t, of.ID, "limit=1"); p.NumberMatched != n || of.ItemCount != n {
			t.Errorf("%s: %d matched, itemCount %d, there are %d", of.ID, p.NumberMatched, of.ItemCount, n)
		}
		h := c.get(t, "/collections/"+of.ID+"/items?limit=1").header
		if h.Get("OGC-NumberMatched") != strconv.Itoa(n) || h.Get("OGC-NumberReturned") != strconv.Itoa(min(n, 1)) {
			t.Errorf("%s: headers say %s matched and %s returned", of.ID, h.Get("OGC-NumberMatched"), h.Get("OGC-NumberReturned"))
		}
	}
}

func conformsNumberReturned(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, query := range []string{"", "limit=1", "bbox=1,1,2,2"} {
			if p := c.page(t, id, query); p.NumberReturned != len(p.Features) {
				t.Errorf("%s?%s: %d returned, there are %d", id, query, p.NumberReturned, len(p.Features))
			}
		}
	}
}

func conformsFeature(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, f := range c.all(t, id) {
			r := c.get(t, "/collections/"+id+"/items/"+f.ID)
			r.is(t, f.ID, geoJSON)
			var one item
			if err := json.Unmarshal([]byte(r.body), &one); err != nil {
				t.Fatal(err)
			}
			// GeoJSON of both, written by one hand.
			one.Links, f.Links = nil, nil
			got, err := json.Marshal(one)
			if err != nil {
				t.Fatal(err)
			}
			if want, err := json.Marshal(f); err != nil || string(got) != string(want) {
				t.Errorf("%s alone is %s, among others %s", f.ID, got, want)
			}
		}
	}
}

func conformsFeatureLinks(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, f := range c.page(t, id, "limit=2").Features {
			at := "/collections/" + id + "/items/" + f.ID
			if self := c.leads(t, at, "self", geoJSON); self != c.url+at {
				t.Errorf("self of %s is %s", f.ID, self)
			}
			if of := c.leads(t, at, "collection", plainJSON); of != c.url+"/collections/"+id {
				t.Errorf("%s is of %s", f.ID, of)
			}
		}
	}
}

func conformsDegrees(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, f := range c.all(t, id) {
			if b, ok := f.bound(); ok && (b.Min[0] < -180 || b.Max[0] > 180 || b.Min[1] < -90 || b.Max[1] > 90) {
				t.Errorf("%s is at %v", f.ID, b)
			}
		}
	}
}

func conformsGeoJSONType(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		for _, accept := range []string{geoJSON, "*/*", geoJSON + ", text/html;q=0.1"} {
			c.get(t, "/collections/"+id+"/items", "Accept", accept).is(t, id+" as "+accept, geoJSON)
		}
		if r := c.get(t, "/collections/"+id+"/items?f=geojson"); r.status != http.StatusOK {
			t.Errorf("%s?f=geojson = %d", id, r.status)
		}
	}
}

// conformsGeoJSON: every feature has all members and all properties, null where
// there is nothing, and no coordinate beside lon and lat.
func conformsGeoJSON(t *testing.T, c *conformance) {
	for _, id := range collectionIDs() {
		var raw struct{ Features []map[string]json.RawMessage }
		fetchJSON(t, c.url+"/collections/"+id+"/items?limit=10000", &raw)
		names := []string{}
		for _, f := range raw.Features {
			var properties map[string]any
			if err := json.Unmarshal(f["properties"], &properties); err != nil || string(f["type"]) != `"Feature"` || f["geometry"] == nil || f["id"] == nil {
				t.Fatalf("%s: %v, %v", id, f, err)
			}
			var all []string
			for name := range properties {
				all = append(all, name)
			}
			slices.Sort(all)
			if len(names) == 0 {
				names = all
			} else if !slices.Equal(names, all) {
				t.Errorf("%s: some have %v, others %v", id, names, all)
			}
			if string(f["geometry"]) != "null" {
				var g shape
				if err := json.Unmarshal(f["geometry"], &g); err != nil || !g.isFlat() {
					t.Errorf("%s: geometry %s", f["id"], f["geometry"])
				}
			}
		}
	}
}

func (s shape) isFlat() bool {
	if s.Type == "GeometryCollection" {
		return len(s.Geometries) > 0 && s.Coordinates == nil && !slices.ContainsFunc(s.Geometries, func(member shape) bool { return !member.isFlat() })
	}
	return s.Geometries == nil && onlyPairs(s.Coordinates)
}

func onlyPairs(v any) bool {
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		return false
	}
	if _, number := list[0].(float64); number {
		return len(list) == 2
	}
	return !slices.ContainsFunc(list, func(v any) bool { return !onlyPairs(v) })
}
