package vault_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/vault"
)

// Public is the rule of Record, read another way: whatever was decided in
// whatever order, both let the same versions out.
func TestPublic_IsWhatRecordSays(t *testing.T) {
	v, dir := create(t)
	const n = 60
	r := rand.New(rand.NewPCG(3, 4))
	for version := range 3 {
		var rows []data.Record
		for i := range n {
			if version == 0 || r.IntN(2) == 0 {
				rows = append(rows, village(t, fmt.Sprint(i), 44+float64(i)/10, 40+float64(version)))
			}
		}
		mustFill(t, v, rows...)
	}
	ids := idsOf(t, v)
	states := []string{data.Published, data.Published, data.Published, data.Embargoed, data.Withdrawn, data.InReview, data.Draft}
	for range 6 * n {
		statement := fmt.Sprintf(`INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy)
			VALUES ('record', '%s', %d, '%s', '%s', '2026-03-04T05:06:07Z', 'y', '', '')`,
			ids[r.IntN(len(ids))], 1+r.IntN(3), states[r.IntN(len(states))], []string{"A", "a", "B"}[r.IntN(3)])
		if err := raw(t, dir, statement); err != nil {
			t.Fatal(err)
		}
	}
	err := v.View(t.Context(), func(w *vault.View) error {
		public := map[string]vault.Public{}
		for p, err := range w.Public(t.Context()) {
			if err != nil {
				return err
			}
			if last := p.Versions[len(p.Versions)-1]; last.Version != p.Version {
				t.Errorf("the last public version of %s is %d, and %d is in force", p.Key, last.Version, p.Version)
			}
			public[p.Key] = p
		}
		placed := 0
		for _, err := range w.Positions(t.Context(), data.Villages) {
			if err != nil {
				return err
			}
			placed++
		}
		if placed != len(public) || placed == 0 || placed == n {
			t.Errorf("%d records and %d positions of %d are out", len(public), placed, n)
		}
		for i := range n {
			want, ok, err := w.Record(t.Context(), data.Ref{Collection: data.Villages, Key: fmt.Sprint(i)})
			if err != nil {
				return err
			}
			got, out := public[fmt.Sprint(i)]
			if d := cmp.Diff(want, got.Cleared, cmp.Comparer(func(a, b edtf.Date) bool { return a == b })); ok != out || d != "" {
				t.Errorf("record %d is out: %v, and by Record: %v (-Record +Public):\n%s", i, out, ok, d)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A caller may end at any row.
func TestPublic_CanBeStopped(t *testing.T) {
	v, _ := create(t)
	var rows []data.Record
	for i := range 3000 {
		rows = append(rows, village(t, fmt.Sprint(i), 44, 40))
	}
	mustFill(t, v, rows...)
	if _, err := v.DecidePending(t.Context(), approval); err != nil {
		t.Fatal(err)
	}
	for _, stop := range []int{1, 255, 256, 257, 2999} {
		err := v.View(t.Context(), func(w *vault.View) error {
			n := 0
			for p, err := range w.Public(t.Context()) {
				if err != nil || p.Geometry.(orb.Point)[1] != 40 {
					t.Fatalf("record %d: %v, %v", n, p, err)
				}
				if n++; n == stop {
					break
				}
			}
			_, _, err := w.Record(t.Context(), data.Ref{Collection: data.Villages, Key: "1"})
			return err
		})
		if err != nil {
			t.Errorf("after record %d: %v", stop, err)
		}
	}
}

// idsOf are the IDs of the records, in order.
func idsOf(t *testing.T, v *vault.Vault) (ids []string) {
	t.Helper()
	rows, _, err := v.Pending(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Entity == "record" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
