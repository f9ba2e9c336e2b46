package geo_test

import (
	"encoding/hex"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func TestAppendGPKG_Header(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want string
	}{
		{"point", orb.Point{1, 2}, "47500001e6100000" + "0101000000" + hexOne + hexTwo},
		{"none", nil, "47500011e6100000" + "010700000000000000"},
		{"line", orb.LineString{{2, 1}, {1, 2}}, "47500003e6100000" + hexOne + hexTwo + hexOne + hexTwo +
			"010200000002000000" + hexTwo + hexOne + hexOne + hexTwo},
	} {
		if got := hex.EncodeToString(geo.AppendGPKG(nil, c.g, geo.WGS84)); got != c.want {
			t.Errorf("%s: AppendGPKG = %s, want %s", c.name, got, c.want)
		}
	}
}

func TestParseGPKG_Cases(t *testing.T) {
	point := "0101000000" + hexOne + hexTwo
	for _, c := range []struct {
		name, in string
		want     orb.Geometry
		ok       bool
	}{
		{"point", "47500001e6100000" + point, orb.Point{1, 2}, true},
		{"big-endian header", "47500000000010e6" + point, orb.Point{1, 2}, true},
		{"xyz envelope", "47500005e6100000" + hexNaN + hexNaN + hexNaN + hexNaN + hexNaN + hexNaN + point, orb.Point{1, 2}, true},
		{"undefined system", "47500001ffffffff" + point, orb.Point{1, 2}, true},
		{"empty", "47500011e6100000" + "010700000000000000", nil, true},
		{"another system", "47500001110f0000" + point, nil, false},
		{"version 1", "47500101e6100000" + point, nil, false},
		{"extended", "47500021e6100000" + point, nil, false},
		{"envelope 5", "4750000be6100000" + point, nil, false},
		{"envelope cut", "47500003e6100000" + hexOne, nil, false},
		{"not GP", "58500001e6100000" + point, nil, false},
		{"short", "475000", nil, false},
	} {
		got, err := geo.ParseGPKG(unhex(t, c.in))
		if (err == nil) != c.ok || cmp.Diff(c.want, got) != "" {
			t.Errorf("%s: ParseGPKG = %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestAppendWKB_NotFiniteIsRefusedOnReading(t *testing.T) {
	for _, g := range []orb.Geometry{orb.Point{math.Inf(1), 0}, orb.LineString{{0, 0}, {math.NaN(), math.NaN()}}} {
		if got, err := geo.ParseGPKG(geo.AppendGPKG(nil, g, geo.WGS84)); err == nil {
			t.Errorf("%v came back as %v", g, got)
		}
	}
}

func FuzzParseGPKG(f *testing.F) {
	f.Add(geo.AppendGPKG(nil, nil, geo.WGS84))
	f.Add(geo.AppendGPKG(nil, orb.Point{1, 2}, 0))
	f.Add(geo.AppendGPKG(nil, orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, geo.WGS84))
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := geo.ParseGPKG(b); err == nil {
			sameAfterRoundTrips(t, g)
		}
	})
}
