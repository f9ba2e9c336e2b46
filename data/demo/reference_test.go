package demo_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"stele/data"
	"stele/data/demo"
	"stele/data/edtf"
	"stele/data/vocab"
	"stele/geo"
)

// index holds the keys of everything that can be pointed at.
type index struct {
	agents, sources, records, statements map[string]bool
}

func indexOf(t *testing.T, b demo.Bundle) index {
	t.Helper()
	x := index{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	ids := map[string]string{}
	wellFormed := regexp.MustCompile(`^[a-z2-7]{16}$`)
	add := func(keys map[string]bool, what, key, id string) {
		if key == "" || keys[key] {
			t.Errorf("%s: key %q is empty or stands twice", what, key)
		}
		keys[key] = true
		if !wellFormed.MatchString(id) {
			t.Errorf("%s %s: id %q is not of 16 characters out of a-z and 2-7", what, key, id)
		}
		if other, ok := ids[id]; ok {
			t.Errorf("%s %s has the id of %s", what, key, other)
		}
		ids[id] = what + " " + key
	}
	for _, a := range b.Agents {
		add(x.agents, "agent", a.Key, a.ID)
	}
	for _, s := range b.Sources {
		add(x.sources, "source", s.Key, s.ID)
	}
	for _, r := range b.Records {
		add(x.records, "record", r.Collection+"/"+r.Key, r.ID)
	}
	for _, c := range b.Claims {
		add(x.statements, "claim", c.Key, c.ID)
	}
	for _, f := range b.Figures {
		add(x.statements, "figure", f.Key, f.ID)
	}
	return x
}

// statement is what claims and figures have in common.
type statement struct {
	key, about string // about is what rivals must share
	ref        data.Ref
	when       edtf.Date
	role       string
	data.Assertion
}

func statements(b demo.Bundle) (all []statement) {
	for _, c := range b.Claims {
		all = append(all, statement{c.Key, "claim " + c.Subject.String() + " " + c.Property, c.Subject, c.When, c.WhenRole, c.Assertion})
	}
	for _, f := range b.Figures {
		all = append(all, statement{f.Key, "figure " + f.Scope.String() + " " + f.Measure, f.Scope, f.When, f.WhenRole, f.Assertion})
	}
	return all
}

func TestReferences_LeadSomewhere(t *testing.T) {
	b := load(t)
	x := indexOf(t, b)
	want := func(keys map[string]bool, from, member, key string) {
		if !keys[key] {
			t.Errorf("%s: %s %q does not exist", from, member, key)
		}
	}
	for _, s := range b.Sources {
		want(x.agents, s.Key, "agent", s.Agent)
		if s.KnownThrough != "" {
			want(x.sources, s.Key, "known_through", s.KnownThrough)
		}
	}
	for _, r := range b.Records {
		key := r.Collection + "/" + r.Key
		want(x.sources, key, "source", r.Source)
		want(x.agents, key, "asserted_by", r.AssertedBy)
		if !r.Place.IsZero() {
			want(x.records, key, "place", r.Place.String())
		}
		for _, n := range r.Names {
			want(x.sources, key, "source of a name", n.Source)
		}
	}
	for _, s := range statements(b) {
		want(x.records, s.key, "subject or scope", s.ref.String())
		want(x.agents, s.key, "asserted_by", s.AssertedBy)
		want(x.sources, s.key, "source", s.Source)
		for _, key := range s.Via {
			want(x.sources, s.key, "via", key)
		}
		for _, key := range slices.Concat(s.Disputes, s.Supports) {
			want(x.statements, s.key, "disputes or supports", key)
		}
	}
}

func TestDisputes_AreSymmetricAndAboutOneThing(t *testing.T) {
	all := map[string]statement{}
	for _, s := range statements(load(t)) {
		all[s.key] = s
	}
	disputes := 0
	for _, s := range all {
		for _, key := range s.Disputes {
			disputes++
			rival := all[key]
			if !slices.Contains(rival.Disputes, s.key) {
				t.Errorf("%s disputes %s, but not the other way round", s.key, key)
			}
			if key == s.key || rival.about != s.about {
				t.Errorf("%s (%s) disputes %s (%s)", s.key, s.about, key, rival.about)
			}
		}
	}
	if disputes == 0 {
		t.Error("nothing is disputed")
	}
}

// The chain of sources begins with one of the agent's own and ends before the source read.
func TestAssertions_HaveALocator(t *testing.T) {
	b := load(t)
	for _, c := range b.Claims {
		if c.Locator == (data.Locator{}) {
			t.Errorf("claim %s does not say where in its source it stands", c.Key)
		}
	}
	for _, f := range b.Figures {
		if f.Locator == (data.Locator{}) {
			t.Errorf("figure %s does not say where in its source it stands", f.Key)
		}
	}
}

func TestVia_BeginsWithTheAgentsOwnSource(t *testing.T) {
	b := load(t)
	agentOf, through := map[string]string{}, map[string]string{}
	for _, s := range b.Sources {
		agentOf[s.Key], through[s.Key] = s.Agent, s.KnownThrough
	}
	for _, s := range statements(b) {
		switch {
		case len(s.Via) == 0 && s.AssertedBy != agentOf[s.Source] && through[s.Source] == "":
			t.Errorf("%s: %s asserts it in %s, which is %s's, and no source lies between", s.key, s.AssertedBy, s.Source, agentOf[s.Source])
		case len(s.Via) > 0 && agentOf[s.Via[0]] != s.AssertedBy:
			t.Errorf("%s: via begins with %s, which is not %s's", s.key, s.Via[0], s.AssertedBy)
		case len(s.Via) > 0 && through[s.Via[len(s.Via)-1]] != s.Source:
			t.Errorf("%s: via ends with %s, which is not known through %s", s.key, s.Via[len(s.Via)-1], s.Source)
		}
	}
}

func TestCodes_AreInTheVocabularies(t *testing.T) {
	b := load(t)
	want := func(from, vocabulary, code string) {
		if !vocab.Has(vocabulary, code) {
			t.Errorf("%s: vocabulary %s has no code %q", from, vocabulary, code)
		}
	}
	for _, a := range b.Agents {
		want(a.Key, "agent_kind", a.Kind)
	}
	for _, s := range b.Sources {
		want(s.Key, "source_kind", s.Kind)
		want(s.Key, "archive_state", s.Archive.State)
	}
	for _, r := range b.Records {
		c, _ := data.CollectionByID(r.Collection)
		for _, f := range c.Fields {
			if code, ok := r.Properties[f.Name]; ok && f.Type == data.Code {
				want(r.Key, f.Vocabulary, code.(string))
			}
		}
		if !r.When.IsZero() || r.WhenRole != "" {
			want(r.Key, "date_role", r.WhenRole)
		}
	}
	for _, s := range statements(b) {
		want(s.key, "claim_rank", s.Rank)
		if !s.when.IsZero() || s.role != "" {
			want(s.key, "date_role", s.role)
		}
	}
	for _, f := range b.Figures {
		want(f.Key, "measure", f.Measure)
		if f.Comparator != "" {
			want(f.Key, "comparator", f.Comparator)
		}
	}
}

// A claim about a field has a value that the field could have.
func TestClaims_HaveValuesOfTheirProperty(t *testing.T) {
	for _, c := range load(t).Claims {
		if c.Property == "geometry" {
			g, err := geo.ReadGeometry(c.Value)
			if err == nil {
				err = geo.Validate(g)
			}
			if err != nil {
				t.Errorf("%s: %v", c.Key, err)
			}
			continue
		}
		var text string
		if err := json.Unmarshal(c.Value, &text); err != nil || text == "" {
			t.Errorf("%s: value %s is not a text", c.Key, c.Value)
		}
		collection, _ := data.CollectionByID(c.Subject.Collection)
		field, _ := collection.Field(c.Property)
		if field.Type == data.Code && !vocab.Has(field.Vocabulary, text) {
			t.Errorf("%s: vocabulary %s has no code %q", c.Key, field.Vocabulary, text)
		}
		if slices.Contains([]string{"when", "valid_from", "valid_until"}, c.Property) {
			if _, err := edtf.Parse(text); err != nil {
				t.Errorf("%s: %v", c.Key, err)
			}
		}
	}
}
