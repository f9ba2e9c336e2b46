package api

import (
	"fmt"
	"net/http"

	"stele/data/atlas"
	"stele/geo"
)

// crsURIs names the reference systems that features are written in, the one
// that they are held in first.
func crsURIs() []string {
	var all []string
	for _, c := range geo.CRSs() {
		all = append(all, c.URI())
	}
	return all
}

const crsForm = "one of the reference systems of the collection, as a URI or in short: OGC:CRS84, EPSG:4326, EPSG:3857, EPSG:32638 or EPSG:32639"

// crs reads a parameter that names a reference system; CRS84 if it is absent.
func (p params) crs(name string) (geo.CRS, error) {
	text, ok := p[name]
	if !ok {
		return geo.CRS84, nil
	}
	c, err := geo.ParseCRS(text)
	if err != nil {
		return c, &badParam{name: name, value: text, accepted: crsForm, err: fmt.Errorf("%s: %w", name, err)}
	}
	return c, nil
}

// box reads bbox and bbox-crs; nil if there is no bbox.
func (p params) box() (*geo.CRSBox, error) {
	c, err := p.crs("bbox-crs")
	if err != nil {
		return nil, err
	}
	text, ok := p["bbox"]
	if !ok {
		return nil, nil
	}
	box, err := geo.ParseCRSBox(text, c)
	if err != nil {
		return nil, &badParam{name: "bbox", value: text, accepted: boxForm(c), err: err}
	}
	return &box, nil
}

func boxForm(c geo.CRS) string {
	switch {
	case c.IsMetric():
		return "4 or 6 numbers in metres: easting and northing of the lower corner, then of the upper one, or with heights after each"
	case c == geo.LatLon:
		return "4 or 6 numbers in degrees: south,west,north,east, or with heights after west and east"
	}
	return "4 or 6 numbers: west,south,east,north, or with heights after south and north"
}

// contentCRS are the values of the header Content-Crs; they are shared and not
// to be changed.
var contentCRS = func() [][]string {
	all := make([][]string, len(geo.CRSs()))
	for _, c := range geo.CRSs() {
		all[c] = []string{"<" + c.URI() + ">"}
	}
	return all
}()

// setCRS says which reference system the coordinates of an answer are in (OGC
// API - Features, Part 2, requirement 16), and refuses one that a feature has no
// coordinates in.
func (f form) setCRS(h http.Header, l *atlas.Layer, of runs) (err error) {
	h["Content-Crs"] = contentCRS[f.CRS]
	if f.CRS == geo.CRS84 || f.SkipGeometry {
		return nil
	}
	of(func(low, high uint32) bool {
		i, outside := l.Outside(f.CRS, low, high)
		if outside {
			box, _ := l.BoxAt(i)
			err = &badParam{name: "crs", value: f.CRS.URI(), accepted: crsForm + "; or a bbox within the domain", err: fmt.Errorf("feature %s has no coordinates in it: %w", l.ID(i), f.CRS.Check(box))}
		}
		return !outside
	})
	return err
}
