package publish

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"stele/data/vault"
	"stele/geo"
)

// stickiness is the share of a cell's side by which a position may be
// corrected without a change to its cells (rule G6). Without it a correction
// of 30 m could move a record to the next cell, and so tell that it lies on
// the border between the two.
const stickiness = 0.1

// anchored moves the box of a subject's position to where the subject was when
// it was first published, as long as it has been corrected only a little since.
// All cells of a subject come from its anchor, so those of all precisions nest.
func (b *builder) anchored(ctx context.Context, subject string, box orb.Bound, p geo.Precision) (orb.Bound, error) {
	// Each audience has its own: what partners see more finely would otherwise
	// move the anchor sooner than the public's cells allow.
	subject = b.policy.Audience + " " + subject
	now := vault.AnchorAt(box.Center())
	anchor, ok, err := b.view.Anchor(ctx, subject)
	if err != nil {
		return box, err
	}
	if !ok || !isNear(anchor, now, p) {
		b.anchors[subject] = now
		return box, nil
	}
	return moved(box, now, anchor), nil
}

// anchoredThen moves the box of a past position to the anchor from which its cell
// came when it was public, so that its past does not tell what was kept still then.
// Nothing is anchored anew.
func (b *builder) anchoredThen(ctx context.Context, id string, box orb.Bound, p geo.Precision) (orb.Bound, error) {
	then := vault.AnchorAt(box.Center())
	anchors, err := b.view.Anchors(ctx, b.policy.Audience+" "+id)
	if err != nil {
		return box, err
	}
	for _, a := range anchors {
		if isNear(a, then, p) {
			return moved(box, then, a), nil
		}
	}
	return box, nil
}

// isNear reports that from one position to the other is a small correction, for
// cells of the precision.
func isNear(a, b vault.Anchor, p geo.Precision) bool {
	reach := int64(stickiness * float64(p.SizeE7()))
	return abs(a.LonE7-b.LonE7) <= reach && abs(a.LatE7-b.LatE7) <= reach
}

func moved(box orb.Bound, from, to vault.Anchor) orb.Bound {
	lon, lat := float64(to.LonE7-from.LonE7)/1e7, float64(to.LatE7-from.LatE7)/1e7
	return orb.Bound{
		Min: orb.Point{within(box.Min[0]+lon, 180), within(box.Min[1]+lat, 90)},
		Max: orb.Point{within(box.Max[0]+lon, 180), within(box.Max[1]+lat, 90)},
	}
}

func abs(n int64) int64 { return max(n, -n) }

// within keeps a moved corner in the world.
func within(v, edge float64) float64 { return math.Max(-edge, math.Min(edge, v)) }
