// Package translation reads what an operator gives of the data's texts in other
// languages: names of agents and perspectives, notes, descriptions. A
// translation is shown in the place of a text and is no part of the data: a
// release carries those of texts that it holds, and no others.
package translation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"stele/data"
)

// Limits of a table.
const (
	maxTexts  = 20_000
	maxLength = 4000 // characters
)

// Table holds translations by text, as it stands in the data, and by language
// (BCP 47). Nil holds none.
type Table map[string]map[string]string

// Parse reads an object of texts, each with an object of its translations by
// language. Errors name the text by its number, from 1.
func Parse(text []byte) (Table, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if first, err := d.Token(); err != nil || first != json.Delim('{') {
		return nil, errors.New(`translations are an object such as {"A text": {"az": "...", "ru": "..."}}`)
	}
	all := Table{}
	for n := 1; d.More(); n++ {
		of, err := d.Token()
		if err != nil {
			return nil, err
		}
		key, _ := of.(string) // a member's name is nothing else
		if _, twice := all[key]; twice {
			return nil, fmt.Errorf("text %d: it has stood before", n)
		}
		var by map[string]string
		if err := d.Decode(&by); err != nil {
			return nil, fmt.Errorf("text %d: %w", n, err)
		}
		if err := check(key, by); err != nil {
			return nil, fmt.Errorf("text %d: %w", n, err)
		}
		all[key] = by
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("the translations are not closed: %w", err)
	}
	if d.More() {
		return nil, errors.New("there is more behind the translations")
	}
	if len(all) > maxTexts {
		return nil, fmt.Errorf("there are %d texts, at most %d are possible", len(all), maxTexts)
	}
	return all, nil
}

func check(text string, by map[string]string) error {
	if strings.TrimSpace(text) == "" || len(by) == 0 {
		return errors.New("it is empty, or has no translation")
	}
	for _, lang := range slices.Sorted(maps.Keys(by)) {
		translated := by[lang]
		if err := data.CheckLanguage(lang); err != nil || lang == "" {
			return fmt.Errorf("%q is no language tag (BCP 47) such as az", lang)
		}
		if strings.TrimSpace(translated) == "" {
			return fmt.Errorf("in %s it is empty", lang)
		}
		if n := utf8.RuneCountInString(translated); n > maxLength {
			return fmt.Errorf("in %s it has %d characters, more than %d", lang, n, maxLength)
		}
	}
	return nil
}

// Only returns the translations of texts that is reports.
func (t Table) Only(is func(text string) bool) Table {
	kept := Table{}
	for text, by := range t {
		if is(text) {
			kept[text] = by
		}
	}
	return kept
}

// ByLanguage returns the translated texts of each language, by text.
func (t Table) ByLanguage() map[string]map[string]string {
	all := map[string]map[string]string{}
	for text, by := range t {
		for lang, translated := range by {
			if all[lang] == nil {
				all[lang] = map[string]string{}
			}
			all[lang][text] = translated
		}
	}
	return all
}

// Compact is the table as JSON on one line, in the order of the texts; "" if it
// holds none.
func (t Table) Compact() (string, error) {
	if len(t) == 0 {
		return "", nil
	}
	text, err := json.Marshal(t)
	return string(text), err
}
