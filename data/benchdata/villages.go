package benchdata

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/data/release"
)

// Villages makes a release of n points in clusters, as settlements lie: 200
// centres of the world, normally distributed around them. The same n gives the
// same release.
func Villages(n int) *Release {
	c, _ := data.CollectionByID(data.Villages)
	fields := data.PublicFields(c)
	return &Release{
		collection: c, version: fmt.Sprint("made ", n), places: sorted(clusters(n)),
		describe: func(i int, f *release.Feature) {
			n := strconv.Itoa(i)
			describe(fields, f, i, map[string]any{"name": "Village " + n, "name_en": "Village " + n, "name_az": "Kənd " + n})
		},
	}
}

// NamedVillages is Villages with two names each, as search finds them.
func NamedVillages(n int) *Release {
	r := Villages(n)
	r.names = func(i int) []data.Name {
		n := strconv.Itoa(i)
		return []data.Name{{Text: "Village " + n, Language: "en", Script: "Latn"}, {Text: "Kənd " + n, Language: "az", Script: "Latn"}}
	}
	return r
}

func clusters(n int) []place {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	var centres []orb.Point
	for range 200 {
		centres = append(centres, orb.Point{r.Float64()*300 - 150, r.Float64()*120 - 60})
	}
	places := make([]place, n)
	for i := range places {
		c := centres[r.IntN(len(centres))]
		places[i].at = orb.Point{rounded(c[0] + r.NormFloat64()*2), rounded(c[1] + r.NormFloat64()*2)}
	}
	return places
}

// rounded to some metre, as positions of settlements are.
func rounded(deg float64) float64 { return math.Round(deg*1e5) / 1e5 }

// describe gives a feature what a settlement mostly says, and the values of own.
// Two of three are dated.
func describe(fields []data.Field, f *release.Feature, i int, own map[string]any) {
	f.Earliest, f.Latest = edtf.MinDay, edtf.MaxDay
	if i%3 > 0 {
		f.Earliest = edtf.DayOf(1988+i%30, 1+i%12, 1)
		f.Latest = f.Earliest + edtf.Day(i%700)
	}
	f.Values = make([]any, len(fields))
	for n, field := range fields {
		if v, ok := own[field.Name]; ok {
			f.Values[n] = v
			continue
		}
		f.Values[n] = common(field, f, i)
	}
}

func common(field data.Field, f *release.Feature, i int) any {
	switch field.Name {
	case "kind":
		return []string{"village", "town", "hamlet"}[i/3%3] // whether dated or not
	case "status":
		return []string{"inhabited", "abandoned", "destroyed", "resettled", "unknown"}[i%5]
	case "location_form":
		return "position"
	case "public_precision":
		return "exact"
	case "uncertainty_m":
		return float64(i%5) * 500
	case "according_to":
		return "GeoNames"
	case "source":
		return "zwih4mgi7ittjjxc"
	case "claim_count", "figure_count":
		return int64(0)
	case "updated":
		return "2026-11-23"
	}
	switch {
	case field.Type == data.Boolean:
		return false
	case i%3 == 0: // undated
	case field.Name == "when":
		return f.Earliest.String() + "/" + f.Latest.String()
	case field.Name == "when_role":
		return "valid"
	case field.Name == "earliest":
		return f.Earliest.String()
	case field.Name == "latest":
		return f.Latest.String()
	}
	return nil
}
