package policy_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"stele/data"
	"stele/data/policy"
	"stele/data/textgate"
	"stele/geo"
)

func TestAwaits(t *testing.T) {
	tests := []struct {
		audience, collection, stage, protection string
		approvals                               int
		want                                    bool
	}{
		{"public", data.Sites, "memorialised", "", 0, false},
		{"public", data.Sites, "memorialised", "", 1, true},
		{"public", data.Sites, "memorialised", "", 2, false},
		{"public", data.Sites, "located", "none", 1, false},
		{"public", data.Villages, "", "", 1, false},
		{"partner", data.Sites, "located", "none", 1, true},
		{"partner", data.Sites, "located", "none", 2, false},
		{"partner", data.Events, "", "", 1, true},
		{"partner", data.Villages, "", "", 1, false},
	}
	for _, test := range tests {
		p, err := policy.ForAudience(test.audience, "")
		if err != nil {
			t.Fatal(err)
		}
		r := data.Record{Collection: test.collection, Properties: map[string]any{"stage": test.stage, "protection": test.protection}}
		if got := p.Awaits(r, test.approvals); got != test.want {
			t.Errorf("%s: %s %s with %d approvals awaits another: %v, want %v", test.audience, test.stage, test.collection, test.approvals, got, test.want)
		}
		if test.want && !p.AsksTwice(test.collection) {
			t.Errorf("%s: %s ask for no second approval, and one awaits it", test.audience, test.collection)
		}
	}
}

