package atlas_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
	"stele/geo"
)

// statsOf is the definition of Stats, feature by feature.
func statsOf(l *atlas.Layer, features map[string]release.Feature, ids []string, from, to int64) atlas.Stats {
	s := atlas.Stats{Matched: len(ids), Extent: geo.BoundOf(nil)}
	for year := from; year <= to; year++ {
		y := atlas.Year{Year: year}
		for _, id := range ids {
			f := features[id]
			if f.Earliest == edtf.MinDay && f.Latest == edtf.MaxDay {
				continue
			}
			if f.Earliest < edtf.DayOf(int(year)+1, 1, 1) && f.Latest >= edtf.DayOf(int(year), 1, 1) {
				y.Possible++
				if f.Earliest >= edtf.DayOf(int(year), 1, 1) && f.Latest < edtf.DayOf(int(year)+1, 1, 1) {
					y.Certain++
				}
			}
		}
		s.Years = append(s.Years, y)
	}
	kinds := map[any]int{}
	for _, id := range ids {
		f := features[id]
		if f.Earliest == edtf.MinDay && f.Latest == edtf.MaxDay {
			s.Undated++
		}
		kinds[valueOf(f, "kind")]++
		if i, _ := l.Index(id); f.Geometry != nil {
			b, _ := l.BoxAt(i)
			s.Located++
			s.Extent = s.Extent.Union(b)
		}
	}
	facet := atlas.Facet{Field: "kind", Null: kinds[nil]}
	for _, kind := range []string{"cemetery", "memorial", "well"} {
		facet.Values = append(facet.Values, atlas.FacetValue{Value: atlas.Value{Text: kind}, Count: kinds[kind]})
	}
	s.Facets = []atlas.Facet{facet}
	return s
}

func TestStats_AgreeWithBruteForce(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 400)
	byID := map[string]release.Feature{}
	for i := range features {
		// Days of half a dozen years, some of them over the turn of one.
		for _, day := range []*edtf.Day{&features[i].Earliest, &features[i].Latest} {
			if *day != edtf.MinDay && *day != edtf.MaxDay {
				*day *= 30
			}
		}
		byID[features[i].ID] = features[i]
	}
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	all := l.Stats(everything(), []string{"kind"})
	from, to := all.Years[0].Year, all.Years[len(all.Years)-1].Year
	if from != 1970 || to < 1973 {
		t.Fatalf("years %d to %d", from, to)
	}
	for range 100 {
		q := randomQuery(r)
		want := statsOf(l, byID, bruteForce(t, features, q), from, to)
		got := l.Stats(q.Selection, []string{"kind"})
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%+v: %s", q.Selection, diff)
		}
	}
}

func everything() atlas.Selection {
	var s atlas.Selection
	s.From, s.To = atlas.AllTime()
	return s
}

func TestStats_OfNothing(t *testing.T) {
	l := layerOf(t, build(t, made{}), data.Sites)
	if s := l.Stats(everything(), []string{"kind", "name"}); s.Matched != 0 || len(s.Years) != 0 || s.Facets[0].Null != 0 {
		t.Errorf("Stats of no features = %+v", s)
	}
}

// A property with more values than a facet lists gives those that most have.
func TestStats_FacetOfManyValues(t *testing.T) {
	var features []release.Feature
	for i := range 900 {
		name := string(rune('a'+i%26)) + string(rune('a'+i/26%26))
		if i >= 600 {
			name = "frequent"
		}
		features = append(features, feature(data.Sites, "f"+string(rune('a'+i/100))+string(rune('a'+i/10%10))+string(rune('a'+i%10)), orb.Point{float64(i % 100), 0}, map[string]any{"name": name}))
	}
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: inOrder(features)}}), data.Sites)
	f := l.Stats(everything(), []string{"name"}).Facets[0]
	if len(f.Values) == 0 || len(f.Values) > atlas.MaxFacetValues || f.More != 601-len(f.Values) {
		t.Fatalf("%d values and %d more", len(f.Values), f.More)
	}
	found := false
	for _, v := range f.Values {
		found = found || v.Value.Text == "frequent" && v.Count == 300
	}
	if !found {
		t.Errorf("the most frequent value is left out: %v", f.Values)
	}
}
