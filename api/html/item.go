package html

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"stele/data"
	"stele/data/vocab"
)

// Record is one record as programs get it: the answers of its address, of its
// claims and of its history. Place is the feature that it is placed at, if its
// own position is not shown.
type Record struct {
	Collection              data.Collection
	Fields                  []data.Field
	Feature, Claims, Public []byte
	Place                   []byte
	Around                  Around // may be nil
}

// fact is one line of a record. Link has no Href where there is nothing to open.
type fact struct {
	Term string
	Link
}

type record struct {
	Kind, Name string
	Notes      []string
	Map        *drawing
	Location   string
	Facts      []fact
	Names      []nameRow
	Properties []property
	Figures    []figureRow
	Sources    []sourceRow
	Versions   []fact
	OnMap      string
	Data       []Link
	ByWhom     string
	Source     Link
}

type nameRow struct{ Text, Language, Lang, When string }

type property struct {
	Name        string
	IsContested bool
	Claims      []statement
}

// statement is a claim or a figure with who says it and where.
type statement struct {
	Value            Link
	When, Who, Note  string
	Source           Link
	Where, Rank      string
	Disputes         []string
	Perspective, Via string
}

type figureRow struct {
	Measure string
	statement
}

type sourceRow struct {
	Link
	What string
}

// skipped are properties that have a place of their own on the page, or none.
var skipped = []string{
	"name", "name_en", "name_az", "name_hy", "name_ru", "earliest", "latest", "place", "place_name", "source", "according_to",
	"claim_count", "figure_count", "one_sided", "contested", "when_role", "precision_rule", "location_form", "generalised",
}

// Item writes the page of a record.
func Item(s Site, r Resource, of Record) ([]byte, error) {
	var f feature
	var set claimSet
	var public struct{ Versions []version }
	for _, part := range []struct {
		text []byte
		to   any
	}{{of.Feature, &f}, {of.Claims, &set}, {of.Public, &public}} {
		if err := json.Unmarshal(part.text, part.to); err != nil {
			return nil, fmt.Errorf("read a record for its page: %w", err)
		}
	}
	at := s.Base + "/collections/" + of.Collection.ID + "/items/" + url.PathEscape(f.ID)
	v := record{
		Kind: of.Collection.Title, Name: f.name(), Location: locationWords(f), Facts: facts(s, of.Fields, f),
		ByWhom: f.whose(), Names: set.nameRows(), Properties: set.properties(s, of.Fields), Figures: set.figureRows(s), Sources: set.sourceRows(s),
		OnMap: s.Base + "/#v=1&sel=" + of.Collection.ID + "/" + url.PathEscape(f.ID),
		Data:  []Link{{"GeoJSON", at + "?f=geojson"}, {"Claims, figures and sources as JSON", at + "/claims?f=json"}, {"Public versions as JSON", at + "/history?f=json"}},
	}
	if id := f.text("source"); id != "" {
		v.Source = set.source(s, id)
	}
	if f.is("one_sided") {
		v.Notes = append(v.Notes, "One side recorded. Of the sources here that speak for a side, all speak for: "+strings.Join(set.Perspectives, ", ")+". That is a gap in the record and does not mean that others agree.")
	}
	if f.is("contested") {
		v.Notes = append(v.Notes, "Contested. The statements that stand against one another are side by side below.")
	}
	for _, version := range public.Versions {
		v.Versions = append(v.Versions, fact{dateWords(version.Day), Link{Text: version.words()}})
	}
	var err error
	if v.Map, err = draw(f, of.Place, of.Around); err != nil {
		return nil, err
	}
	r.Title = v.Name
	return render("item", s, r, v)
}

type version struct {
	Version int64
	Day     string
	Reason  string
}

func (v version) words() string {
	if v.Reason == "" {
		return "Version " + number(v.Version)
	}
	return "Version " + number(v.Version) + ": " + v.Reason
}

func facts(s Site, fields []data.Field, f feature) []fact {
	var list []fact
	for _, field := range fields {
		value := f.Properties[field.Name]
		isExact := field.Name == "public_precision" && value == "exact"
		if value == nil || isExact || slices.Contains(skipped, field.Name) {
			continue
		}
		term := field.Title
		if field.Name == "when" {
			term = "Date"
			if role := f.text("when_role"); role != "" {
				term = vocab.Label("date_role", role, "en")
			}
		}
		list = append(list, fact{term, Link{Text: word(field, value)}})
	}
	if place := f.text("place"); place != "" {
		text := f.text("place_name")
		if text == "" {
			text = place
		}
		list = append(list, fact{"Place", Link{text, refHref(s, place)}})
	}
	return list
}

// refHref is where a record named "collection/id" is.
func refHref(s Site, ref string) string {
	collection, id, ok := strings.Cut(ref, "/")
	if !ok {
		return ""
	}
	return s.Base + "/collections/" + url.PathEscape(collection) + "/items/" + url.PathEscape(id)
}

// locationWords says how the position is given.
func locationWords(f feature) string {
	switch f.text("location_form") {
	case "cell":
		return "The position is made coarser to protect the place. The shaded cell, of " + f.text("public_precision") + " degrees, is all that is published; its centre is not the position."
	case "place_reference":
		return "No position is published here: the record lies somewhere in an area round or over the place that is named. The area is not the record's extent, and its centre is not the position."
	case "none":
		return "No position is published."
	}
	if f.is("generalised") {
		return "The position is left out to protect the place."
	}
	return ""
}
