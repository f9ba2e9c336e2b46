package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// read is what the readers in clients/read.mjs find.
type read struct {
	GeoJSONIssues                   []string
	FlatGeobuf, GeoParquet, PMTiles []readFeature
	Geo                             struct {
		Columns map[string]struct{ Encoding string }
	}
	Metadata             struct{ Attribution, Licence string }
	OpenAPI30, OpenAPI31 string
}

type readFeature struct{ ID, Name, Type string }

func (r read) has(t *testing.T, what string, got []readFeature, want map[string]readFeature) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d features are read, want %d", what, len(got), len(want))
	}
	for _, f := range got {
		if f != want[f.ID] {
			t.Errorf("%s: %+v is read, want %+v", what, f, want[f.ID])
		}
	}
}

// TestClients_ReadersInJavaScript: what is exported is what the usual libraries
// of web maps read, and the description is what OpenAPI's own schemas allow.
func TestClients_ReadersInJavaScript(t *testing.T) {
	needReaders(t)
	for name, args := range map[string][]string{"demo": {"--demo"}, "awkward": {"--data", awkwardWorld(t)}} {
		t.Run(name, func(t *testing.T) {
			c := startConformance(t, args...)
			for _, id := range collectionIDs() {
				t.Run(id, func(t *testing.T) { c.isRead(t, id) })
			}
		})
	}
}

