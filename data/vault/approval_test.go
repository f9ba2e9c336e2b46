package vault_test

import (
	"fmt"
	"strings"
	"testing"

	"stele/data"
	"stele/data/vault"
)

// approvalsOf is what a release and what a reviewer is told of one village.
func approvalsOf(t *testing.T, v *vault.Vault, id string) (released, shown int) {
	t.Helper()
	err := v.View(t.Context(), func(w *vault.View) error {
		r, _, err := w.Record(t.Context(), data.Ref{Collection: data.Villages, Key: "a"})
		released = r.Approvals
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	row, err := v.Row(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return released, row.Approvals()
}

// One person stays one, however the name is written, also in decisions that are
// stored already.
func TestApprovals_ArePeople(t *testing.T) {
	tests := []struct {
		names []string
		want  int
	}{
		{[]string{"A"}, 1},
		{[]string{"A", "a"}, 1},
		{[]string{"A", " a "}, 1},
		{[]string{"A. Editor", "a.  editor", "A Editor", "\uff21. \uff25ditor"}, 1},
		{[]string{"Z\u00fcmr\u00fcd", "Zu\u0308mru\u0308d"}, 1},        // NFC, NFD
		{[]string{"Anna", "\u0410nna", "An\u200bna", "An\u00adna"}, 1}, // a Cyrillic letter, what is invisible
		{[]string{"STRASSE", "Stra\u00dfe"}, 1},
		{[]string{"A", " ", "\u200b"}, 1},
		{[]string{"A", "B"}, 2},
		{[]string{"A", "b", "B ", "C"}, 3},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%q", test.names), func(t *testing.T) {
			v, dir := create(t)
			mustFill(t, v, village(t, "a", 46, 40))
			if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: test.names[0], Reason: "y"}); err != nil {
				t.Fatal(err)
			}
			id := cleared(t, v)[0].ID
			for _, name := range test.names[1:] {
				statement := fmt.Sprintf(`INSERT INTO decision (entity, id, version, state, by, at, reason, note, policy)
					VALUES ('record', '%s', 1, 'published', '%s', '2026-03-04T05:06:07Z', 'y', '', '')`, id, name)
				if err := raw(t, dir, statement); err != nil {
					t.Fatal(err)
				}
			}
			if released, shown := approvalsOf(t, v, id); released != test.want || shown != test.want {
				t.Errorf("%d people for a release, %d for a reviewer, want %d", released, shown, test.want)
			}
		})
	}
}

func TestApprovals_BeginAnewAfterAWithdrawal(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	v.DecidePending(t.Context(), approval)
	id := cleared(t, v)[0].ID
	for _, step := range []struct {
		by, state string
		want      int
	}{{"B", data.Published, 2}, {"B", data.Embargoed, 0}, {"B", data.Published, 1}, {"b", data.Published, 1}, {"A", data.Published, 2}} {
		if err := v.DecideEach(t.Context(), data.Decision{State: step.state, By: step.by, Reason: "y"}, []string{id}); err != nil {
			t.Fatal(err)
		}
		if released, shown := approvalsOf(t, v, id); released != step.want || shown != step.want {
			t.Errorf("after %s by %s: %d people for a release, %d for a reviewer, want %d", step.state, step.by, released, shown, step.want)
		}
	}
}

func TestDecide_KeepsNamesWithoutSpacesAround(t *testing.T) {
	v, _ := create(t)
	mustFill(t, v, village(t, "a", 46, 40))
	if _, err := v.DecidePending(t.Context(), data.Decision{State: data.Published, By: " A \n", Reason: "\ty ", Note: " z"}); err != nil {
		t.Fatal(err)
	}
	row, err := v.Row(t.Context(), cleared(t, v)[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	d := row.Decisions[0]
	if got := strings.Join([]string{d.By, d.Reason, d.Note}, "|"); got != "A|y|z" {
		t.Errorf("recorded as %q, want A|y|z", got)
	}
}
