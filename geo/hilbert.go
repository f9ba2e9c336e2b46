package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Hilbert returns the place of lon, lat on the Hilbert curve over the whole world with 32 bits an axis (about 1 cm):
// neighbours on the curve are neighbours on the map. Values outside the world are moved to its edge; NaN gives the
// largest number, so that what has no position sorts last.
func Hilbert(lon, lat float64) uint64 {
	if math.IsNaN(lon) || math.IsNaN(lat) {
		return math.MaxUint64
	}
	return hilbertXY(hilbertAxis(lon, 180), hilbertAxis(lat, 90))
}

// HilbertOf returns [Hilbert] of the centre of the bound; an empty bound sorts last.
func HilbertOf(b orb.Bound) uint64 {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return math.MaxUint64
	}
	return Hilbert(b.Min[0]/2+b.Max[0]/2, b.Min[1]/2+b.Max[1]/2)
}

func hilbertAxis(v, half float64) uint64 {
	return uint64(min(max((v+half)/(2*half), 0), 1) * math.MaxUint32)
}

// hilbertXY maps 32-bit x and y without a branch, by a parallel prefix over the bits: the method of rawrunprotected
// ("2D Hilbert curves in O(1)") that flatbush uses with 16 bits, with one more round for 32.
func hilbertXY(x, y uint64) uint64 {
	const all = math.MaxUint32
	a := x ^ y
	b := all ^ a
	c := all ^ (x | y)
	d := x & (y ^ all)

	a, b, c, d = a|b>>1, a>>1^a, c>>1^b&(d>>1)^c, a&(c>>1)^d>>1^d
	for shift := 2; shift <= 8; shift *= 2 {
		c, d = c^a&(c>>shift)^b&(d>>shift), d^b&(c>>shift)^(a^b)&(d>>shift)
		a, b = a&(a>>shift)^b&(b>>shift), a&(b>>shift)^b&((a^b)>>shift)
	}
	c, d = c^a&(c>>16)^b&(d>>16), d^b&(c>>16)^(a^b)&(d>>16)

	a = c ^ c>>1
	b = d ^ d>>1
	even := x ^ y
	odd := b | (all ^ (even | a))
	return spread(odd)<<1 | spread(even)
}

// spread puts a zero bit before each of the 32 low bits.
func spread(v uint64) uint64 {
	v = (v | v<<16) & 0x0000FFFF0000FFFF
	v = (v | v<<8) & 0x00FF00FF00FF00FF
	v = (v | v<<4) & 0x0F0F0F0F0F0F0F0F
	v = (v | v<<2) & 0x3333333333333333
	return (v | v<<1) & 0x5555555555555555
}
