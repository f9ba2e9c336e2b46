package export_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"stele/data"
	"stele/data/export"
	"stele/geo"
	"stele/geo/gpx"
)

// gdal runs one of GDAL's programs, the readers that GIS users have.
func gdal(t testing.TB, program string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: apt-get install gdal-bin python3-gdal", program)
		}
		t.Skipf("%s is missing: make setup, or apt-get install gdal-bin python3-gdal", program)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil || strings.Contains(said.String(), "Warning") || strings.Contains(said.String(), "ERROR") {
		t.Fatalf("%s %s: %v\n%s\n%s", program, strings.Join(args, " "), err, said.String(), out)
	}
	return out
}

// read is a feature as GDAL reads it.
type read struct {
	Raw        json.RawMessage `json:"geometry"`
	Properties map[string]any  `json:"properties"`
	ID         string          `json:"id"`
	geometry   orb.Geometry
}

// features reads a layer of a file by way of GDAL, by ID.
func features(t *testing.T, path string, more ...string) map[string]read {
	t.Helper()
	out := gdal(t, "ogr2ogr", append([]string{"-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/", path}, more...)...)
	var all struct{ Features []read }
	if err := json.Unmarshal(out, &all); err != nil {
		t.Fatalf("%s: %v in %.300s", path, err, out)
	}
	found := map[string]read{}
	for _, f := range all.Features {
		isEmpty := strings.Contains(strings.ReplaceAll(string(f.Raw), " ", ""), `"geometries":[]`) // FlatGeobuf's way of none
		if string(f.Raw) != "null" && !isEmpty {
			var err error
			if f.geometry, err = geo.ReadGeometry(f.Raw); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
		}
		id := f.ID
		if id == "" {
			id = idOf(f.Properties)
		}
		for found[id].Properties != nil { // a collection comes in parts
			id += "+"
		}
		found[id] = f
	}
	return found
}

func idOf(properties map[string]any) string {
	for _, name := range []string{"id", "stele_id"} {
		if id, ok := properties[name].(string); ok {
			return id
		}
	}
	return fmt.Sprint(properties)
}

// plain is a value without the type that a format gives it.
func plain(v any, f data.Field) string {
	s := fmt.Sprint(v)
	if n, ok := v.(float64); ok {
		s = strconv.FormatFloat(n, 'f', -1, 64)
	}
	switch {
	case v == nil:
		return ""
	case f.Type == data.Boolean:
		return map[string]string{"T": "true", "1": "true", "F": "false", "0": "false"}[s] + strings.Trim(s, "TF10")
	case f.Type == data.Integer || f.Type == data.Number:
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return s
		}
		return strconv.FormatFloat(n, 'f', -1, 64)
	case f.Type == data.Date:
		return strings.ReplaceAll(s, "/", "-")
	}
	return s
}

// sameGeometry: rings may begin elsewhere and wind the other way.
func sameGeometry(t *testing.T, name string, got, want orb.Geometry) {
	t.Helper()
	if (got == nil) != (want == nil) {
		t.Errorf("%s: geometry %v, want %v", name, got, want)
		return
	}
	if want == nil {
		return
	}
	a, b := geo.BoundOf(got), geo.BoundOf(want)
	off := max(math.Abs(a.Min[0]-b.Min[0]), math.Abs(a.Min[1]-b.Min[1]), math.Abs(a.Max[0]-b.Max[0]), math.Abs(a.Max[1]-b.Max[1]))
	if got.GeoJSONType() != want.GeoJSONType() || off > 1e-8 || math.Abs(area(got)-area(want)) > 1e-8 || len(geo.AppendWKB(nil, got)) != len(geo.AppendWKB(nil, want)) {
		t.Errorf("%s: geometry %v, want %v", name, got, want)
	}
}

func area(g orb.Geometry) float64 {
	if c, ok := g.(orb.Collection); ok {
		sum := 0.0
		for _, member := range c {
			sum += area(member)
		}
		return sum
	}
	return math.Abs(planar.Area(g))
}

