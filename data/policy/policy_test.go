package policy_test

import (
	"testing"

	"stele/data"
	"stele/data/policy"
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
