package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
	"stele/data/vault"
	"stele/geo"
)

// varied is a world in which each rule of positions decides about some record.
func varied() world {
	on := orb.Point{46.1234567, 39.9376543}
	records := []data.Record{
		site("own", on, "exhumed_fully", ""),
		site("withheld", on, "located", "none"),
		site("second", on, "memorialised", ""),
		site("grave", on, "exhumed_fully", ""), // in a group with the dig, which asks for more
		site("dig", orb.Point{46.1239, 39.9371}, "excavation_started", ""),
		site("over", orb.LineString{{46.09, 39.95}, {46.11, 39.96}}, "exhumed_fully", ""),
		site("lonely", orb.Point{46.56, 39.56}, "excavation_started", ""),
		site("nowhere", orb.Point{-70, -20}, "excavation_started", ""),
		site("claimed", on, "exhumed_fully", ""),
		site("bare", nil, "reported", ""),
		site("names", nil, "reported", ""),
	}
	records[3].Group, records[4].Group = "mill", "mill"
	records[9].Place = data.Ref{Collection: data.Villages, Key: "villagea"}
	w := base(append(gazetteer(), records...)...)
	w.claims = []data.Claim{{
		Key: "c", Subject: data.Ref{Collection: data.Sites, Key: "claimed"}, Property: "stage", Value: []byte(`"located"`),
		Assertion: data.Assertion{Source: "report", Rank: "preferred"},
	}}
	return w
}

func explain(t *testing.T, v *vault.Vault, id string) publish.Outcome {
	t.Helper()
	p, err := policy.Public()
	if err != nil {
		t.Fatal(err)
	}
	o, err := publish.Explain(t.Context(), v, p, id)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// What is told of a record before anybody decides is what a release makes of it.
func TestExplain_IsWhatIsReleased(t *testing.T) {
	w := varied()
	v := w.vault(t)
	late := site("late", orb.Point{46.0995, 39.9369}, "exhumed_fully", "")
	late.Group = "mill"
	before := map[string]publish.Outcome{}
	for step := range 2 {
		out := releaseOf(t, v)
		for _, r := range w.records[6:] {
			name, o := strings.TrimLeft(r.ID, "x"), explain(t, v, r.ID)
			got := out.feature[name]
			precision, _ := got["public_precision"].(string)
			rule, _ := got["precision_rule"].(string)
			place, _ := got["place_name"].(string)
			if o.Precision != precision || o.Rule != rule || !cmp.Equal(any(o.Geometry), got["geometry"]) || o.PlaceName != place {
				t.Errorf("step %d: %s is told to be %q by %q as %v at %q, and released as %q by %q as %v at %q",
					step, name, o.Precision, o.Rule, o.Geometry, o.PlaceName, precision, rule, got["geometry"], place)
			}
			if o.Held || o.InForce != 1 || o.Waits != out.report.Waiting[r.ID] {
				t.Errorf("%s: held %v, in force %d, waits %v", name, o.Held, o.InForce, o.Waits)
			}
			if b, ok := before[name]; ok && (b.Precision != o.Precision || b.InForce != 0) {
				t.Errorf("%s was told to be %q with %d in force, and is %q", name, b.Precision, b.InForce, o.Precision)
			}
		}
		if step == 1 {
			break
		}
		// A member that comes late and lies in another cell is told of as a draft.
		more := world{records: []data.Record{late}}
		if err := more.fill(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		before["late"] = explain(t, v, late.ID)
		if o := explain(t, v, w.records[9].ID); o.Precision != "0.1" {
			t.Errorf("a draft makes a member of its group %q", o.Precision)
		}
		w.approve(t, v, []string{"first editor"})
		w.records = append(w.records, late)
	}
}

func TestExplain_SaysWhy(t *testing.T) {
	v := varied().vault(t)
	id := func(name string) string { return strings.Repeat("x", 16-len(name)) + name }
	for name, want := range map[string][5]string{ // own, claimed, grouped, fits, shown
		"own":      {"0.01", "0.01", "0.01", "0.01", "0.01"},
		"withheld": {"withheld", "withheld", "withheld", "withheld", "withheld"},
		"grave":    {"0.01", "0.01", "0.1", "0.1", "0.1"},
		"dig":      {"0.1", "0.1", "0.1", "0.1", "0.1"},
		"over":     {"0.01", "0.01", "0.01", "1", "1"},
		"lonely":   {"0.1", "0.1", "0.1", "0.1", "1"},
		"nowhere":  {"0.1", "0.1", "0.1", "0.1", "withheld"},
		"claimed":  {"0.01", "withheld", "withheld", "withheld", "withheld"},
	} {
		o := explain(t, v, id(name))
		got := [5]string{o.Own.Precision.String(), o.Claimed.Precision.String(), o.Grouped.Precision.String(), o.Fits.String(), o.Precision}
		if got != want {
			t.Errorf("%s: own, claimed, grouped, fits, shown = %q, want %q", name, got, want)
		}
	}
	if o := explain(t, v, id("lonely")); o.Villages != 1 || o.Own.K != 5 {
		t.Errorf("lonely: %d villages of %d in its cell, want 1 of 5", o.Villages, o.Own.K)
	}
	if o := explain(t, v, id("second")); !o.Waits || o.Approvals != 1 || o.Own.Precision != geo.PrecisionNone {
		t.Errorf("second: waits %v with %d approvals, shown by itself as %v", o.Waits, o.Approvals, o.Own.Precision)
	}
	if o := explain(t, v, id("claimed")); !slices.Equal(o.Contested, []string(nil)) {
		t.Errorf("claimed: contested %q, though one source says both", o.Contested)
	}
	p, _ := policy.Public()
	if _, err := publish.Explain(t.Context(), v, p, "nobody"); !errors.Is(err, vault.ErrUnknown) {
		t.Errorf("Explain of nobody = %v", err)
	}
}

// What becomes public of a record's past is told before anybody decides, too.
func TestExplain_TellsThePast(t *testing.T) {
	w := base(site("a", orb.Point{46.123456, 39.987654}, "exhumed_fully", ""))
	w.records[0].Properties["description"] = "first"
	v := w.vault(t)
	if o := explain(t, v, w.records[0].ID); len(o.Past) != 1 {
		t.Errorf("the past of a single version is %+v", o.Past)
	}
	w.revise(t, v, data.Published, "a survey", func(r *data.Record) { r.Properties["description"] = "second" })
	w.revise(t, v, "", "", both(stage("memorialised"), func(r *data.Record) { r.Properties["description"] = "third" }))
	drafted := explain(t, v, w.records[0].ID).Past
	if last := drafted[len(drafted)-1]; len(drafted) != 3 || last.Day != "" || !strings.Contains(string(last.Changed), "third") {
		t.Errorf("with a draft its past is %+v", drafted)
	}
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Published, By: "editor", Reason: "a memorial"}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
	told := explain(t, v, w.records[0].ID).Past
	var released []release.Version
	for version, err := range releaseOf(t, v).reader.History(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		released = append(released, version)
	}
	if d := cmp.Diff(released, told); d != "" {
		t.Errorf("past (-released +told):\n%s", d)
	}
	drafted[2].Day, drafted[2].Reason = told[2].Day, told[2].Reason
	if d := cmp.Diff(told, drafted); d != "" {
		t.Errorf("past (-approved +before):\n%s", d)
	}
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Withdrawn, By: "editor", Reason: "x"}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
	if o := explain(t, v, w.records[0].ID); len(o.Past) != 1 {
		t.Errorf("after a withdrawal its past would be %+v", o.Past)
	}
}

