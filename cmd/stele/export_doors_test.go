package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"stele/data"
	"stele/data/export"
)

// asked is what an export is asked for: parameters of its address, in turn, which
// are flags of the same names.
type asked struct {
	collection string
	parameters []string
	isChoice   bool // of features: some match, and not all
}

func (a asked) query() string {
	q := url.Values{}
	for i := 0; i < len(a.parameters); i += 2 {
		q.Set(a.parameters[i], a.parameters[i+1])
	}
	return q.Encode()
}

func (a asked) flags() (flags []string) {
	c, _ := data.CollectionByID(a.collection)
	for i := 0; i < len(a.parameters); i += 2 {
		name, value := a.parameters[i], a.parameters[i+1]
		switch _, isField := c.Field(name); {
		case name == "skipGeometry":
			flags = append(flags, "--skip-geometry")
		case name == "csv-geometry":
			flags = append(flags, "--wkt")
		case isField || name == "claim_count":
			flags = append(flags, "--where", name+"="+value)
		default:
			flags = append(flags, "--"+name, value)
		}
	}
	return flags
}

// By its address, by f, by the Accept header and by stele export a layer comes as
// the same file, in every format and by every filter; and what one door refuses,
// all of them refuse.
func TestExport_FourDoorsGiveOneFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	runs(t, "demo", "--data", dir)
	s := startServer(t, "--data", dir)
	for n, a := range []asked{
		{data.Villages, nil, false},
		{data.Sites, nil, false},
		{data.Villages, []string{"filter", "claim_count > 0 OR kind = 'town'"}, true},
		{data.Villages, []string{"filter", `{"op":"=","args":[{"property":"kind"},"town"]}`, "filter-lang", "cql2-json"}, true},
		{data.Villages, []string{"filter", "S_INTERSECTS(geometry,BBOX(39,46,41,46.4))", "filter-crs", "EPSG:4326"}, true},
		{data.Villages, []string{"bbox", "46,39,46.4,40.2"}, true},
		{data.Villages, []string{"bbox", "39,46,40.2,46.4", "bbox-crs", "EPSG:4326"}, true},
		{data.Events, []string{"datetime", "1993-01-01/1993-12-31", "certainty", "certain"}, true},
		{data.Villages, []string{"q", "Зар"}, true},
		{data.Villages, []string{"kind", "town", "claim_count", "1.."}, true},
		{data.Villages, []string{"id", "none"}, true},
		{data.Zones, []string{"properties", "name,kind", "skipGeometry", "true"}, false},
		{data.Districts, []string{"zoom-level", "3"}, false},
		{data.Districts, []string{"max-allowable-offset", "0.1"}, false},
		{data.Villages, []string{"crs", "EPSG:32638"}, false},
		{data.Villages, []string{"csv-geometry", "wkt"}, false},
		{data.Villages, []string{"filter", ""}, false},
		{data.Villages, []string{"filter", "kind ="}, false},
		{data.Villages, []string{"bbox", "1,2,3"}, false},
		{data.Villages, []string{"claim_count", "many"}, false},
	} {
		at := s.url + "/collections/" + a.collection + "/"
		for _, f := range export.Formats(a.collection) {
			if n > 3 && !slices.Contains([]string{"geojson", "csv", "fgb", "pmtiles"}, f.Ext) {
				continue // what a filter is, is read before it is known what for
			}
			want := ask(t, http.MethodGet, at+"export."+f.Ext+"?"+a.query())
			name, _, _ := strings.Cut(f.MediaType, ";")
			for door, got := range map[string]reply{
				"f":      ask(t, http.MethodGet, at+"export?f="+f.Ext+"&"+a.query()),
				"Accept": ask(t, http.MethodGet, at+"export?"+a.query(), "Accept", name),
			} {
				if got.status != want.status || got.status == http.StatusOK && got.body != want.body {
					t.Errorf("%s as %s by %s: %d with %d bytes, by the address %d with %d", a.query(), f.Ext, door, got.status, len(got.body), want.status, len(want.body))
				}
			}
			code, stdout, stderr := runIn(t.Context(), t, slices.Concat([]string{"export", "--data", dir, "--collection", a.collection, "--format", f.Ext}, a.flags())...)
			switch f.Ext {
			case "lpf.json": // places are named by the address of the server, where there is one
				stdout = strings.ReplaceAll(stdout, "urn:stele:", s.url+"/")
			case "geojson": // the program's has a feature a line
				stdout, want.body = strings.ReplaceAll(stdout, "\n", ""), strings.ReplaceAll(want.body, "\n", "")
			}
			switch {
			case want.status == http.StatusOK && (code != exitOK || stdout != want.body):
				t.Errorf("%s as %s by the program: %d, %d bytes %s, by the address %d bytes", a.query(), f.Ext, code, len(stdout), stderr, len(want.body))
			case want.status == http.StatusBadRequest && (code != exitUsage || stdout != "" || !strings.Contains(stderr, "stele: --")):
				t.Errorf("%s as %s by the program: %d %s, by the address %s", a.query(), f.Ext, code, stderr, want.body)
			case want.status != http.StatusOK && want.status != http.StatusBadRequest:
				t.Errorf("%s as %s = %d %s", a.query(), f.Ext, want.status, want.body)
			}
			if f.Ext == "csv" && a.isChoice {
				all := strings.Count(get(t, at+"export.csv"), "\n") - 1
				if n := strings.Count(want.body, "\n") - 1; n == all || n == 0 && !slices.Contains(a.parameters, "none") {
					t.Errorf("%s finds %d of %d: the trial shows nothing", a.query(), n, all)
				}
			}
		}
	}
}

// A property that the layer does not have is named, and no parameter of another
// kind slips in as one.
func TestExport_WhereIsOfProperties(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, "id,name,lon,lat\na,A,46,40\n")
	for _, name := range []string{"nothing", "bbox", "filter"} {
		code, stdout, stderr := runIn(t.Context(), t, "export", "--data", dir, "--collection", "villages", "--where", name+"=1,2,3,4")
		if code != exitUsage || stdout != "" || !strings.Contains(stderr, `--where `+name+`: villages have no property "`+name+`"; they have name, `) {
			t.Errorf("--where %s = %d %s", name, code, stderr)
		}
	}
}