// check holds what GDAL reads of a file against the features that were written.
// rename gives the names that the format has for fields; "" is not held.
func check(t *testing.T, ext string, got map[string]read, want []made, rename func(string) string, text func(string) string) {
	t.Helper()
	c, _ := data.CollectionByID(data.Events)
	for _, m := range want {
		f, ok := got[m.id]
		if !ok {
			t.Errorf("%s: no feature %s", ext, m.id)
			continue
		}
		sameGeometry(t, ext+": "+m.id, f.geometry, m.geometry)
		for _, field := range data.PublicFields(c) {
			name := rename(field.Name)
			if name == "" {
				continue
			}
			wanted := ""
			if v := m.values[field.Name]; v != nil {
				wanted = text(plain(v, field))
			}
			if v := plain(f.Properties[name], field); v != wanted {
				t.Errorf("%s: %s: %s is %.200q, want %.200q", ext, m.id, name, v, wanted)
			}
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d features, want %d", ext, len(got), len(want))
	}
}

func same(s string) string { return s }

func write(t *testing.T, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Every feature comes out of every format as it went in, read by GDAL.
func TestGDAL_ReadsAllOfEveryFormat(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	for _, ext := range []string{"geojson", "geojsons", "fgb", "gpkg"} {
		path := write(t, "events."+ext, written(t, ext, l, m, export.All()))
		var layer []string // a GeoPackage has a table of styles beside it
		if ext == "gpkg" {
			layer = []string{"events"}
		}
		check(t, ext, features(t, path, layer...), awkward(), same, same)
	}
}

func TestGDAL_ReadsKML(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	for _, ext := range []string{"kml", "kmz"} {
		got := features(t, write(t, "events."+ext, written(t, ext, l, m, export.All())))
		check(t, ext, got, awkward(), func(name string) string {
			if name == "name" {
				return "Name"
			}
			return name
		}, same)
		if f := got["point"].Properties; f["begin"] != "1993-04-01T00:00:00" || f["end"] != "1993-04-30T00:00:00" {
			t.Errorf("%s: the time is %v to %v", ext, f["begin"], f["end"])
		}
	}
}

// A formula comes with an apostrophe before it, in texts alone.
func TestGDAL_ReadsCSV(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	quoted := func(s string) string {
		if s != "" && strings.ContainsAny(s[:1], "=\t") {
			return "'" + s
		}
		return s
	}
	q := export.All()
	q.WKT = true
	got := features(t, write(t, "events.csv", written(t, "csv", l, m, q)), "-oo", "GEOM_POSSIBLE_NAMES=wkt", "-oo", "EMPTY_STRING_AS_NULL=YES")
	check(t, "csv", got, awkward(), same, quoted)
	for id, f := range got {
		if f.Properties["attribution"] != meta.Attribution || f.Properties["licence"] != meta.Licence {
			t.Errorf("%s: attribution %v, licence %v", id, f.Properties["attribution"], f.Properties["licence"])
		}
	}
	text := string(written(t, "csv", l, m, export.All()))
	for _, line := range []string{"id,lon,lat,wkt,name,", "\npoint,46.13007,39.97753,,", "\nnowhere,,,,Башлыбель,", "\ncell,,,\"POLYGON ((", ",\"'=1+1\",", ",-1,"} {
		if !strings.Contains("\n"+text, line) {
			t.Errorf("CSV has no %q:\n%.2000s", line, text)
		}
	}
}

// A waypoint is only what is a point; the rest is outlines, and says so.
func TestGDAL_ReadsGPX(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	body := written(t, "gpx", l, m, export.All())
	path := write(t, "events.gpx", body)
	points, tracks := features(t, path, "waypoints"), features(t, path, "tracks")
	if len(points) != 4 || points["point"].geometry != (orb.Point{46.13007, 39.97753}) || points["cell"].Properties != nil {
		t.Errorf("%d waypoints: %v", len(points), points)
	}
	if len(tracks) != 7 || tracks["cell"].Properties["type"] != "outline" || tracks["line"].Properties["type"] != nil || fmt.Sprint(tracks["cell"].Properties["stele_public_precision"]) != "0.1" {
		t.Errorf("%d tracks: %v", len(tracks), tracks)
	}
	for _, m := range awkward() {
		for _, f := range []read{points[m.id], tracks[m.id]} {
			if f.Properties == nil {
				continue
			}
			if name, _ := f.Properties["name"].(string); m.values["name"] != nil && name != m.values["name"] {
				t.Errorf("%s: name %q, want %q", m.id, name, m.values["name"])
			}
		}
	}
	if !strings.Contains(string(body), gpx.OutlineNote) || !strings.Contains(string(body), "<license>"+meta.Licence) {
		t.Errorf("the file does not say what its tracks are, or its licence: %.1000s", body)
	}
}

// What a file in another reference system says of it leads PROJ back to where
// the feature is.
func TestGDAL_ReadsOtherReferenceSystems(t *testing.T) {
	l, m := layer(t, data.Events, awkward())
	for _, f := range export.Formats("") {
		for _, c := range []geo.CRS{geo.WebMercator, geo.UTM38N, geo.UTM39N} {
			q := export.All()
			q.CRS = c
			if !f.AnyCRS {
				if _, err := f.Prepare(t.Context(), l, m, q); !errors.Is(err, export.ErrLonLat) {
					t.Errorf("%s in %v: %v", f.Ext, c, err)
				}
				continue
			}
			if f.Ext == "csv" || f.Ext == "jsonfg" {
				continue // it says nothing of itself; of JSON-FG, an old GDAL knows the GeoJSON only
			}
			path, names := write(t, "events."+f.Ext, written(t, f.Ext, l, m, q)), []string{"events"}
			if f.Ext == "shp.zip" {
				path, names = "/vsizip/"+path, []string{"events_points", "events_polygons", "events_lines"}
			}
			got := map[string]read{}
			for _, name := range names {
				maps.Copy(got, features(t, path, "-t_srs", "OGC:CRS84", name))
			}
			for _, id := range []string{"point", "cell", "line"} {
				a, b := geo.BoundOf(got[id].geometry), geo.BoundOf(geometryOf(id))
				if off := math.Hypot(a.Min[0]-b.Min[0], a.Max[1]-b.Max[1]); !(off < 3e-8) {
					t.Errorf("%s in %v: %s is off by %g degrees: %v", f.Ext, c, id, off, got[id].geometry)
				}
			}
		}
	}
}

func geometryOf(id string) orb.Geometry {
	for _, m := range awkward() {
		if m.id == id {
			return m.geometry
		}
	}
	return nil
}
