package api_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/api"
	"stele/data"
	"stele/data/export"
)

func TestExport_WholeAndFiltered(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(1500)))
	for _, query := range []string{"", "?bbox=41,38,42,39", "?datetime=1993&bbox=40,38,41,38"} {
		r := s.get("/collections/sites/export.geojson" + query)
		items := strings.Replace("/collections/sites/items"+query, "items?", "items?limit=10000&", 1)
		if query == "" {
			items += "?limit=10000"
		}
		if diff := cmp.Diff(decode[page](t, s.get(items)).ids(), decode[page](t, r).ids()); diff != "" {
			t.Errorf("export%s differs from items: %s", query, diff)
		}
		if r.header.Get("Content-Disposition") != `attachment; filename="stele-sites-2026-11-23.geojson"` || r.header.Get("Content-Type") != "application/geo+json" {
			t.Errorf("headers %v", r.header)
		}
		if got := r.header.Get("Content-Length"); got != strconv.Itoa(len(r.body)) {
			t.Errorf("Content-Length %s of %d bytes", got, len(r.body))
		}
	}
	s.check([]row{
		{"/collections/sites/export.geojson?bbox=0,0,1,1", 200, []string{
			`{"type":"FeatureCollection","name":"Burial and other sites","attribution":"Nobody","licence":"https://`, `"published_on":"2026-11-23"`, `"data_version":"`, `"features":[]}`,
		}, []string{"numberMatched", "timeStamp"}},
		{"/collections/sites/export.geojson?bbox=0,0", 400, []string{`"parameter":"bbox"`}, nil},
	})
}

