package kml

import (
	"errors"
	"fmt"
	"io"

	"stele/geo/layer"
	"stele/geo/xmlread"
)

// Reader reads the placemarks of a KML document (OGC 07-147r2, and Google's tracks) as features, in their order, whatever
// folder they are in. Extended data are properties under their own names; so are name and description. The attribute id
// of a placemark is the property placemark_id, since many programs number placemarks anew in each file. Coordinates are
// WGS 84 by the standard. Nothing that a document links to is fetched.
type Reader struct {
	x       *xmlread.Reader
	folder  string // to be read; "" is all
	inside  []string
	started bool
	feature layer.Feature
	links   int
	others  int
}

// NewReader starts to read a document; of a folder name, only the placemarks in the folders of that name are read.
func NewReader(r io.Reader, folder string) *Reader {
	return &Reader{x: xmlread.New(r), folder: folder}
}

// Notes says what was passed over.
func (r *Reader) Notes() (notes []string) {
	if r.links > 0 {
		notes = append(notes, fmt.Sprintf("%d links to other KML files were not followed", r.links))
	}
	if r.others > 0 {
		notes = append(notes, fmt.Sprintf("%d overlays and tours were left out: they are no features", r.others))
	}
	return notes
}

// Next returns the next placemark.
func (r *Reader) Next() (*layer.Feature, error) {
	for {
		t, err := r.x.Next()
		if err != nil {
			return nil, err
		}
		switch t.Kind {
		case xmlread.Start:
			isFeature, err := r.begin(t.Element)
			if err != nil {
				return nil, err
			}
			if isFeature {
				return &r.feature, nil
			}
		case xmlread.End:
			if len(r.inside) > 0 {
				r.inside = r.inside[:len(r.inside)-1]
			}
		}
	}
}

func (r *Reader) begin(t xmlread.Element) (isFeature bool, err error) {
	name := t.Name
	if !r.started {
		r.started = true
		if name != "kml" && name != "Document" && name != "Folder" {
			return false, fmt.Errorf("line %d: the document is <%.40s>, not <kml>", r.x.Line(), name)
		}
	}
	switch name {
	case "kml", "Document", "Folder":
		r.inside = append(r.inside, "")
	case "name":
		text, err := r.x.Text()
		if err != nil {
			return false, err
		}
		if len(r.inside) > 0 {
			r.inside[len(r.inside)-1] = text
		}
	case "Placemark":
		if !r.isWanted() {
			return false, r.x.Skip()
		}
		return true, r.placemark(t)
	default:
		switch name {
		case "NetworkLink":
			r.links++
		case "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour":
			r.others++
		}
		return false, r.x.Skip()
	}
	return false, nil
}

func (r *Reader) isWanted() bool {
	for _, name := range r.inside {
		if name == r.folder {
			return true
		}
	}
	return r.folder == ""
}

func (r *Reader) placemark(t xmlread.Element) error {
	f := &r.feature
	f.Reset()
	f.Line = r.x.Line()
	begin := r.x.Offset()
	r.x.BeginFeature()
	defer r.x.EndFeature()
	f.Add("placemark_id", t.Attr("id"))
	g := geometries{x: r.x}
	err := r.x.Children(func(e xmlread.Element) error {
		switch e.Name {
		case "name", "description", "address", "phoneNumber":
			return r.text(e.Name)
		case "TimeSpan":
			return r.time("begin", "end")
		case "TimeStamp":
			return r.time("when", "")
		case "ExtendedData":
			return r.extended()
		}
		if isGeometry(e.Name) {
			return g.read(e, 0)
		}
		return r.x.Skip()
	})
	f.Size = int(r.x.Offset() - begin)
	if err != nil {
		return err
	}
	f.Geometry, f.Wrong = g.finish()
	f.Flattened = g.flattened
	return nil
}

func (r *Reader) text(name string) error {
	text, err := r.x.Text()
	r.feature.Add(name, text)
	return err
}

func (r *Reader) time(begin, end string) error {
	f := &r.feature
	return r.x.Children(func(e xmlread.Element) error {
		text, err := r.x.Text()
		switch e.Name {
		case begin:
			f.Begin = text
		case end:
			f.End = text
		}
		if end == "" {
			f.End = f.Begin
		}
		return err
	})
}

// extended reads both ways to add data: Data with a value, and values of a schema.
func (r *Reader) extended() error {
	return r.x.Children(func(e xmlread.Element) error {
		switch e.Name {
		case "Data":
			return r.data(e.Attr("name"))
		case "SchemaData":
			return r.x.Children(func(e xmlread.Element) error {
				if e.Name != "SimpleData" {
					return r.x.Skip()
				}
				return r.text(e.Attr("name"))
			})
		}
		return r.x.Skip()
	})
}

func (r *Reader) data(name string) error {
	return r.x.Children(func(e xmlread.Element) error {
		if e.Name != "value" {
			return r.x.Skip()
		}
		return r.text(name)
	})
}

// errNoCoordinates is about <Point/> and its like.
var errNoCoordinates = errors.New("has no coordinates")

func isGeometry(name string) bool {
	switch name {
	case "Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "Model":
		return true
	}
	return false
}
