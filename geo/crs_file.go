package geo

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// FileCRS is a reference system that the coordinates of a file may be in. All have the datum WGS 84, so that lon, lat
// come out by exact mathematics: degrees, Web Mercator and the 120 zones of UTM. The zero FileCRS is lon, lat in degrees.
type FileCRS struct{ code int }

// FileCRSByEPSG returns the system with that code in the EPSG register. Degrees are lon, lat whatever the register says
// of the order, for so files have them.
func FileCRSByEPSG(code int) (c FileCRS, known bool) {
	switch zone := code % 100; {
	case code == 4326 || code == 4979:
		return FileCRS{}, true
	case code == 3857 || code == 900913 || code == 102100: // two older names of it
		return FileCRS{3857}, true
	case (code/100 == 326 || code/100 == 327) && 1 <= zone && zone <= 60:
		return FileCRS{code}, true
	}
	return FileCRS{}, false
}

// ParseFileCRS reads "EPSG:32638", a URN or URI that ends so, or a name of CRS84.
func ParseFileCRS(s string) (FileCRS, error) {
	upper := strings.ToUpper(strings.TrimSpace(s))
	if strings.HasSuffix(upper, "CRS84") || strings.HasSuffix(upper, "CRS84H") {
		return FileCRS{}, nil
	}
	digits := upper[strings.LastIndexAny(upper, ":/")+1:]
	if code, err := strconv.Atoi(digits); err == nil && strings.Contains(upper, "EPSG") {
		if c, known := FileCRSByEPSG(code); known {
			return c, nil
		}
	}
	return FileCRS{}, UnknownCRSError(clip(strings.TrimSpace(s)))
}

// UnknownCRSError is about a reference system, by its name, that nothing here transforms.
type UnknownCRSError string

func (e UnknownCRSError) Error() string {
	return fmt.Sprintf("the positions are in %q, which is not transformed here; known are WGS 84 in degrees (EPSG:4326), Web Mercator "+
		"(EPSG:3857) and UTM on WGS 84 (EPSG:32601 to 32660, 32701 to 32760); transform them first (ogr2ogr -t_srs EPSG:4326)", string(e))
}

// String is "EPSG:4326", "EPSG:32638".
func (c FileCRS) String() string {
	if c.code == 0 {
		return "EPSG:4326"
	}
	return "EPSG:" + strconv.Itoa(c.code)
}

// IsDegrees tells whether the coordinates are lon, lat as they are.
func (c FileCRS) IsDegrees() bool { return c.code == 0 }

// What lies further out has no place on the zone's side of the earth, and comes by an error such as feet or swapped axes.
const (
	utmReachM      = 3_900_000.0  // from the central meridian
	utmNorthernM   = 10_000_000.0 // from the equator, to just behind the pole
	mercatorReachM = math.Pi * wgs84A
)

// ToLonLat returns lon, lat in degrees for coordinates in the system: easting, northing in metres.
func (c FileCRS) ToLonLat(p orb.Point) (orb.Point, error) {
	switch c.code {
	case 0:
		return p, nil
	case 3857:
		if !(math.Abs(p[0]) <= mercatorReachM+1 && math.Abs(p[1]) <= 2*mercatorReachM) {
			return p, c.outside(p)
		}
		p = sphereInverse(p)
		return orb.Point{max(-180, min(180, p[0])), p[1]}, nil
	}
	north := p[1]
	if c.isSouthern() {
		north -= utmNorthernM
	}
	if !(math.Abs(p[0]-utmFalseEasting) <= utmReachM && math.Abs(north) <= utmNorthernM) {
		return p, c.outside(p)
	}
	p = utmInverse(orb.Point{p[0], north}, float64(c.code%100*6-183))
	return orb.Point{math.Mod(p[0]+540, 360) - 180, p[1]}, nil
}

func (c FileCRS) isSouthern() bool { return c.code/100 == 327 }

func (c FileCRS) outside(p orb.Point) error {
	hint := ""
	if c.code != 3857 && math.Abs(p[1]-utmFalseEasting) <= utmReachM && math.Abs(p[0]) <= utmNorthernM {
		hint = "; easting and northing look swapped"
	}
	return fmt.Errorf("%v, %v is outside of where %s is used%s", p[0], p[1], c, hint)
}

// transformed brings a geometry as it was read to lon, lat, in place where it can, and then holds it to check.
func (c FileCRS) transformed(g orb.Geometry) (_ orb.Geometry, err error) {
	if c.code != 0 {
		if g, err = c.transform(g, 0); err != nil {
			return nil, err
		}
	}
	if err := check(g); err != nil {
		return nil, err
	}
	return g, nil
}

func (c FileCRS) transform(g orb.Geometry, depth int) (_ orb.Geometry, err error) {
	if p, ok := g.(orb.Point); ok {
		return c.ToLonLat(p)
	}
	if depth > maxDepth {
		return nil, errTooDeep
	}
	if all, ok := g.(orb.Collection); ok {
		for i := range all {
			if all[i], err = c.transform(all[i], depth+1); err != nil {
				return nil, fmt.Errorf("geometry %d: %w", i+1, err)
			}
		}
		return g, nil
	}
	eachPath(g, func(path []orb.Point) {
		for i := range path {
			var wrong error
			if path[i], wrong = c.ToLonLat(path[i]); wrong != nil && err == nil {
				err = fmt.Errorf("position %d: %w", i+1, wrong)
			}
		}
	})
	return g, err
}

// Finish makes lon, lat of a geometry that a reader of a format put together from the file's own numbers, and holds it to
// what [ReadGeometry] promises. It may change g. Nil and empty geometry gives nil.
func (c FileCRS) Finish(g orb.Geometry) (orb.Geometry, error) {
	if isEmpty(g) {
		return nil, nil
	}
	if countPositions(g, 0) > maxVertices {
		return nil, errTooManyVertices
	}
	return c.transformed(g)
}

func countPositions(g orb.Geometry, depth int) (n int) {
	if all, ok := g.(orb.Collection); ok {
		for _, member := range all {
			if depth <= maxDepth {
				n += countPositions(member, depth+1)
			}
		}
		return n
	}
	eachPath(g, func(path []orb.Point) { n += len(path) })
	return n
}
