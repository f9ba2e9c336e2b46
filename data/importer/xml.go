package importer

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"stele/geo/gpx"
	"stele/geo/kml"
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
	im.aliasKML()
	im.report.Layer = im.o.Layer
	return im.readLayer(kml.NewReader(im.in, im.o.Layer))
}

// aliasKML: KML has no word for the id that a record keeps from file to file.
func (im *importing) aliasKML() { im.build.columns.alias("desc", "description") }

// readKMZ reads doc.kml, or else the first document in the archive.
func (im *importing) readKMZ(a *archive, all []*zip.File) error {
	im.report.Format = KMZ
	if err := im.checkOptions(KMZ); err != nil {
		return err
	}
	at := all[0]
	for _, f := range all {
		if strings.EqualFold(f.Name, "doc.kml") {
			at = f
		}
	}
	if len(all) > 1 {
		im.build.counts.remarks = append(im.build.counts.remarks, fmt.Sprintf("of %d KML documents in the archive, %s was read", len(all), quote(at.Name)))
	}
	in, err := a.open(at)
	if err != nil {
		return err
	}
	defer in.Close()
	im.aliasKML()
	im.report.Layer = im.o.Layer
	return im.readLayer(kml.NewReader(in, im.o.Layer))
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
