package demo_test

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"stele/data"
	"stele/data/demo"
	"stele/data/edtf"
	"stele/data/release"
	"stele/data/translation"
)

// Each translation is of a text that is released; one of a text that has since
// been changed would never be shown.
func TestTranslations_AreOfTextsThatAreThere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "public.gpkg")
	day := func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) }
	if err := demo.Build(t.Context(), t.TempDir(), path, day); err != nil {
		t.Fatal(err)
	}
	r, err := release.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out, err := translation.Parse([]byte(r.Meta().Translations))
	if err != nil {
		t.Fatal(err)
	}
	for text, by := range load(t).Translations {
		if out[text] == nil {
			t.Errorf("nothing in the release says %q", text)
		}
		if langs := slices.Sorted(maps.Keys(by)); !slices.Equal(langs, []string{"az", "hy", "ru"}) {
			t.Errorf("%q is translated to %q, want az, hy and ru", text, langs)
		}
	}
}

// sameEverywhere are names of more than one word that every language leaves as they are.
var sameEverywhere = []string{"Natural Earth", "Who's On First", "CC BY 4.0"}

// What readers see of the data is there in their language.
func TestTranslations_AreOfAllThatIsRead(t *testing.T) {
	b := load(t)
	want := func(where, text string) {
		isOneWord := !strings.Contains(text, " ")
		if _, err := edtf.Parse(text); isOneWord || err == nil || slices.Contains(sameEverywhere, text) {
			return
		}
		if b.Translations[text] == nil {
			t.Errorf("%s: no translation of %q", where, text)
		}
	}
	assertion := func(where string, a data.Assertion) {
		want(where, a.Perspective)
		want(where, a.Note)
		want(where, a.Locator.Text)
	}
	for _, a := range b.Agents {
		want("agent "+a.Key, a.Name)
		want("agent "+a.Key, a.Note)
	}
	for _, s := range b.Sources {
		for _, text := range []string{s.Title, s.Publisher, s.Perspective, s.Licence, s.Note} {
			want("source "+s.Key, text)
		}
	}
	for _, c := range b.Claims {
		var text string
		if json.Unmarshal(c.Value, &text) == nil {
			want("claim "+c.Key, text)
		}
		assertion("claim "+c.Key, c.Assertion)
	}
	for _, f := range b.Figures {
		assertion("figure "+f.Key, f.Assertion)
	}
	for _, r := range b.Records {
		c, _ := data.CollectionByID(r.Collection)
		for _, field := range c.Fields {
			if text, ok := r.Properties[field.Name].(string); ok && field.Type == data.Text && !field.Hidden && field.Name != "gazetteer_id" {
				want(r.Collection+"/"+r.Key+" "+field.Name, text)
			}
		}
	}
}
