package export_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/export"
	"stele/geo"
)

// object is a JSON object that is read.
type object = map[string]any

func jsonOf(t *testing.T, body []byte) (all object, byID map[string]object) {
	t.Helper()
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	byID = map[string]object{}
	for _, f := range all["features"].([]any) {
		f := f.(object)
		id, ok := f["id"].(string)
		if !ok {
			id, _ = f["@id"].(string)
		}
		byID[id] = f
	}
	return all, byID
}

func TestJSONFG_TimeAndPlace(t *testing.T) {
	list := append(awkward(), made{"day", nil, map[string]any{"earliest": "1993-04-05", "latest": "1993-04-05"}})
	l, m := layer(t, data.Events, list)
	all, got := jsonOf(t, written(t, "jsonfg", l, m, export.All()))
	if fmt.Sprint(all["conformsTo"]) != "[http://www.opengis.net/spec/json-fg-1/1.0/conf/core]" || all["featureType"] != "events" || all["licence"] != meta.Licence || all["coordRefSys"] != nil {
		t.Errorf("head: %v %v %v", all["conformsTo"], all["featureType"], all["licence"])
	}
	for id, want := range map[string]any{
		"point": object{"interval": []any{"1993-04-01", "1993-04-30"}}, "nowhere": object{"interval": []any{"1993-04-01", ".."}},
		"day": object{"date": "1993-04-05"}, "cell": nil,
	} {
		if diff := cmp.Diff(want, got[id]["time"]); diff != "" {
			t.Errorf("time of %s: %s", id, diff)
		}
		if place, ok := got[id]["place"]; !ok || place != nil {
			t.Errorf("place of %s: %v", id, place)
		}
	}
	q := export.All()
	q.CRS = geo.UTM38N
	all, got = jsonOf(t, written(t, "jsonfg", l, m, q))
	at := geo.UTM38N.Printed(geo.BoundOf(geometryOf("point")).Min)
	if diff := cmp.Diff([]any{at[0], at[1]}, got["point"]["place"].(object)["coordinates"]); diff != "" || all["coordRefSys"] != geo.UTM38N.URI() {
		t.Errorf("in UTM, %v: %s", all["coordRefSys"], diff)
	}
	if diff := cmp.Diff([]any{46.13007, 39.97753}, got["point"]["geometry"].(object)["coordinates"]); diff != "" || got["nowhere"]["place"] != nil {
		t.Errorf("in UTM, geometry: %s", diff)
	}
}

func TestLinkedPlaces_NamesAndSources(t *testing.T) {
	list := []made{
		{"v1", awkward()[0].geometry, map[string]any{
			"name": "Bashlibel", "name_az": "Başlıbel", "name_ru": "Башлыбель", "kind": "village", "gazetteer_id": "GeoNames 584595",
			"source": "src1", "according_to": "GeoNames", "when": "1993~", "earliest": "1993-01-01", "latest": "1993-12-31", "generalised": false,
		}},
		{"v2", awkward()[1].geometry, map[string]any{"name": "Cell", "name_en": "Cell", "generalised": true, "public_precision": "0.1"}},
		{"v3", nil, nil},
		{"v4", orb.Collection{orb.Point{44, 38}, orb.LineString{{44, 38}, {45, 39}}}, nil},
	}
	l, m := layer(t, data.Villages, list)
	q := export.All()
	q.Base = "https://example.org"
	all, got := jsonOf(t, written(t, "lpf.json", l, m, q))
	if !strings.HasSuffix(fmt.Sprint(all["@context"]), "linkedplaces-context-v1.1.jsonld") || all["attribution"] != meta.Attribution {
		t.Errorf("head: %v, %v", all["@context"], all["attribution"])
	}
	v1 := got["https://example.org/collections/villages/items/v1"]
	cite := []any{object{"@id": "https://example.org/sources/src1", "label": "GeoNames"}}
	name := func(toponym, lang string) object {
		o := object{"toponym": toponym, "citations": cite}
		if lang != "" {
			o["lang"] = lang
		}
		return o
	}
	for member, want := range map[string]any{
		"names":    []any{name("Başlıbel", "az"), name("Башлыбель", "ru"), name("Bashlibel", "")},
		"types":    []any{object{"label": "Village", "sourceLabels": []any{object{"label": "village"}}}},
		"links":    []any{object{"type": "exactMatch", "identifier": "https://sws.geonames.org/584595/"}},
		"when":     object{"timespans": []any{object{"start": object{"earliest": "1993-01-01"}, "end": object{"latest": "1993-12-31"}}}, "label": "1993~"},
		"geometry": object{"type": "GeometryCollection", "geometries": []any{object{"type": "Point", "coordinates": []any{46.13007, 39.97753}}}},
	} {
		if diff := cmp.Diff(want, v1[member]); diff != "" {
			t.Errorf("%s: %s", member, diff)
		}
	}
	properties := v1["properties"].(object)
	if properties["title"] != "Bashlibel" || properties["according_to"] != "GeoNames" || properties["generalised"] != false {
		t.Errorf("properties %v", properties)
	}
	v2 := got["https://example.org/collections/villages/items/v2"]
	if names := v2["names"].([]any); len(names) != 1 || v2["properties"].(object)["public_precision"] != "0.1" || !strings.Contains(fmt.Sprint(v2["geometry"]), "Polygon") {
		t.Errorf("v2: %v", v2)
	}
	if v3 := got["https://example.org/collections/villages/items/v3"]; v3["geometry"] != nil || len(v3["names"].([]any)) != 0 {
		t.Errorf("v3: %v", v3)
	}
	mixed := object{"type": "GeometryCollection", "geometries": []any{
		object{"type": "Point", "coordinates": []any{44.0, 38.0}},
		object{"type": "LineString", "coordinates": []any{[]any{44.0, 38.0}, []any{45.0, 39.0}}},
	}}
	if diff := cmp.Diff(mixed, got["https://example.org/collections/villages/items/v4"]["geometry"]); diff != "" {
		t.Errorf("v4: %s", diff)
	}
	if _, ok := export.ByExt(data.Sites, "lpf.json"); ok {
		t.Error("sites are offered as a gazetteer")
	}
}
