package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"stele/data"
	"stele/geo"
)

// evidence is what is known about one record beside the record itself.
type evidence struct {
	claims       int
	figures      int
	contested    bool
	perspectives map[string]bool
}

// findEvidence reads the claims and figures whose record, source and agent are
// cleared too, and brings them into public form.
func (b *builder) findEvidence(ctx context.Context) error {
	claims, err := b.view.Claims(ctx)
	if err != nil {
		return err
	}
	figures, err := b.view.Figures(ctx)
	if err != nil {
		return err
	}
	b.places = map[data.Ref]place{}
	claims, err = keepCleared(ctx, b, claims, func(c data.Claim) (data.Ref, data.Assertion) { return c.Subject, c.Assertion })
	if err != nil {
		return err
	}
	figures, err = keepCleared(ctx, b, figures, func(f data.Figure) (data.Ref, data.Assertion) { return f.Scope, f.Assertion })
	if err != nil {
		return err
	}
	if claims, err = b.keepPublic(ctx, claims); err != nil {
		return err
	}
	b.said = said{claims, figures}
	b.sumUp()
	return nil
}

// said are the cleared claims and figures as the vault has them.
type said struct {
	claims  []data.Claim
	figures []data.Figure
}

// keepPublic drops claims about hidden fields, and of places that are not
// cleared; the others name their place by public ID.
func (b *builder) keepPublic(ctx context.Context, claims []data.Claim) ([]data.Claim, error) {
	kept := claims[:0]
	for _, c := range claims {
		of, _ := data.CollectionByID(c.Subject.Collection)
		if f, ok := of.Field(c.Property); ok && f.Hidden {
			continue
		}
		if c.Property == "place" {
			var ref data.Ref
			if json.Unmarshal(c.Value, &ref) != nil {
				continue
			}
			at, err := b.place(ctx, ref)
			if err != nil {
				return nil, err
			}
			if at.ref.IsZero() {
				continue
			}
			c.Value = json.RawMessage(jsonText(at.ref.String()))
		}
		kept = append(kept, c)
	}
	return kept, nil
}

// sumUp brings what is said into public form, and notes for each record what is
// there about it.
func (b *builder) sumUp() {
	b.evidence, b.links = map[data.Ref]evidence{}, map[string]string{}
	b.claims, b.figures, b.disputed = map[data.Ref][]data.Claim{}, nil, map[string]bool{}
	for _, c := range b.said.claims {
		b.links[c.Key] = c.ID
	}
	for _, f := range b.said.figures {
		b.links[f.Key] = f.ID
	}
	for _, c := range b.said.claims {
		b.note(c.Subject, c.Assertion, func(e *evidence) { e.claims++ })
		c.Key, c.Assertion = "", b.publicAssertion(c.Assertion)
		b.dispute(c.ID, c.Disputes)
		b.claims[c.Subject] = append(b.claims[c.Subject], c)
	}
	for _, f := range b.said.figures {
		b.note(f.Scope, f.Assertion, func(e *evidence) { e.figures++ })
		f.Key, f.Assertion = "", b.publicAssertion(f.Assertion)
		b.dispute(f.ID, f.Disputes)
		b.figures = append(b.figures, f)
	}
	for _, list := range b.claims {
		slices.SortFunc(list, func(x, y data.Claim) int {
			return cmp.Or(cmp.Compare(x.Property, y.Property), cmp.Compare(x.ID, y.ID))
		})
	}
}

// holdBack drops the claims that are, or might give away, a position that is not
// shown, and whatever tells that they are there: their numbers, and the disputes
// with them. The text gate looks at them first: where no position belongs, whoever
// recorded it should hear of it.
func (b *builder) holdBack(ctx context.Context) error {
	held := map[string]bool{}
	for subject, list := range b.claims {
		for _, c := range list {
			if !MayHoldPosition(c) {
				continue
			}
			shows, err := b.showsClaim(ctx, subject, c.ID)
			if err != nil {
				return err
			}
			if shows {
				continue
			}
			held[c.ID] = true
			if c.Property != "geometry" {
				b.gate.checkHeld(c)
			}
		}
	}
	if len(held) > 0 {
		b.said.claims = slices.DeleteFunc(b.said.claims, func(c data.Claim) bool { return held[c.ID] })
		b.sumUp()
	}
	b.said = said{}
	return nil
}

