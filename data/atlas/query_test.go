package atlas_test

import (
	order "cmp"
	"fmt"
	"math/rand/v2"
	"slices"
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

// bruteForce is the definition of what matches, feature by feature, tested on
// the coordinates that are printed.
func bruteForce(t *testing.T, features []release.Feature, q atlas.Query) []string {
	var ids []string
	for _, f := range features {
		if f.Earliest > q.To || f.Latest < q.From {
			continue
		}
		if q.Certain && (f.Earliest < q.From || f.Latest > q.To || f.Earliest == edtf.MinDay && f.Latest == edtf.MaxDay) {
			continue
		}
		if !meetsAll(f, q.Where) {
			continue
		}
		if q.BBox != nil && f.Geometry != nil {
			printed, err := geo.ReadGeometry(geo.AppendGeometry(nil, f.Geometry))
			if err != nil {
				t.Fatalf("%s: %v", f.ID, err)
			}
			if !geo.Intersects(printed, *q.BBox) {
				continue
			}
		}
		ids = append(ids, f.ID)
	}
	return ids
}

// meetsAll is the definition of conditions.
func meetsAll(f release.Feature, where []atlas.Condition) bool {
	for _, c := range where {
		value, of := valueOf(f, c.Field), func(v *atlas.Value) any {
			return map[bool]any{true: v.Number, false: v.Text}[c.Field == "uncertainty_m"]
		}
		holds := value != nil
		if len(c.AnyOf) > 0 {
			holds = holds && slices.ContainsFunc(c.AnyOf, func(v atlas.Value) bool { return of(&v) == value })
		}
		holds = holds && (c.Low == nil || compareValues(value, of(c.Low)) >= 0) && (c.High == nil || compareValues(value, of(c.High)) <= 0)
		if !holds {
			return false
		}
	}
	return true
}

func valueOf(f release.Feature, field string) any {
	c, _ := data.CollectionByID(data.Sites)
	return f.Values[slices.IndexFunc(data.PublicFields(c), func(f data.Field) bool { return f.Name == field })]
}

func compareValues(a, b any) int {
	if a, ok := a.(float64); ok {
		return order.Compare(a, b.(float64))
	}
	return order.Compare(a.(string), b.(string))
}

// bySort orders features as sort keys do, null last.
func bySort(keys []atlas.SortKey) func(a, b release.Feature) int {
	return func(a, b release.Feature) int {
		for _, k := range keys {
			x, y := valueOf(a, k.Field), valueOf(b, k.Field)
			switch {
			case x == nil && y == nil:
				continue
			case x == nil:
				return 1
			case y == nil:
				return -1
			}
			if c := compareValues(x, y); c != 0 {
				return map[bool]int{true: -c, false: c}[k.Descending]
			}
		}
		return 0 // stable: the layer's order
	}
}

func randomConditions(r *rand.Rand) (where []atlas.Condition) {
	number := func() *atlas.Value { return &atlas.Value{Number: float64(r.IntN(14)-2) * 25} }
	if r.IntN(3) == 0 {
		c := atlas.Condition{Field: "kind"}
		for range 1 + r.IntN(3) {
			c.AnyOf = append(c.AnyOf, atlas.Value{Text: []string{"well", "cemetery", "memorial", "nothing"}[r.IntN(4)]})
		}
		where = append(where, c)
	}
	if r.IntN(3) == 0 {
		c := atlas.Condition{Field: "uncertainty_m", Low: number(), High: number()}
		if r.IntN(3) == 0 {
			c.Low = nil
		}
		if r.IntN(3) == 0 {
			c.High = nil
		}
		where = append(where, c)
	}
	return where
}

func randomSort(r *rand.Rand) (keys []atlas.SortKey) {
	for _, field := range []string{"kind", "uncertainty_m", "name"} {
		if r.IntN(2) == 0 {
			keys = append(keys, atlas.SortKey{Field: field, Descending: r.IntN(2) == 0})
		}
	}
	return keys
}

func TestQuery_SortedPagesAreTheWholeInOrder(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 300)
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	for _, limit := range []int{1, 7, 100, 300} {
		for range 8 {
			q := randomQuery(r)
			q.Sort, q.Limit = randomSort(r), limit
			want := slices.Clone(features)
			slices.SortStableFunc(want, bySort(q.Sort))
			var got []string
			for {
				page := l.Query(q)
				got = append(got, idsOf(l, page)...)
				if q.After = page.Next; q.After.IsZero() {
					break
				}
			}
			if diff := cmp.Diff(bruteForce(t, want, q), got); diff != "" {
				t.Fatalf("by %v, pages of %d: %s", q.Sort, limit, diff)
			}
		}
	}
}

