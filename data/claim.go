package data

import (
	"encoding/json"
	"strings"

	"stele/data/edtf"
)

// Claim is one statement about one property of one record, made by somebody in
// some source. Rivals stand side by side; the software takes no side.
type Claim struct {
	ID       string `json:"id,omitempty"`
	Key      string `json:"key,omitempty"`
	Subject  Ref    `json:"subject"`
	Property string `json:"property"` // a field's name, "when", "place", "geometry", or a free word
	// Value is any JSON value; a GeoJSON geometry where Property is "geometry".
	Value    json.RawMessage `json:"value"`
	When     edtf.Date       `json:"when,omitzero"`
	WhenRole string          `json:"when_role,omitempty"` // vocabulary date_role
	Assertion
}

// IsProperty reports that a word may name what a claim is about: small letters,
// digits and _, a letter first. It is public, and no place for free text.
func IsProperty(word string) bool {
	return word != "" && word[0] >= 'a' && word[0] <= 'z' && !strings.ContainsFunc(word, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

// Assertion says who says so, where, and how it stands to others' statements.
type Assertion struct {
	AssertedBy  string   `json:"asserted_by"`   // key of an agent; "" is the source's own
	Source      string   `json:"source"`        // key of the source read
	Via         []string `json:"via,omitempty"` // keys of the sources between the agent and Source, nearest the agent first
	Locator     Locator  `json:"locator,omitzero"`
	Rank        string   `json:"rank"`               // vocabulary claim_rank
	Disputes    []string `json:"disputes,omitempty"` // keys of claims or figures
	Supports    []string `json:"supports,omitempty"`
	Perspective string   `json:"perspective,omitempty"`
	Note        string   `json:"note,omitempty"`
	// Recorded says how the statement came to be on record. No file sets it.
	Recorded Recorded `json:"-"`
}

// Recorded says when and by whom a statement was put on record, and which of
// its versions this is. In public form At is a day, By the ID of an agent whose
// name may be published (or ""), and Version counts public versions only.
type Recorded struct {
	At      string // RFC 3339 in the vault, "2026-03-04" in public
	By      string
	Version int // from 1; it supersedes Version-1
}
