package publish_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/data/release"
)

// N2: whatever the vault holds, no coordinate finer than the policy stands in
// the release file, in text or in binary, used page or free.
func TestN2_ReleaseFileHoldsNoFinerCoordinate(t *testing.T) {
	const lon, lat = 46.1234567, 39.9876543
	w := base(site("hidden", orb.Point{lon, lat}, "located", "none"), site("cell", orb.Point{lon, lat}, "exhumed_fully", "none"))
	w.claims = []data.Claim{{
		Key: "rival", Subject: data.Ref{Collection: data.Sites, Key: "hidden"}, Property: "geometry",
		Value: json.RawMessage(`{"type":"Point","coordinates":[46.1234567,39.9876543]}`), Assertion: data.Assertion{Source: "report", Rank: "normal"},
	}}
	file, err := os.ReadFile(releaseOf(t, w.vault(t)).path)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []float64{lon, lat} {
		for name, form := range forms(v) {
			if bytes.Contains(file, form) {
				t.Errorf("the release holds %v as %s", v, name)
			}
		}
	}
}

// forms are the ways in which a coordinate might stand in a file.
func forms(v float64) map[string][]byte {
	all := map[string][]byte{
		"float64 little endian": binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)),
		"float64 big endian":    binary.BigEndian.AppendUint64(nil, math.Float64bits(v)),
		"float32 little endian": binary.LittleEndian.AppendUint32(nil, math.Float32bits(float32(v))),
		"float32 big endian":    binary.BigEndian.AppendUint32(nil, math.Float32bits(float32(v))),
		"1e-7 degrees":          binary.BigEndian.AppendUint32(nil, uint32(math.Round(v*1e7))),
	}
	for decimals := 3; decimals <= 7; decimals++ {
		all[fmt.Sprintf("text of %d decimals", decimals)] = fmt.Appendf(nil, "%.*f", decimals, v)
	}
	return all
}

