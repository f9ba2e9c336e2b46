package api

import (
	"encoding/json"
	"net/http"

	"stele/data/atlas"
)

// item answers with one feature and its links.
func (s *server) item(c call) (answer, error) {
	a, l, err := c.layer()
	if err != nil {
		return answer{}, err
	}
	if _, err := c.params.format("json", "geojson"); err != nil {
		return answer{}, err
	}
	crs, err := c.params.crs("crs")
	if err != nil {
		return answer{}, err
	}
	id := c.pathValue("id")
	i, ok := l.Index(id)
	if !ok {
		return answer{}, errNotFound
	}
	f := form{Form: atlas.Form{CRS: crs}}
	return answer{contentType: typeGeoJSON, etag: s.etag(c, f.query()...), build: func(h http.Header) (writeBody, error) {
		if err := f.setCRS(h, l, func(visit func(low, high uint32) bool) { visit(i, i+1) }); err != nil {
			return nil, err
		}
		links := append(c.itemLinks(l.Collection().ID, id, f.query()), c.correction(a.Meta().Contact)...)
		setLinkHeader(h, links)
		text, err := json.Marshal(links)
		if err != nil {
			return nil, err
		}
		contested, err := c.contestedMembers(a, l.Collection().ID, id)
		if err != nil {
			return nil, err
		}
		feature := l.Encoded(i)
		if !f.IsWhole() {
			feature = l.AppendForm(nil, i, f.Form)
		}
		return bytesBody(h, feature[:len(feature)-1], contested, []byte(`,"links":`), text, []byte("}\n")), nil
	}}, nil
}

// rivals says where what stands against a contested property or measure is, and
// how many there are (rule P5).
type rivals struct {
	Property string `json:"property,omitempty"`
	Measure  string `json:"measure,omitempty"`
	Rivals   int    `json:"rivals"`
	At       string `json:"rivals_at"`
}

// contestedMembers says what of a feature is contested, in members beside its
// properties, which stay flat; nothing if nothing is.
func (c call) contestedMembers(a *atlas.Atlas, collection, id string) ([]byte, error) {
	members := struct {
		Properties []string `json:"contested_properties"`
		Measures   []string `json:"contested_measures"`
		Rivals     []rivals `json:"rivals"`
	}{[]string{}, []string{}, nil}
	for _, contest := range a.Contests(collection, id) {
		r := rivals{Property: contest.Property, Measure: contest.Measure, Rivals: contest.Rivals}
		if r.Property != "" {
			members.Properties = append(members.Properties, r.Property)
			r.At = c.href([]pair{{"property", r.Property}}, "collections", collection, "items", id, "claims")
		} else {
			members.Measures = append(members.Measures, r.Measure)
			r.At = c.href([]pair{{"scope", collection + "/" + id}, {"measure", r.Measure}}, "figures", "ranges")
		}
		members.Rivals = append(members.Rivals, r)
	}
	if members.Rivals == nil {
		return nil, nil
	}
	text, err := json.Marshal(members)
	if err != nil {
		return nil, err
	}
	return append([]byte{','}, text[1:len(text)-1]...), nil
}

func (c call) itemLinks(collection, id string, query []pair) []link {
	return []link{
		{c.href(query, "collections", collection, "items", id), "self", typeGeoJSON, ""},
		{c.href(nil, "collections", collection), "collection", typeJSON, ""},
		{c.href(nil, "collections", collection, "items", id, "claims"), "related", typeJSON, "Claims, figures and sources"},
		{c.href(nil, "collections", collection, "items", id, "history"), "version-history", typeJSON, "The public versions"},
	}
}
