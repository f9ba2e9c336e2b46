package importer

import (
	"strings"

	"stele/data"
)

// languages are the two letters of those that have them, among the three-letter
// codes of Who's On First; others stay as they are, which BCP 47 has too.
var languages = map[string]string{
	"ara": "ar", "aze": "az", "deu": "de", "eng": "en", "fas": "fa", "fra": "fr", "heb": "he", "hye": "hy", "kat": "ka", "kur": "ku",
	"rus": "ru", "spa": "es", "tat": "tt", "tur": "tr", "ukr": "uk", "zho": "zh",
}

// takeGazetteer takes a property as Who's On First has it
// (github.com/whosonfirst/whosonfirst-properties), if it is one that says more
// than its own field would.
func (b *builder) takeGazetteer(name string, raw []byte) bool {
	switch name {
	case "wof:id", "wof:name", "edtf:inception", "edtf:cessation":
	default:
		rest, isName := strings.CutPrefix(name, "name:")
		return isName && raw[0] == '[' && strings.Contains(rest, "_x_") && b.takeWOFNames(rest, raw)
	}
	switch v, reason := jsonValue(raw); {
	case reason != "":
		return false
	case name == "wof:id" && v.kind == number:
		b.gazetteerID = "wof:" + v.text
		if b.values[fieldID].kind == null && b.columns.mapped[fieldID] == "" {
			b.values[fieldID] = v
		}
	case name == "wof:name" && v.kind == text:
		if b.values[fieldName].kind == null {
			b.values[fieldName] = v
		}
	case name == "edtf:inception" && v.kind == text:
		b.inception = wofDate(v.text)
	case name == "edtf:cessation" && v.kind == text:
		b.cessation = wofDate(v.text)
	default:
		return false
	}
	return true
}

// wofDate writes the EDTF of 2012 in that of 2019: "uuuu" is an unknown date.
func wofDate(s string) string {
	switch s {
	case "", "uuuu", "u":
		return ""
	case "open":
		return ".."
	}
	return strings.ReplaceAll(s, "u", "X")
}

// takeWOFNames takes "name:aze_x_preferred": ["...", "..."].
func (b *builder) takeWOFNames(rest string, raw []byte) bool {
	code, _, _ := strings.Cut(rest, "_")
	if code == "und" {
		code = ""
	} else if short := languages[code]; short != "" {
		code = short
	}
	var names []data.Name
	for _, item := range elements(raw) {
		if item[0] != '"' {
			return false
		}
		s, reason := unquote(item)
		if reason != "" {
			b.refuse("names", rawText(item), reason)
			return true
		}
		if s = strings.TrimSpace(s); s != "" {
			names = append(names, data.Name{Text: s, Language: code, Script: script(s)})
		}
	}
	b.more = append(b.more, names...)
	return true
}

// elements are those of a valid JSON array.
func elements(raw []byte) (all [][]byte) {
	s := &scanner{in: &input{buf: raw, end: len(raw), atEOF: true}}
	i, err := s.space(1)
	for err == nil && raw[i] != ']' {
		end, wrong := s.value(i)
		if wrong != nil {
			return all
		}
		all = append(all, raw[i:end])
		if i, err = s.space(end); err == nil && raw[i] == ',' {
			i, err = s.space(i + 1)
		}
	}
	return all
}
