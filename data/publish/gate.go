package publish

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"stele/data"
	"stele/data/policy"
	"stele/data/release"
	"stele/data/story"
	"stele/data/textgate"
	"stele/data/translation"
)

// Leak is a place in a public text where a position stands (rule T1). It does
// not repeat the position: reports end up in logs.
type Leak struct {
	Entity string // "record", "claim" ...
	ID     string
	Field  string
	Where  textgate.Finding
}

func (l Leak) String() string { return fmt.Sprintf("%s %s: %s: %s", l.Entity, l.ID, l.Field, l.Where) }

// PositionsError lists the positions in texts for which nothing was published.
type PositionsError struct {
	Leaks []Leak
	More  int // found beyond those
}

func (e *PositionsError) Error() string {
	var b strings.Builder
	b.WriteString("positions stand in public texts; mend these, or withdraw them, and publish again:")
	for _, l := range e.Leaks {
		b.WriteString("\n  " + l.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\n  and %d more", e.More)
	}
	return b.String()
}

// leaksShown bounds how many leaks an error lists.
const leaksShown = 50

// gate holds every text that goes out against package textgate.
type gate struct {
	found PositionsError
	// clean are texts without a position. Codes, languages and perspectives
	// come again with every record.
	clean map[string]bool
	held  int // claims that stay in, since they may hold a position
	// translations are those that the operator gives; said are the texts among
	// them that go out.
	translations translation.Table
	said         map[string]bool
}

// mostClean bounds how many texts a gate keeps in mind, and longClean how long
// such a text may be.
const (
	mostClean = 1 << 14
	longClean = 100
)

func (g *gate) err() error {
	if len(g.found.Leaks) == 0 {
		return nil
	}
	return &g.found
}

func (g *gate) check(entity, id, field, text string) {
	if _, ok := g.translations[text]; ok && g.said != nil {
		g.said[text] = true
	}
	if text == "" || g.clean[text] {
		return
	}
	found := textgate.Find(text)
	isNumber := len(found) == 0 && textgate.IsCoordinate(text)
	switch {
	case isNumber && proseFields[field]:
		found = []textgate.Finding{wholeOf(text)}
	case len(found) == 0 && !isNumber:
		g.keepInMind(text)
	}
	for _, f := range found {
		g.leak(entity, id, field, f)
	}
}

func (g *gate) leak(entity, id, field string, f textgate.Finding) {
	if len(g.found.Leaks) == leaksShown {
		g.found.More++
		return
	}
	g.found.Leaks = append(g.found.Leaks, Leak{entity, id, field, f})
}

// proseFields hold words. One with nothing in it but a number as fine as a
// coordinate got it from a column of coordinates.
var proseFields = map[string]bool{
	"names": true, "description": true, "editor_note": true, "note": true, "title": true, "word": true, "locator": true,
	"perspective": true, "controlled_by": true, "geometry_basis": true, "author": true, "publisher": true,
}

// wholeOf is a finding of all of a text, which is a number.
func wholeOf(text string) textgate.Finding {
	return textgate.Finding{Form: "a number that may be a coordinate", End: len(text), Line: 1, Column: 1, Runes: utf8.RuneCountInString(text)}
}

func (g *gate) keepInMind(text string) {
	switch {
	case len(text) > longClean:
		return
	case g.clean == nil || len(g.clean) == mostClean:
		g.clean = map[string]bool{}
	}
	g.clean[text] = true
}

// part is a text and the field that it stands in.
type part struct{ field, text string }

func (g *gate) checkAll(entity, id string, parts ...part) {
	for _, p := range parts {
		g.check(entity, id, p.field, p.text)
	}
}

// checkMeta looks at what a release says of itself: the operator wrote it. It
// comes first, so that the gate knows which texts have translations.
func (g *gate) checkMeta(m release.Meta, p policy.Policy) (err error) {
	if m.Translations != "" {
		if g.translations, err = translation.Parse([]byte(m.Translations)); err != nil {
			return fmt.Errorf("translations: %w", err)
		}
		g.said = map[string]bool{}
	}
	g.checkAll("stele.json", "of the data folder", part{"title", m.Title}, part{"description", m.Description},
		part{"attribution", m.Attribution}, part{"licence", m.Licence}, part{"contact", m.Contact},
		part{"base_map", m.BaseMap}, part{"base_map_attribution", m.BaseMapAttribution})
	g.checkAll("policy", "for "+p.Audience, part{"version", p.Version}, part{"audience", p.Audience}, part{"note", p.Note})
	for _, r := range p.Rules {
		g.check("policy", "for "+p.Audience, "rule name", r.Name)
	}
	if m.Story == "" {
		return nil
	}
	told, err := story.Parse([]byte(m.Story))
	if err != nil {
		return fmt.Errorf("story: %w", err)
	}
	told.Texts(func(field, text string) { g.check("story", "of the data folder", field, text) })
	return nil
}

// translated returns the translations of texts that went out, as JSON: one of
// a text that stays in, such as a name without consent, would give it away.
func (g *gate) translated() (string, error) {
	table := g.translations.Only(func(text string) bool { return g.said[text] })
	for _, text := range slices.Sorted(maps.Keys(table)) {
		for _, lang := range slices.Sorted(maps.Keys(table[text])) {
			g.check("translations", "of the data folder", fmt.Sprintf("%q in %s", beginning(text), lang), table[text][lang])
		}
	}
	return table.Compact()
}

// beginning is enough of a text to find it by.
func beginning(text string) string {
	if letters := []rune(text); len(letters) > 40 {
		return string(letters[:40]) + "…"
	}
	return text
}

func (g *gate) checkRecord(r data.Record, names []data.Name) {
	for _, n := range names {
		g.checkAll("record", r.ID, part{"names", n.Text}, part{"language of a name", n.Language}, part{"script of a name", n.Script})
	}
	g.check("record", r.ID, "when_role", r.WhenRole)
	c, _ := data.CollectionByID(r.Collection)
	for _, f := range c.Fields {
		if text, ok := r.Properties[f.Name].(string); ok && !f.Hidden {
			g.check("record", r.ID, f.Name, text)
		}
	}
}

func (g *gate) checkAgent(a data.Agent) {
	g.checkAll("agent", a.ID, part{"name", a.Name}, part{"kind", a.Kind}, part{"note", a.Note})
}

func (g *gate) checkSource(s data.Source) {
	g.checkAll("source", s.ID, part{"kind", s.Kind}, part{"title", s.Title}, part{"author", s.Author}, part{"publisher", s.Publisher},
		part{"language", s.Language}, part{"url", s.URL}, part{"perspective", s.Perspective}, part{"licence", s.Licence}, part{"note", s.Note},
		part{"archive state", s.Archive.State}, part{"hash", s.Archive.SHA256}, part{"media type", s.Archive.MediaType}, part{"day of capture", s.Archive.CapturedOn})
}

// checkClaim looks at a claim that goes out: at its texts, and whether it says
// where something else lies than its record. A geometry has been held against the
// policy already: it is not for this gate.
func (g *gate) checkClaim(c data.Claim) {
	before := len(g.found.Leaks) + g.found.More
	g.checkTexts(c)
	isFound := len(g.found.Leaks)+g.found.More > before
	if !isFound && textgate.NamesOther(c.Property) && MayHoldPosition(c) {
		g.leak("claim", c.ID, c.Property, wholeOf(textOf(c.Value)))
	}
}

// CheckClaim returns the positions in a claim's texts, which stop a publication.
func CheckClaim(c data.Claim) []Leak {
	var g gate
	g.checkClaim(c)
	return g.found.Leaks
}

func (g *gate) checkTexts(c data.Claim) {
	g.checkAll("claim", c.ID, part{"property", c.Property}, part{"when_role", c.WhenRole})
	if c.Property != "geometry" {
		g.check("claim", c.ID, "value", textOf(c.Value))
	}
	g.checkAssertion("claim", c.ID, c.Assertion)
}

// checkHeld looks at a claim that stays in.
func (g *gate) checkHeld(c data.Claim) {
	g.held++
	said := g.said
	g.said = nil // no translation of it goes out
	g.checkTexts(c)
	g.said = said
}

func (g *gate) checkFigure(f data.Figure) {
	g.checkAll("figure", f.ID, part{"measure", f.Measure}, part{"comparator", f.Comparator}, part{"word", f.Word}, part{"when_role", f.WhenRole})
	g.checkAssertion("figure", f.ID, f.Assertion)
}

func (g *gate) checkAssertion(entity, id string, a data.Assertion) {
	g.checkAll(entity, id, part{"rank", a.Rank}, part{"perspective", a.Perspective}, part{"note", a.Note}, part{"locator", a.Locator.Text})
}

// textOf returns the text of a JSON string, and any other value as it stands:
// two numbers in an array are a position too.
func textOf(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var all bytes.Buffer
	if json.Compact(&all, value) != nil {
		return string(value)
	}
	return all.String()
}
