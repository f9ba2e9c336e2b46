package vault_test

import (
	"slices"
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

// A decision may name the version that somebody has seen, and what takes back may
// name an older one.
func TestDecideEach_NamesAVersion(t *testing.T) {
	v, _ := create(t)
	id := draft(t, v)
	if err := decide(t, v, data.Published, id+"@1"); err != nil {
		t.Fatal(err)
	}
	second := village(t, "a", 46, 41)
	mustFill(t, v, second)
	for name, want := range map[string]string{
		id + "@1": "name " + id + "@2", id + "@3": "the newest is 2", id + "@0": "no number of a version", id + "@": "no number of a version", "nobody@1": "no such row",
	} {
		for _, state := range []string{data.Published, data.InReview} {
			if err := decide(t, v, state, name); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s of %s = %v, want an error with %q", state, name, err, want)
			}
		}
	}
	inForce := func() int {
		version, err := v.InForce(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return version
	}
	for _, step := range []struct {
		state, name string
		want        int
		past        []int
	}{
		{data.Published, id + "@2", 2, []int{1, 2}},
		{data.Withdrawn, id + "@1", 2, []int{2}},
		{data.Embargoed, id + "@2", 0, nil},
		{data.Published, id, 2, []int{2}},
		{data.Withdrawn, id, 0, nil},
	} {
		if err := decide(t, v, step.state, step.name); err != nil {
			t.Fatal(err)
		}
		var past []int
		err := v.View(t.Context(), func(w *vault.View) error {
			all, err := w.Past(t.Context(), id, 2)
			for _, p := range all {
				past = append(past, p.Version)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := inForce(); got != step.want || !slices.Equal(past, step.past) {
			t.Errorf("after %s of %s version %d is in force and %v are public, want %d and %v", step.state, step.name, got, past, step.want, step.past)
		}
	}
}

func TestNeeded(t *testing.T) {
	v, _ := create(t)
	id := draft(t, v)
	needed := func() (all []string) {
		t.Helper()
		list, err := v.Needed(t.Context(), []string{id, id})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range list {
			all = append(all, n.Entity+" "+n.State)
		}
		return all
	}
	if got := needed(); !slices.Equal(got, []string{"source draft", "agent draft"}) {
		t.Errorf("a draft needs %q", got)
	}
	if _, err := v.DecidePending(t.Context(), approval); err != nil {
		t.Fatal(err)
	}
	if got := needed(); got != nil {
		t.Errorf("with all approved it needs %q", got)
	}
	sources, _, err := v.Keyed(t.Context(), "source", 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := decide(t, v, data.Withdrawn, sources[0].ID); err != nil {
		t.Fatal(err)
	}
	if got := needed(); !slices.Equal(got, []string{"source withdrawn"}) {
		t.Errorf("with its source withdrawn it needs %q", got)
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
