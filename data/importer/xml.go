package importer

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"stele/geo/gpx"
	"stele/geo/kml"
	"stele/geo/layer"
)

// xmlFormat finds the format of an XML document by its outermost element.
func xmlFormat(head []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(head))
	d.Strict = false
	d.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", fmt.Errorf("the file begins as XML or HTML, and has no element in its first %d KiB; want KML or GPX", chunk>>10)
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
			continue
		case e.Name.Local == "kml":
			return KML, nil
		case e.Name.Local == "gpx":
			return GPX, nil
		}
		return "", fmt.Errorf("the file is XML or HTML that begins with <%s>; want KML or GPX, or export it as GeoJSON", shorten(e.Name.Local))
	}
}

func (im *importing) readKML() error {
	im.report.Layer = im.o.Layer
	return im.readLayer(kml.NewReader(im.in, im.o.Layer))
}

// readKMZ reads all documents in the archive one after the other: a first one
// may have nothing but links to the others.
func (im *importing) readKMZ(a *archive, all []*zip.File) error {
	im.report.Format = KMZ
	if err := im.checkOptions(KMZ); err != nil {
		return err
	}
	im.report.Layer = im.o.Layer
	r := &kmzReader{of: a, files: all, layer: im.o.Layer}
	defer r.close()
	return im.readLayer(r)
}

// kmzReader is a layer.Reader of several documents.
type kmzReader struct {
	of    *archive
	files []*zip.File // from the one that is read
	layer string
	in    io.ReadCloser
	kml   *kml.Reader
	notes []string
}

func (r *kmzReader) Next() (*layer.Feature, error) {
	for len(r.files) > 0 {
		if r.kml == nil {
			in, err := r.of.open(r.files[0])
			if err != nil {
				return nil, err
			}
			r.in, r.kml = in, kml.NewReader(in, r.layer)
		}
		f, err := r.kml.Next()
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: %w", quote(r.files[0].Name), err)
		}
		r.notes = append(r.notes, r.kml.Notes()...)
		r.close()
		r.files = r.files[1:]
	}
	return nil, io.EOF
}

// Notes are those of the documents.
func (r *kmzReader) Notes() []string { return r.notes[:min(len(r.notes), 20)] }

func (r *kmzReader) close() {
	if r.in != nil {
		r.in.Close()
	}
	r.in, r.kml = nil, nil
}

func (im *importing) readGPX() error {
	switch im.o.Layer {
	case "", gpx.Waypoints, gpx.Tracks, gpx.Routes:
	default:
		return fmt.Errorf("layer %s: the layers of a GPX file are %s, %s and %s", quote(im.o.Layer), gpx.Waypoints, gpx.Tracks, gpx.Routes)
	}
	im.report.Layer = im.o.Layer
	im.build.columns.alias("desc", "description")
	return im.readLayer(gpx.NewReader(im.in, im.o.Layer))
}