// showsClaim reports that a claim of a position may be shown: where the record's is
// shown exactly, and would be with as many approvals as the claim has itself. A
// rival position says as much as the position, and nobody approved it with that.
func (b *builder) showsClaim(ctx context.Context, subject data.Ref, id string) (bool, error) {
	r, ok, err := b.record(ctx, subject)
	if err != nil || !ok || b.verdict(r).Precision != geo.PrecisionExact {
		return false, err
	}
	of := r.Approvals
	n, err := b.view.ClaimApprovals(ctx, id)
	if err != nil {
		return false, err
	}
	shows := func(approvals int) bool {
		r.Approvals = min(of, approvals)
		return b.decide(r).Precision == geo.PrecisionExact
	}
	if !shows(n) && shows(n+1) {
		b.report.WaitingClaims++
	}
	return shows(n), nil
}

// dispute notes both sides of disputes, by public ID.
func (b *builder) dispute(id string, disputes []string) {
	for _, other := range disputes {
		b.disputed[id], b.disputed[other] = true, true
	}
}

// addEvidence writes the claims and figures.
func (b *builder) addEvidence(ctx context.Context) error {
	for subject, list := range b.claims {
		for _, c := range list {
			c.Subject = b.places[subject].ref
			b.gate.checkClaim(c)
			if err := b.out.AddClaim(ctx, c); err != nil {
				return err
			}
		}
	}
	for _, f := range b.figures {
		f.Scope = b.places[f.Scope].ref
		b.gate.checkFigure(f)
		if err := b.out.AddFigure(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// keepCleared drops the rows whose record, source or agent is not cleared.
func keepCleared[T any](ctx context.Context, b *builder, rows []T, of func(T) (data.Ref, data.Assertion)) ([]T, error) {
	kept := rows[:0]
	for _, row := range rows {
		subject, a := of(row)
		p, err := b.place(ctx, subject)
		if err != nil {
			return nil, err
		}
		if p.ref.IsZero() || !b.isCleared(a.Source, a.AssertedBy) {
			continue
		}
		kept = append(kept, row)
	}
	return kept, nil
}

func (b *builder) isCleared(source, agent string) bool {
	_, hasSource := b.sources[source]
	_, hasAgent := b.agents[agent]
	return hasSource && (hasAgent || agent == "")
}

// note counts an assertion about a record and whose perspective it is.
func (b *builder) note(subject data.Ref, a data.Assertion, count func(*evidence)) {
	e := b.evidence[subject]
	if e.perspectives == nil {
		e.perspectives = map[string]bool{}
	}
	count(&e)
	if len(b.public(a.Disputes)) > 0 {
		e.contested = true
	}
	perspective := a.Perspective
	if perspective == "" {
		perspective = b.sources[a.Source].Perspective
	}
	if perspective != "" {
		e.perspectives[perspective] = true
	}
	b.evidence[subject] = e
}

// publicAssertion names everything by public ID and drops what is not cleared.
func (b *builder) publicAssertion(a data.Assertion) data.Assertion {
	if a.AssertedBy == "" {
		a.AssertedBy = b.sources[a.Source].Agent
	}
	a.AssertedBy = b.agents[a.AssertedBy].ID
	if a.Perspective == "" {
		a.Perspective = b.sources[a.Source].Perspective
	}
	a.Source = b.sources[a.Source].ID
	a.Recorded = b.publicRecorded(a.Recorded)
	var via []string
	for _, key := range a.Via {
		if s, ok := b.sources[key]; ok {
			via = append(via, s.ID)
		}
	}
	a.Via, a.Disputes, a.Supports = via, b.public(a.Disputes), b.public(a.Supports)
	return a
}

// publicRecorded tells the day, and of who recorded it no name: only which
// agent it was, if the name is that of an agent who may be named.
func (b *builder) publicRecorded(r data.Recorded) data.Recorded {
	r.At, _, _ = strings.Cut(r.At, "T")
	by, ok := b.agents[r.By]
	if r.By = ""; ok && (by.Kind != "person" || by.Consent) {
		r.By = by.ID
	}
	return r
}

// public gives the public IDs of the claims and figures that are cleared.
func (b *builder) public(keys []string) []string {
	var ids []string
	for _, key := range keys {
		if id, ok := b.links[key]; ok {
			ids = append(ids, id)
		}
	}
	return ids
}
