package html

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// drawing is a small map: SVG paths in a box of width by height. It is drawn
// from published geometry alone; a cell is a cell, and what is known by a place
// only is an area, never a point.
type drawing struct {
	Width, Height   int
	Around          string   // path data
	Shapes          []string // the same; each its own, for what overlaps is no hole
	X, Y            float64
	IsPoint, IsArea bool // one position; an area round a place
	Radius          float64
	Grid            []gridLine
	Caption         string
}

type gridLine struct {
	Path, Label string
	X, Y        float64
}

const (
	mapWidth, mapHeight = 480, 320
	// leastRadiusM is that of the map application: a smaller area would look
	// like a position.
	leastRadiusM    = 5000
	metresPerDegree = 111_195
)

// frame fits degrees into a drawing, east to west narrowed as at its middle.
type frame struct{ west, north, perLon, perLat float64 }

func (f frame) at(p orb.Point) (x, y float64) {
	return (p[0] - f.west) * f.perLon, (f.north - p[1]) * f.perLat
}

// Around gives outlines to find one's way by: those that meet a box, in degrees, as
// detailed as a tolerance asks for.
type Around func(seen orb.Bound, toleranceDeg float64) []orb.Geometry

// surround draws the grid and the outlines of what a frame shows.
func (d *drawing) surround(to frame, seen orb.Bound, around Around) {
	d.Grid = grid(seen, to)
	if around == nil {
		return
	}
	var outlines strings.Builder
	for _, g := range around(seen, 0.5/to.perLon) {
		if clipped := geo.Clip(g, seen); clipped != nil {
			outlines.WriteString(path(clipped, to))
		}
	}
	d.Around = outlines.String()
}

// drawAll draws shapes together; nil if there are none.
func drawAll(shapes []orb.Geometry, caption string, isArea bool, around Around) *drawing {
	if len(shapes) == 0 {
		return nil
	}
	d := drawing{Width: mapWidth, Height: mapHeight, Caption: caption, IsArea: isArea}
	to, seen := fit(geo.BoundOf(orb.Collection(shapes)))
	var points strings.Builder // there may be many, and they hide nothing
	for _, g := range shapes {
		if _, isPoint := g.(orb.Point); isPoint {
			points.WriteString(path(g, to))
		} else {
			d.Shapes = append(d.Shapes, path(g, to))
		}
	}
	if points.Len() > 0 {
		d.Shapes = append(d.Shapes, points.String())
	}
	d.surround(to, seen, around)
	return &d
}

// fit makes a frame for a box with room around it, at least 0.2 degrees high.
func fit(b orb.Bound) (frame, orb.Bound) {
	middle := b.Center()
	narrow := math.Max(0.1, math.Cos(middle[1]*math.Pi/180))
	high := math.Max(0.2, (b.Max[1]-b.Min[1])*1.6)
	wide := math.Max(high*mapWidth/mapHeight/narrow, (b.Max[0]-b.Min[0])*1.6)
	high = wide * narrow * mapHeight / mapWidth
	seen := orb.Bound{Min: orb.Point{middle[0] - wide/2, middle[1] - high/2}, Max: orb.Point{middle[0] + wide/2, middle[1] + high/2}}
	return frame{seen.Min[0], seen.Max[1], mapWidth / wide, mapHeight / high}, seen
}

// draw draws a record; nil if nothing is known of where it is.
func draw(f feature, place []byte, around Around) (*drawing, error) {
	shape, err := geometryOf(f.Geometry)
	if err != nil {
		return nil, err
	}
	d := drawing{Width: mapWidth, Height: mapHeight, Caption: "Map: " + f.name()}
	radiusM := 0.0
	if shape == nil {
		if len(place) == 0 {
			return nil, nil
		}
		var p feature
		if err := json.Unmarshal(place, &p); err != nil {
			return nil, fmt.Errorf("read the place of a record: %w", err)
		}
		if shape, err = geometryOf(p.Geometry); err != nil || shape == nil {
			return nil, err
		}
		d.IsArea = true
		d.Caption = "Map: somewhere round or over " + p.name()
		uncertaintyM, _ := p.Properties["uncertainty_m"].(float64) // null is 0
		radiusM = math.Max(leastRadiusM, uncertaintyM)
	}
	box := geo.BoundOf(shape)
	point, isPoint := shape.(orb.Point)
	if isPoint && d.IsArea {
		box = box.Pad(radiusM / metresPerDegree)
	}
	to, seen := fit(box)
	switch {
	case isPoint && d.IsArea:
		d.X, d.Y = to.at(point)
		d.Radius = radiusM / metresPerDegree * to.perLat
	case isPoint:
		d.IsPoint = true
		d.X, d.Y = to.at(point)
	default:
		d.Shapes = []string{path(shape, to)}
	}
	d.surround(to, seen, around)
	return &d, nil
}

