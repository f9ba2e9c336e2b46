package geo_test

import (
	"math"
	"math/big"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// TestPolygonContains_IsExactNearTheBorder asks for points a few floats away from a slanted border, where the rounding
// of plain float arithmetic gives either answer.
func TestPolygonContains_IsExactNearTheBorder(t *testing.T) {
	random, seed := newRandom(t)
	for range 50_000 {
		a := orb.Point{random.Float64() * 50, random.Float64() * 50}
		b := orb.Point{a[0] + random.Float64(), a[1] + random.Float64()}
		at := random.Float64()
		p := orb.Point{a[0] + at*(b[0]-a[0]), a[1] + at*(b[1]-a[1])}
		p[0] = math.Float64frombits(math.Float64bits(p[0]) + uint64(random.IntN(5)) - 2)
		triangle := orb.Polygon{{a, b, {a[0] - 1, b[1]}, a}} // lies to the left of a-b
		if want := !isRightOf(a, b, p) && p[1] >= a[1] && p[1] <= b[1]; geo.PolygonContains(triangle, p) != want {
			t.Fatalf("seed %d: PolygonContains(%v, %v) = %v, want %v", seed, triangle, p, !want, want)
		}
	}
}

func isRightOf(a, b, c orb.Point) bool {
	diff := func(x, y float64) *big.Float {
		exact := new(big.Float).SetPrec(2000)
		return exact.Sub(exact.Copy(big.NewFloat(x).SetPrec(2000)), big.NewFloat(y).SetPrec(2000))
	}
	product := func(x, y *big.Float) *big.Float { return new(big.Float).SetPrec(4000).Mul(x, y) }
	left := product(diff(a[0], c[0]), diff(b[1], c[1]))
	right := product(diff(a[1], c[1]), diff(b[0], c[0]))
	return left.Cmp(right) < 0
}
