package publish

import (
	"context"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/vault"
)

// group is what the cleared records of one location group have in common
// (rule G5): a box around all their positions and the coarsest verdict on any.
// With cells of their own, an event's cell would tell of the grave's.
type group struct {
	box     orb.Bound
	verdict policy.Verdict
}

func (b *builder) findGroups(ctx context.Context) error {
	b.groups = map[string]group{}
	for r, err := range b.tried(b.view.Grouped(ctx), func(r vault.Cleared) bool { return r.Group != "" }) {
		if err != nil {
			return err
		}
		if r.Geometry == nil {
			continue
		}
		v := b.decide(r)
		g, ok := b.groups[r.Group]
		if !ok {
			b.groups[r.Group] = group{r.Geometry.Bound(), v}
			continue
		}
		g.box = g.box.Union(r.Geometry.Bound())
		g.verdict = coarser(g.verdict, v)
		b.groups[r.Group] = g
	}
	return nil
}

// coarser returns the verdict that shows less; of two alike, the one that asks
// for more villages.
func coarser(a, b policy.Verdict) policy.Verdict {
	if a.Finer(b) {
		return b
	}
	return a
}

// verdict is the policy's on a record, or on the group that it is in.
func (b *builder) verdict(r vault.Cleared) policy.Verdict {
	if g, ok := b.groups[r.Group]; ok {
		return g.verdict
	}
	return b.decide(r)
}

// decide asks the policy about the record as its source has it and as it is
// shown, and takes the coarser answer: a claim may make a stage or protection
// known that asks for more care, and never one that lets out more.
func (b *builder) decide(r vault.Cleared) policy.Verdict {
	v := b.policy.Decide(r.Record, r.Approvals)
	if len(b.claims[data.Ref{Collection: r.Collection, Key: r.Key}]) == 0 {
		return v
	}
	return coarser(v, b.policy.Decide(asShown(r, b.choices(r)).Record, r.Approvals))
}

func (b *builder) asksTwice(collection string) bool {
	asks, known := b.twice[collection]
	if !known {
		asks = b.policy.AsksTwice(collection)
		if b.twice == nil {
			b.twice = map[string]bool{}
		}
		b.twice[collection] = asks
	}
	return asks
}

// awaits reports that a record that one person approved would be shown more
// finely if a second did.
func (b *builder) awaits(r vault.Cleared) bool {
	if r.Geometry == nil || r.Approvals != 1 || !b.asksTwice(r.Collection) {
		return false
	}
	now := b.decide(r)
	r.Approvals++
	return b.decide(r).Finer(now)
}
