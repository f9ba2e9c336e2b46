package export

import (
	"encoding/json"
	"io"

	"stele/data/atlas"
	"stele/geo"
)

// writeGeoJSON writes one FeatureCollection, a feature a line.
var writeGeoJSON simple = func(w io.Writer, s *source) error {
	head, err := atlas.ExportHead(s.layer.Collection(), s.meta)
	if err != nil {
		return err
	}
	head = append(head[:len(head)-1], geo.MemberCRS(s.query.CRS)...)
	return s.collection(w, head, func(line []byte, i uint32) ([]byte, error) {
		return s.layer.AppendForm(line, i, s.query.Form), nil
	})
}

// writeSequence writes a GeoJSON text sequence: a record separator before each
// feature, a line feed behind it. Each feature says itself who is to be named and
// under which licence it is: readers count the texts, so there can be no other.
var writeSequence simple = func(w io.Writer, s *source) error {
	const separator = 0x1e
	about, err := json.Marshal(struct {
		Attribution string `json:"attribution"`
		Licence     string `json:"licence"`
	}{s.meta.Attribution, s.meta.Licence})
	if err != nil {
		return err
	}
	about[0] = ','
	var line []byte
	return each(s.layer, s.query.Selection, func(i uint32) error {
		line = append(line[:0], separator)
		line = s.layer.AppendForm(line, i, s.query.Form)
		line = append(append(line[:len(line)-1], about...), '\n')
		_, err := w.Write(line)
		return err
	})
}
