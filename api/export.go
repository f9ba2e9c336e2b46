package api

import (
	"net/http"

	"stele/data/atlas"
	"stele/data/release"
)

// export answers with all features of a query in one file, in no pages.
func (s *server) export(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	f, err := c.params.filter(l)
	if err != nil {
		return answer{}, err
	}
	form, err := c.params.form(l)
	if err != nil {
		return answer{}, err
	}
	meta, collection := a.Meta(), l.Collection()
	return answer{contentType: typeGeoJSON, etag: s.etag(c, append(f.query(), form.query()...)...), build: func(h http.Header) (writeBody, error) {
		head, err := atlas.ExportHead(collection, meta)
		if err != nil {
			return nil, err
		}
		selection, err := f.selection(l)
		if err != nil {
			return nil, err
		}
		h.Set("Content-Disposition", `attachment; filename="`+exportName(collection.ID, meta)+`"`)
		return featuresBody(h, l, form, head, func(visit func(low, high uint32) bool) { l.Each(selection, visit) }), nil
	}}, nil
}

// exportName carries the day of the data, so that files of two releases do not
// pass for one another.
func exportName(collection string, meta release.Meta) string {
	day := make([]byte, 0, len("2026-11-23"))
	for _, b := range []byte(meta.PublishedOn) {
		if b == '-' || b >= '0' && b <= '9' { // it goes into a header
			day = append(day, b)
		}
	}
	return "stele-" + collection + "-" + string(day) + ".geojson"
}
