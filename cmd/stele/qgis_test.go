package main

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestQGIS_LoadsFiltersAndReads is QGIS itself, by its Python: a layer of 10,000
// loads with all fields, filters and is read whole; GeoPackages are drawn by their
// styles. make test-qgis runs it; QGIS is too large to be asked for by make test.
func TestQGIS_LoadsFiltersAndReads(t *testing.T) {
	if os.Getenv("STELE_QGIS") == "" {
		t.Skip("QGIS is not asked for: make test-qgis")
	}
	const features = 10_000
	dir := t.TempDir()
	publishVillages(t, dir, rowsOf(features, nothing))
	s, demo := startServer(t, "--data", dir), startServer(t, "--demo")
	r := record(t, s.url)
	file := filepath.Join(t.TempDir(), "zones.gpkg")
	if err := os.WriteFile(file, []byte(get(t, demo.url+"/collections/zones/export.gpkg")), 0o600); err != nil {
		t.Fatal(err)
	}
	world := awkwardWorld(t) // whose villages are points and areas
	mixed := filepath.Join(t.TempDir(), "villages.gpkg")
	if err := os.WriteFile(mixed, []byte(get(t, startServer(t, "--data", world).url+"/collections/villages/export.gpkg")), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "/usr/bin/python3", "clients/read_qgis.py", r.URL+"/", "villages", "name = 'Village 4711'", file, "zones",
		mixed, filepath.Join(world, "releases", "public.gpkg"))
	cmd.Env = append(cmd.Environ(), "QT_QPA_PLATFORM=offscreen", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "HOME="+t.TempDir())
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: is python3-qgis there?\n%s%s", err, out, stderr.String())
	}
	var found struct {
		Version, CRS, Style                  string
		Valid, Editable                      bool
		Fields                               map[string]any
		Read, Distinct, Placed, Boxed, Saved int
		Filtered, Subset, Legend             []string
		Mixed                                []map[string]int // pixels
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("QGIS %s: %d read, legend %q", found.Version, found.Read, found.Legend)
	if !found.Valid || found.CRS != "OGC:CRS84" && found.CRS != "EPSG:4326" || found.Editable {
		t.Fatalf("the layer: %s", out)
	}
	if found.Read != features || found.Distinct != features || found.Placed != features {
		t.Errorf("QGIS reads %d features, of which %d differ and %d have a place; want %d", found.Read, found.Distinct, found.Placed, features)
	}
	var box itemsPage
	fetchJSON(t, s.url+"/collections/villages/items?limit=1&bbox=45,39,45.105,39.105", &box)
	if found.Boxed != box.NumberMatched || found.Boxed == 0 {
		t.Errorf("QGIS finds %d in a box, want %d", found.Boxed, box.NumberMatched)
	}
	if one := []string{"Village 4711"}; !slices.Equal(found.Filtered, one) || !slices.Equal(found.Subset, one) {
		t.Errorf("QGIS finds %v by an expression and %v by a subset", found.Filtered, found.Subset)
	}
	var schema struct{ Properties map[string]any }
	fetchJSON(t, s.url+"/collections/villages/schema", &schema)
	for name := range schema.Properties {
		if _, ok := found.Fields[name]; !ok && name != "geometry" {
			t.Errorf("QGIS has no field %s: %v", name, found.Fields)
		}
	}
	if found.Saved == 0 || found.Style != "categorizedSymbol" || len(found.Legend) < 2 {
		t.Errorf("of the GeoPackage QGIS reads %d features, style %s, legend %q", found.Saved, found.Style, found.Legend)
	}
	if len(found.Mixed) != 2 {
		t.Fatalf("of a GeoPackage with points and areas: %v", found.Mixed)
	}
	for i, of := range found.Mixed {
		if of["Point"] < 10 || of["Polygon"] < 100 || of[""] <= max(of["Point"], of["Polygon"]) {
			t.Errorf("of points and areas, %d: QGIS draws %v", i, of)
		}
	}
	largest := 0
	for _, address := range r.asked {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := strconv.Atoi(u.Query().Get("limit")); err == nil {
			largest = max(largest, n)
		}
	}
	if largest < 100 {
		t.Errorf("QGIS asked for pages of %d", largest)
	}
}
