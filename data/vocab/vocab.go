// Package vocab holds the fixed vocabularies of the model, with labels in
// English, Azerbaijani, Armenian and Russian. It is one versioned data file;
// an unknown code is for the caller to refuse. All of it is safe for
// concurrent use.
package vocab

import (
	_ "embed"
	"encoding/json"
	"slices"
	"sync"
)

//go:embed vocabularies.json
var text []byte

type file struct {
	Version      string            `json:"version"`
	Vocabularies map[string][]term `json:"vocabularies"`
}

type term struct {
	Code   string            `json:"code"`
	Labels map[string]string `json:"labels"`
	Note   string            `json:"note"`
}

// parsed panics on a broken file: it is part of the program.
var parsed = sync.OnceValue(func() file {
	var f file
	if err := json.Unmarshal(text, &f); err != nil {
		panic("vocab: vocabularies.json: " + err.Error())
	}
	return f
})

// JSON returns the vocabularies file as it is, in UTF-8. It is a copy.
func JSON() []byte { return slices.Clone(text) }

// Version returns the version of the vocabularies, such as "1".
func Version() string { return parsed().Version }

// Names returns the names of all vocabularies, sorted.
func Names() []string {
	var names []string
	for name := range parsed().Vocabularies {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Has reports whether the vocabulary exists and holds the code.
func Has(vocabulary, code string) bool {
	_, ok := find(vocabulary, code)
	return ok
}

// Codes returns the codes of a vocabulary in the file's order, which is the
// order to list them in; nil if there is no such vocabulary.
func Codes(vocabulary string) []string {
	var codes []string
	for _, t := range parsed().Vocabularies[vocabulary] {
		codes = append(codes, t.Code)
	}
	return codes
}

// Label returns the label of a code in a language ("en", "az", "hy" or "ru").
// An unknown language gives the English label, an unknown code the code.
func Label(vocabulary, code, lang string) string {
	t, ok := find(vocabulary, code)
	if !ok {
		return code
	}
	if label := t.Labels[lang]; label != "" {
		return label
	}
	return t.Labels["en"]
}

func find(vocabulary, code string) (term, bool) {
	terms := parsed().Vocabularies[vocabulary]
	i := slices.IndexFunc(terms, func(t term) bool { return t.Code == code })
	if i < 0 {
		return term{}, false
	}
	return terms[i], true
}
