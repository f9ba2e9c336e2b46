package export_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"stele/data"
	"stele/data/export"
	"stele/geo"
)

// By the index of a FlatGeobuf, GDAL finds in a box what is in it, at sizes at
// which the index has one to four levels, with features that are nowhere.
func TestGDAL_FindsByTheIndexOfFlatGeobuf(t *testing.T) {
	for _, n := range []int{0, 1, 16, 17, 257, 6000} {
		list := points(n)
		for i := range list {
			if i%5 == 2 {
				list[i].geometry = nil
			}
		}
		l, m := layer(t, data.Villages, list)
		path := write(t, "villages.fgb", written(t, "fgb", l, m, export.All()))
		if got := len(features(t, path)); got != n {
			t.Errorf("%d features: GDAL reads %d", n, got)
		}
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for range 3 {
			w, s := 44+r.Float64()*4, 38+r.Float64()/10
			box := geo.BBox{West: w, South: s, East: w + r.Float64(), North: s + r.Float64()/10}
			want := 0
			for _, f := range list {
				if f.geometry != nil && geo.Intersects(f.geometry, box) {
					want++
				}
			}
			side := func(v float64) string { return fmt.Sprint(v) }
			got := features(t, path, "-spat", side(box.West), side(box.South), side(box.East), side(box.North))
			if len(got) != want {
				t.Errorf("%d features: GDAL finds %d in %v, want %d", n, len(got), box, want)
			}
		}
	}
}

// What a filter leaves, and which fields, is the same in every format; a layer of
// nothing is a file that is read.
func TestFormats_FollowTheQuery(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	q := export.All()
	q.BBox = &geo.BBox{West: 46, South: 39, East: 47.5, North: 40}
	q.Properties = []string{"name", "earliest"}
	for _, ext := range []string{"geojson", "geojsons", "fgb", "gpkg", "kml"} {
		got := features(t, write(t, "events."+ext, written(t, ext, l, m, q)), "events")
		if ext == "kml" {
			got = features(t, write(t, "events."+ext, written(t, ext, l, m, q)))
		}
		if len(got) != 4 || got["point"].Properties == nil || got["nowhere"].Properties == nil {
			t.Errorf("%s: %v", ext, got)
		}
		if f := got["point"].Properties; f["claim_count"] != nil || f["earliest"] == nil {
			t.Errorf("%s: properties %v", ext, f)
		}
	}
	q.SkipGeometry = true
	for id, f := range features(t, write(t, "events.gpkg", written(t, "gpkg", l, m, q)), "events") {
		if f.geometry != nil {
			t.Errorf("%s has the geometry %v", id, f.geometry)
		}
	}
	none, m := layer(t, data.Villages, nil)
	for _, f := range export.Formats(data.Villages) {
		body := written(t, f.Ext, none, m, export.All())
		switch f.Ext {
		case "geojson", "jsonfg", "lpf.json":
			var all struct{ Features []any }
			if err := json.Unmarshal(body, &all); err != nil || len(all.Features) != 0 {
				t.Errorf("%s of nothing: %v in %s", f.Ext, err, body)
			}
		case "geojsons":
			if len(body) > 0 {
				t.Errorf("a sequence of nothing: %q", body)
			}
		case "shp.zip":
			gdal(t, "ogrinfo", "-ro", "-al", "-so", "/vsizip/"+write(t, "villages.zip", body)+"/villages_points.shp")
		case "pmtiles": // see TestPMTiles_HasTheTilesOfTheLayer
		case "parquet":
			readParquet(t, body)
		default:
			gdal(t, "ogrinfo", "-ro", "-al", "-so", write(t, "villages."+f.Ext, body))
		}
	}
}
