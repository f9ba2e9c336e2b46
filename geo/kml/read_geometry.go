package kml

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/xmlread"
)

// geometries are those of one placemark. What is wrong with them is kept, and the reading goes on.
type geometries struct {
	x         *xmlread.Reader
	all       []orb.Geometry
	wrong     error
	flattened bool
}

func (g *geometries) refuse(err error) {
	if g.wrong == nil {
		g.wrong = err
	}
}

// read reads the geometry that began, up to its end.
func (g *geometries) read(e xmlread.Element, depth int) error {
	name := e.Name
	var paths []orb.LineString
	var outer, inner []orb.Ring
	add := func(path []orb.Point) { paths = append(paths, path) }
	err := g.x.Children(func(e xmlread.Element) error {
		switch local := e.Name; {
		case local == "coordinates":
			return g.path(add)
		case local == "coord" && name == "Track":
			return g.trackPosition(&paths)
		case local == "outerBoundaryIs":
			return g.boundary(&outer)
		case local == "innerBoundaryIs":
			return g.boundary(&inner)
		case (name == "MultiGeometry" || name == "MultiTrack") && isGeometry(local):
			if depth > 8 {
				g.refuse(errors.New("geometry nests deeper than 8"))
				return g.x.Skip()
			}
			return g.read(e, depth+1)
		}
		return g.x.Skip()
	})
	if err != nil || name == "MultiGeometry" || name == "MultiTrack" {
		return err
	}
	made, wrong := shape(name, paths, outer, inner)
	if wrong != nil {
		g.refuse(fmt.Errorf("%s: %w", name, wrong))
	}
	g.all = append(g.all, made)
	return nil
}

func shape(name string, paths []orb.LineString, outer, inner []orb.Ring) (orb.Geometry, error) {
	switch {
	case name == "Model":
		return nil, errors.New("a 3D model has no outline here; give the placemark a point or an area")
	case name == "Polygon":
		if len(outer) != 1 {
			return nil, fmt.Errorf("has %d outer boundaries, want one", len(outer))
		}
		return orb.Polygon(append(outer, inner...)), nil
	case len(paths) == 0:
		return nil, errNoCoordinates
	case len(paths) > 1:
		return nil, errors.New("has coordinates twice")
	case name == "Point":
		if len(paths[0]) != 1 {
			return nil, fmt.Errorf("has %d positions, want one", len(paths[0]))
		}
		return paths[0][0], nil
	}
	return paths[0], nil // a ring by itself is a line that is closed
}

// boundary reads the rings of a boundary, which has one.
func (g *geometries) boundary(rings *[]orb.Ring) error {
	return g.x.Children(func(e xmlread.Element) error {
		if e.Name != "LinearRing" {
			return g.x.Skip()
		}
		return g.x.Children(func(e xmlread.Element) error {
			if e.Name != "coordinates" {
				return g.x.Skip()
			}
			return g.path(func(path []orb.Point) { *rings = append(*rings, path) })
		})
	})
}

// path reads positions "lon,lat" or "lon,lat,height" with space between them.
func (g *geometries) path(add func([]orb.Point)) error {
	line := g.x.Line()
	text, err := g.x.Text()
	if err != nil {
		return err
	}
	path := make([]orb.Point, 0, min(len(text)/8+1, 1<<20))
	for n := 1; ; n++ {
		text = strings.TrimLeft(text, " \t\r\n")
		if text == "" {
			break
		}
		end := strings.IndexAny(text, " \t\r\n")
		if end < 0 {
			end = len(text)
		}
		p, ok := g.position(text[:end])
		if !ok {
			g.refuse(fmt.Errorf("line %d: position %d is %.60q, want lon,lat or lon,lat,height without spaces", line, n, text[:end]))
			break
		}
		path = append(path, p)
		text = text[end:]
	}
	if len(path) > 0 {
		add(path)
	}
	return nil
}

func (g *geometries) position(s string) (p orb.Point, ok bool) {
	lon, rest, ok := strings.Cut(s, ",")
	lat, height, has := strings.Cut(rest, ",")
	var errs [2]error
	p[0], errs[0] = strconv.ParseFloat(lon, 64)
	p[1], errs[1] = strconv.ParseFloat(lat, 64)
	if has && height != "" {
		if _, err := strconv.ParseFloat(height, 64); err != nil {
			return p, false
		}
		g.flattened = true
	}
	return p, ok && errs[0] == nil && errs[1] == nil
}

// trackPosition reads <gx:coord>lon lat height</gx:coord>.
func (g *geometries) trackPosition(paths *[]orb.LineString) error {
	text, err := g.x.Text()
	if err != nil || text == "" {
		return err // a track may have times without positions
	}
	p, ok := g.position(strings.Join(strings.Fields(text), ","))
	if !ok {
		g.refuse(fmt.Errorf("line %d: %.60q is no position, want lon lat height", g.x.Line(), text))
		return nil
	}
	if len(*paths) == 0 {
		*paths = []orb.LineString{nil}
	}
	(*paths)[0] = append((*paths)[0], p)
	return nil
}

// finish joins the geometries into one of the narrowest type.
func (g *geometries) finish() (orb.Geometry, error) {
	if g.wrong != nil || len(g.all) == 0 {
		return nil, g.wrong
	}
	return geo.FileCRS{}.Finish(geo.Join(g.all))
}
