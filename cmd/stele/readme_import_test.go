package main

import (
	"os"
	"strings"
	"testing"
)

// README.md's commands for one's own data run as they stand, from top to bottom, with
// files as somebody may have them.
func TestReadme_ImportAndPublish(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n## Import your data\n")
	section, _, ok := strings.Cut(rest, "\n## Walk through it\n")
	if !ok {
		t.Fatal("README.md has no section about importing before its walk")
	}
	t.Chdir(t.TempDir())
	const shown = `{"type":"Feature","id":"s","geometry":null,"properties":{"name":"S","kind":"burial_place","stage":"reported"}}`
	mine := map[string]string{
		"report.pdf": "%PDF-1.4\n", "sites.geojson": shown, "villages.csv": "id,toponym,X,lat\na,A,46,40\n",
		"villages.shp": strings.Replace(shown, `"kind":"burial_place","stage":"reported"`, `"kind":"village"`, 1), // known by its content
		"sites.csv":    "id,name,kind,stage\nt,T,burial_place,reported\nu,U,burial_place,dug\n",
	}
	for file, text := range mine {
		write(t, file, text)
	}
	said := ""
	for line := range strings.Lines(section) {
		if command, ok := strings.CutPrefix(line, "    bin/stele "); ok {
			said += step(t, words(t, strings.ReplaceAll(command, "~/stele", "stele")))
		}
	}
	for _, want := range []string{"Source report-7 is a draft: captured", "sites.geojson (geojson): 1 rows read: 1 new", "1 rows were not good and are in", "Published for public"} {
		if !strings.Contains(said, want) {
			t.Errorf("the commands say\n%s\nwithout %q", said, want)
		}
	}
	for file, text := range mine {
		if is, err := os.ReadFile(file); err != nil || string(is) != text {
			t.Errorf("%s, which somebody brought, is now %q (%v)", file, is, err)
		}
	}
	if got := features(t, "published.geojson"); len(got) != 2 {
		t.Errorf("published.geojson has %d sites, want two", len(got))
	}
}
