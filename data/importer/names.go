package importer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"stele/data"
)

// script returns the ISO 15924 code of the script that most letters of s are
// in, "" if it has none of a script that is told apart here.
func script(s string) string {
	scripts := [...]struct {
		code  string
		table *unicode.RangeTable
	}{
		{"Latn", unicode.Latin},
		{"Cyrl", unicode.Cyrillic},
		{"Armn", unicode.Armenian},
		{"Arab", unicode.Arabic},
		{"Geor", unicode.Georgian},
	}
	var counts [len(scripts)]int
	for _, r := range s {
		for i := range scripts {
			if unicode.Is(scripts[i].table, r) {
				counts[i]++
				break
			}
		}
	}
	most := slices.Max(counts[:])
	if most == 0 {
		return ""
	}
	return scripts[slices.Index(counts[:], most)].code
}

// names gathers the row's names: name (of no stated language), the columns of
// one language, then the list in names. A text that name repeats from another
// is the same name, said with less.
func (b *builder) names() []data.Name {
	var names []data.Name
	for f := fieldNameEN; f <= fieldNameRU; f++ {
		if s := b.text(f); s != "" {
			_, language, _ := strings.Cut(commonFields[f], "_")
			names = append(names, data.Name{Text: s, Language: language, Script: script(s)})
		}
	}
	names = append(names, b.nameList()...)
	for _, n := range b.more {
		if !slices.ContainsFunc(names, func(o data.Name) bool { return o.Text == n.Text && o.Language == n.Language }) {
			names = append(names, n)
		}
	}
	plain := b.text(fieldName)
	if plain == "" || slices.ContainsFunc(names, func(n data.Name) bool { return n.Text == plain }) {
		return names
	}
	return slices.Insert(names, 0, data.Name{Text: plain, Script: script(plain)})
}

func (b *builder) nameList() []data.Name {
	var names []data.Name
	if !b.decode(fieldNames, &names, `a JSON array of {"text", "language", "script", "when", "source"}`) {
		return nil
	}
	for i := range names {
		names[i].Text = strings.TrimSpace(names[i].Text)
		if names[i].Text == "" {
			b.refuseField(fieldNames, fmt.Sprintf("name %d has no text", i+1))
		}
		for _, s := range []string{names[i].Text, names[i].Language, names[i].Script, names[i].Source} {
			if _, reason := (value{text, s}).words(); reason != "" {
				b.refuseField(fieldNames, fmt.Sprintf("name %d %s", i+1, reason))
			}
		}
		if names[i].Script == "" {
			names[i].Script = script(names[i].Text)
		}
	}
	return names
}

// decode reads a field that is a JSON object or array (in a table: its text)
// into v, which is strict about unknown members.
func (b *builder) decode(field int, v any, want string) bool {
	raw := b.values[field]
	if raw.kind == null {
		return false
	}
	if raw.kind != nested && raw.kind != text {
		b.refuseField(field, "want "+want+", found "+raw.found())
		return false
	}
	if at := loneSurrogate([]byte(raw.text)); at >= 0 {
		b.refuseField(field, "holds half a surrogate pair, "+raw.text[at:at+6])
		return false
	}
	d := json.NewDecoder(strings.NewReader(raw.text))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		b.refuseField(field, "want "+want+": "+strings.TrimPrefix(err.Error(), "json: "))
		return false
	}
	if d.More() {
		b.refuseField(field, "want "+want+" and nothing after it")
		return false
	}
	return true
}
