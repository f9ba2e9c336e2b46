package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"stele/data/archive"
	"stele/data/policy"
	"stele/data/release"
	"stele/data/story"
	"stele/data/translation"
)

// A data folder holds vault.db, log.key, archive, releases/AUDIENCE.gpkg and, if its operator
// wants, policies/AUDIENCE.json and stele.json.
type folder string

// operatorFile is where the operator says what a release tells of itself.
const operatorFile = "stele.json"

// check refuses a folder that is not there.
func (f folder) check() error {
	info, err := os.Stat(string(f))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("the folder %s does not exist", f)
	case err == nil && !info.IsDir():
		return fmt.Errorf("%s is not a folder", f)
	}
	return err
}

func (f folder) release(audience string) string {
	return filepath.Join(string(f), "releases", audience+".gpkg")
}

// policies is where the operator's own policies are, AUDIENCE.json.
func (f folder) policies() string { return filepath.Join(string(f), "policies") }

// allPolicies returns the policy of every audience that has one, Stele's own
// audiences first.
func (f folder) allPolicies() ([]policy.Policy, error) {
	audiences := policy.Audiences()
	files, err := filepath.Glob(filepath.Join(f.policies(), "*.json"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".json"); !slices.Contains(audiences, name) {
			audiences = append(audiences, name)
		}
	}
	var all []policy.Policy
	for _, audience := range audiences {
		p, err := policy.ForAudience(audience, f.policies())
		if err != nil {
			return nil, fmt.Errorf("policy for %s: %w", audience, err)
		}
		all = append(all, p)
	}
	return all, nil
}

func (f folder) archive() archive.Archive { return archive.In(string(f)) }

// operator is what stele.json may say; a release carries it.
type operator struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Attribution string `json:"attribution"`
	Licence     string `json:"licence"`
	Contact     string `json:"contact"`
	Story       string `json:"story"` // a file in the data folder
	// Translations is a file in the data folder; see data/translation.
	Translations string `json:"translations"`
	BaseMap      struct {
		URL         string `json:"url"`
		Attribution string `json:"attribution"`
	} `json:"base_map"`
}

// nobody is the contact of an operator who names none.
const nobody = "the operator of this server"

// meta is what a release built today says of itself.
func (f folder) meta(now time.Time) (release.Meta, error) {
	o := operator{
		Title:       "Stele",
		Description: "Burial sites, villages and occupation zones, each with who says so.",
		Attribution: "See the sources of each record.",
		Licence:     "See the licence of each source.",
		Contact:     nobody,
	}
	path := filepath.Join(string(f), operatorFile)
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return release.Meta{}, err
	}
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&o); err != nil {
			return release.Meta{}, fmt.Errorf("%s: %w; it may have title, description, attribution, licence, contact, story, translations and base_map", path, err)
		}
		if err := release.CheckBaseMap(o.BaseMap.URL, o.BaseMap.Attribution); err != nil {
			return release.Meta{}, fmt.Errorf("%s: %w", path, err)
		}
	}
	told, err := f.story(o.Story)
	if err != nil {
		return release.Meta{}, err
	}
	translated, err := f.translations(o.Translations)
	if err != nil {
		return release.Meta{}, err
	}
	return release.Meta{
		PublishedOn: now.UTC().Format(time.DateOnly), Title: o.Title, Description: o.Description,
		Attribution: o.Attribution, Licence: o.Licence, Contact: o.Contact,
		Story: told, Translations: translated, BaseMap: o.BaseMap.URL, BaseMapAttribution: o.BaseMap.Attribution,
	}, nil
}

// story is the guided view in a file of the folder, as a release carries it; ""
// if no file is named.
func (f folder) story(name string) (string, error) {
	path, text, err := f.named("story", name)
	if err != nil || text == nil {
		return "", err
	}
	s, err := story.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return s.Compact()
}

// translations are the texts in other languages in a file of the folder, as
// publish takes them; "" if no file is named.
func (f folder) translations(name string) (string, error) {
	path, text, err := f.named("translations", name)
	if err != nil || text == nil {
		return "", err
	}
	table, err := translation.Parse(text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return table.Compact()
}

// named reads a file of the folder that a member of stele.json names; nil if
// none is named.
func (f folder) named(member, name string) (path string, text []byte, err error) {
	if name == "" {
		return "", nil, nil
	}
	if !filepath.IsLocal(name) {
		return "", nil, fmt.Errorf("stele.json: %s %q is no file in the data folder", member, name)
	}
	path = filepath.Join(string(f), name)
	text, err = os.ReadFile(path)
	return path, text, err
}
