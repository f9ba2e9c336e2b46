package publish_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/release"
	"stele/data/vault"
)

// revise puts a new version of the world's first record into the vault and, if
// there is a state, decides on it.
func (w world) revise(t *testing.T, v *vault.Vault, state, reason string, change func(*data.Record)) {
	t.Helper()
	properties := map[string]any{}
	for name, value := range w.records[0].Properties {
		properties[name] = value
	}
	w.records[0].Properties = properties
	change(&w.records[0])
	if err := w.fill(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if state == "" {
		return
	}
	if err := v.DecideEach(t.Context(), data.Decision{State: state, By: "editor", Reason: reason}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
}

// versions are those of site a, as "number reason changed".
func versions(t *testing.T, r *release.Reader) []string {
	t.Helper()
	var all []string
	for v, err := range r.History(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if v.Subject.Collection == data.Sites && strings.HasSuffix(v.Subject.Key, "xa") {
			all = append(all, fmt.Sprintf("%d %s %s %s", v.Number, v.Day, v.Reason, v.Changed))
		}
	}
	return all
}

func stage(to string) func(*data.Record) {
	return func(r *data.Record) { r.Properties["stage"] = to }
}

func at(lon, lat float64) func(*data.Record) {
	return func(r *data.Record) { r.Geometry = orb.Point{lon, lat} }
}

func TestN7_HistoryCountsPublicVersionsOnly(t *testing.T) {
	w := base(site("a", nil, "reported", ""), site("b", nil, "reported", ""))
	v := w.vault(t)
	if got := versions(t, releaseOf(t, v).reader); !cmp.Equal(got, []string{"1 2026-03-04 checked "}) {
		t.Errorf("the only version: %q", got)
	}
	w.revise(t, v, "", "", stage("disturbed"))                                                  // never decided
	w.revise(t, v, data.InReview, "not yet", stage("no_remains_found"))                         // nor let out
	w.revise(t, v, data.Published, "a survey", stage("located"))                                // version 2
	w.revise(t, v, data.Published, "nothing to see", at(46.1, 39.9))                            // withheld: changes nothing public
	w.revise(t, v, data.Published, "went to 46.123456, 39.987654", stage("excavation_started")) // the reason is not for the public
	want := []string{
		`1 2026-03-04 checked {"according_to":"An office","kind":"burial_place","name":"Site a","name_en":"Site a","source":"S","stage":"reported"}`,
		`2 2026-03-04 a survey {"stage":"located"}`,
		`3 2026-03-04  {"stage":"excavation_started"}`,
	}
	got := versions(t, releaseOf(t, v).reader)
	for i := range got {
		if _, rest, ok := strings.Cut(got[i], `"source":"`); ok {
			got[i] = strings.Replace(got[i], rest[:16], "S", 1)
		}
		got[i] = strings.Replace(got[i], `"protection":"",`, "", 1)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("history (-want +got):\n%s", d)
	}
}

func TestN7_AVersionTakenBackIsNone(t *testing.T) {
	w := base(site("a", nil, "reported", ""))
	v := w.vault(t)
	w.revise(t, v, data.Published, "a mistake", stage("disturbed"))
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Withdrawn, By: "editor", Reason: "a mistake"}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
	got := releaseOf(t, v)
	if file, _ := os.ReadFile(got.path); len(versions(t, got.reader)) > 0 || bytes.Contains(file, []byte(w.records[0].ID)) {
		t.Error("a record that is withdrawn has left something in the release")
	}
	w.revise(t, v, data.Published, "mended", stage("located"))
	if all := versions(t, releaseOf(t, v).reader); len(all) != 1 || !strings.HasPrefix(all[0], "1 2026-03-04 mended") {
		t.Errorf("history %q: it holds versions that were withdrawn", all)
	}
}

// Who takes a record out while a mended version waits means what is public. It
// must not come back as the past of the mended one.
func TestN7_AWithdrawalTakesBackTheVersionsBefore(t *testing.T) {
	for _, state := range []string{data.Withdrawn, data.Embargoed} {
		w := base(site("a", nil, "reported", ""), site("b", nil, "reported", ""))
		w.records[0].Properties["description"] = "Names Jane the witness"
		w.claims = []data.Claim{{
			Key: "c", Subject: data.Ref{Collection: data.Sites, Key: "b"}, Property: "told", Value: json.RawMessage(`"by Jane"`),
			Assertion: data.Assertion{Source: "report", Rank: "normal"},
		}}
		v := w.vault(t)
		releaseOf(t, v)
		w.claims[0].Value = json.RawMessage(`"by a witness"`)
		w.revise(t, v, "", "", func(r *data.Record) { r.Properties["description"] = "Names nobody" })
		claims, _, err := v.Keyed(t.Context(), "claim", 1)
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{w.records[0].ID, claims[0].ID}
		for _, to := range []string{state, data.Published} {
			if err := v.DecideEach(t.Context(), data.Decision{State: to, By: "editor", Reason: "mended"}, ids); err != nil {
				t.Fatal(err)
			}
		}
		got := releaseOf(t, v)
		if all := versions(t, got.reader); len(all) != 1 || !strings.HasPrefix(all[0], "1 2026-03-04 mended") {
			t.Errorf("%s: history %q, want the mended version alone", state, all)
		}
		if file, _ := os.ReadFile(got.path); bytes.Contains(file, []byte("Jane")) {
			t.Errorf("%s: the name is back", state)
		}
		told, err := got.reader.Claims(t.Context())
		if err != nil || len(told) != 1 || told[0].Recorded.Version != 1 {
			t.Errorf("%s: claims %+v (%v), want one in its first public version", state, told, err)
		}
	}
}

func TestN7_AnOldTextWithAPositionIsLeftOut(t *testing.T) {
	// The gate refuses to publish such a text; one that was let out before
	// there was a gate must not come back as history.
	w := base(site("a", nil, "reported", ""))
	w.records[0].Properties["description"] = "at 46.123456, 39.987654"
	v := w.vault(t)
	w.revise(t, v, data.Published, "mended", func(r *data.Record) { r.Properties["description"] = "somewhere" })
	got := releaseOf(t, v)
	if file, _ := os.ReadFile(got.path); bytes.Contains(file, []byte("46.123456")) {
		t.Error("the release holds the position")
	}
	if all := versions(t, got.reader); len(all) != 1 || !strings.HasPrefix(all[0], "1 ") {
		t.Errorf("history %q, want one version, number 1", all)
	}
}

// Positions of old versions are as precise as the record's may be now, and never
// more than they might have been then.
func TestN7_OldPositionsAtTodaysPrecision(t *testing.T) {
	const point = `{"type":"Point","coordinates":[46.5,39.5]}`
	memorial := both(stage("memorialised"), at(46.5, 39.5))
	tests := []struct {
		name      string
		then, now func(*data.Record)
		approvers []string
		want      []string // geometry by version, the oldest first; "" says nothing of it
	}{
		{"exact then, withheld now", both(stage("memorialised"), at(46.123456, 39.987654)), stage("reported"), []string{"one", "other"}, []string{"", ""}},
		{"exact then, a cell now", both(stage("memorialised"), at(46.123456, 39.987654)), stage("exhumed_fully"), []string{"one", "other"}, []string{cell(46.12, 39.98, 0.01), ""}},
		{"withheld then, a cell now", both(stage("reported"), at(46.123456, 39.987654)), stage("exhumed_fully"), nil, []string{"", cell(46.12, 39.98, 0.01)}},
		{"withheld then, exact now", both(stage("reported"), at(46.123456, 39.987654)), memorial, nil, []string{"", point}},
		{"approved by one then, exact now", both(stage("memorialised"), at(46.123456, 39.987654)), memorial, nil, []string{"", point}},
		{"a cell then, exact now", both(stage("exhumed_fully"), at(46.123456, 39.987654)), memorial, nil, []string{cell(46.12, 39.98, 0.01), point}},
		{"exact then, exact now", both(stage("memorialised"), at(46.25, 39.75)), memorial, []string{"one", "other"}, []string{`{"type":"Point","coordinates":[46.25,39.75]}`, point}},
		{"a coarse cell then, a fine one now", both(stage("exhumed_partly"), at(46.123456, 39.9587654)), both(stage("exhumed_fully"), at(46.1812, 39.9212)), nil, []string{cell(46.1, 39.9, 0.1), cell(46.18, 39.92, 0.01)}},
		{"a fine cell then, a coarse one now", both(stage("exhumed_fully"), at(46.123456, 39.9587654)), both(stage("exhumed_partly"), at(46.1812, 39.9212)), nil, []string{cell(46.1, 39.9, 0.1), ""}},
		{"a coarse cell then, beside what is exact now", both(stage("exhumed_partly"), at(46.1999, 39.9587654)), both(stage("memorialised"), at(46.25, 39.95)), nil, []string{cell(46, 39, 1), `{"type":"Point","coordinates":[46.25,39.95]}`}},
		{"moved far", both(stage("exhumed_fully"), at(46.523456, 39.587654)), at(46.123456, 39.987654), nil, []string{cell(46.52, 39.58, 0.01), cell(46.12, 39.98, 0.01)}},
		{"moved over the border of two cells", both(stage("exhumed_fully"), at(46.1299, 39.985)), both(stage("remains_returned"), at(46.1301, 39.985)), nil, []string{cell(46.13, 39.98, 0.01), ""}},
		{"no position now", both(stage("exhumed_fully"), at(46.123456, 39.987654)), both(stage("remains_returned"), func(r *data.Record) { r.Geometry = nil }), nil, []string{"", ""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := base(append([]data.Record{site("a", nil, "reported", "")}, gazetteer()...)...)
			test.then(&w.records[0])
			v := w.vault(t, test.approvers...)
			w.revise(t, v, data.Published, "changed", test.now)
			if err := v.DecideEach(t.Context(), data.Decision{State: data.Published, By: "another", Reason: "checked"}, []string{w.records[0].ID}); err != nil {
				t.Fatal(err)
			}
			got := releaseOf(t, v)
			if d := cmp.Diff(test.want, geometries(t, got.reader, w.records[0].ID)); d != "" {
				t.Errorf("geometries (-want +got):\n%s", d)
			}
			file, err := os.ReadFile(got.path)
			if err != nil {
				t.Fatal(err)
			}
			for _, secret := range []float64{46.123456, 39.987654, 39.9587654, 46.1999, 46.523456} {
				for form, coded := range forms(secret) {
					if bytes.Contains(file, coded) {
						t.Errorf("the release holds %v as %s", secret, form)
					}
				}
			}
		})
	}
}

// geometries are what a record's versions say of it, the oldest first.
func geometries(t *testing.T, r *release.Reader, id string) (all []string) {
	t.Helper()
	for version, err := range r.History(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if version.Subject.Key != id {
			continue
		}
		var changed map[string]json.RawMessage
		if err := json.Unmarshal(version.Changed, &changed); err != nil {
			t.Fatal(err)
		}
		all = append(all, string(changed["geometry"]))
	}
	return all
}

func cell(west, south, side float64) string {
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]}`,
		west, south, round(west+side), round(south+side))
}

// A small correction that changed no cell when it was made changes none in the
// history either, wherever the record is now.
func TestG6_ThePastKeepsTheCellsThatItHad(t *testing.T) {
	w := base(site("a", orb.Point{46.1299, 39.985}, "exhumed_fully", ""))
	v := w.vault(t)
	releaseOf(t, v)
	w.revise(t, v, data.Published, "corrected", both(stage("remains_returned"), at(46.1301, 39.985)))
	releaseOf(t, v)
	for i, far := range []func(*data.Record){at(46.75, 39.25), at(46.5, 39.5)} { // with another anchor in between
		w.revise(t, v, data.Published, "moved", far)
		got := geometries(t, releaseOf(t, v).reader, w.records[0].ID)
		if d := cmp.Diff([]string{cell(46.12, 39.98, 0.01), "", cell(46.75, 39.25, 0.01)}, got[:3]); d != "" {
			t.Errorf("step %d: geometries (-want +got):\n%s", i, d)
		}
	}
}

// When a record was updated is when it changed for the public: another day would
// tell of a correction of what is held.
func TestG6_UpdatedIsTheDayOfAPublicVersion(t *testing.T) {
	now := day()
	w := base(site("a", orb.Point{46.1299, 39.985}, "exhumed_fully", ""))
	v := w.vaultAt(t, func() time.Time { return now })
	for _, step := range []struct {
		name   string
		change func(*data.Record)
		want   string
	}{
		{"a small correction", at(46.1301, 39.985), "2026-03-04"},
		{"a stage", stage("remains_returned"), "2026-03-06"},
		{"another correction", at(46.1302, 39.985), "2026-03-06"},
		{"a name that no field has", func(r *data.Record) {
			r.Names = append(slices.Clone(r.Names), data.Name{Text: "\u10d0\u10d3\u10d2\u10d8\u10da\u10d8", Language: "ka"})
		}, "2026-03-08"},
		{"a last correction", at(46.1303, 39.985), "2026-03-08"},
	} {
		now = now.Add(24 * time.Hour)
		w.revise(t, v, data.Published, "corrected", step.change)
		if got := releaseOf(t, v).feature["a"]["updated"]; got != step.want {
			t.Errorf("after %s updated is %v, want %s", step.name, got, step.want)
		}
	}
}

// What lay in a location group has that group's verdict, also of one that has left it.
func TestN7_OldPositionsOfALocationGroup(t *testing.T) {
	w := base(site("a", orb.Point{46.123456, 39.987654}, "memorialised", ""), site("b", orb.Point{46.1236, 39.9877}, "reported", ""))
	w.records[0].Group, w.records[1].Group = "mill", "mill"
	v := w.vault(t, "one", "other")
	w.revise(t, v, data.Published, "moved", both(at(46.5, 39.5), func(r *data.Record) { r.Group = "" }))
	if err := v.DecideEach(t.Context(), data.Decision{State: data.Published, By: "other", Reason: "checked"}, []string{w.records[0].ID}); err != nil {
		t.Fatal(err)
	}
	got := geometries(t, releaseOf(t, v).reader, w.records[0].ID)
	if d := cmp.Diff([]string{"", `{"type":"Point","coordinates":[46.5,39.5]}`}, got); d != "" {
		t.Errorf("geometries (-want +got):\n%s", d)
	}
}

func both(f, g func(*data.Record)) func(*data.Record) {
	return func(r *data.Record) { f(r); g(r) }
}

// round keeps the sum of two decimals printable.
func round(v float64) float64 { return float64(int64(v*100+0.5)) / 100 }
