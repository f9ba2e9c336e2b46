package vault_test

import (
	"strings"
	"testing"

	"stele/data"
	"stele/data/vault"
)

// Each decision leads from the states that it is for, and from no other.
func TestDecide_StatesAreAMachine(t *testing.T) {
	ways := map[string][]string{ // to a state from a draft
		data.Draft: nil, data.InReview: {data.InReview}, data.Published: {data.Published},
		data.Embargoed: {data.Published, data.Embargoed}, data.Withdrawn: {data.Published, data.Withdrawn},
	}
	allowed := map[string]string{ // of draft, in_review, published, embargoed, withdrawn
		data.Draft: "01111", data.InReview: "10111", data.Published: "00111", data.Embargoed: "00101", data.Withdrawn: "00110",
	}
	states := []string{data.Draft, data.InReview, data.Published, data.Embargoed, data.Withdrawn}
	for from, way := range ways {
		for i, to := range states {
			v, _ := create(t)
			id := draft(t, v)
			for _, step := range way {
				if err := decide(t, v, step, id); err != nil {
					t.Fatal(err)
				}
			}
			if got := stateIn(t, v); got != from {
				t.Fatalf("the way to %s leads to %s", from, got)
			}
			err := decide(t, v, to, id)
			want, now := allowed[from][i] == '1', from
			if want {
				now = to
			}
			if (err == nil) != want || stateIn(t, v) != now {
				t.Errorf("from %s to %s: %v, and it is %s; allowed is %v", from, to, err, stateIn(t, v), want)
			}
		}
	}
	v, _ := create(t)
	id := draft(t, v)
	if err := decide(t, v, "public", id); err == nil {
		t.Error("a state that nobody knows is taken")
	}
}

// Submitting all leaves what is in review alone, and nothing rejects all.
func TestDecidePending_OnlyWhatItIsFor(t *testing.T) {
	v, _ := create(t)
	id := draft(t, v)
	_, total, err := v.Pending(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := decide(t, v, data.InReview, id); err != nil {
		t.Fatal(err)
	}
	d := data.Decision{State: data.InReview, By: "x", Reason: "y"}
	if n, err := v.DecidePending(t.Context(), d); err != nil || n != total-1 {
		t.Errorf("submitted %d, %v, want %d", n, err, total-1)
	}
	if n, err := v.DecidePending(t.Context(), d); err != nil || n != 0 {
		t.Errorf("submitted %d again, %v", n, err)
	}
	if _, _, err := v.InState(t.Context(), "public", 1); err == nil || !strings.Contains(err.Error(), `"public"`) {
		t.Errorf("InState of no state: %v", err)
	}
}

func draft(t *testing.T, v *vault.Vault) string {
	t.Helper()
	mustFill(t, v, village(t, "a", 46, 40))
	rows, _, err := v.InState(t.Context(), data.Draft, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Entity == "record" {
			return r.ID
		}
	}
	t.Fatal("no draft")
	return ""
}

func decide(t *testing.T, v *vault.Vault, state, id string) error {
	t.Helper()
	return v.DecideEach(t.Context(), data.Decision{State: state, By: "x", Reason: "y"}, []string{id})
}

// stateIn is the state of the only record.
func stateIn(t *testing.T, v *vault.Vault) (state string) {
	t.Helper()
	for _, s := range []string{data.Draft, data.InReview, data.Published, data.Embargoed, data.Withdrawn} {
		rows, _, err := v.InState(t.Context(), s, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Entity != "record" {
				continue
			}
			if state != "" || r.State != s {
				t.Errorf("%s is in %s and in %s", r.ID, state, s)
			}
			state = s
		}
	}
	return state
}
