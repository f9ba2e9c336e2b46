package atlas

import "stele/data"

// ClaimQuery asks for claims; what is zero matches all.
type ClaimQuery struct {
	Subject    data.Ref // by public ID
	Property   string
	Source     string // ID
	AssertedBy string // ID
	After      string // Next of the page before
	Limit      int
}

// ClaimItem is a claim in a list: with its subject, the names of who says it
// and where, and how many rivals its property has.
type ClaimItem struct {
	Subject NamedSubject `json:"subject"`
	claimForm
	AgentName   *string `json:"agent_name"`
	SourceTitle *string `json:"source_title"`
	Contested   bool    `json:"contested"`
	IsShown     bool    `json:"is_shown"` // its value is the one that the record shows
	Rivals      int     `json:"rivals"`   // of the value that is shown
}

// Claims returns a page of claims by subject, property and ID.
func (a *Atlas) Claims(q ClaimQuery) Page[ClaimItem] {
	p := pageOf(a.claims.keys, a.claims.all, q.After, q.Limit, func(c data.Claim) bool {
		return (q.Subject.IsZero() || c.Subject == q.Subject) && matches(q.Property, c.Property) &&
			matches(q.Source, c.Source) && matches(q.AssertedBy, c.AssertedBy)
	})
	name := a.naming()
	return mapPage(p, func(c data.Claim) ClaimItem { return a.claimItem(c, name) })
}

// Claim returns one claim.
func (a *Atlas) Claim(id string) (ClaimItem, bool) {
	i, ok := a.claims.byID[id]
	if !ok {
		return ClaimItem{}, false
	}
	return a.claimItem(a.claims.all[i], a.naming()), true
}

func matches(want, is string) bool { return want == "" || want == is }

func (a *Atlas) claimItem(c data.Claim, name func(data.Ref) NamedSubject) ClaimItem {
	item := ClaimItem{
		Subject: name(c.Subject), claimForm: formOfClaim(c),
		AgentName: orNull(a.register.agents[c.AssertedBy].name), SourceTitle: orNull(a.register.sources[c.Source].name),
	}
	for _, p := range a.dossiers[c.Subject].properties {
		if p.Property == c.Property {
			item.Contested, item.Rivals = p.Contested, p.Rivals
			item.IsShown = p.Shown != nil && p.Shown.Claim != nil && *p.Shown.Claim == c.ID
		}
	}
	return item
}
