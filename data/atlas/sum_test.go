package atlas_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/release"
)

func n(v int64) *int64 { return &v }

func box(west, south, east, north float64) orb.Polygon {
	return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}.ToPolygon()
}

// counted is two neighbouring districts with what is placed in them, figures
// of each, and zones and sites that lie across.
func counted() made {
	placed := func(collection, id string, g orb.Geometry, place string) release.Feature {
		values := map[string]any{"name": id, "generalised": false}
		if place != "" {
			values["place"] = place
		}
		return feature(collection, id, g, values)
	}
	cell := func(id string, g orb.Geometry) release.Feature {
		return feature(data.Sites, id, g, map[string]any{"name": id, "generalised": true})
	}
	figure := func(id, scope string, set func(*data.Figure)) data.Figure {
		ref, err := data.ParseRef(scope)
		if err != nil {
			panic(err)
		}
		f := data.Figure{ID: id, Scope: ref, Measure: "killed", Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}}
		set(&f)
		return f
	}
	best := func(v int64) func(*data.Figure) {
		return func(f *data.Figure) { f.Best, f.Comparator = n(v), "exactly" }
	}
	by := func(source string, set func(*data.Figure)) func(*data.Figure) {
		return func(f *data.Figure) { set(f); f.Source = source }
	}
	return made{
		features: map[string][]release.Feature{
			data.Districts: inOrder([]release.Feature{placed(data.Districts, "west", box(0, 0, 1, 1), ""), placed(data.Districts, "east", box(1, 0, 2, 1), "")}),
			data.Villages:  inOrder([]release.Feature{placed(data.Villages, "v1", orb.Point{0.55, 0.55}, "districts/west"), placed(data.Villages, "v2", orb.Point{1.55, 0.55}, "districts/east"), placed(data.Villages, "v3", orb.Point{0.2, 0.2}, "districts/west"), placed(data.Villages, "stray", orb.Point{0.8, 0.8}, "")}),
			data.Zones:     inOrder([]release.Feature{placed(data.Zones, "across", box(0.5, 0.5, 1.5, 0.6), ""), placed(data.Zones, "north", box(0, 1, 2, 2), "")}),
			data.Events:    inOrder([]release.Feature{placed(data.Events, "e1", nil, "villages/v1"), placed(data.Events, "e2", nil, "villages/v1"), placed(data.Events, "inwest", nil, "districts/west"), placed(data.Events, "nowhere", nil, "")}),
			data.Sites:     inOrder([]release.Feature{cell("cell", box(1.9, 0.9, 2, 1)), cell("next", box(2, 0.9, 2.1, 1))}),
		},
		agents:  []data.Agent{{ID: "ag1", Name: "A ministry", Kind: "state_body"}},
		sources: []data.Source{{ID: "src1", Kind: "report", Title: "One", Agent: "ag1"}, {ID: "src2", Kind: "report", Title: "Two", Agent: "ag1"}},
		figures: []data.Figure{
			figure("f01", "districts/east", best(20)),
			figure("f02", "districts/west", best(10)),
			figure("f03", "events/e1", best(1)), figure("f04", "events/e2", best(1)), figure("f05", "events/inwest", best(1)), figure("f06", "events/nowhere", best(1)),
			figure("f07", "sites/cell", best(1)), figure("f08", "sites/next", best(1)),
			figure("f09", "villages/stray", best(1)),
			figure("f10", "villages/v1", func(f *data.Figure) { f.Low, f.Comparator = n(501), "more_than" }),
			figure("f11", "villages/v2", best(3)), figure("f12", "villages/v2", by("src2", best(4))),
			figure("f13", "villages/v3", func(f *data.Figure) { f.Word = "dozens" }),
			figure("f14", "zones/across", best(1)), figure("f15", "zones/north", func(f *data.Figure) { f.Low, f.High = n(27), n(29) }),
		},
	}
}

func refs(t *testing.T, list string) []data.Ref {
	t.Helper()
	var all []data.Ref
	for item := range strings.SplitSeq(list, ",") {
		ref, err := data.ParseRef(item)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ref)
	}
	return all
}

func TestP6_SumsRefuseWhatNestsOrOverlaps(t *testing.T) {
	a := build(t, counted())
	tests := []struct{ scopes, reason, named string }{
		{"events/e1,villages/v1", atlas.Nested, "events/e1,villages/v1"},
		{"districts/east,districts/west,events/e1", atlas.Nested, "districts/west,events/e1"}, // two steps up
		{"villages/v2,districts/east", atlas.Nested, "villages/v2,districts/east"},
		{"events/e1,events/e2", atlas.SamePlace, "events/e1,events/e2"},
		{"events/e1,events/inwest", atlas.Overlapping, "events/e1,events/inwest"},
		{"events/nowhere,districts/west", atlas.Unlocated, "events/nowhere,districts/west"},
		{"villages/stray,districts/west", atlas.Overlapping, "villages/stray,districts/west"}, // by geometry alone
		{"zones/across,districts/west", atlas.Overlapping, "zones/across,districts/west"},
		{"zones/across,events/e1", atlas.Overlapping, "zones/across,events/e1"}, // the point of its village
		{"sites/cell,districts/east", atlas.Overlapping, "sites/cell,districts/east"},
		{"sites/cell,sites/next", atlas.Overlapping, "sites/cell,sites/next"}, // cells that touch
		{"sites/next,districts/east", atlas.Overlapping, "sites/next,districts/east"},
		{"districts/west,villages/v2", atlas.Rivals, "villages/v2"},
	}
	for _, test := range tests {
		_, err := a.Sum(atlas.SumQuery{Measure: "killed", Scopes: refs(t, test.scopes)})
		var not *atlas.NotAddable
		if !errors.As(err, &not) || not.Reason != test.reason {
			t.Errorf("Sum over %s = %v, want it refused as %s", test.scopes, err, test.reason)
			continue
		}
		if d := cmp.Diff(refs(t, test.named), not.Scopes); d != "" {
			t.Errorf("Sum over %s names others (-want +got):\n%s", test.scopes, d)
		}
		for _, ref := range not.Scopes {
			if !strings.Contains(not.Detail, ref.String()) {
				t.Errorf("%q does not name %s", not.Detail, ref)
			}
		}
	}
}

