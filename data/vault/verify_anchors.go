package vault

import (
	"context"
	"fmt"

	"stele/data/ledger"
)

// anchorPlace names an anchor's commitment in its anchoring.
type anchorPlace struct{ anchoring, place int64 }

// noteAnchoring keeps the commitments of an anchoring for its anchors to answer.
func (w *verifier) noteAnchoring(row []any) error {
	seq, _ := row[0].(int64)
	list, _ := row[1].([]byte)
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
	for at := range w.anchors {
		if err := w.fault(fmt.Sprintf("anchoring %d", at.anchoring), "no anchor stands for its commitment %d: a row was removed", at.place); err != nil {
			return err
		}
	}
	return nil
}

func (w *verifier) checkAnchor(row []any) error {
	where := func() string { return fmt.Sprintf("anchor %v", row[0]) }
	var a anchorRow
	var at anchorPlace
	a.seq, _ = row[0].(int64)
	a.subject, _ = row[1].(string)
	a.LonE7, _ = row[2].(int64)
	a.LatE7, _ = row[3].(int64)
	at.place, _ = row[5].(int64)
	anchoring, salt, ok := saltOf(row[4], row[6])
	if !ok {
		return w.fault(where(), "is not in the log")
	}
	at.anchoring = anchoring
	fact, err := a.fact(&w.digester, at.anchoring, at.place)
	if err != nil {
		return err
	}
	if want, ok := w.anchors[at]; ok && want != ledger.Commit(salt, fact) {
		return w.fault(where(), "is not what anchoring %d commits to", at.anchoring)
	}
	return w.answered(where, at)
}
