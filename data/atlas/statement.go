package atlas

import (
	"encoding/json"

	"stele/data"
)

// The forms are the JSON of the statements. Every member is always present:
// null, or an empty list, where nothing is stated.

type claimForm struct {
	ID       string          `json:"id"`
	Property string          `json:"property"`
	Value    json.RawMessage `json:"value"`
	When     *string         `json:"when"`
	WhenRole *string         `json:"when_role"`
	assertionForm
}

type figureForm struct {
	Scope Subject `json:"scope"`
	countForm
}

// countForm is a figure without its scope.
type countForm struct {
	ID         string  `json:"id"`
	Measure    string  `json:"measure"`
	Low        *int64  `json:"low"`
	Best       *int64  `json:"best"`
	High       *int64  `json:"high"`
	Comparator *string `json:"comparator"`
	Word       *string `json:"word"`
	When       *string `json:"when"`
	WhenRole   *string `json:"when_role"`
	assertionForm
}

type assertionForm struct {
	AssertedBy  *string       `json:"asserted_by"`
	Source      *string       `json:"source"`
	Via         []string      `json:"via"`
	Locator     *data.Locator `json:"locator"`
	Rank        *string       `json:"rank"`
	Disputes    []string      `json:"disputes"`
	Supports    []string      `json:"supports"`
	Perspective *string       `json:"perspective"`
	Note        *string       `json:"note"`
	RecordedAt  *string       `json:"recorded_at"` // a day
	RecordedBy  *string       `json:"recorded_by"` // an agent
	Version     *int          `json:"version"`     // counts public versions
	Supersedes  *int          `json:"supersedes"`  // the version before, if there is one
}

type nameForm struct {
	Text     string  `json:"text"`
	Language *string `json:"language"`
	Script   *string `json:"script"`
	When     *string `json:"when"`
	Source   *string `json:"source"`
}

// Subject names what a statement is about.
type Subject struct {
	Collection string `json:"collection"`
	ID         string `json:"id"`
}

func formOfClaim(c data.Claim) claimForm {
	form := claimForm{
		ID: c.ID, Property: c.Property, Value: orNullValue(c.Value),
		When: orNull(c.When.String()), WhenRole: orNull(c.WhenRole),
		assertionForm: formOfAssertion(c.Assertion),
	}
	return form
}

// orNullValue turns no value into null.
func orNullValue(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return json.RawMessage("null")
	}
	return v
}

func formOfFigure(f data.Figure) figureForm {
	return figureForm{Subject{f.Scope.Collection, f.Scope.Key}, countForm{
		ID: f.ID, Measure: f.Measure,
		Low: f.Low, Best: f.Best, High: f.High, Comparator: orNull(f.Comparator), Word: orNull(f.Word),
		When: orNull(f.When.String()), WhenRole: orNull(f.WhenRole),
		assertionForm: formOfAssertion(f.Assertion),
	}}
}

func formOfAssertion(a data.Assertion) assertionForm {
	form := assertionForm{
		AssertedBy: orNull(a.AssertedBy), Source: orNull(a.Source), Via: orEmpty(a.Via), Rank: orNull(a.Rank),
		Disputes: orEmpty(a.Disputes), Supports: orEmpty(a.Supports),
		Perspective: orNull(a.Perspective), Note: orNull(a.Note),
		RecordedAt: orNull(a.Recorded.At), RecordedBy: orNull(a.Recorded.By),
	}
	if v := a.Recorded.Version; v > 0 {
		form.Version = &v
		if before := v - 1; before > 0 {
			form.Supersedes = &before
		}
	}
	if a.Locator != (data.Locator{}) {
		form.Locator = &a.Locator
	}
	return form
}

func nameForms(names []data.Name) []nameForm {
	forms := make([]nameForm, len(names))
	for i, n := range names {
		forms[i] = nameForm{n.Text, orNull(n.Language), orNull(n.Script), orNull(n.When.String()), orNull(n.Source)}
	}
	return forms
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
