package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"stele/geo"
)

// slowHilbert is the textbook way, a bit of each axis at a time (Wikipedia, "Hilbert curve", xy2d).
func slowHilbert(x, y uint64) uint64 {
	var d uint64
	for s := uint64(1) << 31; s > 0; s /= 2 {
		rx, ry := (x&s)/s, (y&s)/s
		d += s * s * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = math.MaxUint32-x, math.MaxUint32-y
			}
			x, y = y, x
		}
	}
	return d
}

func TestHilbert_IsTheCurve(t *testing.T) {
	random, seed := newRandom(t)
	for range 100_000 {
		x, y := uint64(random.Uint32()), uint64(random.Uint32())
		lon, lat := (float64(x)+0.5)/math.MaxUint32*360-180, (float64(y)+0.5)/math.MaxUint32*180-90
		if got, want := geo.Hilbert(lon, lat), slowHilbert(x, y); got != want {
			t.Fatalf("seed %d: Hilbert(%v, %v) = %d, want %d", seed, lon, lat, got, want)
		}
	}
}

func TestHilbert_Edges(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		lon, lat float64
		want     uint64
	}{
		{-180, -90, 0},
		{-999, -inf, 0},
		{180, -90, math.MaxUint64},
		{inf, -90, math.MaxUint64},
		{nan, 0, math.MaxUint64},
		{0, nan, math.MaxUint64},
	} {
		if got := geo.Hilbert(c.lon, c.lat); got != c.want {
			t.Errorf("Hilbert(%v, %v) = %d, want %d", c.lon, c.lat, got, c.want)
		}
	}
}

func TestHilbertOf_IsThatOfTheCentre(t *testing.T) {
	b := orb.Bound{Min: orb.Point{40, 30}, Max: orb.Point{50, 40}}
	if got, want := geo.HilbertOf(b), geo.Hilbert(45, 35); got != want {
		t.Errorf("HilbertOf(%v) = %d, want %d", b, got, want)
	}
	if got := geo.HilbertOf(geo.BoundOf(nil)); got != math.MaxUint64 {
		t.Errorf("HilbertOf(nowhere) = %d, want the largest", got)
	}
}

func BenchmarkHilbert(b *testing.B) {
	lon := 46.0
	for b.Loop() {
		geo.Hilbert(lon, 39)
		lon += 1e-7
	}
}