// A rival position may stand under any property, in any form: it is refused, or
// at least held back.
func TestN2_ClaimsGiveNoPositionAway(t *testing.T) {
	tests := []struct {
		property, value string
		out             [2]bool // of a site whose position is withheld, and of one that is shown exactly
	}{
		{"geometry", `{"type":"Point","coordinates":[46.1234567,39.9876543]}`, [2]bool{false, true}},
		{"latitude", `39.98`, [2]bool{false, true}},
		{"latitude", `"39.97753"`, [2]bool{false, true}},
		{"longitude", `"46,13007"`, [2]bool{false, true}},
		{"easting", `"596 543"`, [2]bool{false, true}},
		{"northing", `4425678`, [2]bool{false, true}},
		{"lat_e4", `399775`, [2]bool{false, true}},
		{"enlem", `"39,97753"`, [2]bool{false, true}},
		{"shirota", `"39 58 39"`, [2]bool{false, true}},
		{"measured", `"39.97753"`, [2]bool{false, true}},
		{"measured", `399775`, [2]bool{false, true}},
		{"m_from_mill", `"300"`, [2]bool{false, true}},
		{"nested", `{"a":{"b":[{"c":"46.1"}]}}`, [2]bool{false, true}},
		{"nested", `"{\"a\": [46.1]}"`, [2]bool{false, true}},
		{"lat_e7", `399876543`, [2]bool{false, true}},
		{"location", `{"a":461234567,"b":399876543}`, [2]bool{false, true}},
		{"location", `{"x":4612345.6,"y":4891234.5}`, [2]bool{false, true}},
		{"location", `["46.1"]`, [2]bool{false, true}},
		{"located_in", `"the village"`, [2]bool{true, true}},
		{"persons_buried", `12`, [2]bool{true, true}},
		{"persons_buried", `"1 025"`, [2]bool{true, true}},
		{"people_affected", `1000000`, [2]bool{true, true}},
		{"file_no", `"596543"`, [2]bool{true, true}},
		{"valid_from", `"1993-04-02"`, [2]bool{true, true}},
		{"depth_m", `"1.25"`, [2]bool{true, true}},
		{"depth_cm", `-150`, [2]bool{true, true}},
		{"visited", `true`, [2]bool{true, true}},
		{"outcome", `null`, [2]bool{true, true}},
	}
	for k, stage := range []string{"located", "memorialised"} {
		w := base(site("a", orb.Point{46.1234567, 39.9876543}, stage, ""))
		for i, test := range tests {
			c := aboutA(test.property, test.value)
			c.Key, c.ID = fmt.Sprint("c", i), fmt.Sprintf("claimclaimclai%02d", i)
			w.claims = append(w.claims, c)
		}
		v := w.vault(t, "one", "other")
		w.approveClaims(t, v, "other")
		claims, err := releaseOf(t, v).reader.Claims(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for i, test := range tests {
			is := slices.ContainsFunc(claims, func(c data.Claim) bool { return c.ID == w.claims[i].ID })
			if is != test.out[k] {
				t.Errorf("%s %s of a site that is %s: released %v, want %v", test.property, test.value, stage, is, test.out[k])
			}
		}
		refusals := []struct{ property, value string }{{"location", `{"type":"Point","coordinates":[46.1234567,39.9876543]}`}, {"location", `[46.12,39.98]`}, {"location", `{"e7":[461234567,399876543]}`}}
		if stage == "memorialised" {
			// The site's own position is shown, and this is none of it.
			refusals = append(refusals, struct{ property, value string }{"grave_latitude", `"39.97753"`})
		}
		for _, refusal := range refusals {
			property, value := refusal.property, refusal.value
			w.claims = []data.Claim{aboutA(property, value)}
			w.claims[0].ID = "claimclaimclaim1"
			p, _ := policy.Public()
			var refused *publish.PositionsError
			v := w.vault(t, "one", "other")
			w.approveClaims(t, v, "other")
			_, err := publish.Release(t.Context(), v, p, filepath.Join(t.TempDir(), "public.gpkg"), release.Meta{}, nil)
			if !errors.As(err, &refused) {
				t.Errorf("%s %s of a site that is %s: %v, want it refused", property, value, stage, err)
			}
		}
	}
}

// aboutA is a claim about the record a.
func aboutA(property, value string) data.Claim {
	return data.Claim{
		Key: "c", Subject: data.Ref{Collection: data.Sites, Key: "a"}, Property: property,
		Value: json.RawMessage(value), Assertion: data.Assertion{Source: "report", Rank: "normal"},
	}
}

func TestT1_PublicTextWithAPositionIsRefused(t *testing.T) {
	const position = "at 39.98765, 46.12345 by the mill"
	tests := map[string]struct {
		plant func(*world)
		want  string
	}{
		"description": {func(w *world) { w.records[0].Properties["description"] = position }, "description: line 1, column 4"},
		"number":      {func(w *world) { w.records[0].Properties["description"] = "39.98765" }, "description: line 1, column 1: a number that may be a coordinate"},
		"easting":     {func(w *world) { w.records[0].Properties["editor_note"] = "596 543" }, "editor_note: line 1, column 1"},
		"number name": {func(w *world) { w.records[0].Names[0].Text = "46,12345" }, "names: line 1"},
		"name":        {func(w *world) { w.records[0].Names[0].Text = position }, "names: line 1"},
		"source":      {func(w *world) { w.sources[0].Note = "two lines\n" + position }, "note: line 2, column 4"},
		"link":        {func(w *world) { w.sources[0].URL = "https://www.openstreetmap.org/#map=18/39.98765/46.12345" }, "url: "},
		"agent":       {func(w *world) { w.agents[0].Note = position }, "agent "},
		"claim":       {func(w *world) { w.claims[0].Value = json.RawMessage(`"` + position + `"`) }, "value: "},
		"claim array": {func(w *world) { w.claims[0].Value = json.RawMessage(`{"coordinates": [46.12345, 39.98765]}`) }, "value: "},
		"figure":      {func(w *world) { w.figures[0].Note = position }, "figure "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := base(site("a", orb.Point{46.12345, 39.98765}, "located", "none"))
			about := data.Ref{Collection: data.Sites, Key: "a"}
			w.claims = []data.Claim{{Key: "c", Subject: about, Property: "location", Value: json.RawMessage(`"by the mill"`), Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
			w.figures = []data.Figure{{Key: "f", Scope: about, Measure: "killed", Word: "dozens", Assertion: data.Assertion{Source: "report", Rank: "normal"}}}
			releaseOf(t, w.vault(t)) // innocent as it stands
			test.plant(&w)
			p, _ := policy.Public()
			path := filepath.Join(t.TempDir(), "public.gpkg")
			_, err := publish.Release(t.Context(), w.vault(t), p, path, release.Meta{PublishedOn: "2026-03-05"}, nil)
			var found *publish.PositionsError
			if !errors.As(err, &found) || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("publish = %v, want a refusal with %q", err, test.want)
			}
			if strings.Contains(err.Error(), "39.98765") || strings.Contains(err.Error(), "46.12345") {
				t.Errorf("the refusal repeats the position: %v", err)
			}
			if _, err := os.Stat(path); !os.IsNotExist(err) {
				t.Error("a release is there all the same")
			}
		})
	}
}