// A million villages need not be looked through.
func TestAsksTwice(t *testing.T) {
	want := map[string]map[string]bool{
		"public":  {data.Sites: true},
		"partner": {data.Sites: true, data.Events: true},
	}
	for _, audience := range policy.Audiences() {
		p, err := policy.ForAudience(audience, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range data.Collections() {
			if got := p.AsksTwice(c.ID); got != want[audience][c.ID] {
				t.Errorf("%s: %s may await a second approval: %v, want %v", audience, c.ID, got, !got)
			}
		}
	}
}

func TestParse_Refuses(t *testing.T) {
	const rules = `{"version": "own-7", "audience": "public", "rules": [`
	tests := map[string]struct{ text, want string }{
		"fewer than no villages": {rules + `{"name": "site", "collection": "sites", "precision": "0.1", "k": -5}]}`, "rule site: k is -5"},
		"fewer than nobody":      {rules + `{"name": "site", "collection": "sites", "precision": "exact", "approvals": -1}]}`, "rule site: approvals is -1"},
		"unknown collection":     {rules + `{"name": "site", "collection": "graves", "precision": "0.1"}]}`, `unknown collection "graves"`},
		"unknown stage":          {rules + `{"name": "site", "collection": "sites", "stage": ["dug"], "precision": "0.1"}]}`, `unknown stage "dug"`},
		"unknown protection":     {rules + `{"name": "site", "collection": "sites", "protection": ["dog"], "precision": "0.1"}]}`, `unknown protection "dog"`},
		"unknown precision":      {rules + `{"name": "site", "collection": "sites", "precision": "0.5"}]}`, "0.5"},
		"unknown member":         {rules + `{"name": "site", "collection": "sites", "precison": "0.1"}]}`, "precison"},
		"no version":             {`{"audience": "public"}`, "version and audience"},
		"no audience":            {`{"version": "own-7"}`, "version and audience"},
		"two policies":           {rules + `]} {}`, "behind its end"},
		"no JSON":                {`version: own-7`, "policy"},
	}
	for name, test := range tests {
		if _, err := policy.Parse([]byte(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: Parse = %v, want an error with %q", name, err, test.want)
		}
	}
	p, err := policy.Parse([]byte(rules + `{"name": "site", "collection": "sites"}]}`))
	if v := p.Decide(data.Record{Collection: data.Sites}, 2); err != nil || v.Precision != geo.PrecisionNone {
		t.Errorf("a rule without a precision shows %v, %v, want nothing", v.Precision, err)
	}
	if v := p.Decide(data.Record{Collection: data.Villages}, 2); v.Precision != geo.PrecisionNone || v.Rule != "" {
		t.Errorf("what no rule names is shown as %v by %q", v.Precision, v.Rule)
	}
}

// G7: a cell holds five villages unless its rule says another number, in so many
// digits: to leave k out is not to ask for none.
func TestG7_KIsFiveUnlessSaid(t *testing.T) {
	located := data.Record{Collection: data.Sites}
	for rule, want := range map[string]int{
		`"precision": "0.01"`:             5,
		`"precision": "0.1"`:              5,
		`"precision": "1"`:                5,
		`"precision": "0.1", "k": null`:   5,
		`"precision": "0.1", "k": 0`:      0,
		`"precision": "0.1", "k": 3`:      3,
		`"precision": "exact"`:            0,
		`"precision": "exact", "k": 5`:    0,
		`"precision": "withheld"`:         0,
		`"precision": "withheld", "k": 5`: 0,
	} {
		p, err := policy.Parse([]byte(`{"version": "own-7", "audience": "public", "rules": [{"name": "site", "collection": "sites", ` + rule + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		if v := p.Decide(located, 2); v.K != want {
			t.Errorf("%s asks for %d villages, want %d", rule, v.K, want)
		}
		if said := strings.Contains(p.Lines()[0].Shown, "known villages"); said != (want > 0) {
			t.Errorf("%s in words: %q", rule, p.Lines()[0].Shown)
		}
	}
}

// A rule of Stele's own that shows a cell says k, and a policy that asks for none
// says why: it leaves out what keeps a lone village unnamed.
func TestPolicies_SayWhatTheyAreFor(t *testing.T) {
	for _, audience := range policy.Audiences() {
		p, err := policy.ForAudience(audience, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range p.Rules {
			isCell := r.Precision != geo.PrecisionNone && r.Precision != geo.PrecisionExact
			if isCell != (r.K != nil) {
				t.Errorf("%s: rule %s of precision %s says k: %v", p.Version, r.Name, r.Precision, r.K != nil)
			}
			if isCell && *r.K == 0 && !strings.Contains(p.Note, "so its rule says 0") && !strings.Contains(p.Note, "says that k is 0") {
				t.Errorf("%s: rule %s asks for no k, and the note does not say why", p.Version, r.Name)
			}
		}
		if found := textgate.Find(p.Note); found != nil {
			t.Errorf("%s: a position stands in its note: %v", p.Version, found)
		}
	}
}

// Whatever a folder's own policy says, what it shows more finely than Stele's
// takes two people.
func TestForAudience_OwnPolicy(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("public.json", `{"version": "own-7", "audience": "public", "rules": [{"name": "all", "collection": "sites", "precision": "exact"}]}`)
	write("court.json", `{"version": "court-1", "audience": "public", "rules": []}`)
	write("partner.json", `{"version": "partner-2",`)
	p, err := policy.ForAudience("public", dir)
	if err != nil || p.Version != "own-7" {
		t.Fatalf("ForAudience = %q, %v", p.Version, err)
	}
	r := data.Record{Collection: data.Sites, Properties: map[string]any{"stage": "located"}}
	for approvals, want := range []geo.Precision{geo.PrecisionNone, geo.PrecisionNone, geo.PrecisionExact} {
		if v := p.Decide(r, approvals); v.Precision != want {
			t.Errorf("with %d approvals it is shown as %v, want %v", approvals, v.Precision, want)
		}
	}
	for audience, want := range map[string]string{
		"court": filepath.Join(dir, "court.json") + `: policy court-1 is for the audience "public"`, "partner": filepath.Join(dir, "partner.json") + ": policy: unexpected EOF",
		"nobody": "there is no policy", "../public": "can't be the name", "": "can't be the name",
	} {
		if _, err := policy.ForAudience(audience, dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ForAudience(%q) = %v, want an error with %q", audience, err, want)
		}
	}
}
