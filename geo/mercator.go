package geo

import "math"

// mercatorLat is the latitude, north and south, at which Web Mercator is cut to a square: atan(sinh(π)) in degrees.
const mercatorLat = 85.0511287798066

// mercatorUnits is the number of fixed-point units along a side of the world square.
const mercatorUnits = 1 << 32

// Mercator returns the position on the world square of WebMercatorQuad (OGC 17-083r4, annex D.1; EPSG:3857, a sphere)
// in units of 2^-32 of its side, about 1 cm at the equator: x from lon -180 eastward and y from the northern edge
// southward, as columns and rows of tiles go. So the tile at zoom z that holds the position is, exactly, column
// x>>(32-z) and row y>>(32-z), and tiles hold their west and north borders. What lies beyond the square (lat beyond
// ±85.0511287798066, lon beyond ±180) is moved to its edge, lon 180 and the southern edge into the last unit. NaN
// counts as the west or north edge.
func Mercator(lon, lat float64) (x, y uint32) {
	return mercatorUnit(mercatorX(lon)), mercatorUnit(mercatorY(lat))
}

func mercatorUnit(fraction float64) uint32 {
	return uint32(min(fraction*mercatorUnits, math.MaxUint32))
}

// MercatorToLonLat returns the centre of a unit of the world square, so that [Mercator] leads back to the same unit.
func MercatorToLonLat(x, y uint32) (lon, lat float64) {
	return mercatorLonOf((float64(x) + 0.5) / mercatorUnits), mercatorLatOf((float64(y) + 0.5) / mercatorUnits)
}

// mercatorX and mercatorY give fractions of the world square, 0 to 1 with both ends (J. P. Snyder, "Map Projections: A
// Working Manual", USGS 1395, eq. 7-2a).
func mercatorX(lon float64) float64 { return unitClamp(lon/360 + 0.5) }

func mercatorY(lat float64) float64 {
	if math.Abs(lat) >= mercatorLat { // the logarithm is infinite at the poles
		return unitClamp(-lat)
	}
	s := math.Sin(lat * (math.Pi / 180))
	return unitClamp(0.5 - math.Log((1+s)/(1-s))/(4*math.Pi))
}

// unitClamp moves v into 0..1 and makes NaN 0.
func unitClamp(v float64) float64 {
	if !(v > 0) {
		return 0
	}
	return min(v, 1)
}

func mercatorLonOf(x float64) float64 { return (x - 0.5) * 360 }

func mercatorLatOf(y float64) float64 {
	lat := math.Atan(math.Sinh((0.5-y)*(2*math.Pi))) * (180 / math.Pi)
	return min(max(lat, -mercatorLat), mercatorLat)
}
