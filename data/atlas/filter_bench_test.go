package atlas_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"

	"stele/data"
	"stele/data/atlas"
	"stele/data/edtf"
	"stele/data/release"
	"stele/geo/cql2"

	"github.com/paulmach/orb"
)

// million is a layer of a million points over ten by ten degrees, built once.
var million = sync.OnceValue(func() *atlas.Atlas {
	r := rand.New(rand.NewPCG(1, 2))
	kinds := []string{"well", "cemetery", "memorial", "reburial"}
	features := make([]release.Feature, 1_000_000)
	for i := range features {
		f := feature(data.Sites, id(i), orb.Point{40 + 10*r.Float64(), 35 + 10*r.Float64()}, map[string]any{
			"kind": kinds[r.IntN(len(kinds))], "uncertainty_m": float64(r.IntN(100) * 50), "name": "Site " + id(r.IntN(500_000)), "claim_count": int64(r.IntN(9)), "figure_count": int64(r.IntN(9)),
		})
		if i%4 > 0 {
			f.Earliest = edtf.DayOf(1988+r.IntN(30), 1+r.IntN(12), 1)
			f.Latest = f.Earliest + edtf.Day(r.IntN(400))
		}
		features[i] = f
	}
	a, err := atlas.Build(context.Background(), made{features: map[string][]release.Feature{data.Sites: inOrder(features)}})
	if err != nil {
		panic(err)
	}
	return a
})

func id(i int) string {
	const digits = "0123456789abcdefghijklmnopqrstuv"
	b := []byte("s000000")
	for n := len(b) - 1; i > 0; n-- {
		b[n] = digits[i%len(digits)]
		i /= len(digits)
	}
	return string(b)
}

// BenchmarkFilter is from the text of a filter to the first page and the exact
// count, of a million features.
func BenchmarkFilter(b *testing.B) {
	l := layerOf(b, million(), data.Sites)
	star := starText(200, rand.New(rand.NewPCG(3, 4)), 45, 40, 0.65)
	for _, c := range []struct{ name, text string }{
		{"equality", "kind = 'well'"},
		{"equality of a rare name", "name = 'Site s0001'"},
		{"two equalities", "kind = 'well' AND uncertainty_m = 500"},
		{"equality or not", "kind = 'well' OR uncertainty_m <> 500"},
		{"always true", "1=1"},
		{"like", "name LIKE '%777%'"},
		{"case-insensitive", "CASEI(name) LIKE CASEI('site s01%')"},
		{"property-property", "claim_count > figure_count + 1"},
		{"time", "T_INTERSECTS(when, INTERVAL('1993-04-01','1993-04-30'))"},
		{"time during", "T_DURING(when, INTERVAL('1993-04-01','1994-04-30'))"},
		{"200 corners", "S_INTERSECTS(geometry, " + star + ")"},
		{"200 corners and equality", "S_INTERSECTS(geometry, " + star + ") AND kind = 'well'"},
		{"not in 200 corners", "NOT S_WITHIN(geometry, " + star + ")"},
	} {
		b.Run(c.name, func(b *testing.B) {
			matched := 0
			b.ReportAllocs()
			for b.Loop() {
				n, err := cql2.Parse(c.text)
				if err != nil {
					b.Fatal(err)
				}
				f, err := l.Compile(n)
				if err != nil {
					b.Fatal(err)
				}
				if err := f.Locate(nil); err != nil {
					b.Fatal(err)
				}
				q := atlas.Query{Selection: atlas.Selection{Filter: f}, Limit: 100}
				q.From, q.To = atlas.AllTime()
				matched = l.Query(q).Matched
			}
			b.ReportMetric(float64(matched), "matched")
		})
	}
}