// A page token goes on at its place in a release that has lost the feature that
// it names, and the value too.
func TestQuery_SortedCursorHoldsAcrossReleases(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 200)
	for range 20 {
		q := randomQuery(r)
		q.BBox, q.Where = nil, nil
		q.Sort, q.Limit = []atlas.SortKey{{Field: "uncertainty_m", Descending: r.IntN(2) == 0}, {Field: "name", Descending: r.IntN(2) == 0}}, 20
		first := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
		page := first.Query(q)
		gone := map[string]bool{}
		for range 60 {
			gone[fmt.Sprintf("f%05d", r.IntN(200))] = true
		}
		gone[page.Next.ID] = true
		left := slices.DeleteFunc(slices.Clone(features), func(f release.Feature) bool { return gone[f.ID] })
		want := slices.Clone(features)
		slices.SortStableFunc(want, bySort(q.Sort))
		all := bruteForce(t, want, q)
		rest := slices.DeleteFunc(slices.Clone(all[min(20, len(all)):]), func(id string) bool { return gone[id] })
		if page.Next.IsZero() {
			continue
		}
		second := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: left}}), data.Sites)
		q.After, q.Limit = page.Next, 0
		if diff := cmp.Diff(rest, idsOf(second, second.Query(q)), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("by %v: %s", q.Sort, diff)
		}
	}
}

func idsOf(l *atlas.Layer, r atlas.Result) []string {
	var ids []string
	for _, i := range r.Indexes() {
		ids = append(ids, l.ID(i))
	}
	return ids
}

func randomQuery(r *rand.Rand) atlas.Query {
	q := atlas.Query{Selection: atlas.Selection{BBox: randomBox(r)}}
	q.From, q.To = atlas.AllTime()
	if r.IntN(2) == 0 {
		q.From = edtf.Day(r.IntN(80))
		q.To = q.From + edtf.Day(r.IntN(10))
	}
	q.Certain = r.IntN(4) == 0
	q.Where = randomConditions(r)
	return q
}

func TestQuery_AgreesWithBruteForce(t *testing.T) {
	r := seeded(t)
	for range 20 {
		features := randomFeatures(r, r.IntN(400))
		l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
		for range 40 {
			q := randomQuery(r)
			want := bruteForce(t, features, q)
			got := l.Query(q)
			if diff := cmp.Diff(want, idsOf(l, got)); diff != "" || got.Matched != len(want) || !got.Next.IsZero() {
				t.Fatalf("Query(%v %v..%v): matched %d, next %v\n%s", q.BBox, q.From, q.To, got.Matched, got.Next, diff)
			}
		}
	}
}

func TestQuery_PagesAreTheWholeInOrder(t *testing.T) {
	r := seeded(t)
	features := randomFeatures(r, 300)
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	for _, limit := range []int{1, 2, 7, 100, 299, 300, 301} {
		for range 5 {
			q := randomQuery(r)
			want := bruteForce(t, features, q)
			var got []string
			q.Limit = limit
			for {
				page := l.Query(q)
				if page.Matched != len(want) {
					t.Fatalf("limit %d: matched %d on a page, want %d", limit, page.Matched, len(want))
				}
				got = append(got, idsOf(l, page)...)
				if page.Next.IsZero() {
					break
				}
				if page.Returned != limit {
					t.Fatalf("limit %d: a page of %d has a next one", limit, page.Returned)
				}
				q.After = page.Next
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("limit %d, %v: %s", limit, q.BBox, diff)
			}
		}
	}
}

