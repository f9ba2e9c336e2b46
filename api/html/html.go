// Package html writes the service's answers as pages that need no script: lists,
// tables, a record with its claims and a small map. A page is made from the very
// JSON that is answered otherwise, so it tells nothing that the JSON does not.
//
// It is not the map application, and it fetches nothing.
package html

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/url"
	"strings"
	"sync"

	"stele/data"
)

//go:embed templates page.css
var files embed.FS

// Site is what every page says of the service. Base is what links begin with,
// without a slash at its end.
type Site struct {
	Base, Title, Attribution, Licence, PublishedOn string
	Correction                                     Link // where to ask for correction or takedown
}

// Link leads somewhere; without an Href, it is its text alone.
type Link struct{ Text, Href string }

// Resource says of which resource a page is.
type Resource struct {
	Path  string // escaped, such as "/collections/sites/items"
	Query string // of the request, without f
	Title string
}

// page is what the layout shows around a body.
type page struct {
	Site  Site
	Style string
	Title string
	Up    []Link // the resources above it
	Data  []Link // the same as data
	Body  any
}

// templates panics on a broken file: it is part of the program.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").ParseFS(files, "templates/*.tmpl"))
})

// StylePath is where the pages look for their stylesheet, below Base.
const StylePath = "/page.css"

// Style returns the stylesheet and a tag that changes with it.
func Style() (text []byte, tag string) {
	text, err := files.ReadFile("page.css")
	if err != nil {
		panic(err) // it is embedded
	}
	sum := sha256.Sum256(text)
	return text, base64.RawURLEncoding.EncodeToString(sum[:9])
}

// Tag changes with every template, for entity tags.
var Tag = sync.OnceValue(func() string {
	h := sha256.New()
	entries, err := files.ReadDir("templates")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, e := range entries {
		text, err := files.ReadFile("templates/" + e.Name())
		if err != nil {
			panic(err)
		}
		h.Write(text)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:9])
})

func render(name string, s Site, r Resource, body any) ([]byte, error) {
	at := s.Base + r.Path
	format := func(f string) string {
		if r.Query == "" {
			return at + "?f=" + f
		}
		return at + "?" + r.Query + "&f=" + f
	}
	if r.Title == "" {
		r.Title = s.Title
	}
	p := page{Site: s, Style: s.Base + StylePath, Title: r.Title, Up: s.above(r.Path), Data: []Link{{"This page as JSON", format("json")}}, Body: body}
	var b bytes.Buffer
	err := templates().ExecuteTemplate(&b, name, p)
	return b.Bytes(), err
}

// words are the titles of the resources that others lie below.
var words = map[string]string{"collections": "Layers", "items": "Records", "sources": "Sources", "agents": "Who asserts", "claims": "Claims", "figures": "Figures"}

func (s Site) above(path string) []Link {
	up := []Link{{"Map", s.Base + "/"}}
	segments := strings.Split(strings.Trim(path, "/"), "/")
	at := s.Base
	for _, segment := range segments[:len(segments)-1] {
		at += "/" + segment
		text, err := url.PathUnescape(segment)
		if err != nil {
			text = segment
		}
		if word, ok := words[text]; ok {
			text = word
		} else if c, ok := data.CollectionByID(text); ok {
			text = c.Title
		}
		if segment != "log" && segment != "schema" {
			up = append(up, Link{text, at})
		}
	}
	return up
}
