package publish

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"stele/data"
	"stele/data/textgate"
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
type gate struct{ found PositionsError }

func (g *gate) err() error {
	if len(g.found.Leaks) == 0 {
		return nil
	}
	return &g.found
}

func (g *gate) check(entity, id, field, text string) {
	for _, f := range textgate.Find(text) {
		if len(g.found.Leaks) == leaksShown {
			g.found.More++
			continue
		}
		g.found.Leaks = append(g.found.Leaks, Leak{entity, id, field, f})
	}
}

func (g *gate) checkRecord(r data.Record, names []data.Name) {
	for _, n := range names {
		// A million names of words alone need no closer look.
		if strings.ContainsFunc(n.Text, isSuspect) {
			g.check("record", r.ID, "names", n.Text)
		}
	}
	c, _ := data.CollectionByID(r.Collection)
	for _, f := range c.Fields {
		if text, ok := r.Properties[f.Name].(string); ok && f.Type == data.Text && !f.Hidden {
			g.check("record", r.ID, f.Name, text)
		}
	}
}

// isSuspect reports a letter that names of places seldom have and positions
// nearly always do.
func isSuspect(r rune) bool { return unicode.IsNumber(r) || strings.ContainsRune("/.:,;+%&°", r) }

func (g *gate) checkSource(s data.Source) {
	for _, part := range [][2]string{
		{"title", s.Title}, {"author", s.Author}, {"publisher", s.Publisher}, {"url", s.URL}, {"perspective", s.Perspective}, {"licence", s.Licence}, {"note", s.Note},
	} {
		g.check("source", s.ID, part[0], part[1])
	}
}

// checkClaim looks at a claim's texts. A geometry has been held against the
// policy already: it is not for this gate.
func (g *gate) checkClaim(c data.Claim) {
	if c.Property != "geometry" {
		g.check("claim", c.ID, "value", textOf(c.Value))
	}
	g.checkAssertion("claim", c.ID, c.Assertion)
}

func (g *gate) checkAssertion(entity, id string, a data.Assertion) {
	g.check(entity, id, "perspective", a.Perspective)
	g.check(entity, id, "note", a.Note)
	g.check(entity, id, "locator", a.Locator.Text)
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
