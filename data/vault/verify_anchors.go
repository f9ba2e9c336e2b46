package vault

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"stele/data/ledger"
)

// anchorPlace names an anchor's commitment in its anchoring.
type anchorPlace struct{ anchoring, place int64 }

// noteAnchoring keeps the commitments of an anchoring for its anchors to answer.
func (w *verifier) noteAnchoring(row []ledger.Value) error {
	seq, list := row[0].Whole, row[1].Bytes
	if len(list)%len(ledger.Digest{}) != 0 {
		return w.fault(fmt.Sprintf("anchoring %d", seq), "its commitments have %d bytes", len(list))
	}
	for place := int64(0); len(list) > 0; place++ {
		var d ledger.Digest
		list = list[copy(d[:], list):]
		w.anchors[anchorPlace{seq, place}] = d
	}
	return nil
}

// answered notes that something stands for a commitment, each once.
func (w *verifier) answered(where func() string, at anchorPlace) error {
	if _, ok := w.anchors[at]; !ok {
		return w.fault(where(), "anchoring %d has no commitment %d, or another row stands for it", at.anchoring, at.place)
	}
	delete(w.anchors, at)
	return nil
}

func (w *verifier) checkAnchors(ctx context.Context) error {
	err := w.each(ctx, []string{"seq", "subject", "lon_e7", "lat_e7", "anchoring", "place", "salt"}, "anchor", w.checkAnchor)
	if err != nil {
		return err
	}
	left := slices.SortedFunc(maps.Keys(w.anchors), func(a, b anchorPlace) int {
		return cmp.Or(cmp.Compare(a.anchoring, b.anchoring), cmp.Compare(a.place, b.place))
	})
	for _, at := range left {
		if err := w.fault(fmt.Sprintf("anchoring %d", at.anchoring), "no anchor stands for its commitment %d: a row was removed", at.place); err != nil {
			return err
		}
	}
	return nil
}

func (w *verifier) checkAnchor(row []ledger.Value) error {
	where := func() string { return fmt.Sprintf("anchor %v", row[0].Any()) }
	salt, ok := saltIn(row[6])
	if !ok || row[4].Kind != ledger.Whole {
		return w.fault(where(), "is not in the log")
	}
	a := anchorRow{row[0].Whole, textIn(row[1]), Anchor{row[2].Whole, row[3].Whole}}
	at := anchorPlace{row[4].Whole, row[5].Whole}
	fact, err := a.fact(&w.digester, at.anchoring, at.place)
	if err != nil {
		return err
	}
	if want, ok := w.anchors[at]; ok && want != ledger.Commit(salt, fact) {
		return w.fault(where(), "is not what anchoring %d commits to", at.anchoring)
	}
	return w.answered(where, at)
}
