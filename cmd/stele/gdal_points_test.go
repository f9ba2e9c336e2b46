package main

import (
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fieldLine is one that ogrinfo says of a field.
var fieldLine = regexp.MustCompile(`(?m)^(\w+): (?:String|Integer|Integer64|Real|Date|DateTime)\b.*$`)

func contains(report, text string) bool { return strings.Contains(report, text) }

// rowsOf is a table of that many villages.
func rowsOf(n int, more func(i int) string) string {
	var table strings.Builder
	table.WriteString("id,name,lon,lat,name_hy\n")
	for i := range n {
		fmt.Fprintf(&table, "%d,Village %d,%.3f,%.3f,%s\n", i, i, 45+float64(i%50)/100, 39+float64(i/50)/100, more(i))
	}
	return table.String()
}

func nothing(int) string { return "" }

// All layers are read with all fields of their schemas.
func TestGDAL_SeesAllFields(t *testing.T) {
	c := startConformance(t, "--data", awkwardWorld(t))
	types := map[string]string{"string": "String", "number": "Real", "integer": "Integer", "boolean": "Integer(Boolean)"}
	for _, id := range collectionIDs() {
		out := gdal(t, "ogrinfo", "-ro", "-al", "-so", "OAPIF:"+c.url+"/", id)
		if n := count(t, out); n != len(c.all(t, id)) {
			t.Errorf("%s: GDAL counts %d", id, n)
		}
		if len(c.all(t, id)) == 0 {
			continue // GDAL takes no schema of a layer without features
		}
		var schema struct {
			Properties struct {
				Properties struct {
					Properties map[string]struct{ Type, Format string }
				}
			}
		}
		fetchJSON(t, c.url+"/collections/"+id+"/schema/feature", &schema)
		for name, p := range schema.Properties.Properties.Properties {
			want := name + ": " + types[p.Type]
			if p.Format == "date" {
				want = name + ": Date"
			}
			if !contains(out, "\n"+want) {
				t.Errorf("%s: GDAL sees no %q:\n%s", id, want, out)
			}
		}
	}
}

// GDAL 3.6 reads by ten where it is told nothing: hundreds of requests in a row,
// none of which may be turned away, and a field that only the last page fills.
func TestGDAL_ReadsManyPages(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, rowsOf(1230, func(i int) string { return map[bool]string{true: "Վերջին"}[i == 1229] }))
	s := startServer(t, "--data", dir)
	r := record(t, s.url)
	out := gdal(t, "ogrinfo", "-ro", "-al", "OAPIF:"+r.URL+"/", "villages")
	found := map[string]bool{}
	for _, m := range regexp.MustCompile(`name \(String\) = (Village \d+)`).FindAllStringSubmatch(out, -1) {
		found[m[1]] = true
	}
	if len(found) != 1230 || count(t, out) != 1230 || !contains(out, "name_hy (String) = Վերջին") {
		t.Errorf("GDAL reads %d villages, want 1230", len(found))
	}
	for encoding := range maps.Keys(r.encodings) {
		if encoding != "gzip" {
			t.Errorf("what GDAL asked for came as %q, want gzip", encoding)
		}
	}
	if len(r.encodings) == 0 {
		t.Error("no answer was compressed for GDAL")
	}
}

// By number GDAL finds the feature that it counted so, not another; identifiers
// are texts, and are read as they are.
func TestGDAL_FindsAFeatureByNumber(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, rowsOf(40, nothing))
	s := startServer(t, "--data", dir)
	name := regexp.MustCompile(`OGRFeature\(villages\):(\d+)\n  id \(String\) = ([a-z2-7]{16})\n(?:  .*\n)*?  name \(String\) = (.*)`)
	source := "OAPIF:" + s.url + "/"
	all := name.FindAllStringSubmatch(gdal(t, "ogrinfo", "-ro", "-al", source, "villages"), -1)
	if len(all) != 40 {
		t.Fatalf("GDAL reads %d features with identifiers, want 40", len(all))
	}
	for _, i := range []int{0, 6, 25, 39} {
		one := name.FindAllStringSubmatch(gdal(t, "ogrinfo", "-ro", "-al", "-fid", all[i][1], source, "villages"), -1)
		if len(one) != 1 || one[0][2] != all[i][2] || one[0][3] != all[i][3] {
			t.Errorf("-fid %s finds %v, want %v", all[i][1], one, all[i])
		}
		alone := gdal(t, "ogrinfo", "-ro", "-al", "-where", "id = '"+all[i][2]+"'", source, "villages")
		if one := name.FindAllStringSubmatch(alone, -1); len(one) != 1 || one[0][3] != all[i][3] {
			t.Errorf("id = %s finds %v, want %s", all[i][2], one, all[i][3])
		}
	}
}

// A box goes to the server, and what has no position comes with it.
func TestGDAL_AsksForABox(t *testing.T) {
	c := startConformance(t, "--data", awkwardWorld(t))
	r := record(t, c.url)
	out := gdal(t, "ogrinfo", "-ro", "-al", "-spat", "170", "-5", "180", "5", "OAPIF:"+r.URL+"/", "villages")
	if n := count(t, out); n != 1 || !contains(out, "name (String) = East") {
		t.Errorf("GDAL finds %d villages at the 180th meridian:\n%s", n, out)
	}
	if !slices.ContainsFunc(r.asked, func(at string) bool { return contains(at, "bbox=170") }) {
		t.Errorf("GDAL asked for %v", r.asked)
	}
}

// What is refused reaches the user in words.
func TestGDAL_ShowsProblems(t *testing.T) {
	s := startServer(t, "--demo")
	for source, want := range map[string]string{
		s.url + "/collections/villages/items?bbox=200,0,1,1": "HTTP error code : 400", // GDAL reads no body there
		"OAPIF:" + s.url + "/collections/none":               "there is nothing at this address",
	} {
		// It exits with an error, which is what is wanted here.
		cmd := exec.CommandContext(t.Context(), "ogrinfo", "-ro", "-al", "-so", source)
		cmd.Env = append(cmd.Environ(), "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
		if out, err := cmd.CombinedOutput(); err == nil || !contains(string(out), want) {
			t.Errorf("ogrinfo %s says %s", source, out)
		}
	}
}

// Who pastes an address of items gets one page; all that they need is beside it,
// in one file.
func TestGDAL_ReadsAllPagesInOneFile(t *testing.T) {
	dir := t.TempDir()
	publishVillages(t, dir, rowsOf(257, nothing))
	s := startServer(t, "--data", dir)
	if n := count(t, gdal(t, "ogrinfo", "-ro", "-al", "-so", s.url+"/collections/villages/items")); n != 100 {
		t.Errorf("of items GDAL reads %d, want a page of 100", n)
	}
	var page itemsPage
	fetchJSON(t, s.url+"/collections/villages/items?bbox=45,39,46,39.035", &page)
	for _, l := range page.Links {
		if l.Rel == "enclosure" {
			if n := count(t, gdal(t, "ogrinfo", "-ro", "-al", "-so", l.Href)); n != page.NumberMatched || n <= page.NumberReturned || strconv.Itoa(n) == "0" {
				t.Errorf("%s has %d features, want %d", l.Href, n, page.NumberMatched)
			}
			return
		}
	}
	t.Errorf("no link to all: %v", page.Links)
}
