package geo

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// CRS is a coordinate reference system that published geometry can be written in. The zero CRS is [CRS84], in which all
// geometry is held.
type CRS uint8

// The reference systems. All have the datum WGS 84, so that going from one to another is exact mathematics.
const (
	CRS84       CRS = iota // lon, lat in degrees
	LatLon                 // EPSG:4326: lat, lon in degrees
	WebMercator            // EPSG:3857: easting, northing in metres, on a sphere
	UTM38N                 // EPSG:32638: easting, northing in metres, central meridian 45 E
	UTM39N                 // EPSG:32639: the same at 51 E
)

// CRSs returns all of them, CRS84 first.
func CRSs() []CRS { return []CRS{CRS84, LatLon, WebMercator, UTM38N, UTM39N} }

// EPSG returns the code in the EPSG register under which files name the system. CRS84 has the code of LatLon, for
// formats that fix the order of the axes themselves.
func (c CRS) EPSG() int { return [...]int{4326, 4326, 3857, 32638, 32639}[c] }

// URI returns the name by which OGC API - Features knows the system.
func (c CRS) URI() string {
	if c == CRS84 {
		return "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	}
	return fmt.Sprintf("http://www.opengis.net/def/crs/EPSG/0/%d", c.EPSG())
}

// String returns the short name: "OGC:CRS84", "EPSG:3857".
func (c CRS) String() string {
	if c == CRS84 {
		return "OGC:CRS84"
	}
	return fmt.Sprintf("EPSG:%d", c.EPSG())
}

// ParseCRS reads a URI as [CRS.URI] writes it, or the short name, alone or in square brackets.
func ParseCRS(s string) (CRS, error) {
	short := strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
	for _, c := range CRSs() {
		if s == c.URI() || short == c.String() {
			return c, nil
		}
	}
	return CRS84, fmt.Errorf("%q is no reference system known here: %s", clip(s), crsNames())
}

func crsNames() string {
	var names []string
	for _, c := range CRSs() {
		names = append(names, c.URI())
	}
	return strings.Join(names, ", ")
}

// MemberCRS returns ',"crs":{...}', a member of a FeatureCollection that names a system with metres in the file itself, as
// GeoJSON of 2008 did: a file that is kept loses its headers, and GDAL and QGIS read this. For the others it returns "":
// they would swap the axes of EPSG:4326 if it were named.
func MemberCRS(c CRS) string {
	if !c.IsMetric() {
		return ""
	}
	return fmt.Sprintf(`,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}}`, c.EPSG())
}

// IsMetric tells whether coordinates are eastings and northings in metres, not degrees.
func (c CRS) IsMetric() bool { return c >= WebMercator }

// utmReachDeg is how far from its central meridian a UTM zone is used here: the series holds to well under a micrometre
// there (C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011).
const utmReachDeg = 30

// Domain returns the box, lon, lat in degrees, borders inside, in which positions have coordinates in this system: for
// Web Mercator the latitudes of its area of use in the EPSG register, for UTM 30 degrees on both sides of the central
// meridian, five times the zone.
func (c CRS) Domain() orb.Bound {
	world := orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	switch c {
	case WebMercator:
		world.Min[1], world.Max[1] = -85.06, 85.06
	case UTM38N, UTM39N:
		world.Min[0], world.Max[0] = c.meridian()-utmReachDeg, c.meridian()+utmReachDeg
	}
	return world
}

func (c CRS) meridian() float64 { return [...]float64{UTM38N: 45, UTM39N: 51}[c] }

// Check returns an error if not all of the bound, lon, lat in degrees, is in the system's domain. An empty bound is in
// every domain.
func (c CRS) Check(b orb.Bound) error {
	d := c.Domain()
	if b.IsEmpty() || d.Contains(b.Min) && d.Contains(b.Max) {
		return nil
	}
	return fmt.Errorf("lon %s..%s, lat %s..%s is not within the domain of %s, which is lon %v..%v, lat %v..%v",
		AppendNumber(nil, b.Min[0]), AppendNumber(nil, b.Max[0]), AppendNumber(nil, b.Min[1]), AppendNumber(nil, b.Max[1]),
		c, d.Min[0], d.Max[0], d.Min[1], d.Max[1])
}

// Forward returns the coordinates of a position, lon, lat in degrees, in the system's own axis order and unit: degrees,
// or metres. Outside of the domain the result means nothing; see [CRS.Check].
func (c CRS) Forward(p orb.Point) orb.Point {
	switch c {
	case LatLon:
		return orb.Point{p[1], p[0]}
	case WebMercator:
		return sphereForward(p)
	case UTM38N, UTM39N:
		return utmForward(p, c.meridian())
	}
	return p
}

// Printed is Forward as it is written: metres to the millimetre, degrees to 1e-7.
func (c CRS) Printed(p orb.Point) orb.Point {
	p = c.Forward(p)
	if c.IsMetric() {
		return orb.Point{math.Round(p[0]*1000)/1000 + 0, math.Round(p[1]*1000)/1000 + 0} // -0 + 0 is 0
	}
	return orb.Point{printed(p[0]), printed(p[1])}
}

// PrintedGeometry is Printed of every position. The geometry given is not changed; nil stays nil, a bound becomes a
// polygon.
func (c CRS) PrintedGeometry(g orb.Geometry) orb.Geometry {
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return c.Printed(g)
	case orb.Bound:
		return c.PrintedGeometry(g.ToPolygon())
	case orb.Collection:
		all := make(orb.Collection, len(g))
		for i, member := range g {
			all[i] = c.PrintedGeometry(member)
		}
		return all
	}
	g = orb.Clone(g)
	eachPath(g, func(path []orb.Point) {
		for i := range path {
			path[i] = c.Printed(path[i])
		}
	})
	return g
}

// Inverse is the way back from coordinates in the system's own order to lon, lat in degrees.
func (c CRS) Inverse(p orb.Point) orb.Point {
	switch c {
	case LatLon:
		return orb.Point{p[1], p[0]}
	case WebMercator:
		return sphereInverse(p)
	case UTM38N, UTM39N:
		return utmInverse(p, c.meridian())
	}
	return p
}

// wgs84A is the equatorial radius of WGS 84 in metres, and the radius of Web Mercator's sphere.
const wgs84A = 6378137

// sphereForward is the Mercator projection of a sphere (J. P. Snyder, "Map Projections: A Working Manual", USGS 1395,
// eq. 7-1 and 7-2).
func sphereForward(p orb.Point) orb.Point {
	return orb.Point{wgs84A * radians(p[0]), wgs84A * math.Asinh(math.Tan(radians(p[1])))}
}

func sphereInverse(p orb.Point) orb.Point {
	return orb.Point{degrees(p[0] / wgs84A), degrees(math.Atan(math.Sinh(p[1] / wgs84A)))}
}

func radians(deg float64) float64 { return deg * (math.Pi / 180) }
func degrees(rad float64) float64 { return rad * (180 / math.Pi) }