// A linter of OpenAPI finds nothing in either version, by the rules that it
// recommends.
func TestClients_LintTheDescription(t *testing.T) {
	needReaders(t)
	c := startConformance(t, "--demo")
	for _, version := range []string{"json", "openapi31"} {
		file := filepath.Join(t.TempDir(), "openapi.json")
		if err := os.WriteFile(file, []byte(c.get(t, "/api?f="+version).body), 0o600); err != nil {
			t.Fatal(err)
		}
		// A licence in words has no address.
		cmd := exec.CommandContext(t.Context(), "node", "clients/node_modules/@redocly/cli/bin/cli.js", "lint", "--extends=recommended", "--skip-rule=info-license-strict", "--format=json", file)
		cmd.Env = append(cmd.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
		out, failed := cmd.Output()
		var result struct {
			Totals   *struct{ Errors, Warnings int }
			Problems []struct{ RuleID, Message string }
		}
		if err := json.Unmarshal(out, &result); err != nil || result.Totals == nil || result.Totals.Errors+result.Totals.Warnings > 0 {
			t.Errorf("f=%s: %v, %v, %+v", version, failed, err, result)
		}
	}
}

func needReaders(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("clients/node_modules"); err != nil {
		missing(t, "the readers are missing: make setup")
	}
}

func (c *conformance) isRead(t *testing.T, collection string) {
	dir := t.TempDir()
	for file, path := range map[string]string{
		"export.geojson": "/collections/" + collection + "/export.geojson", "export.fgb": "/collections/" + collection + "/export.fgb",
		"export.parquet": "/collections/" + collection + "/export.parquet", "export.pmtiles": "/collections/" + collection + "/export.pmtiles",
		"openapi30.json": "/api", "openapi31.json": "/api?f=openapi31",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(get(t, c.url+path)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), "node", "clients/read.mjs", dir, collection).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var r read
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(r.GeoJSONIssues) > 0 || r.OpenAPI30 != "valid" || r.OpenAPI31 != "valid" {
		t.Errorf("GeoJSON %v, OpenAPI 3.0 %s, 3.1 %s", r.GeoJSONIssues, r.OpenAPI30, r.OpenAPI31)
	}
	if r.Geo.Columns["geometry"].Encoding != "WKB" || r.Metadata.Attribution == "" || r.Metadata.Licence == "" {
		t.Errorf("metadata %+v, %+v", r.Geo, r.Metadata)
	}
	rows, features, drawn := map[string]readFeature{}, map[string]readFeature{}, map[string]bool{}
	for _, f := range c.all(t, collection) {
		name, _ := f.Properties["name"].(string)
		row := readFeature{ID: f.ID, Name: name}
		if f.Geometry != nil {
			row.Type = f.Geometry.Type
			b, _ := f.bound()
			drawn[f.ID] = b.Max[1] > -85.06 && b.Min[1] < 85.06
		}
		rows[f.ID] = row
		if row.Type == "" {
			row.Type = "GeometryCollection" // empty: the reader in JavaScript knows no null
		}
		features[f.ID] = row
	}
	r.has(t, "FlatGeobuf", r.FlatGeobuf, features)
	r.has(t, "GeoParquet", r.GeoParquet, rows)
	seen := map[string]bool{}
	for _, f := range r.PMTiles {
		if !drawn[f.ID] {
			t.Errorf("PMTiles: %q is in the world's tile", f.ID)
		}
		seen[f.ID] = true // what is of several kinds is there for each
	}
	for id, is := range drawn {
		if is && !seen[id] && strings.HasSuffix(rows[id].Type, "Point") { // a small area is none there
			t.Errorf("PMTiles: %s is not in the world's tile", id)
		}
	}
}

// A GeoPackage of any layer is valid, of awkward features too.
func TestGDAL_ExportIsAValidGeoPackage(t *testing.T) {
	c := startConformance(t, "--data", awkwardWorld(t))
	const script = "import sys; from osgeo_utils.samples import validate_gpkg; sys.exit(validate_gpkg.main(['validate_gpkg', sys.argv[1]]) or 0)"
	for _, id := range collectionIDs() {
		file := filepath.Join(t.TempDir(), id+".gpkg")
		if err := os.WriteFile(file, []byte(get(t, c.url+"/collections/"+id+"/export.gpkg")), 0o600); err != nil {
			t.Fatal(err)
		}
		gdal(t, "/usr/bin/python3", "-c", script, file)
		if n := count(t, gdal(t, "ogrinfo", "-ro", "-al", "-so", file, id)); n != len(c.all(t, id)) {
			t.Errorf("%s: GDAL reads %d", id, n)
		}
	}
}

// What a GIS takes from the API into its own files arrives whole: as many
// features, with their fields and identifiers, in the same places.
func TestGDAL_TakesLayersHome(t *testing.T) {
	demo, made := startConformance(t, "--demo"), startConformance(t, "--data", awkwardWorld(t))
	for _, test := range []struct {
		from               *conformance
		collection, format string
		file               string
	}{
		{demo, "villages", "GPKG", "x.gpkg"},
		{demo, "districts", "GPKG", "x.gpkg"},
		{made, "villages", "GPKG", "x.gpkg"},
		{made, "zones", "GPKG", "x.gpkg"},
		{demo, "villages", "FlatGeobuf", "x.fgb"},
		{demo, "zones", "FlatGeobuf", "x.fgb"},
		{made, "zones", "FlatGeobuf", "x.fgb"}, // GDAL writes nothing there that has no position
		{demo, "villages", "ESRI Shapefile", "x.shp"},
		{demo, "districts", "ESRI Shapefile", "x.shp"},
		{demo, "villages", "KML", "x.kml"},
		{demo, "districts", "KML", "x.kml"},
		{made, "zones", "KML", "x.kml"},
	} {
		t.Run(fmt.Sprint(test.format, " ", test.collection, " ", test.from.demo), func(t *testing.T) {
			source := "OAPIF:" + test.from.url + "/"
			file := filepath.Join(t.TempDir(), test.file)
			gdal(t, "ogr2ogr", "-f", test.format, file, source, test.collection)
			before := gdal(t, "ogrinfo", "-ro", "-al", "-so", source, test.collection)
			after := gdal(t, "ogrinfo", "-ro", "-al", "-so", file)
			if n := count(t, after); n != len(test.from.all(t, test.collection)) || n != count(t, before) {
				t.Errorf("%d features came home of %d", n, count(t, before))
			}
			if a, b := extentLine.FindString(before), extentLine.FindString(after); a != b || a == "" {
				t.Errorf("%s became %s", a, b)
			}
			for _, line := range fieldLine.FindAllStringSubmatch(before, -1) {
				name := line[1]
				if test.format == "ESRI Shapefile" {
					name = name[:min(len(name), 8)] // ten letters, of which GDAL numbers the last two
				}
				if test.format != "KML" && !slices.ContainsFunc(fieldLine.FindAllStringSubmatch(after, -1), func(f []string) bool {
					return f[1] == line[1] || len(f[1]) >= 8 && f[1][:min(len(f[1]), len(name))] == name
				}) {
					t.Errorf("the field %s is gone:\n%s", line[1], after)
				}
			}
			full := gdal(t, "ogrinfo", "-ro", "-al", file)
			for _, f := range test.from.all(t, test.collection) {
				if !contains(full, f.ID) {
					t.Errorf("%s did not come home", f.ID)
				}
			}
		})
	}
}
