package api_test

import (
	"net/url"
	"testing"

	"stele/data"
)

func TestCollections_Described(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	list := decode[struct {
		Collections []struct {
			ID    string
			Links []map[string]string
		}
	}](t, s.get("/collections"))
	if len(list.Collections) != len(data.Collections()) {
		t.Fatalf("%d collections, want %d", len(list.Collections), len(data.Collections()))
	}
	for _, c := range list.Collections {
		items := ""
		for _, l := range c.Links {
			if l["rel"] == "items" {
				items = l["href"]
			}
			if u, err := url.Parse(l["href"]); err != nil || !u.IsAbs() {
				t.Errorf("link %v is not absolute", l)
			}
		}
		if items != s.URL+"/collections/"+c.ID+"/items" {
			t.Errorf("%s: items link %q: with a query string GDAL reads the wrong feature", c.ID, items)
		}
	}
	s.check([]row{
		{"/collections/sites", 200, []string{
			`"id":"sites"`, `"itemType":"feature"`, `"itemCount":15`, `"storageCrs":"http://www.opengis.net/def/crs/OGC/1.3/CRS84"`,
			`"bbox":[[-179.5,-17,179.5,40]]`, `"interval":[["1990-01-01T00:00:00Z",null]]`, `"rel":"describedby","type":"application/schema+json"`, `"rel":"describedBy","type":"application/schema+json"`,
			`"rel":"http://www.opengis.net/def/rel/ogc/1.0/schema"`, `/export.geojson","rel":"enclosure"`,
		}, nil},
		{"/collections/sites?f=json", 200, nil, nil},
		{"/collections/sites?f=xml", 400, nil, nil},
		{"/collections/graves", 404, nil, nil},
	})
}

func TestSchema_OfEachCollection(t *testing.T) {
	s := serve(t, writeRelease(t, nil))
	for _, c := range data.Collections() {
		part5 := decode[struct {
			Properties map[string]map[string]any
		}](t, s.get("/collections/"+c.ID+"/schema"))
		feature := decode[struct {
			Properties struct {
				Properties struct {
					Properties map[string]map[string]any
				}
			}
		}](t, s.get("/collections/"+c.ID+"/schema/feature"))
		for _, f := range data.PublicFields(c) {
			for _, schema := range []map[string]map[string]any{part5.Properties, feature.Properties.Properties.Properties} {
				if _, plain := schema[f.Name]["type"].(string); !plain {
					t.Errorf("%s.%s has no plain type: %v", c.ID, f.Name, schema[f.Name])
				}
			}
		}
		for _, f := range c.Fields {
			if _, ok := part5.Properties[f.Name]; ok == f.Hidden {
				t.Errorf("%s.%s: hidden %v, in the schema %v", c.ID, f.Name, f.Hidden, ok)
			}
		}
	}
}
