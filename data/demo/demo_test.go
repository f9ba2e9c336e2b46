package demo_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"stele/data"
	"stele/data/demo"
	"stele/data/edtf"
)

func load(t *testing.T) demo.Bundle {
	t.Helper()
	b, err := demo.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// dataFiles are the files as they lie on the disk, to change one and read again.
func dataFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	for _, pattern := range []string{"*.json", "*.geojson"} {
		names, err := fs.Glob(os.DirFS("."), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if name == "stele.json" { // says what the folder is called, and is no data
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all[name] = &fstest.MapFile{Data: text}
		}
	}
	return all
}

func record(t *testing.T, b demo.Bundle, ref string) data.Record {
	t.Helper()
	for _, r := range b.Records {
		if r.Collection+"/"+r.Key == ref {
			return r
		}
	}
	t.Fatalf("there is no record %s", ref)
	return data.Record{}
}

func TestLoad_ReadsEveryMember(t *testing.T) {
	got := record(t, load(t), "sites/bashlibel-burial-places")
	when, err := edtf.Parse("2021-04-24")
	if err != nil {
		t.Fatal(err)
	}
	want := data.Record{
		Key: "bashlibel-burial-places", Collection: data.Sites, Version: 1,
		Place: data.Ref{Collection: data.Villages, Key: "bashlibel"},
		When:  when, WhenRole: "reported",
		Source: "article-2021-04-26", AssertedBy: "prosecutor-general-az",
		Locator: data.Locator{Paragraph: 4, Bytes: &[2]int64{519, 692}},
		Properties: map[string]any{
			"kind": "burial_place", "stage": "excavation_started",
			"verification": "single_source", "protection": "unknown",
			"editor_note": got.Properties["editor_note"],
		},
	}
	ignored := cmpopts.IgnoreFields(data.Record{}, "ID", "Names")
	if diff := cmp.Diff(want, got, ignored, cmp.Comparer(func(a, b edtf.Date) bool { return a == b })); diff != "" {
		t.Errorf("the site differs (-want +got):\n%s", diff)
	}
	if len(got.Names) == 0 || got.ID == "" || got.Properties["editor_note"] == nil {
		t.Errorf("the site lacks names, id or note: %+v", got)
	}
}

func TestRead_RefusesAndNamesFileAndKey(t *testing.T) {
	for _, test := range []struct{ name, file, old, new, want string }{
		{"unknown member of a claim", "claims.json", `"property": "stage"`, `"prop": "stage"`, "claims.json: row 1 (site-stage-located)"},
		{"unknown member of a locator", "claims.json", `"paragraph"`, `"par"`, "claims.json: row 1 (site-stage-located)"},
		{"bad date", "figures.json", `"when": "1993"`, `"when": "1993-13"`, "figures.json: row 7 (bashlibel-killed-dozens)"},
		{"bad reference", "figures.json", `"districts/kalbajar"`, `"district/kalbajar"`, "figures.json: row 1 (kalbajar-killed)"},
		{"text after the array", "agents.json", "\n]", "\n] []", "agents.json: there is more text"},
		{"unknown property", "sites.geojson", `"stage"`, `"stages"`, "sites.geojson: feature 1 (bashlibel-burial-places): property stages"},
		{"required property missing", "sites.geojson", `"kind": "burial_place",`, ``, "sites.geojson: feature 1 (bashlibel-burial-places): property kind is required"},
		{"field of the wrong type", "sites.geojson", `"kind": "burial_place"`, `"kind": 7`, "sites.geojson: feature 1 (bashlibel-burial-places): property kind"},
		{"unknown member of a feature", "sites.geojson", `"geometry": null`, `"geometry": null, "bbox": []`, "sites.geojson: feature 1"},
		{"geometry missing", "sites.geojson", ",\n \"geometry\": null", ``, "sites.geojson: feature 1 (bashlibel-burial-places): geometry is missing"},
		{"latitude out of range", "villages.geojson", `39.97753`, `99.97753`, "villages.geojson: feature 1 (bashlibel): geometry"},
		{"not a collection", "events.geojson", `"FeatureCollection"`, `"Feature"`, "events.geojson: type is"},
	} {
		t.Run(test.name, func(t *testing.T) {
			all := dataFiles(t)
			text := string(all[test.file].Data)
			if !strings.Contains(text, test.old) {
				t.Fatalf("%s has no %s to change", test.file, test.old)
			}
			all[test.file].Data = []byte(strings.Replace(text, test.old, test.new, 1))
			_, err := demo.Read(all)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Read = %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestRead_NamesTheFileThatIsMissing(t *testing.T) {
	for name := range dataFiles(t) {
		all := dataFiles(t)
		delete(all, name)
		if _, err := demo.Read(all); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Read without %s = %v, want an error that names it", name, err)
		}
	}
}

func TestHash_IsStable(t *testing.T) {
	if a, b := demo.Hash(), demo.Hash(); a != b || len(a) != 64 {
		t.Errorf("Hash = %q, then %q; want the same 64 hex digits", a, b)
	}
}

// What Read takes has keys and the collection it was read for; it never panics.
func FuzzRead(f *testing.F) {
	all := dataFiles(f)
	f.Add(all["sites.geojson"].Data)
	f.Add([]byte(`{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","properties":{"kind":"well","stage":"reported","position_officially_published":true},"geometry":{"type":"Point","coordinates":[46,40]}}]}`))
	f.Add([]byte(`{"type":"FeatureCollection","features":[null]}`))
	f.Fuzz(func(t *testing.T, sites []byte) {
		changed := fstest.MapFS{}
		for name := range all {
			empty := `[]`
			if strings.HasSuffix(name, ".geojson") {
				empty = `{"type":"FeatureCollection","features":[]}`
			}
			changed[name] = &fstest.MapFile{Data: []byte(empty)}
		}
		changed["sites.geojson"] = &fstest.MapFile{Data: sites}
		b, err := demo.Read(changed)
		if err != nil {
			return
		}
		for _, r := range b.Records {
			if r.Key == "" || r.Collection != data.Sites || r.Properties["kind"] == nil {
				t.Errorf("Read took %+v", r)
			}
		}
	})
}
