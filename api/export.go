package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"stele/data/atlas"
	"stele/data/export"
	"stele/data/release"
	"stele/geo"
)

// exportNames are the parameters of an export, beside those of its layer.
var exportNames = []string{"csv-geometry"}

// exportFile answers with all features of a query in one file of the format that
// the path names.
func (s *server) exportFile(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	f, ok := export.ByExt(l.Collection().ID, c.pathValue("ext"))
	if !ok {
		return answer{}, errNotFound
	}
	return s.export(c, f)
}

// exportChosen lets f, or the Accept header, choose the format.
func (s *server) exportChosen(c call) (answer, error) {
	_, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	formats := export.Formats(l.Collection().ID)
	ext, err := c.params.format(extsOf(formats)...)
	if err != nil {
		return answer{}, err
	}
	f, ok := export.ByExt(l.Collection().ID, ext)
	if !ok {
		f = preferredFormat(formats, c.Header.Values("Accept"))
	}
	a, err := s.export(c, f)
	a.vary = "Accept"
	return a, err
}

func extsOf(formats []export.Format) []string {
	var exts []string
	for _, f := range formats {
		exts = append(exts, f.Ext)
	}
	return exts
}

// preferredFormat is the one that a client wants most; the first if it has no
// wish that can be met.
func preferredFormat(formats []export.Format, accept []string) export.Format {
	best, most := formats[0], 0.0
	for _, p := range accepted(accept) {
		for _, f := range formats {
			if name, _, _ := strings.Cut(f.MediaType, ";"); name == p.name && p.q > most {
				best, most = f, p.q
			}
		}
	}
	return best
}

func (s *server) export(c call, f export.Format) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	q, err := c.exportQuery(l, f)
	if err != nil {
		return answer{}, err
	}
	meta, collection := a.Meta(), l.Collection()
	return answer{contentType: f.MediaType, etag: s.etagOf(c, q.text(f)), inFile: f.InFile, build: func(h http.Header) (writeBody, error) {
		h.Set("Content-Disposition", `attachment; filename="`+exportName(collection.ID, meta, f.Ext)+`"`)
		selection, err := q.selection(l)
		if err != nil {
			return nil, err
		}
		of := func(visit func(low, high uint32) bool) { l.Each(selection, visit) }
		if err := q.setCRS(h, l, of); err != nil {
			return nil, err
		}
		if f.Ext == "geojson" { // it lies ready
			head, err := atlas.ExportHead(collection, meta)
			if err != nil {
				return nil, err
			}
			return featuresBody(h, l, q.form, head, of), nil
		}
		if f.Ext == "pmtiles" {
			h.Del("Content-Crs") // a tile has units of its own
		}
		write, err := f.Prepare(c.Context(), l, meta, export.Query{Selection: selection, Form: q.Form, WKT: q.wkt, Base: c.base})
		if errors.Is(err, export.ErrTooLarge) {
			err = &badParam{name: "f", value: f.Ext, accepted: "a bbox or another filter that matches less, or another format", err: err}
		}
		if errors.Is(err, export.ErrTiles) {
			err = &badParam{name: "f", value: f.Ext, accepted: "other filters: datetime, certainty, properties by name; or another format", err: err}
		}
		return write, err
	}}, nil
}

// exportQuery is what a request for an export asks.
type exportQuery struct {
	filter
	form
	wkt bool
}

func (c call) exportQuery(l *atlas.Layer, f export.Format) (q exportQuery, err error) {
	if q.filter, err = c.params.filter(l); err != nil {
		return q, err
	}
	if q.form, err = c.params.form(l); err != nil {
		return q, err
	}
	if q.CRS != geo.CRS84 && !f.AnyCRS {
		return q, &badParam{name: "crs", value: c.params["crs"], accepted: geo.CRS84.URI(), err: fmt.Errorf("%s: %w", f.Title, export.ErrLonLat)}
	}
	q.wkt, err = c.params.csvGeometry(f)
	return q, err
}

const csvGeometryForm = "lonlat (points as lon and lat, all else as WKT) or wkt (all as WKT)"

func (p params) csvGeometry(f export.Format) (wkt bool, err error) {
	text, ok := p["csv-geometry"]
	switch {
	case !ok:
		return false, nil
	case f.Ext != "csv":
		err = fmt.Errorf("csv-geometry says how CSV is written, not %s", f.Title)
	case text == "lonlat" || text == "wkt":
		return text == "wkt", nil
	default:
		err = fmt.Errorf("csv-geometry %q is not known", shorten(text))
	}
	return false, &badParam{name: "csv-geometry", value: text, accepted: csvGeometryForm, err: err}
}

// text is the query in canonical form.
func (q *exportQuery) text(f export.Format) string {
	own := []pair{{"f", f.Ext}}
	if q.wkt {
		own = append(own, pair{"csv-geometry", "wkt"})
	}
	return joined(encodeQuery(q.filter.query()), encodeQuery(q.form.query()), encodeQuery(own))
}

// exportName carries the day of the data, so that files of two releases do not
// pass for one another.
func exportName(collection string, meta release.Meta, ext string) string {
	day := make([]byte, 0, len("2026-11-23"))
	for _, b := range []byte(meta.PublishedOn) {
		if b == '-' || b >= '0' && b <= '9' { // it goes into a header
			day = append(day, b)
		}
	}
	return "stele-" + collection + "-" + string(day) + "." + ext
}

// exportLinks leads to a layer in every format.
func (c call) exportLinks(collection string) []link {
	var links []link
	for _, f := range export.Formats(collection) {
		title := "The whole layer in one file: " + f.Title
		links = append(links, link{c.href(nil, "collections", collection, "export."+f.Ext), "enclosure", f.MediaType, title})
	}
	return links
}
