package textgate_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"stele/data/textgate"
)

// The demonstration data is meant to be published: none of its texts may stop it.
func TestFind_PassesTheDemo(t *testing.T) {
	files, err := filepath.Glob("../demo/*json")
	if err != nil || len(files) < 8 {
		t.Fatalf("found %d demo files, %v", len(files), err)
	}
	texts := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		eachText(v, func(text string) {
			texts++
			for _, f := range textgate.Find(text) {
				t.Errorf("%s: %s: %q in %q", filepath.Base(file), f, f.Text(text), text)
			}
		})
	}
	if texts < 500 {
		t.Errorf("the demo has only %d texts", texts)
	}
}

// eachText calls do for every string in v but those of geometries.
func eachText(v any, do func(string)) {
	switch v := v.(type) {
	case string:
		do(v)
	case []any:
		for _, e := range v {
			eachText(e, do)
		}
	case map[string]any:
		for key, e := range v {
			if key != "geometry" {
				eachText(e, do)
			}
		}
	}
}
