package gpx

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/layer"
	"stele/geo/xmlread"
)

// The kinds of features in a GPX file, as its readers call them.
const (
	Waypoints = "waypoints"
	Tracks    = "tracks"
	Routes    = "routes"
)

// Reader reads the waypoints, tracks and routes of a GPX file as points and lines, in their order. The elements of each,
// and of its extensions, are properties under their own names; the times of single positions are not read.
// Coordinates are WGS 84 by the format.
type Reader struct {
	x       *xmlread.Reader
	kind    string // to be read; "" is all
	started bool
	feature layer.Feature
	single  int // segments of one position
}

// NewReader starts to read a file; of a kind, only what is of that kind is read.
func NewReader(r io.Reader, kind string) *Reader { return &Reader{x: xmlread.New(r), kind: kind} }

// Notes says what was passed over.
func (r *Reader) Notes() []string {
	if r.single == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d segments of tracks had one position only and were left out: they are no lines", r.single)}
}

// Next returns the next feature.
func (r *Reader) Next() (*layer.Feature, error) {
	for {
		t, err := r.x.Next()
		if err != nil {
			return nil, err
		}
		if t.Kind != xmlread.Start {
			continue
		}
		e := t.Element
		if !r.started {
			if r.started = true; e.Name != "gpx" {
				return nil, fmt.Errorf("line %d: the document is <%.40s>, not <gpx>", r.x.Line(), e.Name)
			}
			continue
		}
		kind := kindOf(e.Name)
		if kind == "" || r.kind != "" && r.kind != kind {
			if err := r.x.Skip(); err != nil {
				return nil, err
			}
			continue
		}
		return &r.feature, r.read(e)
	}
}

func kindOf(name string) string {
	switch name {
	case "wpt":
		return Waypoints
	case "trk":
		return Tracks
	case "rte":
		return Routes
	}
	return ""
}

// read reads one feature, up to its end.
func (r *Reader) read(t xmlread.Element) error {
	f := &r.feature
	f.Reset()
	f.Line = r.x.Line()
	begin := r.x.Offset()
	r.x.BeginFeature()
	defer r.x.EndFeature()
	var lines []orb.Geometry
	var route orb.LineString
	if t.Name == "wpt" {
		if p, ok := r.position(t); ok {
			f.Geometry = p
		}
	}
	err := r.x.Children(func(e xmlread.Element) error {
		switch e.Name {
		case "trkseg":
			line, err := r.positions("trkpt")
			switch {
			case len(line) == 1:
				r.single++
			case len(line) > 1:
				lines = append(lines, line)
			}
			return err
		case "rtept":
			if p, ok := r.position(e); ok {
				route = append(route, p)
			}
			return r.passPosition()
		case "extensions":
			return r.x.Children(func(e xmlread.Element) error { return r.leaf(e, 0) })
		case "link":
			f.Add("link", e.Attr("href"))
			return r.x.Skip()
		case "ele":
			f.Flattened = true
		}
		text, err := r.x.Text()
		f.Add(e.Name, text)
		return err
	})
	f.Size = int(r.x.Offset() - begin)
	if err != nil {
		return err
	}
	if t.Name == "trk" {
		f.Geometry = geo.Join(lines)
	} else if route != nil {
		f.Geometry = route
	}
	if f.Wrong == nil {
		f.Geometry, f.Wrong = geo.FileCRS{}.Finish(f.Geometry)
	}
	return nil
}

// leaf adds an extension without elements in it, or those in it.
func (r *Reader) leaf(e xmlread.Element, depth int) error {
	name, isLeaf := e.Name, true
	var text strings.Builder
	for {
		t, err := r.x.Next()
		if err != nil {
			return err
		}
		switch t.Kind {
		case xmlread.Text:
			text.Write(t.Text)
		case xmlread.Start:
			if isLeaf = false; depth > 4 {
				err = r.x.Skip()
			} else {
				err = r.leaf(t.Element, depth+1)
			}
			if err != nil {
				return err
			}
		case xmlread.End:
			if isLeaf {
				r.feature.Add(name, strings.TrimSpace(text.String()))
			}
			return nil
		}
	}
}

func (r *Reader) positions(name string) (line orb.LineString, err error) {
	err = r.x.Children(func(e xmlread.Element) error {
		if e.Name != name {
			return r.x.Skip()
		}
		if p, ok := r.position(e); ok {
			line = append(line, p)
		}
		return r.passPosition()
	})
	return line, err
}

// passPosition passes over what is in a position of a line.
func (r *Reader) passPosition() error {
	return r.x.Children(func(e xmlread.Element) error {
		if e.Name == "ele" {
			r.feature.Flattened = true
		}
		return r.x.Skip()
	})
}

// position reads the attributes of a position; a wrong one is told of the feature.
func (r *Reader) position(e xmlread.Element) (orb.Point, bool) {
	lon, lat := e.Attr("lon"), e.Attr("lat")
	x, errX := strconv.ParseFloat(lon, 64)
	y, errY := strconv.ParseFloat(lat, 64)
	if errX == nil && errY == nil {
		return orb.Point{x, y}, true
	}
	if r.feature.Wrong == nil {
		r.feature.Wrong = fmt.Errorf(`line %d: lat=%.40q lon=%.40q are no position`, r.x.Line(), lat, lon)
	}
	return orb.Point{}, false
}
