package geo

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// BBox is a bounding box in degrees, edges inside. West greater than East means that the box crosses the 180th
// meridian (RFC 7946, section 5.2). A box without width or height is legal. The zero BBox is the point 0,0.
type BBox struct {
	West, South, East, North float64
}

const bboxForm = "want west,south,east,north in degrees"

// ParseBBox reads "west,south,east,north", or the six numbers "west,south,min height,east,north,max height" of which
// it drops the heights. Longitudes are within -180..180, latitudes within -90..90, south is not above north; spaces
// around a number are allowed. Errors name the number, what is wrong with it and the accepted form.
func ParseBBox(s string) (BBox, error) {
	n, err := bboxNumbers(s)
	if err != nil {
		return BBox{}, err
	}
	if len(n) == 6 {
		n = []float64{n[0], n[1], n[3], n[4]}
	}
	b := BBox{West: n[0], South: n[1], East: n[2], North: n[3]}
	if err := b.check(); err != nil {
		return BBox{}, err
	}
	return b, nil
}

func bboxNumbers(s string) ([]float64, error) {
	const maxLength = 400
	if len(s) > maxLength {
		return nil, fmt.Errorf("bbox has %d characters: %s", len(s), bboxForm)
	}
	fields := strings.Split(s, ",")
	if len(fields) != 4 && len(fields) != 6 {
		return nil, fmt.Errorf("bbox has %d numbers, not 4 or 6: %s", len(fields), bboxForm)
	}
	n := make([]float64, len(fields))
	for i, field := range fields {
		v, err := parseDecimal(strings.TrimSpace(field))
		if err != nil {
			return nil, fmt.Errorf("bbox number %d %w: %s", i+1, err, bboxForm)
		}
		n[i] = v
	}
	return n, nil
}

// parseDecimal is strconv.ParseFloat without its hexadecimal, infinite and not-a-number forms, and without -0.
func parseDecimal(s string) (float64, error) {
	if strings.Trim(s, "0123456789+-.eE") != "" {
		return 0, fmt.Errorf("%q is not a decimal number", s)
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, fmt.Errorf("%q is not a finite decimal number", s)
	}
	return v + 0, nil // -0 + 0 is 0
}

func (b BBox) check() error {
	lats, lons := [2]float64{b.South, b.North}, [2]float64{b.West, b.East}
	for i, name := range [2]string{"south", "north"} {
		if !inLat(lats[i]) {
			return fmt.Errorf("bbox %s %v is outside -90..90: %s%s", name, lats[i], bboxForm, b.swapHint())
		}
	}
	for i, name := range [2]string{"west", "east"} {
		if !inLon(lons[i]) {
			return fmt.Errorf("bbox %s %v is outside -180..180: %s%s", name, lons[i], bboxForm, b.swapHint())
		}
	}
	if b.South > b.North {
		return fmt.Errorf("bbox south %v is above north %v: %s", b.South, b.North, bboxForm)
	}
	return nil
}

func (b BBox) swapHint() string {
	if inLat(b.West) && inLat(b.East) && inLon(b.South) && inLon(b.North) {
		return "; lat and lon look swapped"
	}
	return ""
}

func inLon(v float64) bool { return v >= -180 && v <= 180 }
func inLat(v float64) bool { return v >= -90 && v <= 90 }

// Bounds returns the box as one bound or, when it crosses the 180th meridian, as two: the part west of the meridian
// (positive longitudes) first.
func (b BBox) Bounds() []orb.Bound {
	if b.West <= b.East {
		return []orb.Bound{{Min: orb.Point{b.West, b.South}, Max: orb.Point{b.East, b.North}}}
	}
	return []orb.Bound{
		{Min: orb.Point{b.West, b.South}, Max: orb.Point{180, b.North}},
		{Min: orb.Point{-180, b.South}, Max: orb.Point{b.East, b.North}},
	}
}

// String returns the four numbers in the form that [ParseBBox] reads back to the same box.
func (b BBox) String() string {
	var dst []byte
	for i, v := range [4]float64{b.West, b.South, b.East, b.North} {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendFloat(dst, v, 'f', -1, 64)
	}
	return string(dst)
}
