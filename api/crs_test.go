package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// inCRS is what a client reads of a page in a reference system.
type inCRS struct {
	Features []struct {
		ID       string
		Geometry *struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
	Links []map[string]string
}

func (p inCRS) points(t *testing.T) map[string]orb.Point {
	t.Helper()
	all := map[string]orb.Point{}
	for _, f := range p.Features {
		if f.Geometry == nil || f.Geometry.Type != "Point" {
			continue
		}
		var at orb.Point
		if err := json.Unmarshal(f.Geometry.Coordinates, &at); err != nil {
			t.Fatal(err)
		}
		all[f.ID] = at
	}
	return all
}

// aroundZone is in the domain of every reference system here.
const aroundZone = "bbox=44,38,49,41"

func TestCRS_CoordinatesAndHeader(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	plain := decode[inCRS](t, s.get("/collections/sites/items?"+aroundZone)).points(t)
	if len(plain) != 11 {
		t.Fatalf("%d points, want 11", len(plain))
	}
	for _, c := range geo.CRSs() {
		for _, name := range []string{c.URI(), c.String()} {
			for _, path := range []string{"items?limit=100&", "export.geojson?"} {
				r := s.get("/collections/sites/" + path + aroundZone + "&crs=" + url.QueryEscape(name))
				if got := r.header.Get("Content-Crs"); got != "<"+c.URI()+">" {
					t.Errorf("%s in %s: Content-Crs %q", path, name, got)
				}
				for id, at := range decode[inCRS](t, r).points(t) {
					if want := c.Printed(plain[id]); at != want {
						t.Errorf("%s in %s: %s at %v, want %v", path, name, id, at, want)
					}
				}
			}
			r := s.get("/collections/sites/items/line3?crs=" + url.QueryEscape(name))
			want := c.Printed(orb.Point{46.3, 40})
			has := fmt.Sprintf(`"coordinates":[%s,%s]`, geo.AppendNumber(nil, want[0]), geo.AppendNumber(nil, want[1]))
			if got := r.header.Get("Content-Crs"); got != "<"+c.URI()+">" || !strings.Contains(r.body, has) {
				t.Errorf("item in %s: Content-Crs %q, %s; want %s", name, got, r.body, has)
			}
		}
	}
}

// Without crs all is as it was: the header says CRS84, and no link has a crs.
func TestCRS_IsLonLatUnlessAsked(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, path := range []string{"items", "items/line1", "export.geojson", "items?crs=OGC:CRS84", "items/line1?crs=" + geo.CRS84.URI()} {
		r := s.get("/collections/sites/" + path)
		if r.header.Get("Content-Crs") != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" || strings.Contains(r.body, "crs=") {
			t.Errorf("%s: Content-Crs %q, %.300s", path, r.header.Get("Content-Crs"), r.body)
		}
	}
}

// A shape in another system keeps its winding and what it leaves out.
func TestCRS_ShapesAndForms(t *testing.T) {
	square := orb.Polygon{{{46, 40}, {46.1, 40}, {46.1, 40.1}, {46, 40.1}, {46, 40}}, {{46.02, 40.02}, {46.02, 40.04}, {46.04, 40.04}, {46.02, 40.02}}}
	s := serve(t, writeRelease(t, []made{{data.Zones, "z", square, "", map[string]any{"kind": "buffer_zone"}}}))
	r := s.get("/collections/zones/items?properties=kind&crs=EPSG:32638")
	want := string(geo.AppendGeometryIn(nil, square, geo.UTM38N))
	if !strings.Contains(r.body, `"geometry":`+want+`,"properties":{"kind":"buffer_zone"}`) {
		t.Errorf("got %s, want geometry %s", r.body, want)
	}
	if r := s.get("/collections/zones/items?skipGeometry=true&crs=EPSG:32638"); !strings.Contains(r.body, `"geometry":null`) || r.header.Get("Content-Crs") != "<"+geo.UTM38N.URI()+">" {
		t.Errorf("without geometry: %s", r.body)
	}
}

// Pages of a query in another system follow one another in it.
func TestCRS_LinksKeepIt(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	box, err := geo.ParseCRSBox("350000,4200000,800000,4500000", geo.UTM38N)
	if err != nil {
		t.Fatal(err)
	}
	path := "/collections/sites/items?limit=4&bbox=" + box.String() + "&bbox-crs=EPSG:32638&crs=EPSG:3857"
	all := map[string]orb.Point{}
	for pages := 0; path != ""; pages++ {
		p := decode[inCRS](t, s.get(path))
		for id, at := range p.points(t) {
			all[id] = at
		}
		path = ""
		for _, l := range p.Links {
			if l["rel"] == "next" {
				path = strings.TrimPrefix(l["href"], s.URL)
			}
			if rel := l["rel"]; (rel == "next" || rel == "self" || rel == "enclosure") && !strings.Contains(l["href"], "crs="+geo.WebMercator.URI()) {
				t.Errorf("link %v drops crs", l)
			}
		}
		if pages > 10 {
			t.Fatal("pages without end")
		}
	}
	want := map[string]orb.Point{}
	for id, at := range decode[inCRS](t, s.get("/collections/sites/items?limit=100")).points(t) {
		if box.Metres.Contains(geo.UTM38N.Printed(at)) {
			want[id] = geo.WebMercator.Printed(at)
		}
	}
	if diff := cmp.Diff(want, all); diff != "" || len(all) < 5 {
		t.Errorf("by pages: %s", diff)
	}
}

