package export

import (
	"io"
	"slices"

	"stele/data"
	"stele/data/atlas"
	"stele/geo"
)

// writeJSONFG writes OGC Features and Geometries JSON (OGC 21-045): GeoJSON with
// the date as a member time, and coordinates in another reference system as a
// member place beside the geometry, which stays in lon, lat.
var writeJSONFG simple = func(w io.Writer, s *source) error {
	head, err := atlas.ExportHead(s.layer.Collection(), s.meta)
	if err != nil {
		return err
	}
	head = append(head[:len(head)-1], `,"conformsTo":["http://www.opengis.net/spec/json-fg-1/1.0/conf/core"],"featureType":"`+s.layer.Collection().ID+`"`...)
	if s.query.CRS != geo.CRS84 {
		head = append(head, `,"coordRefSys":"`+s.query.CRS.URI()+`"`...)
	}
	plain := s.query.Form
	plain.CRS = geo.CRS84
	earliest, latest := s.field("earliest"), s.field("latest")
	return s.collection(w, head, func(line []byte, i uint32) ([]byte, error) {
		line = s.layer.AppendForm(line, i, plain)
		line = append(line[:len(line)-1], `,"time":`...)
		line = append(s.appendTime(line, i, earliest, latest), `,"place":`...)
		if s.query.CRS == geo.CRS84 {
			return append(line, "null}"...), nil
		}
		return append(geo.AppendGeometryIn(line, s.layer.GeometryIn(i, plain), s.query.CRS), '}'), nil
	})
}

// collection writes a FeatureCollection, a feature a line, of which head are the
// members before the features, without the brace at its end.
func (s *source) collection(w io.Writer, head []byte, feature func(line []byte, i uint32) ([]byte, error)) error {
	if _, err := w.Write(append(head, `,"features":[`...)); err != nil {
		return err
	}
	line, comma := []byte(nil), ""
	err := each(s.layer, s.query.Selection, func(i uint32) (err error) {
		line = append(append(line[:0], comma...), '\n')
		comma = ","
		if line, err = feature(line, i); err != nil {
			return err
		}
		_, err = w.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, "\n]}\n")
	return err
}

// field is the place of a field among those of the layer.
func (s *source) field(name string) int {
	return slices.IndexFunc(s.layer.Fields(), func(f data.Field) bool { return f.Name == name })
}

// appendTime writes a day, or an interval of which an end may be open, or null.
func (s *source) appendTime(dst []byte, i uint32, earliest, latest int) []byte {
	from, hasFrom := s.layer.TextAt(i, earliest)
	to, hasTo := s.layer.TextAt(i, latest)
	switch {
	case !hasFrom && !hasTo:
		return append(dst, "null"...)
	case string(from) == string(to):
		return append(append(append(dst, `{"date":"`...), from...), `"}`...)
	}
	if !hasFrom {
		from = []byte("..")
	}
	if !hasTo {
		to = []byte("..")
	}
	dst = append(append(append(dst, `{"interval":["`...), from...), `","`...)
	return append(append(dst, to...), `"]}`...)
}