// A text with a position in it is told of with the records that it is about.
func TestExplain_TellsOfPositionsInTexts(t *testing.T) {
	w := varied()
	about := data.Ref{Collection: data.Sites, Key: "bare"}
	w.records[len(w.records)-1].Names = []data.Name{{Text: "39.9876N 46.1234E"}}
	w.claims = append(w.claims, data.Claim{
		Key: "t", Subject: about, Property: "told", Value: []byte(`"at 39.9876, 46.1234"`), Assertion: data.Assertion{Source: "report", Rank: "normal"},
	})
	w.figures = []data.Figure{{Key: "f", Scope: about, Measure: "killed", Word: "dozens", Assertion: data.Assertion{Source: "report", Rank: "normal", Note: "at 39.9876, 46.1234"}}}
	v := w.vault(t)
	for name, want := range map[string][]string{"xxxxxxxxxxxxbare": {"value", "note"}, "xxxxxxxxxxxnames": {"names"}, "xxxxxxxxxxxxxown": nil} {
		var got []string
		for _, l := range explain(t, v, name).Leaks {
			got = append(got, l.Field)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: positions in %q, want in %q", name, got, want)
		}
	}
}

func TestExplain_WhatStaysIn(t *testing.T) {
	w := varied()
	v := w.vault(t)
	sources, _, err := v.Keyed(t.Context(), "source", 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{sources[0].ID, w.records[7].ID} {
		if err := v.DecideEach(t.Context(), data.Decision{State: data.Withdrawn, By: "x", Reason: "y"}, []string{id}); err != nil {
			t.Fatal(err)
		}
	}
	if o := explain(t, v, w.records[6].ID); !o.Held || o.Precision != "0.01" || o.InForce != 1 {
		t.Errorf("without its source a record is held %v, at %q, in force %d", o.Held, o.Precision, o.InForce)
	}
	if o := explain(t, v, w.records[7].ID); o.InForce != 0 {
		t.Errorf("of a withdrawn record, version %d is in force", o.InForce)
	}
}
