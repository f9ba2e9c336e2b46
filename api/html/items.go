package html

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/paulmach/orb"

	"stele/data"
)

// feature is what pages show of a GeoJSON feature.
type feature struct {
	ID         string          `json:"id"`
	Geometry   json.RawMessage `json:"geometry"`
	Properties map[string]any  `json:"properties"`
}

func (f feature) text(name string) string {
	s, _ := f.Properties[name].(string) // null is ""
	return s
}

func (f feature) is(name string) bool {
	b, _ := f.Properties[name].(bool)
	return b
}

func (f feature) name() string {
	for _, name := range []string{"name_en", "name", "name_az", "name_hy", "name_ru"} {
		if s := f.text(name); s != "" {
			return s
		}
	}
	return "Without a name"
}

// whose is who says what the record says: of a zone its perspective, in whose register.
func (f feature) whose() string {
	side, register := f.text("perspective"), f.text("according_to")
	if side != "" && register != "" && register != side {
		return side + ", in " + register
	}
	return cmp.Or(side, register)
}

// row is one record in a table.
type row struct {
	Link
	What, When, Where, Who string
	IsContested            bool
}

type list struct {
	Title, Description string
	Map                *drawing
	Matched, Returned  string
	Rows               []row
	Next, First        string
	Downloads          []Link
}

// Items writes a page of a layer's records, from the FeatureCollection that is
// answered to programs, in degrees.
func Items(s Site, r Resource, c data.Collection, body []byte, around Around) ([]byte, error) {
	var found struct {
		Matched  int64     `json:"numberMatched"`
		Features []feature `json:"features"`
		Links    []struct {
			Rel, Href, Title string
		}
	}
	if err := json.Unmarshal(body, &found); err != nil {
		return nil, fmt.Errorf("read features for their page: %w", err)
	}
	l := list{Title: c.Title, Description: c.Description, Matched: number(found.Matched), Returned: number(int64(len(found.Features)))}
	for _, link := range found.Links {
		switch link.Rel {
		case "next":
			l.Next = link.Href
		case "enclosure":
			l.Downloads = append(l.Downloads, Link{link.Title, link.Href})
		}
	}
	if query, err := url.ParseQuery(r.Query); err == nil && query.Has("next") {
		query.Del("next")
		l.First = s.Base + r.Path + "?" + query.Encode()
	}
	var shapes []orb.Geometry
	for _, f := range found.Features {
		l.Rows = append(l.Rows, rowOf(s, c, f))
		shape, err := geometryOf(f.Geometry)
		if err != nil {
			return nil, fmt.Errorf("read features for their map: %w", err)
		}
		if shape != nil {
			shapes = append(shapes, shape)
		}
	}
	caption := fmt.Sprintf("Map: the records of this page that have a position, %s of %s", number(int64(len(shapes))), l.Returned)
	l.Map = drawAll(shapes, caption, false, around)
	r.Title = c.Title
	return render("items", s, r, l)
}

func rowOf(s Site, c data.Collection, f feature) row {
	r := row{
		Link: Link{f.name(), s.Base + "/collections/" + c.ID + "/items/" + url.PathEscape(f.ID)},
		When: dateWords(f.text("when")), Where: f.text("place_name"), Who: f.whose(), IsContested: f.is("contested"),
	}
	for _, name := range []string{"kind", "status", "stage"} {
		if field, ok := c.Field(name); ok && f.text(name) != "" && f.text(name) != "unknown" {
			if r.What != "" {
				r.What += ", "
			}
			r.What += word(field, f.text(name))
		}
	}
	return r
}
