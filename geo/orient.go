package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// orientErrorBound is Shewchuk's bound on the relative error of the orientation determinant in float64.
const orientErrorBound = (3 + 16*0x1p-53) * 0x1p-53

// orient tells on which side of the directed line a-b the point c lies: 1 left, -1 right, 0 exactly on it.
//
// It is exact (J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates",
// 1997): with plain floats a point on a border falls on either side of it depending on the order of the corners.
func orient(a, b, c orb.Point) int {
	left := (a[0] - c[0]) * (b[1] - c[1])
	right := (a[1] - c[1]) * (b[0] - c[0])
	det := left - right
	if left == 0 || right == 0 || (left > 0) != (right > 0) {
		return sign(det)
	}
	if math.Abs(det) > orientErrorBound*(math.Abs(left)+math.Abs(right)) {
		return sign(det)
	}
	return orientExact(a, b, c)
}

func orientExact(a, b, c orb.Point) int {
	var e expansion
	e.addProduct(a[0], b[1])
	e.addProduct(-a[0], c[1])
	e.addProduct(-c[0], b[1])
	e.addProduct(-a[1], b[0])
	e.addProduct(a[1], c[0])
	e.addProduct(c[1], b[0])
	return e.sign()
}

// expansion is a sum kept without any rounding error, as at most 12 floats that do not overlap, smallest first.
type expansion struct {
	term [12]float64
	n    int
}

func (e *expansion) addProduct(x, y float64) {
	p := x * y
	e.add(math.FMA(x, y, -p)) // the rounding error of p
	e.add(p)
}

func (e *expansion) add(q float64) {
	for i := range e.n {
		t := e.term[i]
		sum := q + t
		virtual := sum - q
		e.term[i] = (q - (sum - virtual)) + (t - virtual)
		q = sum
	}
	e.term[e.n] = q
	e.n++
}

func (e *expansion) sign() int {
	for i := e.n - 1; i >= 0; i-- {
		if e.term[i] != 0 {
			return sign(e.term[i])
		}
	}
	return 0
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// onSegment tells whether c, known to be on the line through a and b, lies between them, ends included.
func onSegment(a, b, c orb.Point) bool {
	return min(a[0], b[0]) <= c[0] && c[0] <= max(a[0], b[0]) &&
		min(a[1], b[1]) <= c[1] && c[1] <= max(a[1], b[1])
}
