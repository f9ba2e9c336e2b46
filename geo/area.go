package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// ringArea returns the area of the ring in square degrees, however it winds; it need not be closed.
func ringArea(ring []orb.Point) float64 {
	if len(ring) < 3 {
		return 0
	}
	var sum float64 // relative to the first position, so that little is lost for a small ring far from 0,0
	for i := 2; i < len(ring); i++ {
		sum += cross(ring[0], ring[i-1], ring[i])
	}
	return math.Abs(sum) / 2
}

// cross is twice the area of the triangle, positive when it winds counter-clockwise; see orient for its exact sign.
func cross(a, b, c orb.Point) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// isBefore orders positions from west to east, then from south to north.
func isBefore(a, b orb.Point) bool {
	return a[0] < b[0] || a[0] == b[0] && a[1] < b[1]
}