// A box cut along a printed coordinate holds what is printed there, and a
// millimetre further it does not: what is asked is what is shown.
func TestCRS_BoxesEndAtWhatIsPrinted(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	for _, c := range []geo.CRS{geo.WebMercator, geo.UTM38N, geo.UTM39N} {
		at := c.Printed(orb.Point{46.3, 40})
		find := func(west, south, east, north float64) bool {
			q := fmt.Sprintf("bbox=%.3f,%.3f,%.3f,%.3f&bbox-crs=%s", west, south, east, north, c)
			_, found := decode[inCRS](t, s.get("/collections/sites/items?limit=100&"+q)).points(t)["line3"]
			return found
		}
		const mm = 0.001
		for _, test := range []struct {
			west, south, east, north float64
			want                     bool
		}{
			{at[0], at[1], at[0], at[1], true},
			{at[0] - 1000, at[1] - 1000, at[0], at[1], true},
			{at[0] - 1000, at[1] - 1000, at[0] - mm, at[1], false},
			{at[0] - 1000, at[1] - 1000, at[0], at[1] - mm, false},
			{at[0] + mm, at[1], at[0] + 1000, at[1] + 1000, false},
			{at[0], at[1] + mm, at[0] + 1000, at[1] + 1000, false},
		} {
			if got := find(test.west, test.south, test.east, test.north); got != test.want {
				t.Errorf("%v: box %v finds it: %v", c, test, got)
			}
		}
	}
	latLon := s.get("/collections/sites/items?bbox=39.9,46.29,40.1,46.31&bbox-crs=" + geo.LatLon.URI())
	if got := decode[inCRS](t, latLon).points(t); len(got) != 1 || got["line3"] == (orb.Point{}) {
		t.Errorf("lat, lon box finds %v", got)
	}
}

func TestCRS_Errors(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	var rows []row
	for _, path := range []string{"items", "items/line1", "export.geojson"} {
		for _, name := range []string{"EPSG:4258", "", "http://www.opengis.net/def/crs/EPSG/0/32637"} {
			rows = append(rows, row{"/collections/sites/" + path + "?crs=" + name, 400, []string{`"parameter":"crs"`, `"accepted":"one of`}, nil})
		}
	}
	for _, c := range []string{"EPSG:3857", "EPSG:32638", "EPSG:32639"} {
		for _, box := range []string{"1,2,3", "a,b,c,d", "2,1,1,2", "1,2,2,1", "0,0,1e9,1", "-1e30,0,0,1"} {
			rows = append(rows, row{"/collections/sites/items?bbox-crs=" + c + "&bbox=" + box, 400, []string{`"parameter":"bbox"`}, nil})
		}
	}
	s.check(append(rows, []row{
		{"/collections/sites/items?bbox-crs=EPSG:1", 400, []string{`"parameter":"bbox-crs"`}, nil},
		{"/collections/sites/items?bbox-crs=EPSG:4326&bbox=39.9,146.29,95,146.31", 400, []string{`"parameter":"bbox"`, "lat, lon"}, nil},
		{"/collections/sites/items?bbox-crs=EPSG:3857", 200, nil, nil},
		// Fiji has no coordinates in a zone of the Caucasus.
		{"/collections/sites/items?crs=EPSG:32638", 400, []string{`"parameter":"crs"`, "fiji-", "lon 15..75", "bbox"}, nil},
		{"/collections/sites/export.geojson?crs=EPSG:32639", 400, []string{`"parameter":"crs"`, "lon 21..81"}, nil},
		{"/collections/sites/items/fiji-east?crs=EPSG:32638", 400, []string{"fiji-east"}, nil},
		{"/collections/sites/items?crs=EPSG:32638&skipGeometry=true", 200, nil, nil},
		{"/collections/sites/items?crs=EPSG:3857", 200, nil, nil},
	}...))
}

func TestCRS_CollectionsListThem(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	type list struct {
		CRS        []string `json:"crs"`
		StorageCRS string   `json:"storageCrs"`
	}
	for _, path := range []string{"/collections", "/collections/sites"} {
		got := decode[list](t, s.get(path))
		if len(got.CRS) != 5 || got.CRS[0] != geo.CRS84.URI() || (path != "/collections") != (got.StorageCRS == geo.CRS84.URI()) {
			t.Errorf("%s: %+v", path, got)
		}
		for _, uri := range got.CRS {
			if r := s.get("/collections/sites/items?" + aroundZone + "&crs=" + uri); r.status != 200 {
				t.Errorf("crs=%s of the list: %d %s", uri, r.status, r.body)
			}
		}
	}
}

// Many points: what a box in metres finds is what lies in it as printed.
func TestCRS_BoxesAgainstAllFeatures(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(1500)))
	all := decode[inCRS](t, s.get("/collections/sites/items?limit=10000")).points(t)
	for i, text := range []string{"300000,4100000,700000,4300000", "-900000,3000000,2000000,6000000", "500000,4250000,500000.5,4350000"} {
		c := []geo.CRS{geo.UTM38N, geo.UTM39N, geo.UTM38N}[i]
		box, err := geo.ParseCRSBox(text, c)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, at := range all {
			if box.Metres.Contains(c.Printed(at)) {
				want++
			}
		}
		got := decode[inCRS](t, s.get("/collections/sites/items?limit=10000&bbox="+text+"&bbox-crs="+c.String())).points(t)
		if len(got) != want || i < 2 && want < 10 {
			t.Errorf("%v of %v finds %d of %d, want %d", text, c, len(got), len(all), want)
		}
	}
}
