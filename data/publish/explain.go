package publish

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

// Outcome is what becomes of a record's newest version in a release for one
// audience, and why: found by building that part of the release.
type Outcome struct {
	Policy  policy.Policy
	Version int
	// InForce is the version that goes out now, 0 if none does. Another than
	// Version means that the outcome is what an approval of that would bring.
	InForce   int
	Approvals int  // people who approved Version
	Held      bool // it stays in, as long as its source or agent is not approved

	// Precision is as in a release: "exact", a cell's size, "withheld", or ""
	// where there is no position. Rule is the rule that set it and what made it
	// coarser, Geometry the public form, nil if there is none.
	Precision, Rule string
	Geometry        orb.Geometry
	PlaceName       string // where it is placed, by name; "" if nowhere

	// The steps to the precision, each as coarse as the one before or coarser:
	// by the record as its source has it, as claims have it, as its location
	// group has it.
	Own, Claimed, Grouped policy.Verdict
	// Fits is the size of the finest cell, not finer than Grouped, that holds all of
	// the record and its group; Villages counts those in it.
	Fits     geo.Precision
	Villages int

	// IsExact is whether claims that may hold a position go out with it; HeldBack
	// are those that are approved and stay in, because it is not shown exactly.
	IsExact  bool
	HeldBack []data.Claim

	Waits     bool     // a second approval would show it more finely
	Contested []string // properties
	Leaks     []Leak   // positions in its texts, and in those about it: they stop the publication

	// Past are its public versions, the oldest first; the last is without a day and
	// a reason if only the approval would make it one.
	Past []release.Version
}

// Explain says what a release under p would make of the record with that public
// ID, as the vault is now and as if the record's newest version were approved.
// It goes the way of Release, of which it writes nothing. Of an unknown ID it is
// vault.ErrUnknown.
func Explain(ctx context.Context, v *vault.Vault, p policy.Policy, id string) (Outcome, error) {
	newest, err := v.NewestRecord(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	row, err := v.Row(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	r := vault.Cleared{Record: newest, Approvals: max(1, row.Approvals()), RecordedAt: row.Versions[len(row.Versions)-1].RecordedAt}
	o := Outcome{Policy: p, Version: r.Version, Approvals: row.Approvals()}
	err = v.View(ctx, func(view *vault.View) error {
		now, ok, err := view.Record(ctx, data.Ref{Collection: r.Collection, Key: r.Key})
		if err != nil {
			return err
		}
		if ok {
			o.InForce = now.Version
		}
		out := &unwritten{id: id}
		b := &builder{
			view: view, policy: p, out: out, trial: &r, anchors: map[string]vault.Anchor{},
			report: Report{Features: map[string]int{}, Waiting: map[string]bool{}},
		}
		return b.explain(ctx, r, out, &o)
	})
	if err != nil {
		return o, fmt.Errorf("explain %s: %w", id, err)
	}
	return o, nil
}

func (b *builder) explain(ctx context.Context, r vault.Cleared, out *unwritten, o *Outcome) error {
	for _, step := range []func(context.Context) error{b.addAgents, b.addSources, b.findEvidence, b.findGroups} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	about, subject := b.idsAbout(r), data.Ref{Collection: r.Collection, Key: r.Key}
	o.IsExact = b.verdict(r).Precision == geo.PrecisionExact
	o.HeldBack = slices.Clone(b.claims[subject])
	for _, step := range []func(context.Context) error{b.holdBack, b.addEvidence} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	// A geometry is told of as the record's own position is.
	o.HeldBack = slices.DeleteFunc(o.HeldBack, func(c data.Claim) bool {
		return c.Property == "geometry" || slices.ContainsFunc(b.claims[subject], func(out data.Claim) bool { return out.ID == c.ID })
	})
	c, _ := data.CollectionByID(r.Collection)
	b.box = newOutbox()
	past, err := b.tryPast(ctx)
	if err == nil {
		err = b.addRecord(ctx, c, data.PublicFields(c), r, past)
	}
	if told := b.box.close(); err == nil {
		err = told
	}
	if err != nil {
		return err
	}
	o.Past = out.past
	o.Held, o.Waits = out.feature == nil, b.report.Waiting[r.ID]
	for _, l := range b.gate.found.Leaks {
		if about[l.ID] {
			o.Leaks = append(o.Leaks, l)
		}
	}
	for _, s := range out.shown {
		if s.Contested {
			o.Contested = append(o.Contested, s.Property)
		}
	}
	if out.feature != nil {
		o.fill(c, *out.feature)
	}
	return b.explainPosition(ctx, r, o)
}

// idsAbout are the public IDs of the record and of all that goes out with it.
func (b *builder) idsAbout(r vault.Cleared) map[string]bool {
	subject := data.Ref{Collection: r.Collection, Key: r.Key}
	s := b.sources[r.Source]
	ids := map[string]bool{r.ID: true, s.ID: true, b.agents[s.Agent].ID: true, b.agents[r.AssertedBy].ID: true}
	for _, c := range b.claims[subject] {
		ids[c.ID] = true
	}
	for _, f := range b.figures {
		if f.Scope == subject {
			ids[f.ID] = true
		}
	}
	delete(ids, "")
	return ids
}

// fill takes over what the feature says.
func (o *Outcome) fill(c data.Collection, f release.Feature) {
	fields := data.PublicFields(c)
	text := func(name string) string {
		s, _ := f.Values[slices.IndexFunc(fields, func(f data.Field) bool { return f.Name == name })].(string)
		return s
	}
	o.Precision, o.Rule, o.Geometry, o.PlaceName = text("public_precision"), text("precision_rule"), f.Geometry, text("place_name")
}

// explainPosition asks each step again for its part.
func (b *builder) explainPosition(ctx context.Context, r vault.Cleared, o *Outcome) error {
	if r.Geometry == nil {
		return nil
	}
	o.Own, o.Claimed, o.Grouped = b.policy.Decide(r.Record, r.Approvals), b.decide(r), b.verdict(r)
	l, err := b.locate(ctx, r)
	if err != nil {
		return err
	}
	if o.Held { // the feature has not told
		o.Precision, o.Rule, o.Geometry = l.precision, l.rule, l.geometry
	}
	o.Fits, o.Villages = l.fits.Precision(), b.villages[l.fits]
	return nil
}
