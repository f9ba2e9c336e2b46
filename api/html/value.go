package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"stele/data/vocab"
)

// node is a JSON value to be shown: a text, perhaps with a link, members or
// elements.
type node struct {
	Text, Href string
	Members    []member
	Elements   []node
}

// nothing stands for null, and for lists and objects without anything in them.
const nothing = "–"

type member struct {
	Name  string
	Value node
}

// shown is a value with a map of where it is, if it is anywhere.
type shown struct {
	Map   *drawing
	Value node
}

// Value writes any JSON value: members as a list of terms, in their order.
func Value(s Site, r Resource, body []byte) ([]byte, error) { return valueWith(s, r, body, nil) }

// Extents is Value of one collection or a list of them, with a map of where they are.
func Extents(s Site, r Resource, body []byte, around Around) ([]byte, error) {
	type extent struct {
		Extent struct {
			Spatial *struct{ BBox [][4]float64 }
		}
	}
	var of struct {
		extent
		Collections []extent
	}
	if err := json.Unmarshal(body, &of); err != nil {
		return nil, fmt.Errorf("read extents for their map: %w", err)
	}
	var shapes []orb.Geometry
	for _, e := range append(of.Collections, of.extent) {
		if e.Extent.Spatial == nil {
			continue
		}
		for _, b := range e.Extent.Spatial.BBox {
			shapes = append(shapes, orb.Bound{Min: orb.Point{b[0], b[1]}, Max: orb.Point{b[2], b[3]}}.ToPolygon())
		}
	}
	caption := "Map: the box that all positions of the layer lie in"
	if len(of.Collections) > 0 {
		caption = "Map: the boxes that all positions of a layer lie in"
	}
	return valueWith(s, r, body, drawAll(shapes, caption, true, around))
}

func valueWith(s Site, r Resource, body []byte, of *drawing) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	n, err := read(d)
	if err != nil {
		return nil, fmt.Errorf("read answer for its page: %w", err)
	}
	if len(n.Members) > 0 {
		n.linkRows(s.Base + r.Path)
		n.linkWho(s.Base)
		for _, m := range n.Members {
			if m.Name == "Title" || m.Name == "Name" {
				r.Title = m.Value.Text
			}
		}
	}
	return render("value", s, r, shown{of, n})
}

// linkRows makes the titles in a list, or else the IDs, links to what they name,
// which lies below it.
func (n node) linkRows(at string) {
	for _, list := range n.Members {
		if !isList(at, list.Name) {
			continue
		}
		for r, row := range list.Value.Elements {
			list.Value.Elements[r].Members = linked(at, row.Members)
		}
	}
}

// whoAt is where those lie whom a member names by their ID.
var whoAt = map[string]string{"Source": "/sources/", "Asserted by": "/agents/", "Agent": "/agents/"}

// linkWho makes the IDs of those who say something links to them, however deep.
func (n node) linkWho(base string) {
	for i, m := range n.Members {
		if at, ok := whoAt[m.Name]; ok && m.Value.Text != "" && m.Value.Text != nothing && m.Value.Href == "" {
			n.Members[i].Value.Href = base + at + url.PathEscape(m.Value.Text)
		}
		m.Value.linkWho(base)
	}
	for _, e := range n.Elements {
		e.linkWho(base)
	}
}

func linked(at string, row []member) []member {
	id := slices.IndexFunc(row, func(m member) bool { return m.Name == "Id" })
	if id < 0 {
		return row
	}
	href := at + "/" + url.PathEscape(row[id].Value.Text)
	title := slices.IndexFunc(row, func(m member) bool { return m.Name == "Title" || m.Name == "Name" })
	if title < 0 {
		row[id].Value.Href = href
		return row
	}
	row[title].Value.Href = href
	first := row[title]
	return append([]member{first}, slices.DeleteFunc(slices.Clone(row), func(m member) bool { return m.Name == "Id" || m.Name == first.Name })...)
}

func isList(at, name string) bool { return strings.HasSuffix(at, "/"+strings.ToLower(name)) }

// coded are the members whose values are codes of a vocabulary.
var coded = []string{"kind", "state", "rank", "measure", "comparator", "when_role"}

// inWords is the label of a code, from whichever vocabulary has it.
func inWords(code string) string {
	for _, vocabulary := range vocab.Names() {
		if vocab.Has(vocabulary, code) {
			return vocab.Label(vocabulary, code, "en")
		}
	}
	return code
}

// read reads the next value; the standard library's maps would lose the order.
func read(d *json.Decoder) (node, error) {
	token, err := d.Token()
	if err != nil {
		return node{}, err
	}
	switch t := token.(type) {
	case json.Delim:
		return readDeep(d, t)
	case string:
		n := node{Text: t}
		// A template, as of tiles, is the address of nothing until its braces are filled in.
		if isAddress := strings.HasPrefix(t, "https://") || strings.HasPrefix(t, "http://") || strings.HasPrefix(t, "mailto:"); isAddress && !strings.Contains(t, "{") {
			n.Href = t
		}
		return n, nil
	case bool:
		return node{Text: yesNo(t)}, nil
	case nil:
		return node{Text: nothing}, nil
	}
	return node{Text: fmt.Sprint(token)}, nil
}

func readDeep(d *json.Decoder, open json.Delim) (n node, err error) {
	for d.More() {
		if open == '[' {
			e, err := read(d)
			if err != nil {
				return n, err
			}
			n.Elements = append(n.Elements, e)
			continue
		}
		name, err := d.Token()
		if err != nil {
			return n, err
		}
		value, err := read(d)
		if err != nil {
			return n, err
		}
		if slices.Contains(coded, fmt.Sprint(name)) {
			value.Text = inWords(value.Text)
		}
		if value.Text != nothing { // what is not known is not listed
			n.Members = append(n.Members, member{sentence(fmt.Sprint(name)), value})
		}
	}
	if _, err := d.Token(); err != nil { // the closing one
		return n, err
	}
	if len(n.Members)+len(n.Elements) == 0 {
		n.Text = nothing
	}
	return n.link(), nil
}

// link makes an object with an href the link that it describes; of a template, what it is and how it is filled in.
func (n node) link() node {
	var href, template, title, rel string
	for _, m := range n.Members {
		switch m.Name {
		case "Href":
			href = m.Value.Href
			if href == "" && strings.Contains(m.Value.Text, "{") {
				template = m.Value.Text
			}
		case "Title":
			title = m.Value.Text
		case "Rel":
			rel = m.Value.Text
		}
	}
	if href+template == "" || rel == "" {
		return n
	}
	if title == "" {
		title = sentence(rel)
	}
	if template != "" {
		return node{Text: title + ": " + template}
	}
	return node{Text: title, Href: href}
}

// sentence makes a name of code one of words.
func sentence(name string) string {
	name = strings.ReplaceAll(name, "_", " ")
	if name == "" {
		return name
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

func yesNo(b bool) string {
	if b {
		return "Yes"
	}
	return "No"
}
