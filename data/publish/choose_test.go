package publish_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"stele/data/publish"
)

// The rule by which a value is shown, case by case (rule P5: never silently).
func TestP5_Choose(t *testing.T) {
	said := func(id, value, account, rank string) publish.Said {
		return publish.Said{ID: id, Value: value, Account: account, Rank: rank}
	}
	own := said("", "a", "home", "")
	disputed := func(s publish.Said) publish.Said { s.InDispute = true; return s }
	unfit := func(s publish.Said) publish.Said { s.Unfit = true; return s }
	tests := []struct {
		name   string
		single bool
		own    publish.Said
		claims []publish.Said
		want   publish.Choice
	}{
		{"own alone, said in a claim", true, own, []publish.Said{said("1", "a", "home", "normal")}, publish.Choice{Value: "a", Claim: "1", Rule: publish.RuleOwn}},
		{"own stands among equals", true, own, []publish.Said{said("1", "b", "x", "normal")}, publish.Choice{Value: "a", Rule: publish.RuleOwn, Contested: true, Rivals: []string{"1"}}},
		{"own, and others agree", true, own, []publish.Said{said("1", "a", "x", "normal"), said("2", "a", "home", "normal")}, publish.Choice{Value: "a", Claim: "2", Rule: publish.RuleOwn}},
		{"one account says two things", true, own, []publish.Said{said("1", "b", "home", "normal")}, publish.Choice{Value: "a", Rule: publish.RuleOwn}},
		{"preferred comes first", true, own, []publish.Said{said("1", "b", "x", "normal"), said("2", "c", "y", "preferred")}, publish.Choice{Value: "c", Claim: "2", Rule: publish.RulePreferred, Contested: true, Rivals: []string{"1"}, OwnRival: true}},
		{"preferred, and own says the same", true, own, []publish.Said{said("1", "a", "x", "preferred")}, publish.Choice{Value: "a", Claim: "1", Rule: publish.RulePreferred}},
		{"two preferred do not agree: own stands", true, own, []publish.Said{said("1", "b", "x", "preferred"), said("2", "c", "y", "preferred")}, publish.Choice{Value: "a", Rule: publish.RuleOwn, Contested: true, Rivals: []string{"1", "2"}}},
		{"deprecated is no rival", true, own, []publish.Said{said("1", "b", "x", "deprecated")}, publish.Choice{Value: "a", Rule: publish.RuleOwn}},
		{"deprecated is never shown", true, publish.Said{}, []publish.Said{said("1", "b", "x", "deprecated")}, publish.Choice{Rule: publish.RuleSideBySide}},
		{"own value deprecated by its source", true, own, []publish.Said{said("1", "a", "home", "deprecated"), said("2", "b", "x", "normal")}, publish.Choice{Value: "b", Claim: "2", Rule: publish.RuleOnly}},
		{"own value deprecated elsewhere", true, own, []publish.Said{said("1", "a", "x", "deprecated")}, publish.Choice{Value: "a", Rule: publish.RuleOwn}},
		{"only claim", true, publish.Said{Account: "home"}, []publish.Said{said("1", "b", "x", "normal")}, publish.Choice{Value: "b", Claim: "1", Rule: publish.RuleOnly}},
		{"claims agree", true, publish.Said{Account: "home"}, []publish.Said{said("1", "b", "x", "normal"), said("2", "b", "y", "normal")}, publish.Choice{Value: "b", Claim: "1", Rule: publish.RuleAgree}},
		{"a tie is not broken", true, publish.Said{Account: "home"}, []publish.Said{said("1", "b", "x", "normal"), said("2", "c", "y", "normal")}, publish.Choice{Rule: publish.RuleSideBySide, Contested: true, Rivals: []string{"1", "2"}}},
		{"unfit preferred is a rival, not shown", true, own, []publish.Said{unfit(said("1", "b", "x", "preferred"))}, publish.Choice{Value: "a", Rule: publish.RuleOwn, Contested: true, Rivals: []string{"1"}}},
		{"unfit alone is not shown", true, publish.Said{}, []publish.Said{unfit(said("1", "b", "x", "normal"))}, publish.Choice{Rule: publish.RuleSideBySide}},
		{"a dispute of the same account", true, own, []publish.Said{disputed(said("1", "b", "home", "normal"))}, publish.Choice{Value: "a", Rule: publish.RuleOwn, Contested: true, Rivals: []string{"1"}}},
		{"free words stand side by side", false, publish.Said{}, []publish.Said{said("1", "b", "x", "normal"), said("2", "c", "y", "normal")}, publish.Choice{Rule: publish.RuleSideBySide}},
		{"free words in dispute", false, publish.Said{}, []publish.Said{disputed(said("1", "b", "x", "normal")), disputed(said("2", "c", "y", "normal")), said("3", "d", "z", "normal")}, publish.Choice{Rule: publish.RuleSideBySide, Contested: true, Rivals: []string{"1", "2"}}},
		{"free words, one preferred", false, publish.Said{}, []publish.Said{said("1", "b", "x", "normal"), said("2", "c", "y", "preferred")}, publish.Choice{Value: "c", Claim: "2", Rule: publish.RulePreferred}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if d := cmp.Diff(test.want, publish.Choose(test.single, test.own, test.claims)); d != "" {
				t.Errorf("Choose (-want +got):\n%s", d)
			}
		})
	}
}
