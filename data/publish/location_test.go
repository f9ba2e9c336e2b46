package publish_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/policy"
	"stele/data/publish"
	"stele/geo"
)

// The table of the default public precision, row by row.
func TestPolicy_DefaultPublicPrecision(t *testing.T) {
	const lon, lat = 46.1234567, 39.9876543
	tests := []struct {
		stage, protection string
		approvers         []string
		official          bool
		want              string
	}{
		{"reported", "unknown", nil, false, "withheld"},
		{"located", "none", nil, false, "withheld"},
		{"located", "inaccessible", nil, false, "withheld"},
		{"disturbed", "none", nil, false, "withheld"},
		{"", "", nil, false, "withheld"},
		{"located", "legally_protected", nil, false, "0.1"},
		{"reported", "guarded", nil, false, "0.1"},
		{"excavation_started", "unknown", nil, false, "0.1"},
		{"exhumed_partly", "none", nil, false, "0.1"},
		{"exhumed_fully", "none", nil, false, "0.01"},
		{"memorialised", "none", nil, false, "withheld"},
		{"memorialised", "none", []string{"one", "one"}, false, "withheld"},
		{"memorialised", "none", []string{"One", "one"}, false, "withheld"},
		{"memorialised", "none", []string{"one", " one "}, false, "withheld"},
		{"memorialised", "none", []string{"Z\u00fcmr\u00fcd", "zu\u0308mru\u0308d"}, false, "withheld"}, // NFC, NFD
		{"memorialised", "none", []string{"one", "other"}, false, "exact"},
		{"located", "none", []string{"one"}, true, "withheld"},
		{"located", "none", []string{"one", "other"}, true, "exact"},
		{"located", "none", []string{"one", "other"}, false, "withheld"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s %s %v %v", test.stage, test.protection, test.approvers, test.official), func(t *testing.T) {
			r := site("a", orb.Point{lon, lat}, test.stage, test.protection)
			r.Properties["position_officially_published"] = test.official
			got := releaseOf(t, base(append(gazetteer(), r)...).vault(t, test.approvers...)).feature["a"]
			if got["public_precision"] != test.want || got["generalised"] != (test.want != "exact") {
				t.Errorf("precision %v, generalised %v, want %s", got["public_precision"], got["generalised"], test.want)
			}
			if want := shape(test.want, lon, lat); !cmp.Equal(got["geometry"], want) {
				t.Errorf("geometry %v, want %v", got["geometry"], want)
			}
		})
	}
}

// shape is the published geometry of a point at that precision.
func shape(precision string, lon, lat float64) any {
	switch p, _ := geo.ParsePrecision(precision); p {
	case geo.PrecisionNone:
		return orb.Geometry(nil)
	case geo.PrecisionExact:
		return orb.Geometry(orb.Point{lon, lat})
	default:
		return orb.Geometry(geo.CellOf(lon, lat, p).Polygon())
	}
}

func TestG4_ShapeOverSeveralCellsGoesToOneCoarserCell(t *testing.T) {
	want := orb.Geometry(geo.CellOf(46.1, 39.95, geo.PrecisionDegree).Polygon())
	for _, g := range []orb.Geometry{ // over the border at 46.1
		orb.LineString{{46.09, 39.95}, {46.11, 39.96}},
		orb.Collection{orb.Point{46.09, 39.95}, orb.Polygon{{{46.11, 39.95}, {46.12, 39.95}, {46.12, 39.96}, {46.11, 39.95}}}},
	} {
		got := releaseOf(t, base(append(gazetteer(), site("a", g, "excavation_started", ""))...).vault(t)).feature["a"]
		if !cmp.Equal(got["geometry"], want) || got["public_precision"] != "1" {
			t.Errorf("%v is published as %v at %v, want %v at 1", g, got["geometry"], got["public_precision"], want)
		}
	}
}

// What may be shown exactly is shown whole, of several kinds too.
func TestG4_CollectionsAreShownWhole(t *testing.T) {
	whole := orb.Collection{orb.Point{46.12, 39.98}, orb.MultiPolygon{{{{46.11, 39.95}, {46.12, 39.95}, {46.12, 39.96}, {46.11, 39.95}}}}}
	got := releaseOf(t, base(append(gazetteer(), site("a", whole, "memorialised", ""))...).vault(t, "one", "other")).feature["a"]
	if !cmp.Equal(got["geometry"], orb.Geometry(whole)) || got["public_precision"] != "exact" {
		t.Errorf("published as %v at %v", got["geometry"], got["public_precision"])
	}
}

func TestG5_AGroupSharesOneCell(t *testing.T) {
	grave := site("a", orb.Point{46.1234567, 39.9876543}, "exhumed_fully", "none")
	dig := site("b", orb.Point{46.1239, 39.9871}, "excavation_started", "none")
	alone := site("c", orb.Point{46.1234567, 39.9876543}, "exhumed_fully", "none")
	grave.Group, dig.Group = "mill", "mill"
	got := releaseOf(t, base(append(gazetteer(), grave, dig, alone)...).vault(t)).feature
	if got["a"]["public_precision"] != "0.1" || !cmp.Equal(got["a"]["geometry"], got["b"]["geometry"]) {
		t.Errorf("one group is shown as %v at %v and %v at %v, want one cell of the coarser precision",
			got["a"]["geometry"], got["a"]["public_precision"], got["b"]["geometry"], got["b"]["public_precision"])
	}
	if got["c"]["public_precision"] != "0.01" {
		t.Errorf("a record of no group is shown at %v, want its own 0.01", got["c"]["public_precision"])
	}
}

