package vocab_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"stele/data"
	"stele/data/vocab"
)

var languages = []string{"en", "az", "hy", "ru"}

func TestCodes_AreSnakeCaseAndUnique(t *testing.T) {
	snake := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	for _, name := range vocab.Names() {
		seen := map[string]bool{}
		for _, code := range vocab.Codes(name) {
			if !snake.MatchString(code) {
				t.Errorf("%s: code %q is not snake_case", name, code)
			}
			if seen[code] {
				t.Errorf("%s: code %q stands twice", name, code)
			}
			seen[code] = true
		}
	}
}

// The file is read a second time, because Label hides a missing label.
func TestLabels_AreThereInFourLanguagesAndDiffer(t *testing.T) {
	var file struct {
		Vocabularies map[string][]struct {
			Code   string
			Labels map[string]string
			Note   string
		}
	}
	if err := json.Unmarshal(vocab.JSON(), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vocabularies) == 0 {
		t.Fatal("the file holds no vocabularies")
	}
	for name, terms := range file.Vocabularies {
		seen := map[string]string{}
		for _, term := range terms {
			if len(term.Labels) != len(languages) {
				t.Errorf("%s/%s has %d labels, want %d", name, term.Code, len(term.Labels), len(languages))
			}
			for _, lang := range languages {
				label := term.Labels[lang]
				if label == "" || label != strings.TrimSpace(label) {
					t.Errorf("%s/%s: label in %s is %q", name, term.Code, lang, label)
				}
				if other, ok := seen[lang+label]; ok {
					t.Errorf("%s: %s and %s have the same label %q in %s", name, other, term.Code, label, lang)
				}
				seen[lang+label] = term.Code
			}
		}
	}
}

// A letter of another script in a word looks right and is not found by a search.
func TestLabels_KeepToTheirScript(t *testing.T) {
	scripts := map[string]*regexp.Regexp{
		"en": regexp.MustCompile(`^[\p{Latin} ,'’-]+$`),
		"az": regexp.MustCompile(`^[\p{Latin} ,'’-]+$`),
		"hy": regexp.MustCompile(`^[\p{Armenian} ,՝-]+$`),
		"ru": regexp.MustCompile(`^[\p{Cyrillic} ,-]+$`),
	}
	for _, name := range vocab.Names() {
		for _, code := range vocab.Codes(name) {
			for lang, script := range scripts {
				if label := vocab.Label(name, code, lang); !script.MatchString(label) {
					t.Errorf("%s/%s: label %q in %s has letters of another script", name, code, label, lang)
				}
			}
		}
	}
}

func TestNames_HoldEveryVocabularyOfTheModel(t *testing.T) {
	for _, c := range data.Collections() {
		for _, f := range data.PublicFields(c) {
			if f.Type == data.Code && len(vocab.Codes(f.Vocabulary)) == 0 {
				t.Errorf("%s.%s: no vocabulary %q", c.ID, f.Name, f.Vocabulary)
			}
		}
	}
	// Named by the comments of Claim, Figure, Source and Agent only.
	for _, name := range []string{"claim_rank", "measure", "comparator", "archive_state", "source_kind", "agent_kind", "publication"} {
		if len(vocab.Codes(name)) == 0 {
			t.Errorf("no vocabulary %q", name)
		}
	}
}

func TestCodes_HoldTheStatesOfPublication(t *testing.T) {
	for _, state := range []string{data.Draft, data.InReview, data.Embargoed, data.Published, data.Withdrawn} {
		if !vocab.Has("publication", state) {
			t.Errorf("publication has no code %q", state)
		}
	}
}

func TestLabel_FallsBack(t *testing.T) {
	for _, test := range []struct{ vocabulary, code, lang, want string }{
		{"site_kind", "burial_place", "en", "Burial place"},
		{"site_kind", "burial_place", "az", "Dəfn yeri"},
		{"site_kind", "burial_place", "hy", "Թաղման վայր"},
		{"site_kind", "burial_place", "ru", "Место захоронения"},
		{"site_kind", "burial_place", "fr", "Burial place"},
		{"site_kind", "no_such_code", "en", "no_such_code"},
		{"no_such_vocabulary", "burial_place", "ru", "burial_place"},
	} {
		if got := vocab.Label(test.vocabulary, test.code, test.lang); got != test.want {
			t.Errorf("Label(%q, %q, %q) = %q, want %q", test.vocabulary, test.code, test.lang, got, test.want)
		}
	}
}

func TestHas_RefusesWhatIsNotThere(t *testing.T) {
	if !vocab.Has("measure", "killed") {
		t.Error("measure has no killed")
	}
	for _, pair := range [][2]string{{"measure", "Killed"}, {"measure", ""}, {"", "killed"}, {"stage", "killed"}} {
		if vocab.Has(pair[0], pair[1]) {
			t.Errorf("Has(%q, %q) = true", pair[0], pair[1])
		}
	}
}

func TestVersion_IsSet(t *testing.T) {
	if vocab.Version() == "" {
		t.Error("the vocabularies have no version")
	}
}
