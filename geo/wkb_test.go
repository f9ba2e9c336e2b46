package geo_test

import (
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/wkb"
	"github.com/twpayne/go-geom/encoding/wkt"

	"stele/geo"
)

// TestAppendWKB_AgreesWithGoGeom compares with another writer of the same format.
func TestAppendWKB_AgreesWithGoGeom(t *testing.T) {
	random, seed := newRandom(t)
	for range 500 {
		// Through text, which has no -0: rounding makes some.
		g, err := geo.ParseWKT(geo.WKT(orb.Round(randomGeometry(random, 2), 1000)))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		theirs, err := wkt.Unmarshal(geo.WKT(g))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want, err := wkb.Marshal(theirs, binary.LittleEndian)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got := geo.AppendWKB(nil, g); cmp.Diff(want, got) != "" {
			t.Fatalf("seed %d: AppendWKB(%s) = %x, want %x", seed, geo.WKT(g), got, want)
		}
		big, err := wkb.Marshal(theirs, binary.BigEndian)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if got, err := geo.ParseWKB(big); err != nil || cmp.Diff(g, got) != "" {
			t.Fatalf("seed %d: ParseWKB(big-endian %s) = %v, %v", seed, geo.WKT(g), got, err)
		}
	}
}
