// Package story reads guided views: steps that lead a reader over the map and
// through time. It holds what an operator may tell and how closely a step may
// look at a place; how it is shown is the front end's.
package story

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"stele/data"
)

// Limits of a story.
const (
	maxSteps = 40
	maxTitle = 120  // characters
	maxText  = 2000 // characters
)

// Story is told in steps. Texts are by language: en, az, hy, ru.
type Story struct {
	Title Texts  `json:"title"`
	Steps []Step `json:"steps"`
}

// Step is a view with a text beside it.
type Step struct {
	Title Texts `json:"title"`
	Text  Texts `json:"text"`
	// Where is west, south, east, north in degrees, in whole tenths: a box that is
	// drawn tightly round a place would say where it is.
	Where [4]float64 `json:"where"`
	// When is a period as in a link of the map, "1993-04..1994"; "" is all times.
	When string `json:"when,omitempty"`
	// Layers are those that are shown; all if there is none.
	Layers []string `json:"layers,omitempty"`
	// Sources are the public IDs of those that the text rests on.
	Sources []string `json:"sources"`
}

// Texts are by language.
type Texts map[string]string

func languages() []string { return []string{"en", "az", "hy", "ru"} }

// Parse reads a story. Its errors name the step and the field.
func Parse(text []byte) (s Story, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Story{}, fmt.Errorf("%w; a story has title and steps, a step title, text, where, when, layers and sources", err)
	}
	if d.More() {
		return Story{}, errors.New("there is more behind the story")
	}
	if err := s.Title.check("title", maxTitle); err != nil {
		return Story{}, err
	}
	if len(s.Steps) == 0 || len(s.Steps) > maxSteps {
		return Story{}, fmt.Errorf("steps: there are %d, 1 to %d are possible", len(s.Steps), maxSteps)
	}
	for i, step := range s.Steps {
		if err := step.check(); err != nil {
			return Story{}, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return s, nil
}

func (s Step) check() error {
	if err := s.Title.check("title", maxTitle); err != nil {
		return err
	}
	if err := s.Text.check("text", maxText); err != nil {
		return err
	}
	for _, n := range s.Where {
		if tenths := n * 10; math.Abs(tenths-math.Round(tenths)) > 1e-9 {
			return fmt.Errorf("where: %v is finer than a tenth of a degree", n)
		}
	}
	if w := s.Where; w[0] < -180 || w[2] > 180 || w[1] < -85 || w[3] > 85 || w[2]-w[0] < 0.1-1e-9 || w[3]-w[1] < 0.1-1e-9 {
		return fmt.Errorf("where: %v is no box of west, south, east, north that is a tenth of a degree wide and high or more", w)
	}
	if from, to, ok := strings.Cut(s.When, ".."); s.When != "" && (!ok || !isDate(from) || !isDate(to)) {
		return fmt.Errorf("when: %q is no period such as 1993-04..1994", s.When)
	}
	for _, id := range s.Layers {
		if _, ok := data.CollectionByID(id); !ok {
			return fmt.Errorf("layers: there is no layer %q", id)
		}
	}
	if len(s.Sources) == 0 {
		return errors.New("sources: it names none")
	}
	return nil
}

// isDate reports a year, a month or a day in digits.
func isDate(s string) bool {
	for i, r := range s {
		if isDash := i == 4 || i == 7; isDash != (r == '-') || !isDash && (r < '0' || r > '9') {
			return false
		}
	}
	return len(s) == 4 || len(s) == 7 || len(s) == 10
}

func (t Texts) check(field string, most int) error {
	if strings.TrimSpace(t["en"]) == "" {
		return fmt.Errorf("%s: there is none in English (en)", field)
	}
	for lang, text := range t {
		if !slices.Contains(languages(), lang) {
			return fmt.Errorf("%s: language %q is none of %s", field, lang, strings.Join(languages(), ", "))
		}
		if n := utf8.RuneCountInString(text); n > most {
			return fmt.Errorf("%s in %s: it has %d characters, more than %d", field, lang, n, most)
		}
	}
	return nil
}

// Texts calls visit with every text of the story and the field that it is in, as
// "step 2: text (ru)", in order.
func (s Story) Texts(visit func(field, text string)) {
	each := func(field string, t Texts) {
		for _, lang := range languages() {
			if text, ok := t[lang]; ok {
				visit(field+" ("+lang+")", text)
			}
		}
	}
	each("title", s.Title)
	for i, step := range s.Steps {
		at := fmt.Sprintf("step %d: ", i+1)
		each(at+"title", step.Title)
		each(at+"text", step.Text)
		for _, id := range step.Sources {
			visit(at+"sources", id)
		}
	}
}

// Compact is the story as JSON on one line.
func (s Story) Compact() (string, error) {
	text, err := json.Marshal(s)
	return string(text), err
}
