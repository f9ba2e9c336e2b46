package api

import (
	"errors"
	"net/http"
	"strings"

	"stele/data/atlas"
	"stele/data/export"
	"stele/data/release"
)

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
	q, err := c.params.exportQuery(l, f)
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
