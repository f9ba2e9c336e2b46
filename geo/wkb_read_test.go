package geo_test

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"stele/geo"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	hexOne = "000000000000f03f"
	hexTwo = "0000000000000040"
	hexNaN = "000000000000f87f"
)

func TestParseWKB_Cases(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     orb.Geometry
		ok       bool
	}{
		{"point", "0101000000" + hexOne + hexTwo, orb.Point{1, 2}, true},
		{"ISO Z", "01e9030000" + hexOne + hexTwo + hexOne, orb.Point{1, 2}, true},
		{"ISO M", "01d1070000" + hexOne + hexTwo + hexOne, orb.Point{1, 2}, true},
		{"ISO ZM", "01b90b0000" + hexOne + hexTwo + hexOne + hexOne, orb.Point{1, 2}, true},
		{"flag Z", "0101000080" + hexOne + hexTwo + hexOne, orb.Point{1, 2}, true},
		{"empty point", "0101000000" + hexNaN + hexNaN, nil, true},
		{"empty collection", "010700000000000000", nil, true},
		{"empty line", "010200000000000000", nil, true},
		{"nothing", "", nil, false},
		{"byte order 2", "0201000000" + hexOne + hexTwo, nil, false},
		{"type 0", "0100000000" + hexOne + hexTwo, nil, false},
		{"type 17", "0111000000" + hexOne + hexTwo, nil, false},
		{"type 4001", "01a10f0000" + hexOne + hexTwo, nil, false},
		{"SRID", "0101000020e6100000" + hexOne + hexTwo, nil, false},
		{"short", "0101000000" + hexOne, nil, false},
		{"half NaN", "0101000000" + hexOne + hexNaN, nil, false},
		{"trailing byte", "0101000000" + hexOne + hexTwo + "00", nil, false},
		{"four billion positions", "0102000000ffffffff" + hexOne + hexTwo, nil, false},
		{"four billion parts", "0107000000ffffffff" + hexOne + hexTwo, nil, false},
		{"line of one", "010200000001000000" + hexOne + hexTwo, nil, false},
		{"wrong part", "01040000000100000001020000000000000000000000000000000000", nil, false},
		{"empty part", "0107000000010000000101000000" + hexNaN + hexNaN, nil, false},
	} {
		got, err := geo.ParseWKB(unhex(t, c.in))
		if (err == nil) != c.ok || cmp.Diff(c.want, got) != "" {
			t.Errorf("%s: ParseWKB = %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestParseWKB_NestsEightDeep(t *testing.T) {
	nested := func(n int) orb.Geometry {
		var g orb.Geometry = orb.MultiPoint{{1, 2}}
		for range n {
			g = orb.Collection{g}
		}
		return g
	}
	if _, err := geo.ParseWKB(geo.AppendWKB(nil, nested(8))); err != nil {
		t.Errorf("8 deep: %v", err)
	}
	for _, n := range []int{9, 2000} {
		if _, err := geo.ParseWKB(geo.AppendWKB(nil, nested(n))); err == nil {
			t.Errorf("%d deep: no error", n)
		}
	}
}

func FuzzParseWKB(f *testing.F) {
	random, _ := newRandom(f)
	for range 30 {
		f.Add(geo.AppendWKB(nil, orb.Round(randomGeometry(random, 2), 10)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := geo.ParseWKB(b); err == nil {
			sameAfterRoundTrips(t, g)
		}
	})
}
