package publish

import "slices"

// The rules by which a value is shown.
const (
	RulePreferred  = "preferred rank"      // a claim that an editor ranked before the others
	RuleOwn        = "the record's source" // what the record's own source says
	RuleOnly       = "only claim"          // nobody else says anything
	RuleAgree      = "claims agree"        // all say the same
	RuleSideBySide = "side by side"        // none is shown before the others
)

// Said is one value that is said for a property of a record.
type Said struct {
	ID        string // of the claim; "" is the record's own
	Value     string // canonical: equal values are equal texts; "" says nothing
	Account   string // who says it where: one account is no rival of itself
	Rank      string // vocabulary claim_rank
	InDispute bool   // it disputes another claim, or another disputes it
	// Unfit values are never shown: a geometry, for positions go by the
	// policy, or what is not of the field's type.
	Unfit bool
}

// Choice is which value is shown, why, and what stands against it.
type Choice struct {
	Value     string // "" if none is shown
	Claim     string // the claim whose value it is; "" if it is only the record's own
	Rule      string
	Contested bool
	Rivals    []string // claims that stand against the value shown, in the order given
	OwnRival  bool     // the record's own value stands against it, too
}

// Choose decides which value of a property is shown. This is the one place of
// the rule:
//
//   - A deprecated claim is never shown, nor the record's own value if its own
//     source's claim of it is deprecated.
//   - Preferred claims that agree are shown before all others.
//   - Otherwise the record's own value stands.
//   - Where the record says nothing, the only claim is shown, or what all
//     claims agree on. Otherwise none is: a tie is not broken.
//
// single is for a property of which a record can have only one value, such as
// its stage: other accounts' other values are rivals. Of any other property
// ("characterisation") only claims in dispute are. A property with rivals is
// contested.
func Choose(single bool, own Said, claims []Said) Choice {
	var live []Said
	for _, c := range claims {
		if c.Rank != "deprecated" && c.Value != "" {
			live = append(live, c)
		}
	}
	if isDeprecated(own, claims) {
		own = Said{}
	}
	c := pick(own, live)
	c.against(single, own, claims)
	return c
}

// isDeprecated reports that the record's source says its value in a deprecated
// claim, and nobody in another.
func isDeprecated(own Said, claims []Said) bool {
	withdrawn := false
	for _, c := range claims {
		if c.Value != own.Value {
			continue
		}
		if c.Rank != "deprecated" {
			return false
		}
		withdrawn = withdrawn || c.Account == own.Account
	}
	return withdrawn
}

func pick(own Said, live []Said) Choice {
	var fit, preferred []Said
	for _, c := range live {
		if c.Unfit {
			continue
		}
		fit = append(fit, c)
		if c.Rank == "preferred" {
			preferred = append(preferred, c)
		}
	}
	switch {
	case agree(preferred):
		return Choice{Value: preferred[0].Value, Claim: preferred[0].ID, Rule: RulePreferred}
	case own.Value != "":
		return Choice{Value: own.Value, Claim: claimOf(own, live), Rule: RuleOwn}
	case len(live) == 1 && len(fit) == 1:
		return Choice{Value: fit[0].Value, Claim: fit[0].ID, Rule: RuleOnly}
	case len(live) == len(fit) && agree(fit):
		return Choice{Value: fit[0].Value, Claim: fit[0].ID, Rule: RuleAgree}
	}
	return Choice{Rule: RuleSideBySide}
}

// agree reports that there are claims and all of one value.
func agree(claims []Said) bool {
	return len(claims) > 0 && !slices.ContainsFunc(claims, func(c Said) bool { return c.Value != claims[0].Value })
}

// claimOf is the claim that says the record's own value, its own source's first.
func claimOf(own Said, live []Said) string {
	id := ""
	for _, c := range live {
		if c.Value != own.Value {
			continue
		}
		if c.Account == own.Account {
			return c.ID
		}
		if id == "" {
			id = c.ID
		}
	}
	return id
}

// against finds what stands against the choice.
func (c *Choice) against(single bool, own Said, claims []Said) {
	behind := map[string]bool{} // the accounts that say what is shown
	for _, s := range append([]Said{own}, claims...) {
		if c.Value != "" && s.Value == c.Value && s.Rank != "deprecated" {
			behind[s.Account] = true
		}
	}
	different := map[string]bool{}
	for _, s := range claims {
		if s.Rank != "deprecated" {
			different[s.Value] = true
		}
	}
	tied := single && c.Value == "" && len(different) > 1
	for _, s := range claims {
		other := s.Value != c.Value
		rival := tied || single && c.Value != "" && !behind[s.Account]
		if other && (s.InDispute || rival && s.Rank != "deprecated") {
			c.Rivals = append(c.Rivals, s.ID)
		}
		// What is shown may itself be in dispute with a claim about another record.
		c.Contested = c.Contested || s.InDispute
	}
	c.OwnRival = single && own.Value != "" && own.Value != c.Value && !behind[own.Account]
	c.Contested = c.Contested || len(c.Rivals) > 0 || c.OwnRival
}
