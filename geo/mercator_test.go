package geo_test

import (
	"math"
	"testing"

	"stele/geo"
)

const last = math.MaxUint32

func TestMercator_Cases(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		lon, lat float64
		x, y     uint32
	}{
		{0, 0, 1 << 31, 1 << 31},
		{-180, 85.0511287798066, 0, 0},
		{180, -85.0511287798066, last, last},
		{180, 0, last, 1 << 31},
		{-90, 0, 1 << 30, 1 << 31},
		{0, 66.51326044311186, 1 << 31, 1 << 30}, // a quarter of the square
		{0, 90, 1 << 31, 0},
		{0, -90, 1 << 31, last},
		{-181, 91, 0, 0},
		{inf, -inf, last, last},
		{-inf, inf, 0, 0},
		{nan, nan, 0, 0},
	} {
		x, y := geo.Mercator(c.lon, c.lat)
		if near(x, c.x) && near(y, c.y) {
			continue
		}
		t.Errorf("Mercator(%v, %v) = %d, %d, want %d, %d", c.lon, c.lat, x, y, c.x, c.y)
	}
}

// near allows one unit, for the rounding of sine and logarithm.
func near(a, b uint32) bool { return max(a, b)-min(a, b) <= 1 }

// TestMercator_IsEPSG3857 compares with the worked example of IOGP guidance note 7-2, method 1024, in metres.
func TestMercator_IsEPSG3857(t *testing.T) {
	const world = 2 * math.Pi * 6378137
	x, y := geo.Mercator(-(100 + 20.0/60), 24+22.0/60+54.433/3600)
	east := (float64(x)/(1<<32) - 0.5) * world
	north := (0.5 - float64(y)/(1<<32)) * world
	if math.Abs(east - -11169055.58) > 0.02 || math.Abs(north-2800000.00) > 0.02 {
		t.Errorf("Mercator = %.2f m east, %.2f m north, want -11169055.58, 2800000.00", east, north)
	}
}

func TestMercator_RoundTrips(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		wantX, wantY := random.Uint32(), random.Uint32()
		if random.IntN(10) == 0 {
			wantX, wantY = last*(wantX&1), last*(wantY&1)
		}
		lon, lat := geo.MercatorToLonLat(wantX, wantY)
		if x, y := geo.Mercator(lon, lat); x != wantX || y != wantY {
			t.Fatalf("seed %d: Mercator(MercatorToLonLat(%d, %d)) = %d, %d", seed, wantX, wantY, x, y)
		}
	}
}

func BenchmarkMercator(b *testing.B) {
	lon := 46.0
	for b.Loop() {
		geo.Mercator(lon, 39)
		lon += 1e-7
	}
}