func TestP6_SumsAddWhatIsApart(t *testing.T) {
	a := build(t, counted())
	tests := []struct {
		scopes, source  string
		low, best, high *int64
	}{
		{"districts/west,districts/east", "", n(30), n(30), n(30)}, // neighbours touch, no more
		{"districts/west,zones/north", "", n(37), nil, n(39)},
		{"villages/v1,districts/east", "", n(521), nil, nil},
		{"villages/v2,villages/v1", "src1", n(504), nil, nil}, // one source, so no rivals
		{"districts/east", "", n(20), n(20), n(20)},
	}
	for _, test := range tests {
		sum, err := a.Sum(atlas.SumQuery{Measure: "killed", Scopes: refs(t, test.scopes), Source: test.source})
		if (err == nil) != (test.low != nil) {
			t.Errorf("Sum over %s: %v", test.scopes, err)
		}
		if err != nil {
			continue
		}
		if d := cmp.Diff([]*int64{test.low, test.best, test.high}, []*int64{sum.Low, sum.Best, sum.High}); d != "" {
			t.Errorf("Sum over %s (-want +got):\n%s", test.scopes, d)
		}
		if len(sum.Addends) != len(refs(t, test.scopes)) {
			t.Errorf("Sum over %s has %d addends", test.scopes, len(sum.Addends))
		}
	}
}

func TestP7_AWordIsNotAdded(t *testing.T) {
	a := build(t, counted())
	_, err := a.Sum(atlas.SumQuery{Measure: "killed", Scopes: refs(t, "villages/v3,districts/east")})
	var not *atlas.NotAddable
	if !errors.As(err, &not) || not.Reason != atlas.WordOnly || !cmp.Equal(not.Figures, []string{"f13"}) || !strings.Contains(not.Detail, `"dozens"`) {
		t.Errorf("Sum = %v, want the word named", err)
	}
	_, err = a.Sum(atlas.SumQuery{Measure: "missing", Scopes: refs(t, "districts/east")})
	if !errors.As(err, &not) || not.Reason != atlas.NoFigure {
		t.Errorf("Sum of nothing = %v: what is not counted is not 0", err)
	}
}

func TestP7_AWordHasNoPlaceOnTheAxis(t *testing.T) {
	m := counted()
	v2 := m.figures[10].Scope
	for i, set := range []func(*data.Figure){
		func(f *data.Figure) { f.Best, f.Comparator = n(100), "about" },
		func(f *data.Figure) { f.Best, f.Comparator = n(7), "at_least" },
		func(f *data.Figure) { f.Best, f.Comparator = n(9), "fewer_than" },
		func(f *data.Figure) { f.Best, f.Comparator = n(40), "more_than" },
		func(f *data.Figure) { f.Best, f.Comparator = n(50), "at_most" },
		func(f *data.Figure) { f.Word = "dozens" },
	} {
		f := data.Figure{ID: string(rune('a' + i)), Scope: v2, Measure: "missing", Assertion: data.Assertion{AssertedBy: "ag1", Source: "src1", Rank: "normal"}}
		set(&f)
		m.figures = append(m.figures[:12+i], append([]data.Figure{f}, m.figures[12+i:]...)...)
	}
	page := build(t, m).Ranges(atlas.FigureQuery{Scope: v2, Measure: "missing"})
	if page.Matched != 1 || len(page.Items) != 1 {
		t.Fatalf("%d groups", page.Matched)
	}
	g := page.Items[0]
	if *g.Min != 7 || *g.Max != 100 {
		t.Errorf("axis from %d to %d, want 7 to 100", *g.Min, *g.Max)
	}
	type drawn struct {
		Low, Best, High               *int64
		OpenLow, OpenHigh, Positioned bool
	}
	want := []drawn{
		{nil, n(100), nil, true, true, true},
		{n(7), n(7), nil, false, true, true},
		{nil, n(9), n(8), true, false, true},
		{n(41), n(40), nil, false, true, true},
		{nil, n(50), n(50), true, false, true},
		{nil, nil, nil, false, false, false},
	}
	for i, r := range g.Ranges {
		if d := cmp.Diff(want[i], drawn{r.Low, r.Best, r.High, r.OpenLow, r.OpenHigh, r.Positioned}); d != "" {
			t.Errorf("range %d (-want +got):\n%s", i, d)
		}
	}
}
