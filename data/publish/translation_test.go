package publish_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
)

// A translation goes out with its text: one of a name without consent, of a
// claim that is held back, or of nothing at all would say what the release does not.
func TestTranslations_GoOutWithTheirTexts(t *testing.T) {
	w := base(site("hidden", nil, "located", "none"))
	w.agents = append(w.agents, data.Agent{Key: "witness", Name: "A. Witness", Kind: "person"})
	about := data.Ref{Collection: data.Sites, Key: "hidden"}
	said := func(key, value string) data.Claim {
		return data.Claim{Key: key, Subject: about, Property: key, Value: json.RawMessage(value), Assertion: data.Assertion{Source: "report", AssertedBy: "witness", Rank: "normal"}}
	}
	w.claims = []data.Claim{said("outcome", `"All left"`), said("located_in", `["the ravine"]`)}
	meta := release.Meta{PublishedOn: "2026-03-05", Title: "Test", Translations: `{
		"A report": {"ru": "out-source"}, "An office": {"az": "out-agent"}, "one side": {"hy": "out-perspective"}, "All left": {"ru": "out-value"},
		"Test": {"ru": "out-title"}, "a person": {"ru": "out-person"},
		"A. Witness": {"ru": "held-name"}, "[\"the ravine\"]": {"ru": "held-value"}, "Nobody says this": {"ru": "held-stray"}}`}
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "public.gpkg")
	if _, err := publish.Release(t.Context(), w.vault(t), p, path, meta, nil); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"out-source", "out-agent", "out-perspective", "out-value", "out-title", "out-person"} {
		if !bytes.Contains(file, []byte(text)) {
			t.Errorf("the release lacks %s", text)
		}
	}
	for _, text := range []string{"held-", "A. Witness", "ravine", "Nobody says"} {
		if bytes.Contains(file, []byte(text)) {
			t.Errorf("the release holds %q", text)
		}
	}
}

func TestTranslations_ThatAreNone(t *testing.T) {
	meta := release.Meta{PublishedOn: "2026-03-05", Title: "Test", Translations: `{"A report":{"ru":""}}`}
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	_, err = publish.Release(t.Context(), base().vault(t), p, filepath.Join(t.TempDir(), "public.gpkg"), meta, nil)
	if err == nil || err.Error() != "publish: translations: text 1: in ru it is empty" {
		t.Errorf("publish = %v", err)
	}
}
