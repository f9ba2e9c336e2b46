package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Universal Transverse Mercator of WGS 84 by Krüger's series in the third flattening n, to n^6: equations 7 to 36 of
// C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", Journal of Geodesy 85 (2011), the
// method that PROJ uses too.
const (
	utmScale        = 0.9996
	utmFalseEasting = 500_000

	wgs84F  = 1 / 298.257223563
	wgs84N  = wgs84F / (2 - wgs84F)
	wgs84E2 = wgs84F * (2 - wgs84F)
	n2      = wgs84N * wgs84N
	n3      = n2 * wgs84N
	n4      = n2 * n2
	n5      = n4 * wgs84N
	n6      = n3 * n3

	// utmRadius is that of the rectifying sphere, in metres, times the scale on the central meridian.
	utmRadius = utmScale * wgs84A / (1 + wgs84N) * (1 + n2/4 + n4/64 + n6/256)
)

// wgs84E is the eccentricity of the ellipsoid.
var wgs84E = math.Sqrt(wgs84E2)

// krugerForward and krugerInverse are alpha and beta of equations 35 and 36.
var (
	krugerForward = [6]float64{
		wgs84N/2 - 2*n2/3 + 5*n3/16 + 41*n4/180 - 127*n5/288 + 7891*n6/37800,
		13*n2/48 - 3*n3/5 + 557*n4/1440 + 281*n5/630 - 1983433*n6/1935360,
		61*n3/240 - 103*n4/140 + 15061*n5/26880 + 167603*n6/181440,
		49561*n4/161280 - 179*n5/168 + 6601661*n6/7257600,
		34729*n5/80640 - 3418889*n6/1995840,
		212378941 * n6 / 319334400,
	}
	krugerInverse = [6]float64{
		wgs84N/2 - 2*n2/3 + 37*n3/96 - n4/360 - 81*n5/512 + 96199*n6/604800,
		n2/48 + n3/15 - 437*n4/1440 + 46*n5/105 - 1118711*n6/3870720,
		17*n3/480 - 37*n4/840 - 209*n5/4480 + 5569*n6/90720,
		4397*n4/161280 - 11*n5/504 - 830251*n6/7257600,
		4583*n5/161280 - 108847*n6/3991680,
		20648693 * n6 / 638668800,
	}
)

// kruger sums c[j] sin(2 (j+1) z) for the complex z = xi + i eta, by Clenshaw's recurrence: four transcendental
// functions instead of twenty-four.
func kruger(c *[6]float64, xi, eta float64) (dXi, dEta float64) {
	s, co := math.Sincos(2 * xi)
	sh, ch := math.Sinh(2*eta), math.Cosh(2*eta)
	// 2 cos(2z), and the two last sums of the recurrence.
	a := complex(2*co*ch, -2*s*sh)
	var y0, y1 complex128
	for j := len(c) - 1; j >= 0; j-- {
		y0, y1 = a*y0-y1+complex(c[j], 0), y0
	}
	sum := complex(s*ch, co*sh) * y0
	return real(sum), imag(sum)
}

// utmForward gives easting and northing in metres, without a false northing in the south: the zones here are northern.
func utmForward(p orb.Point, meridianDeg float64) orb.Point {
	sinLat, cosLat := math.Sincos(radians(p[1]))
	sinLon, cosLon := math.Sincos(radians(p[0] - meridianDeg))
	if math.Abs(p[1]) >= 90 { // there the tangent is infinite
		return orb.Point{utmFalseEasting, math.Copysign(utmRadius*math.Pi/2, p[1])}
	}
	tau := conformalTan(sinLat / cosLat)
	xi := math.Atan2(tau, cosLon)
	eta := math.Asinh(sinLon / math.Hypot(tau, cosLon))
	dXi, dEta := kruger(&krugerForward, xi, eta)
	return orb.Point{utmFalseEasting + utmRadius*(eta+dEta), utmRadius * (xi + dXi)}
}

func utmInverse(p orb.Point, meridianDeg float64) orb.Point {
	xi, eta := p[1]/utmRadius, (p[0]-utmFalseEasting)/utmRadius
	dXi, dEta := kruger(&krugerInverse, xi, eta)
	xi, eta = xi-dXi, eta-dEta
	sinXi, cosXi := math.Sincos(xi)
	sinhEta := math.Sinh(eta)
	tau := geographicTan(sinXi / math.Hypot(sinhEta, cosXi))
	return orb.Point{meridianDeg + degrees(math.Atan2(sinhEta, cosXi)), degrees(math.Atan(tau))}
}

// conformalTan is the tangent of the conformal latitude, for that of the geographic one (equations 7 to 9).
func conformalTan(tau float64) float64 {
	secant := math.Hypot(1, tau)
	sigma := math.Sinh(wgs84E * math.Atanh(wgs84E*tau/secant))
	return tau*math.Hypot(1, sigma) - sigma*secant
}

// geographicTan is the inverse of conformalTan by Newton's method (equations 19 to 21): three steps reach the limit of
// float64 from anywhere.
func geographicTan(conformal float64) float64 {
	tau := conformal / (1 - wgs84E2)
	if math.IsInf(tau, 0) || math.Abs(tau) > 1e15 { // the pole
		return tau
	}
	for range 5 {
		t := conformalTan(tau)
		step := (conformal - t) / math.Hypot(1, t) * (1 + (1-wgs84E2)*tau*tau) / ((1 - wgs84E2) * math.Hypot(1, tau))
		tau += step
		if math.Abs(step) <= 1e-15*max(1, math.Abs(tau)) {
			break
		}
	}
	return tau
}
