package publish_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
	"stele/data/vault"
)

// twoSides is base with a second agent and source.
func twoSides(records ...data.Record) world {
	w := base(records...)
	w.agents = append(w.agents, data.Agent{Key: "paper", Name: "A paper", Kind: "media"})
	w.sources = append(w.sources, data.Source{Key: "news", Kind: "news_article", Title: "News", Agent: "paper", Perspective: "another side", Archive: data.Archive{State: "not_captured"}})
	return w
}

func claim(key, record, property, value, source, rank string) data.Claim {
	return data.Claim{
		Key: key, ID: key + "1234567890123456"[len(key):], Subject: data.Ref{Collection: data.Sites, Key: record}, Property: property,
		Value: json.RawMessage(value), Assertion: data.Assertion{Source: source, Rank: rank},
	}
}

func shownOf(t *testing.T, r *release.Reader) map[string]release.Shown {
	t.Helper()
	all, err := r.Shown(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byProperty := map[string]release.Shown{}
	for _, s := range all {
		byProperty[s.Property] = s
	}
	return byProperty
}

func TestP5_TheValueShownIsChosenAndSaysSo(t *testing.T) {
	w := twoSides(site("a", nil, "reported", ""))
	w.records[0].When = edtfDate(t, "1993-04")
	w.claims = []data.Claim{
		claim("stage", "a", "stage", `"located"`, "news", "preferred"),
		claim("when", "a", "when", `"1994"`, "news", "normal"),
		claim("secret", "a", "position_officially_published", `true`, "news", "preferred"),
		claim("note", "a", "characterisation", `"x"`, "news", "normal"),
		claim("kind", "a", "kind", `"no such kind"`, "news", "preferred"),
	}
	got := releaseOf(t, w.vault(t))
	f := got.feature["a"]
	want := map[string]any{
		"stage": "located", "when": "1993-04", "earliest": "1993-04-01", "kind": "burial_place", "contested": true, "claim_count": int64(4),
		"according_to": "An office; stage according to A paper",
	}
	for name, value := range want {
		if f[name] != value {
			t.Errorf("%s is %v, want %v", name, f[name], value)
		}
	}
	shown := shownOf(t, got.reader)
	if s := shown["stage"]; string(s.Value) != `"located"` || s.Rule != "preferred rank" || string(s.Own) != `"reported"` || !s.Contested {
		t.Errorf("stage: %+v", s)
	}
	if s := shown["when"]; string(s.Value) != `"1993-04"` || s.Rule != "the record's source" || !cmp.Equal(s.Rivals, []string{w.claims[1].ID}) {
		t.Errorf("when: %+v", s)
	}
	if s := shown["characterisation"]; s.Rule != "only claim" || s.Contested {
		t.Errorf("characterisation: %+v", s)
	}
	if _, ok := shown["position_officially_published"]; ok {
		t.Error("a claim about a hidden field is in the release")
	}
}

// A claim may make a position coarser, never finer.
func TestP5_AClaimNeverLetsAPositionOut(t *testing.T) {
	at := orb.Point{46.123, 39.987}
	tests := []struct{ own, claimed, want string }{
		{"reported", "memorialised", "withheld"},
		{"reported", "exhumed_fully", "withheld"},
		{"exhumed_fully", "reported", "withheld"},
		{"exhumed_fully", "remains_returned", "0.01"},
	}
	for _, test := range tests {
		w := twoSides(site("a", at, test.own, ""))
		w.claims = []data.Claim{
			claim("stage", "a", "stage", `"`+test.claimed+`"`, "news", "preferred"),
			claim("geometry", "a", "geometry", `{"type":"Point","coordinates":[46.5,39.5]}`, "news", "preferred"),
		}
		got := releaseOf(t, w.vault(t, "one", "other"))
		if p := got.feature["a"]["public_precision"]; p != test.want || got.feature["a"]["stage"] != test.claimed {
			t.Errorf("%s, claimed %s: precision %v, stage %v, want %s", test.own, test.claimed, p, got.feature["a"]["stage"], test.want)
		}
		if s, ok := shownOf(t, got.reader)["geometry"]; ok {
			t.Errorf("%s: how a hidden position compares with a claim is in the release: %+v", test.own, s)
		}
	}
}

// Where the position is shown, so are its rivals, and no claim replaces it.
func TestP5_ARivalPositionIsARival(t *testing.T) {
	w := twoSides(site("a", orb.Point{46.123, 39.987}, "memorialised", ""))
	w.claims = []data.Claim{claim("geometry", "a", "geometry", `{"type":"Point","coordinates":[46.5,39.5]}`, "news", "preferred")}
	v := w.vault(t, "one", "other")
	w.approveClaims(t, v, "other")
	got := releaseOf(t, v)
	s := shownOf(t, got.reader)["geometry"]
	if string(s.Value) != `{"type":"Point","coordinates":[46.123,39.987]}` || !s.Contested || len(s.Rivals) != 1 {
		t.Errorf("geometry: %+v", s)
	}
	if got.feature["a"]["geometry"] != (orb.Point{46.123, 39.987}) || got.feature["a"]["contested"] != true {
		t.Errorf("feature: %v", got.feature["a"])
	}
}

func (w world) approveClaims(t *testing.T, v *vault.Vault, by string) {
	t.Helper()
	for _, c := range w.claims {
		if err := v.DecideEach(t.Context(), data.Decision{State: data.Published, By: by, Reason: "checked"}, []string{c.ID}); err != nil {
			t.Fatal(err)
		}
	}
}

// A rival position takes as many people as the position: that two let that one out
// says nothing of the other. While one has approved it, it tells nobody that it is
// there, neither by a number nor by a dispute.
func TestN6_APositionClaimedTellsNothingUntilTwoApproveIt(t *testing.T) {
	const secret = 46.5432198
	geometry := `{"type":"Point","coordinates":[46.5432198,39.5678912]}`
	tests := []struct {
		name, stage, property, value string
		opens                        bool // with a second approval
	}{
		{"a rival position", "memorialised", "geometry", geometry, true},
		{"half of it in another word", "memorialised", "longitude", `"46.5432198"`, true},
		{"a hidden position", "reported", "geometry", geometry, false},
		{"half of a hidden one in another word", "reported", "longitude", `"46.5432198"`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := twoSides(site("a", orb.Point{46.123, 39.987}, test.stage, ""))
			for i := range w.agents {
				w.agents[i].ID = w.agents[i].Key + "1234567890123456"[len(w.agents[i].Key):]
			}
			for i := range w.sources {
				w.sources[i].ID = w.sources[i].Key + "1234567890123456"[len(w.sources[i].Key):]
			}
			public := claim("public", "a", "characterisation", `"x"`, "report", "normal")
			held := claim("held", "a", test.property, test.value, "news", "normal")
			held.Disputes, held.Perspective = []string{"public"}, "a third side"
			w.figures = []data.Figure{{
				Key: "f", ID: "f123456789012345", Scope: data.Ref{Collection: data.Sites, Key: "a"}, Measure: "killed", Word: "dozens",
				Assertion: data.Assertion{Source: "report", Rank: "normal"},
			}}
			w.claims = []data.Claim{public}
			without := releaseOf(t, w.vault(t, "one", "other"))
			w.claims = []data.Claim{public, held}
			v := w.vault(t, "one", "other")
			with := releaseOf(t, v)
			if with.report.Meta.Version != without.report.Meta.Version {
				t.Errorf("with the claim, which is held, the release is another: %v, was %v", with.feature["a"], without.feature["a"])
			}
			if (with.report.WaitingClaims == 1) != test.opens {
				t.Errorf("%d claims wait for a second approval", with.report.WaitingClaims)
			}
			file, err := os.ReadFile(with.path)
			if err != nil {
				t.Fatal(err)
			}
			for form, coded := range forms(secret) {
				if bytes.Contains(file, coded) {
					t.Errorf("the release holds %v as %s", secret, form)
				}
			}
			w.approveClaims(t, v, "one") // the same person is no other
			if again := releaseOf(t, v); again.report.Meta.Version != without.report.Meta.Version {
				t.Error("the same person's second approval lets it out")
			}
			w.approveClaims(t, v, "other")
			opened := releaseOf(t, v)
			if n := opened.feature["a"]["claim_count"]; (n == int64(2)) != test.opens || (n == int64(1)) == test.opens {
				t.Errorf("approved by two, claim_count is %v", n)
			}
		})
	}
}

func TestClaims_SayWhenTheyWereRecorded(t *testing.T) {
	w := twoSides(site("a", nil, "reported", ""))
	w.agents = append(w.agents, data.Agent{Key: "tester", Name: "The editors", Kind: "state_body"})
	w.claims = []data.Claim{claim("stage", "a", "stage", `"located"`, "news", "normal")}
	v := w.vault(t)
	w.claims[0].Note = "superseded before anybody decided"
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.claims[0].Note = "second"
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	w.approve(t, v, []string{"editor"})
	claims, err := releaseOf(t, v).reader.Claims(t.Context())
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims %v, %v", claims, err)
	}
	r := claims[0].Recorded
	agents, _ := releaseOf(t, v).reader.Agents(t.Context())
	editors := ""
	for _, a := range agents {
		if a.Name == "The editors" {
			editors = a.ID
		}
	}
	if want := (data.Recorded{At: "2026-03-04", By: editors, Version: 2}); r != want || editors == "" {
		t.Errorf("recorded %+v, want %+v: only public versions count", r, want)
	}
}

func edtfDate(t *testing.T, text string) edtf.Date {
	t.Helper()
	d, err := edtf.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