func TestG5_AWithheldMemberWithholdsTheGroup(t *testing.T) {
	grave := site("a", orb.Point{46.12, 39.98}, "located", "none")
	memorial := site("b", orb.Point{46.12, 39.98}, "exhumed_fully", "none")
	grave.Group, memorial.Group = "mill", "mill"
	got := releaseOf(t, base(append(gazetteer(), grave, memorial)...).vault(t)).feature
	for _, name := range []string{"a", "b"} {
		if got[name]["geometry"] != orb.Geometry(nil) || got[name]["public_precision"] != "withheld" {
			t.Errorf("%s is shown as %v at %v, want withheld", name, got[name]["geometry"], got[name]["public_precision"])
		}
	}
}

func TestG6_TheCellIsSticky(t *testing.T) {
	const border, m30 = 46.12, 0.0003 // 30 m are about 0.0003 degrees
	steps := []struct {
		name string
		lon  float64
		same bool
	}{
		{"30 m over the border", border + m30, true},
		{"and back", border - m30, true},
		{"60 m over the border", border + 2*m30, true},
		{"1 km over the border", border + 33*m30, false},
	}
	w := base(site("a", orb.Point{border - m30, 39.985}, "exhumed_fully", "none"))
	v := w.vault(t)
	first := releaseOf(t, v).feature["a"]["geometry"]
	for _, step := range steps {
		w.records[0].Geometry = orb.Point{step.lon, 39.985}
		again := world{records: w.records}
		if err := again.fill(t.Context(), v); err != nil {
			t.Fatal(err)
		}
		w.approve(t, v, []string{"editor"})
		if got := releaseOf(t, v).feature["a"]["geometry"]; cmp.Equal(got, first) != step.same {
			t.Errorf("%s: the cell is %v, was %v; want it the same: %v", step.name, got, first, step.same)
		}
	}
}

func TestG7_TheReleaseExplainsItsPolicy(t *testing.T) {
	meta := releaseOf(t, base(site("a", nil, "reported", "")).vault(t)).reader.Meta()
	if meta.PolicyVersion != "public-1" || !strings.Contains(meta.Policy, "fewer than k known villages") {
		t.Errorf("the release says of its policy %q: %q", meta.PolicyVersion, meta.Policy)
	}
}

func TestG7_ACellWithFewVillagesIsMadeCoarser(t *testing.T) {
	tests := map[string]struct {
		at   orb.Geometry
		want string
		rule string
		lone int
	}{
		"five villages":  {orb.Point{46.16, 39.96}, "0.1", "site-excavation", 0},
		"one village":    {orb.Point{46.56, 39.56}, "1", "site-excavation, coarser until 5 villages are in it", 0},
		"no village":     {orb.Point{-70, -20}, "withheld", "site-excavation, coarser until 5 villages are in it", 1},
		"in no one cell": {orb.LineString{{-5, 39}, {46.1, 39.9}}, "withheld", "site-excavation, coarser until 5 villages are in it", 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := base(append(gazetteer(), site("a", test.at, "excavation_started", "none"))...)
			out := releaseOf(t, w.vault(t))
			got := out.feature["a"]
			if got["public_precision"] != test.want || got["precision_rule"] != test.rule {
				t.Errorf("shown at %v by %q, want %s by %q", got["public_precision"], got["precision_rule"], test.want, test.rule)
			}
			if out.report.Lone != test.lone {
				t.Errorf("%d reported as withheld for want of villages, want %d", out.report.Lone, test.lone)
			}
		})
	}
}

// To leave k out of a policy is not to ask for none; and what is fully exhumed has
// its cell of 0.01 degrees, as do-no-harm says, because its rule asks for none.
func TestG7_APolicyWithoutKAsksForFive(t *testing.T) {
	lonely := orb.Point{46.56, 39.56}
	v := base(append(gazetteer(), site("a", lonely, "located", "none"), site("b", lonely, "exhumed_fully", "none"))...).vault(t, "one", "other")
	if got := releaseOf(t, v).feature["b"]["public_precision"]; got != "0.01" {
		t.Errorf("a fully exhumed site is shown at %v, want 0.01", got)
	}
	for k, want := range map[string]geo.Precision{``: geo.PrecisionDegree, `, "k": 0`: geo.PrecisionTenth, `, "k": 1`: geo.PrecisionTenth, `, "k": 7`: geo.PrecisionNone} {
		p, err := policy.Parse([]byte(`{"version": "own-7", "audience": "public", "rules": [{"name": "site", "collection": "sites", "precision": "0.1"` + k + `}]}`))
		if err != nil {
			t.Fatal(err)
		}
		o, err := publish.Explain(t.Context(), v, p, site("a", nil, "", "").ID)
		if err != nil || o.Precision != want.String() {
			t.Errorf("by a rule with %q it is shown at %q (%v), want %v", k, o.Precision, err, want)
		}
	}
}

// What one person approved and two would open is told of, by ID.
func TestReport_WaitingForASecondApproval(t *testing.T) {
	at := orb.Point{46.12, 39.98}
	records := []data.Record{site("a", at, "memorialised", ""), site("b", nil, "memorialised", ""), site("c", at, "located", "none"), site("d", at, "exhumed_fully", "")}
	for approvers, want := range map[string][]string{"one": {records[0].ID}, "one,ONE": {records[0].ID}, "one,other": nil} {
		out := releaseOf(t, base(append(gazetteer(), records...)...).vault(t, strings.Split(approvers, ",")...))
		if got := slices.Collect(maps.Keys(out.report.Waiting)); !cmp.Equal(got, want) {
			t.Errorf("approved by %s: %q wait, want %q", approvers, got, want)
		}
	}
}