// PlaceOf returns the feature that one without geometry is placed at, found by
// its reference; nil if it has its own geometry or no place.
func PlaceOf(encoded []byte, find func(data.Ref) []byte) []byte {
	var f feature
	if err := json.Unmarshal(encoded, &f); err != nil || string(f.Geometry) != "null" {
		return nil
	}
	ref, err := data.ParseRef(f.text("place"))
	if err != nil {
		return nil
	}
	return find(ref)
}

func geometryOf(raw json.RawMessage) (orb.Geometry, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	return geo.ReadGeometry(raw)
}

// path writes lines and rings, to a tenth of a unit; points are small squares.
func path(g orb.Geometry, to frame) string {
	var b strings.Builder
	line := func(points []orb.Point, end string) {
		lastX, lastY := math.Inf(1), math.Inf(1)
		command := byte('M')
		for _, p := range points {
			x, y := to.at(p)
			x, y = math.Round(x*10)/10, math.Round(y*10)/10
			if x == lastX && y == lastY {
				continue
			}
			fmt.Fprintf(&b, "%c%g %g", command, x, y)
			lastX, lastY, command = x, y, 'L'
		}
		b.WriteString(end)
	}
	switch g := g.(type) {
	case orb.Point:
		x, y := to.at(g)
		fmt.Fprintf(&b, "M%.1f %.1fh6v6h-6z", x-3, y-3)
	case orb.MultiPoint:
		for _, p := range g {
			b.WriteString(path(p, to))
		}
	case orb.LineString:
		line(g, "")
	case orb.MultiLineString:
		for _, l := range g {
			line(l, "")
		}
	case orb.Polygon:
		for _, ring := range g {
			line(ring, "z")
		}
	case orb.MultiPolygon:
		for _, p := range g {
			b.WriteString(path(p, to))
		}
	case orb.Collection:
		for _, part := range g {
			b.WriteString(path(part, to))
		}
	}
	return b.String()
}

// grid draws meridians and parallels at round degrees, two to six of each.
func grid(seen orb.Bound, to frame) (lines []gridLine) {
	within := orb.Bound{Min: orb.Point{max(seen.Min[0], -180), max(seen.Min[1], -90)}, Max: orb.Point{min(seen.Max[0], 180), min(seen.Max[1], 90)}}
	step := 30.0
	for _, finer := range []float64{10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05} {
		if seen.Max[1]-seen.Min[1] < 2*step {
			step = finer
		}
	}
	apart := step // of meridians, whose labels stand side by side
	for apart*to.perLon < 45 {
		apart *= 2
	}
	for n := math.Ceil(within.Min[0] / apart); n*apart <= within.Max[0]; n++ {
		x, _ := to.at(orb.Point{n * apart, 0})
		lines = append(lines, gridLine{Path: fmt.Sprintf("M%.1f 0V%d", x, mapHeight), Label: degrees(n*apart, "E", "W"), X: math.Round(x) + 3, Y: mapHeight - 5})
	}
	for n := math.Ceil(within.Min[1] / step); n*step <= within.Max[1]; n++ {
		_, y := to.at(orb.Point{0, n * step})
		lines = append(lines, gridLine{Path: fmt.Sprintf("M0 %.1fH%d", y, mapWidth), Label: degrees(n*step, "N", "S"), X: 4, Y: math.Round(y) - 4})
	}
	return lines
}

func degrees(v float64, positive, negative string) string {
	if v < 0 {
		return fmt.Sprintf("%g° %s", math.Round(-v*100)/100, negative)
	}
	return fmt.Sprintf("%g° %s", math.Round(v*100)/100, positive)
}
