// Package madeup makes up worlds of any size, for tests and benchmarks. Nothing in
// it is a place on earth.
package madeup

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// Villages are so many made-up villages, the same ones each time: points in 200
// clusters, as settlements lie, with a name in two languages each.
type Villages struct {
	N int
	// Revision changes a name of each village, but neither key nor position.
	Revision string
}

// All gives the villages in the order of their numbers, from 0. They name no
// source.
func (v Villages) All() iter.Seq2[int, data.Record] {
	return func(yield func(int, data.Record) bool) {
		r := rand.New(rand.NewPCG(1, 2))
		var centres [200]orb.Point
		for i := range centres {
			centres[i] = orb.Point{r.Float64()*300 - 150, r.Float64()*120 - 60}
		}
		for i := range v.N {
			c := centres[r.IntN(len(centres))]
			if !yield(i, v.village(i, orb.Point{around(r, c[0]), around(r, c[1])})) {
				return
			}
		}
	}
}

func around(r *rand.Rand, centre float64) float64 {
	return math.Round((centre+r.NormFloat64()*2)*1e5) / 1e5
}

func (v Villages) village(i int, at orb.Point) data.Record {
	number := strconv.Itoa(i)
	return data.Record{
		Key: "v" + number, Collection: data.Villages, Geometry: at, UncertaintyM: float64(i%5) * 500,
		Names: []data.Name{
			{Text: "Village " + number + v.Revision, Language: "en", Script: "Latn"},
			{Text: "Kənd " + number, Language: "az", Script: "Latn"},
		},
		Properties: map[string]any{
			"kind":   [...]string{"village", "town", "settlement"}[i%3],
			"status": [...]string{"inhabited", "abandoned", "destroyed", "resettled", "unknown"}[i%5],
		},
	}
}

// WriteGeoJSON writes the villages as a FeatureCollection that stele import
// reads.
func (v Villages) WriteGeoJSON(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	b.WriteString("{\"type\":\"FeatureCollection\",\"features\":[\n")
	for i, r := range v.All() {
		if i > 0 {
			b.WriteString(",\n")
		}
		properties, err := json.Marshal(map[string]any{
			"name_en": r.Names[0].Text, "name_az": r.Names[1].Text, "uncertainty_m": r.UncertaintyM,
			"kind": r.Properties["kind"], "status": r.Properties["status"],
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(b, `{"type":"Feature","id":%q,"geometry":%s,"properties":%s}`, r.Key, geo.AppendGeometry(nil, r.Geometry), properties)
	}
	b.WriteString("\n]}\n")
	return b.Flush()
}
