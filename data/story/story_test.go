package story_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"stele/data/story"
)

const good = `{"title":{"en":"A story"},"steps":[{"title":{"en":"One","ru":"Раз"},"text":{"en":"A text"},"where":[46,39.1,46.1,40],"when":"1993-04..1994","layers":["zones"],"sources":["abc"]}]}`

func TestParse_GoesRound(t *testing.T) {
	s, err := story.Parse([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if text, err := s.Compact(); err != nil || text != good {
		t.Errorf("Compact = %s %v, want what was read", text, err)
	}
	var fields []string
	s.Texts(func(field, _ string) { fields = append(fields, field) })
	want := []string{"title (en)", "step 1: title (en)", "step 1: title (ru)", "step 1: text (en)", "step 1: sources"}
	if !slices.Equal(fields, want) {
		t.Errorf("Texts visits %q, want %q", fields, want)
	}
}

func TestParse_SaysWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{`39.1`, `39.15`, "step 1: where: 39.15 is finer than a tenth of a degree"},
		{`46.1`, `46`, "step 1: where"},
		{`40]`, `400]`, "step 1: where"},
		{`1993-04..1994`, `1993`, `step 1: when: "1993" is no period`},
		{`1993-04..1994`, `1993-04..199X`, "step 1: when"},
		{`["zones"]`, `["graves"]`, `step 1: layers: there is no layer "graves"`},
		{`["abc"]`, `[]`, "step 1: sources: it names none"},
		{`"en":"A text"`, `"ru":"A text"`, "step 1: text: there is none in English"},
		{`"ru"`, `"de"`, `step 1: title: language "de" is none of`},
		{`A text`, strings.Repeat("a", 2001), "step 1: text in en: it has 2001 characters"},
		{`"when"`, `"position"`, `unknown field "position"`},
		{`"steps":[`, `"steps":[],"x":[`, `unknown field "x"`},
		{`]}]}`, `]}]} {}`, "there is more"},
	} {
		text := strings.Replace(good, test.from, test.to, 1)
		if text == good {
			t.Fatalf("%s is not in the story", test.from)
		}
		if _, err := story.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("with %s for %s: %v, want %q", test.to, test.from, err, test.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := story.Parse(text)
		if err != nil {
			return
		}
		compact, err := s.Compact()
		if err != nil || !json.Valid([]byte(compact)) {
			t.Fatalf("Compact = %s %v", compact, err)
		}
		if _, err := story.Parse([]byte(compact)); err != nil {
			t.Fatalf("what Compact wrote is refused: %v", err)
		}
	})
}
