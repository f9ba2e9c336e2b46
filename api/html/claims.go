package html

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"stele/data"
	"stele/data/vocab"
)

// claimSet is what pages show of all that is said about a record.
type claimSet struct {
	Perspectives []string
	Names        []struct{ Text, Language, When string }
	Properties   []struct {
		Property  string
		Contested bool
		Claims    []claim
	}
	Figures []figure
	Sources map[string]source
	Agents  map[string]struct{ Name string }
}

type assertion struct {
	ID, Source, Rank, Perspective, Note, When string
	AssertedBy                                string `json:"asserted_by"`
	Via, Disputes                             []string
	Locator                                   *struct {
		Page, Paragraph, Row int64
		Text                 string
		Bytes                []int64
	}
}

type claim struct {
	assertion
	Property string
	Value    any
}

type figure struct {
	assertion
	Measure, Comparator, Word string
	Low, Best, High           *int64
}

type source struct {
	ID, Kind, Title, Publisher, Published string
	AgentName                             string `json:"agent_name"`
	Archive                               struct{ State string }
}

func (c claimSet) nameRows() (rows []nameRow) {
	languages := map[string]string{"en": "English", "az": "Azerbaijani", "hy": "Armenian", "ru": "Russian"}
	for _, n := range c.Names {
		rows = append(rows, nameRow{n.Text, cmp.Or(languages[n.Language], n.Language), n.Language, dateWords(n.When)})
	}
	return rows
}

func (c claimSet) source(s Site, id string) Link {
	return Link{cmp.Or(c.Sources[id].Title, id), s.Base + "/sources/" + url.PathEscape(id)}
}

func (c claimSet) sourceRows(s Site) (rows []sourceRow) {
	for _, id := range slices.Sorted(maps.Keys(c.Sources)) {
		of := c.Sources[id]
		parts := []string{vocab.Label("source_kind", of.Kind, "en"), of.Publisher, dateWords(of.Published), vocab.Label("archive_state", of.Archive.State, "en")}
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		rows = append(rows, sourceRow{c.source(s, id), strings.Join(parts, ", ")})
	}
	return rows
}

// statement says who makes an assertion, where and how; values are those of all
// assertions by ID, for the ones that it disputes.
func (c claimSet) statement(s Site, a assertion, values map[string]string) statement {
	st := statement{
		When: dateWords(a.When), Note: a.Note, Source: c.source(s, a.Source), Perspective: a.Perspective,
		Who: cmp.Or(c.Agents[a.AssertedBy].Name, c.Sources[a.Source].AgentName, "an unnamed source"),
	}
	if a.Rank != "normal" {
		st.Rank = vocab.Label("claim_rank", a.Rank, "en")
	}
	var via []string
	for _, id := range a.Via {
		via = append(via, cmp.Or(c.Sources[id].Title, id))
	}
	st.Via = strings.Join(via, " → ")
	for _, id := range a.Disputes {
		st.Disputes = append(st.Disputes, cmp.Or(values[id], id))
	}
	if l := a.Locator; l != nil {
		var parts []string
		for _, p := range []struct {
			word string
			n    int64
		}{{"page", l.Page}, {"paragraph", l.Paragraph}, {"row", l.Row}} {
			if p.n > 0 {
				parts = append(parts, fmt.Sprintf("%s %d", p.word, p.n))
			}
		}
		if l.Text != "" {
			parts = append(parts, l.Text)
		}
		if len(l.Bytes) == 2 {
			parts = append(parts, fmt.Sprintf("bytes %s–%s", number(l.Bytes[0]), number(l.Bytes[1])))
		}
		st.Where = strings.Join(parts, ", ")
	}
	return st
}

func (c claimSet) properties(s Site, fields []data.Field) (list []property) {
	values := map[string]string{}
	for _, p := range c.Properties {
		for _, one := range p.Claims {
			values[one.ID] = one.words(fields)
		}
	}
	for _, p := range c.Properties {
		of := property{Name: propertyWord(p.Property), IsContested: p.Contested}
		for _, one := range p.Claims {
			st := c.statement(s, one.assertion, values)
			st.Value = Link{Text: one.words(fields)}
			if text, ok := one.Value.(string); ok && one.isRef(text) {
				st.Value = Link{"Open the record that it names", refHref(s, text)}
			}
			of.Claims = append(of.Claims, st)
		}
		list = append(list, of)
	}
	return list
}

func (c claimSet) figureRows(s Site) (rows []figureRow) {
	values := map[string]string{}
	for _, f := range c.Figures {
		values[f.ID] = amount(f)
	}
	for _, f := range c.Figures {
		st := c.statement(s, f.assertion, values)
		st.Value = Link{Text: amount(f)}
		rows = append(rows, figureRow{vocab.Label("measure", f.Measure, "en"), st})
	}
	return rows
}

func (c claim) isRef(text string) bool {
	collection, _, ok := strings.Cut(text, "/")
	_, isCollection := data.CollectionByID(collection)
	return ok && isCollection
}

// words is the value in words; what has no words of its own, as JSON.
func (c claim) words(fields []data.Field) string {
	i := slices.IndexFunc(fields, func(f data.Field) bool { return f.Name == c.Property })
	field := data.Field{Name: c.Property}
	if i >= 0 {
		field = fields[i]
	}
	if c.Property == "valid_from" || c.Property == "valid_until" {
		field.Type = data.Date
	}
	if text := word(field, c.Value); text != "" {
		return text
	}
	if shape, ok := c.Value.(map[string]any); ok && shape["type"] != nil {
		return fmt.Sprintf("A shape on the map (%v)", shape["type"])
	}
	text, err := json.Marshal(c.Value)
	if err != nil {
		return ""
	}
	return string(text)
}

// propertyWord is a short name of a property.
func propertyWord(name string) string {
	short := map[string]string{
		"stage": "Examination", "when": "Date", "geometry": "Outline or position", "controlled_by": "In control", "coverage_gap": "Gap in what is recorded",
		"persons_buried": "Who is buried", "valid_from": "From", "valid_until": "Until", "names_place": "Place named",
	}
	return cmp.Or(short[name], sentence(name))
}
