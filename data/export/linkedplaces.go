package export

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/paulmach/orb"

	"stele/data/atlas"
	"stele/data/vocab"
	"stele/geo"
)

// linkedPlace is what Linked Places format 1.2 has of a place beside a GeoJSON
// feature (github.com/LinkedPasts/linked-places-format).
type linkedPlace struct {
	ID    string    `json:"@id"`
	When  *lpWhen   `json:"when,omitempty"`
	Names []lpName  `json:"names"`
	Types []lpLabel `json:"types"`
	Links []lpLink  `json:"links"`
}

type lpWhen struct {
	Timespans []lpSpan `json:"timespans"`
	Label     string   `json:"label"` // EDTF
}

type lpSpan struct {
	Start map[string]string `json:"start"`
	End   map[string]string `json:"end,omitempty"`
}

type lpName struct {
	Toponym   string    `json:"toponym"`
	Lang      string    `json:"lang,omitempty"`
	Citations []lpLabel `json:"citations,omitempty"`
}

type lpLabel struct {
	ID           string    `json:"@id,omitempty"`
	Label        string    `json:"label"`
	SourceLabels []lpLabel `json:"sourceLabels,omitempty"`
}

type lpLink struct {
	Type       string `json:"type"`
	Identifier string `json:"identifier"`
}

// lpContext says what the members mean.
const lpContext = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"

// writeLinkedPlaces writes a gazetteer. The geometry is a collection, as the
// format asks; of what has no position it is null, as GeoJSON has it.
var writeLinkedPlaces simple = func(w io.Writer, s *source) error {
	head, err := atlas.ExportHead(s.layer.Collection(), s.meta)
	if err != nil {
		return err
	}
	head = append(head[:len(head)-1], `,"@context":"`+lpContext+`"`...)
	bare := s.query.Form
	bare.SkipGeometry = true
	var feature []byte
	return s.collection(w, head, func(line []byte, i uint32) ([]byte, error) {
		about, err := json.Marshal(s.linkedPlace(i))
		if err != nil {
			return line, err
		}
		title, err := json.Marshal(s.text(i, "name"))
		if err != nil {
			return line, err
		}
		feature = s.layer.AppendForm(feature[:0], i, bare)
		_, properties, _ := strings.Cut(string(feature), `,"properties":{`)
		line = append(append(line, `{"type":"Feature",`...), about[1:len(about)-1]...)
		line = append(line, `,"geometry":`...)
		if g := s.layer.GeometryIn(i, s.query.Form); g == nil {
			line = append(line, "null"...)
		} else if _, isCollection := g.(orb.Collection); isCollection { // collections in collections are for no reader
			line = geo.AppendGeometry(line, g)
		} else {
			line = append(line, `{"type":"GeometryCollection","geometries":[`...)
			line = append(geo.AppendGeometry(line, g), "]}"...)
		}
		line = append(append(line, `,"properties":{"title":`...), title...)
		if properties != "}}" {
			line = append(line, ',')
		}
		return append(line, properties...), nil
	})
}

func (s *source) linkedPlace(i uint32) linkedPlace {
	p := linkedPlace{ID: s.address("collections/" + s.layer.Collection().ID + "/items/" + s.layer.ID(i)), Names: []lpName{}, Types: []lpLabel{}, Links: []lpLink{}}
	var citations []lpLabel
	if source := s.text(i, "source"); source != "" {
		citations = append(citations, lpLabel{ID: s.address("sources/" + source), Label: s.text(i, "according_to")})
	}
	seen := map[string]bool{}
	for _, lang := range []string{"en", "az", "hy", "ru", ""} { // the last is the one shown, if it is none of them
		column := strings.TrimSuffix("name_"+lang, "_")
		if name := s.text(i, column); name != "" && (lang != "" || !seen[name]) {
			seen[name] = true
			p.Names = append(p.Names, lpName{name, lang, citations})
		}
	}
	if kind := s.text(i, "kind"); kind != "" {
		f, _ := s.layer.Collection().Field("kind")
		p.Types = append(p.Types, lpLabel{Label: vocab.Label(f.Vocabulary, kind, "en"), SourceLabels: []lpLabel{{Label: kind}}})
	}
	if id, ok := strings.CutPrefix(s.text(i, "gazetteer_id"), "GeoNames "); ok {
		p.Links = append(p.Links, lpLink{"exactMatch", "https://sws.geonames.org/" + id + "/"})
	} else if id = s.text(i, "gazetteer_id"); id != "" {
		p.Links = append(p.Links, lpLink{"seeAlso", id})
	}
	if from, to := s.text(i, "earliest"), s.text(i, "latest"); from != "" || to != "" {
		span := lpSpan{Start: map[string]string{}}
		if from != "" {
			span.Start["earliest"] = from
		}
		if to != "" {
			span.End = map[string]string{"latest": to}
		}
		p.When = &lpWhen{[]lpSpan{span}, s.text(i, "when")}
	}
	return p
}

// text is the value of a text, code or date; "" if it is null.
func (s *source) text(i uint32, field string) string {
	v, _ := s.layer.TextAt(i, s.field(field))
	return string(v)
}

// address names something of the release: below the server's address if that is
// known.
func (s *source) address(path string) string {
	if s.query.Base == "" {
		return "urn:stele:" + path
	}
	return s.query.Base + "/" + path
}
