package data

import "time"

// The states of publication. Only a decision moves a row from one to another.
const (
	Draft     = "draft"
	InReview  = "in_review"
	Embargoed = "embargoed"
	Published = "published"
	Withdrawn = "withdrawn"
)

// Decision is one recorded step in the review of one version of a row. Rows
// without a decision are drafts, and drafts never reach a release.
type Decision struct {
	Entity  string // "record", "source", "agent", "claim" or "figure"
	ID      string
	Version int
	State   string
	By      string // who decided
	At      time.Time
	Reason  string // may be published
	Note    string // internal
	Policy  string // versions of the policies in force, one for each audience
}
