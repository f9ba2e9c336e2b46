package atlas_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
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

func idsOf(l *atlas.Layer, indexes []uint32) []string {
	var ids []string
	for _, i := range indexes {
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
			if diff := cmp.Diff(want, idsOf(l, got.Indexes)); diff != "" || got.Matched != len(want) || !got.Next.IsZero() {
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
				got = append(got, idsOf(l, page.Indexes)...)
				if page.Next.IsZero() {
					break
				}
				if len(page.Indexes) != limit {
					t.Fatalf("limit %d: a page of %d has a next one", limit, len(page.Indexes))
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
	got := idsOf(before, first.Indexes)
	q.After, q.Limit = first.Next, 0
	got = append(got, idsOf(after, after.Query(q).Indexes)...)

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
		for _, id := range idsOf(l, l.Query(q).Indexes) {
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
			for _, i := range found.Indexes {
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