// TestExport_ClientGoesAway: the stream ends when nobody reads it, and the
// server goes on.
func TestExport_ClientGoesAway(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(1000)))
	for range 3 {
		response, err := s.client.Get(s.URL + "/collections/sites/export.geojson")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := response.Body.Read(make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if r := s.get("/healthz"); r.status != http.StatusOK {
		t.Errorf("after that /healthz = %d", r.status)
	}
	if ids := decode[page](t, s.get("/collections/sites/export.geojson")).ids(); len(ids) != 1000 {
		t.Errorf("%d features, want 1000", len(ids))
	}
}

// Every format says what it is, under the name of a file, and is what its link and
// the description of the service promise.
func TestExport_EveryFormat(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	begins := map[string]string{
		"geojson": `{"type":"FeatureCollection"`, "geojsons": "\x1e{\"type\":\"Feature\"", "jsonfg": `{"type":"FeatureCollection"`, "csv": "id,lon,lat,wkt,",
		"kml": "<?xml", "kmz": "PK\x03\x04", "gpx": "<?xml", "fgb": "fgb\x03fgb", "gpkg": "SQLite format 3\x00", "parquet": "PAR1", "shp.zip": "PK\x03\x04", "pmtiles": "PMTiles\x03",
	}
	links := map[string]string{}
	for _, l := range decode[struct{ Links []map[string]string }](t, s.get("/collections/sites")).Links {
		if l["rel"] == "enclosure" {
			links[strings.TrimPrefix(l["href"], s.URL)] = l["type"]
		}
	}
	for _, f := range export.Formats(data.Sites) {
		path := "/collections/sites/export." + f.Ext
		r := s.get(path)
		if begin := begins[f.Ext]; r.status != 200 || begin == "" || !strings.HasPrefix(r.body, begin) {
			t.Errorf("%s = %d, begins with %.20q, want %q", path, r.status, r.body, begin)
		}
		if r.header.Get("Content-Type") != f.MediaType || links[path] != f.MediaType {
			t.Errorf("%s is %q, linked as %q, want %q", path, r.header.Get("Content-Type"), links[path], f.MediaType)
		}
		if got, want := r.header.Get("Content-Disposition"), `attachment; filename="stele-sites-2026-11-23.`+f.Ext+`"`; got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if (r.header.Get("Content-Crs") == "") != (f.Ext == "pmtiles") || r.header.Get("ETag") == "" {
			t.Errorf("%s: headers %v", path, r.header)
		}
		same := s.get("/collections/sites/export?f=" + f.Ext)
		if same.body != r.body || same.header.Get("Vary") != "" && !strings.Contains(strings.Join(same.header.Values("Vary"), ","), "Accept") {
			t.Errorf("export?f=%s is another file", f.Ext)
		}
		if not := s.get(path, "If-None-Match: "+r.header.Get("ETag")); not.status != http.StatusNotModified || not.body != "" {
			t.Errorf("%s again = %d", path, not.status)
		}
		if head := s.ask(http.MethodHead, path); head.status != 200 || head.body != "" || head.header.Get("Content-Type") != f.MediaType {
			t.Errorf("HEAD %s = %d %v", path, head.status, head.header)
		}
		name, _, _ := strings.Cut(f.MediaType, ";")
		if by := s.get("/collections/sites/export", "Accept: text/html;q=0.2, "+name+";q=0.9, */*;q=0.1"); by.body != r.body {
			t.Errorf("by Accept: %s gives %s", name, by.header.Get("Content-Type"))
		}
	}
	if r := s.get("/collections/sites/export", "Accept: image/png"); r.header.Get("Content-Type") != "application/geo+json" {
		t.Errorf("a wish that is not met gives %s", r.header.Get("Content-Type"))
	}
}

func TestExport_Errors(t *testing.T) {
	s := serve(t, writeRelease(t, someSites()))
	s.check([]row{
		{"/collections/sites/export.none", 404, nil, nil},
		{"/collections/sites/export.", 404, nil, nil},
		{"/collections/sites/export.lpf.json", 404, nil, nil},
		{"/collections/villages/export.lpf.json", 200, []string{`"@context"`}, nil},
		{"/collections/none/export.csv", 404, nil, nil},
		{"/collections/sites/export?f=none", 400, []string{`"parameter":"f"`, "geojson, geojsons"}, nil},
		{"/collections/sites/export?f=lpf.json", 400, []string{`"parameter":"f"`}, nil},
		{"/collections/sites/export.kml?crs=EPSG:3857", 400, []string{`"parameter":"crs"`, "lon, lat"}, nil},
		{"/collections/sites/export.kml?crs=OGC:CRS84", 200, nil, nil},
		{"/collections/sites/export.gpkg?crs=EPSG:32638", 400, []string{`"parameter":"crs"`, "fiji-"}, nil},
		{"/collections/sites/export.csv?csv-geometry=x", 400, []string{`"parameter":"csv-geometry"`, "lonlat"}, nil},
		{"/collections/sites/export.kml?csv-geometry=wkt", 400, []string{`"parameter":"csv-geometry"`}, nil},
		{"/collections/sites/export.csv?csv-geometry=wkt", 200, []string{"POINT (46 40)"}, []string{"lon,lat"}},
		{"/collections/sites/export.csv?bbox=46,39,46.05,40", 200, []string{"line0"}, []string{"line1"}},
		{"/collections/sites/export.csv?properties=name&skipGeometry=true", 200, []string{"id,lon,lat,wkt,name,attribution,licence\n", "\nline1,,,,line1,Nobody,"}, []string{"46.1"}},
		{"/collections/sites/export.pmtiles?bbox=1,2,3,4", 400, []string{`"parameter":"f"`, "whole layer"}, nil},
		{"/collections/sites/export.pmtiles?datetime=1993", 200, nil, nil},
		{"/collections/sites/export.csv?limit=1", 400, []string{"limit"}, nil},
	})
}

// The text formats are compressed on the way; those that are already are not.
func TestExport_Compression(t *testing.T) {
	s := serve(t, writeRelease(t, manySites(100)))
	for ext, want := range map[string]string{"csv": "gzip", "kml": "gzip", "gpx": "gzip", "geojsons": "gzip", "jsonfg": "gzip", "kmz": "", "shp.zip": "", "parquet": "", "gpkg": "", "fgb": ""} {
		if r := s.get("/collections/sites/export."+ext, "Accept-Encoding: gzip"); r.status != 200 || r.header.Get("Content-Encoding") != want {
			t.Errorf("%s: %d, encoding %q, want %q", ext, r.status, r.header.Get("Content-Encoding"), want)
		}
	}
}

// Where no file can be made, a GeoPackage is no whole answer: the connection ends
// before it does, and the log says why.
func TestExport_ThatFailsDoesNotLookWhole(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	var log bytes.Buffer
	s := serve(t, writeRelease(t, someSites()), func(c *api.Config) { c.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	response, err := s.client.Get(s.URL + "/collections/sites/export.gpkg")
	if err == nil {
		_, err = io.ReadAll(response.Body)
		response.Body.Close()
	}
	s.Close() // what is logged is logged
	if err == nil || !strings.Contains(log.String(), "cut short") {
		t.Errorf("the answer ended with %v; log: %s", err, log.String())
	}
}
