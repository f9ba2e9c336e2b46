package atlas_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

func TestWriteForm_CutsWhatIsNotWanted(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 200)
	names := slices.IndexFunc(data.PublicFields(mustCollection(data.Sites)), func(f data.Field) bool { return f.Name == "name" })
	awkward := []string{`a "quoted" }`, `ends with \`, `\"`, "", `,"properties":{"name":1}}`, "кладбище ☠"}
	for i := range features {
		features[i].Values[names] = awkward[i%len(awkward)]
	}
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	for i := range uint32(l.Len()) {
		var f atlas.Form
		f.SkipGeometry = r.IntN(2) == 0
		if r.IntN(3) > 0 {
			f.Properties = []string{}
			for _, field := range l.Fields() {
				if r.IntN(3) == 0 {
					f.Properties = append(f.Properties, field.Name)
				}
			}
		}
		var want, got map[string]any
		if err := json.Unmarshal(l.Encoded(i), &want); err != nil {
			t.Fatal(err)
		}
		if f.SkipGeometry {
			want["geometry"] = nil
		}
		if f.Properties != nil {
			for name := range want["properties"].(map[string]any) {
				if !slices.Contains(f.Properties, name) {
					delete(want["properties"].(map[string]any), name)
				}
			}
		}
		var out bytes.Buffer
		if _, err := l.WriteForm(&out, nil, i, f); err != nil {
			t.Fatal(err)
		}
		text := out.Bytes()
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatalf("%+v of %s: %s: %v", f, l.Encoded(i), text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%+v of %s: %s", f, l.Encoded(i), diff)
		}
	}
}

func mustCollection(id string) data.Collection {
	c, ok := data.CollectionByID(id)
	if !ok {
		panic("no collection " + id)
	}
	return c
}