func TestQuery_CursorHoldsInAnotherRelease(t *testing.T) {
	r := seeded(t)
	all := randomFeatures(r, 300)
	var fewer []release.Feature // every third is gone, the last of a page among them
	for i, f := range all {
		if i%3 != 0 {
			fewer = append(fewer, f)
		}
	}
	before := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: all}}), data.Sites)
	after := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: fewer}}), data.Sites)
	q := atlas.Query{Limit: 10}
	q.From, q.To = atlas.AllTime()
	first := before.Query(q)
	got := idsOf(before, first)
	q.After, q.Limit = first.Next, 0
	got = append(got, idsOf(after, after.Query(q))...)

	var want []string
	for i, f := range all {
		if i < 10 || i%3 != 0 {
			want = append(want, f.ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pages across two releases: %s", diff)
	}
}

func TestQuery_Edges(t *testing.T) {
	at := func(lon, lat float64) orb.Geometry { return orb.Point{lon, lat} }
	features := inOrder([]release.Feature{
		feature(data.Sites, "corner", at(46, 40), nil),
		feature(data.Sites, "east", at(180, 0), nil),
		feature(data.Sites, "west", at(-180, 0), nil),
		feature(data.Sites, "nowhere", nil, nil),
	})
	l := layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: features}}), data.Sites)
	tests := []struct {
		box  geo.BBox
		want string
	}{
		{geo.BBox{West: 46, South: 40, East: 47, North: 41}, "corner nowhere "},
		{geo.BBox{West: 45, South: 39, East: 46, North: 40}, "corner nowhere "},
		{geo.BBox{West: 46, South: 40, East: 46, North: 40}, "corner nowhere "},
		{geo.BBox{West: 46.0000001, South: 40, East: 47, North: 41}, "nowhere "},
		{geo.BBox{West: 179, South: -1, East: -179, North: 1}, "west east nowhere "},
		{geo.BBox{West: 179, South: -1, East: 180, North: 1}, "east nowhere "},
		{geo.BBox{West: -180, South: -90, East: 180, North: 90}, "west corner east nowhere "},
		{geo.BBox{West: 0, South: -90, East: 0, North: -90}, "nowhere "},
	}
	for _, test := range tests {
		q := atlas.Query{Selection: atlas.Selection{BBox: &test.box}}
		q.From, q.To = atlas.AllTime()
		got := ""
		for _, id := range idsOf(l, l.Query(q)) {
			got += id + " "
		}
		if got != test.want {
			t.Errorf("Query(%v) = %q, want %q", test.box, got, test.want)
		}
	}
}

// manyPoints are the points of a grid, each its own feature.
func manyPoints(t testing.TB, side int) *atlas.Layer {
	var features []release.Feature
	for x := range side {
		for y := range side {
			p := orb.Point{40 + float64(x)/float64(side)*10, 35 + float64(y)/float64(side)*10}
			features = append(features, feature(data.Sites, fmt.Sprintf("p%04d%04d", x, y), p, nil))
		}
	}
	return layerOf(t, build(t, made{features: map[string][]release.Feature{data.Sites: inOrder(features)}}), data.Sites)
}

func TestQuery_AllocatesNothingForEachFeature(t *testing.T) {
	l := manyPoints(t, 60)
	var sink int
	cost := func(q atlas.Query) float64 {
		return testing.AllocsPerRun(50, func() {
			found := l.Query(q)
			for _, i := range found.Indexes() {
				sink += len(l.Encoded(i))
			}
		})
	}
	for _, from := range []edtf.Day{edtf.MinDay, 0} {
		few := atlas.Query{Selection: atlas.Selection{BBox: &geo.BBox{West: 40, South: 35, East: 41, North: 36}, From: from, To: edtf.MaxDay}, Limit: 10}
		many := atlas.Query{Selection: atlas.Selection{BBox: &geo.BBox{West: 40, South: 35, East: 49.5, North: 44.5}, From: from, To: edtf.MaxDay}, Limit: 10}
		if a, b := cost(few), cost(many); b > a+2 || b > 8 {
			t.Errorf("from %v: %v allocations for 37 matches, %v for some 3,000", from, a, b)
		}
	}
	_ = sink
}

func BenchmarkQuery_BBox(b *testing.B) {
	l := manyPoints(b, 300)
	q := atlas.Query{Selection: atlas.Selection{BBox: &geo.BBox{West: 44, South: 39, East: 45, North: 40}}, Limit: 100}
	q.From, q.To = atlas.AllTime()
	b.ReportAllocs()
	for b.Loop() {
		l.Query(q)
	}
}

func BenchmarkQuery_Datetime(b *testing.B) {
	l := manyPoints(b, 300)
	q := atlas.Query{Selection: atlas.Selection{From: 0, To: 10}, Limit: 100}
	b.ReportAllocs()
	for b.Loop() {
		l.Query(q)
	}
}
