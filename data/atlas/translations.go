package atlas

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"stele/data/translation"
)

// buildTranslations encodes a release's translations, by language.
func buildTranslations(text string) (map[string]json.RawMessage, error) {
	if text == "" {
		return nil, nil
	}
	table, err := translation.Parse([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("read translations: %w", err)
	}
	all := map[string]json.RawMessage{}
	for lang, texts := range table.ByLanguage() {
		if all[lang], err = json.Marshal(texts); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Translations returns the release's texts in a language as a JSON object, by
// the text as it stands in the data, not to be changed; nil if there are none.
func (a *Atlas) Translations(language string) json.RawMessage { return a.translations[language] }

// TranslatedTo lists the languages that the release has translations in, sorted.
func (a *Atlas) TranslatedTo() []string { return slices.Sorted(maps.Keys(a.translations)) }
