package main

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// gdal runs one of GDAL's programs: the client that GIS users have.
func gdal(t *testing.T, program string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		missing(t, "%s is missing: make setup, or apt-get install gdal-bin python3-gdal", program)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	// GDAL asks proxies even for this machine unless told not to.
	cmd.Env = append(os.Environ(), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "CPL_DEBUG=OFF")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

var featureCount = regexp.MustCompile(`Feature Count: (\d+)`)

func count(t *testing.T, report string) int {
	t.Helper()
	m := featureCount.FindStringSubmatch(report)
	if m == nil {
		t.Fatalf("no feature count in:\n%s", report)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestGDAL_ListsTheCollections(t *testing.T) {
	s := startServer(t, "--demo")
	out := gdal(t, "ogrinfo", "-ro", "OAPIF:"+s.url+"/")
	for _, c := range []string{"sites", "villages", "zones", "districts", "events"} {
		if !strings.Contains(out, ": "+c+" ") {
			t.Errorf("ogrinfo lists\n%s\nwithout %s", out, c)
		}
	}
}

func TestGDAL_ReadsACollectionWhole(t *testing.T) {
	s := startServer(t, "--demo")
	out := gdal(t, "ogrinfo", "-ro", "-al", "-so", "OAPIF:"+s.url+"/", "villages")
	if n := count(t, out); n != 13 {
		t.Errorf("GDAL counts %d villages, want 13:\n%s", n, out)
	}
	for _, field := range []string{"name_hy: String", "uncertainty_m: Real", "generalised: Integer(Boolean)", "claim_count: Integer", "when: String"} {
		if !strings.Contains(out, field) {
			t.Errorf("GDAL sees no field %q:\n%s", field, out)
		}
	}
}

func TestGDAL_FiltersByBox(t *testing.T) {
	s := startServer(t, "--demo")
	out := gdal(t, "ogrinfo", "-ro", "-al", "-spat", "46.1", "39.9", "46.2", "40", "OAPIF:"+s.url+"/", "villages")
	if n := count(t, out); n != 1 || !strings.Contains(out, "Başlıbel") {
		t.Errorf("GDAL finds %d villages in the box around Bashlibel, want that one:\n%s", n, out)
	}
}

// More than a page: GDAL has to follow the links.
func TestGDAL_FollowsPages(t *testing.T) {
	dir := t.TempDir()
	var table strings.Builder
	table.WriteString("id,name,lon,lat\n")
	for i := range 257 {
		n := strconv.Itoa(i)
		table.WriteString(n + ",Village " + n + "," + strconv.FormatFloat(45+float64(i%20)/10, 'f', 1, 64) + "," + strconv.FormatFloat(39+float64(i/20)/10, 'f', 1, 64) + "\n")
	}
	publishVillages(t, dir, table.String())
	s := startServer(t, "--data", dir)
	file := filepath.Join(t.TempDir(), "out.geojson")
	gdal(t, "ogr2ogr", "-f", "GeoJSON", "-oo", "PAGE_SIZE=50", file, "OAPIF:"+s.url+"/", "villages")
	names := map[string]bool{}
	for _, f := range features(t, file) {
		names[f.Properties["name"].(string)] = true
	}
	if len(names) != 257 {
		t.Errorf("ogr2ogr read %d villages by pages, want 257", len(names))
	}
}

// What is written in another reference system is where PROJ puts it, and a file
// of it says so itself.
func TestGDAL_ReadsOtherReferenceSystems(t *testing.T) {
	s := startServer(t, "--demo")
	at := s.url + "/collections/villages/"
	for crs, system := range map[string]string{"EPSG:3857": "WGS 84 / Pseudo-Mercator", "EPSG:32638": "WGS 84 / UTM zone 38N", "EPSG:32639": "WGS 84 / UTM zone 39N"} {
		for _, path := range []string{"items?limit=100&crs=", "export.geojson?crs="} {
			out := gdal(t, "ogrinfo", "-ro", "-al", "-so", at+path+crs)
			projected := gdal(t, "ogr2ogr", "-f", "CSV", "-t_srs", crs, "-lco", "GEOMETRY=AS_XY", "/vsistdout/", at+"export.geojson")
			west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
			for i, line := range strings.Split(strings.TrimSpace(projected), "\n") {
				if i == 0 {
					continue
				}
				xy := strings.SplitN(line, ",", 3)
				x, y := number(t, xy[0]), number(t, xy[1])
				west, south, east, north = min(west, x), min(south, y), max(east, x), max(north, y)
			}
			m := extentLine.FindStringSubmatch(out)
			if n := count(t, out); n != 13 || m == nil || !strings.Contains(out, `"`+system+`"`) {
				t.Fatalf("GDAL reads %d villages of %s:\n%s", n, path+crs, out)
			}
			for i, want := range []float64{west, south, east, north} {
				if got := number(t, m[i+1]); math.Abs(got-want) > 0.001 {
					t.Errorf("%s: side %d of the extent is %.4f, by PROJ %.4f", path+crs, i, got, want)
				}
			}
		}
	}
}

var extentLine = regexp.MustCompile(`Extent: \(([-\d.]+), ([-\d.]+)\) - \(([-\d.]+), ([-\d.]+)\)`)

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

type feature struct {
	ID         any
	Geometry   *struct{ Type string }
	Properties map[string]any
}

func features(t *testing.T, file string) []feature {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var c struct{ Features []feature }
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return c.Features
}

func TestGDAL_ReadsAnItemsPage(t *testing.T) {
	s := startServer(t, "--demo")
	out := gdal(t, "ogrinfo", "-ro", "-al", "-so", s.url+"/collections/districts/items?bbox=45.5,39.5,46.5,40.5")
	if n := count(t, out); n < 3 {
		t.Errorf("GDAL reads %d districts of a page, want some", n)
	}
}

func TestGDAL_ReadsTheReleaseFile(t *testing.T) {
	s := startServer(t, "--demo")
	dir := regexp.MustCompile(`data +(\S+)`).FindStringSubmatch(s.stdout.String())[1]
	file := filepath.Join(dir, "releases", "public.gpkg")
	out := gdal(t, "ogrinfo", "-ro", "-al", "-so", file, "villages")
	if n := count(t, out); n != 13 || !strings.Contains(out, "name_hy: String") {
		t.Errorf("GDAL reads %d villages from the file:\n%s", n, out)
	}
	if n := count(t, gdal(t, "ogrinfo", "-ro", "-al", "-so", "-spat", "46.1", "39.9", "46.2", "40", file, "villages")); n != 1 {
		t.Errorf("the file's spatial index finds %d villages around Bashlibel, want 1", n)
	}
	for table, column := range map[string]string{
		"claim": "property: String", "figure": "measure: String", "source": "title: String", "agent": "name: String", "name": "language: String",
		"shown": "rule: String", "history": "subject: String",
	} {
		hasRows(t, file, table, column)
	}
}

func hasRows(t *testing.T, file, table, column string) {
	t.Helper()
	out := gdal(t, "ogrinfo", "-ro", "-al", "-so", file, table)
	if n := count(t, out); n == 0 || !strings.Contains(out, column) {
		t.Errorf("GDAL reads %d rows of the table %s, want some with %s:\n%s", n, table, column, out)
	}
}

// Changes are there from the second release on.
func TestGDAL_ReadsTheChangesOfARelease(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, "id,name,lon,lat\na,First,46,40\n")
	publishVillages(t, dir, "id,name,lon,lat\nb,Second,46,40\n")
	file := filepath.Join(dir, "releases", "public.gpkg")
	hasRows(t, file, "change", "kind: String")
	if out := gdal(t, "ogrinfo", "-ro", "-al", file, "change"); !strings.Contains(out, "kind (String) = added") {
		t.Errorf("GDAL reads no village added:\n%s", out)
	}
	hasRows(t, file, "history", "subject: String")
}

// The validator that comes with GDAL holds the file against GeoPackage 1.2.
func TestGDAL_ReleaseIsAValidGeoPackage(t *testing.T) {
	s := startServer(t, "--demo")
	dir := regexp.MustCompile(`data +(\S+)`).FindStringSubmatch(s.stdout.String())[1]
	const script = "import sys; from osgeo_utils.samples import validate_gpkg; sys.exit(validate_gpkg.main(['validate_gpkg', sys.argv[1]]) or 0)"
	gdal(t, "/usr/bin/python3", "-c", script, filepath.Join(dir, "releases", "public.gpkg"))
}
