// Package demo holds the demonstration data: one news article on burial places
// at one village, taken apart into claims with their sources, and the places
// around it. The files beside it are meant to be read and edited by people;
// SOURCES.md says where each came from. It only reads them: what may be
// published of them is for the policy to say.
package demo

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"stele/data"
	"stele/data/story"
	"stele/data/translation"
)

//go:embed *.json *.geojson
var files embed.FS

// Bundle is all of the demonstration data. In a Record, ID is the public id
// and Key the feature's id; agents, sources, claims and figures hold both too.
// References among them are by key.
type Bundle struct {
	Agents  []data.Agent
	Sources []data.Source
	Records []data.Record // by collection in the order of data.Collections, then in the file's order
	Claims  []data.Claim
	Figures []data.Figure
	Story   story.Story
	// Translations are of texts of all of the above.
	Translations translation.Table
}

// Load reads the embedded files, as Read does.
func Load() (Bundle, error) { return Read(files) }

// Read reads agents.json, sources.json, claims.json, figures.json, story.json,
// translations.json and one GeoJSON file for each collection, all in the root
// of fsys. It refuses unknown members, fields that the collection does not
// have, and geometry that geo.ReadGeometry does not take; errors name the file
// and the key of the row. That references lead somewhere is not checked here.
func Read(fsys fs.FS) (b Bundle, err error) {
	if b.Agents, err = readArray[data.Agent](fsys, "agents.json"); err != nil {
		return Bundle{}, err
	}
	if b.Sources, err = readArray[data.Source](fsys, "sources.json"); err != nil {
		return Bundle{}, err
	}
	if b.Claims, err = readArray[data.Claim](fsys, "claims.json"); err != nil {
		return Bundle{}, err
	}
	if b.Figures, err = readArray[data.Figure](fsys, "figures.json"); err != nil {
		return Bundle{}, err
	}
	if b.Story, err = readWhole(fsys, storyFile, story.Parse); err != nil {
		return Bundle{}, err
	}
	if b.Translations, err = readWhole(fsys, translationsFile, translation.Parse); err != nil {
		return Bundle{}, err
	}
	for _, c := range data.Collections() {
		records, err := readCollection(fsys, c)
		if err != nil {
			return Bundle{}, err
		}
		b.Records = append(b.Records, records...)
	}
	return b, nil
}

// Hash returns the SHA-256, in hex, of the names and contents of the embedded
// files: equal hashes mean equal data.
func Hash() string {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n", path, len(text))
		sum.Write(text)
		return err
	})
	if err != nil {
		panic("demo: " + err.Error()) // the files are part of the program
	}
	return hex.EncodeToString(sum.Sum(nil))
}

func readWhole[T any](fsys fs.FS, name string, parse func([]byte) (T, error)) (value T, err error) {
	text, err := fs.ReadFile(fsys, name)
	if err == nil {
		value, err = parse(text)
	}
	if err != nil {
		return value, fmt.Errorf("demo: %s: %w", name, err)
	}
	return value, nil
}

func readArray[T any](fsys fs.FS, name string) ([]T, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	var rows []json.RawMessage
	if err := strict(text, &rows); err != nil {
		return nil, fmt.Errorf("demo: %s: %w", name, err)
	}
	values := make([]T, len(rows))
	for i, row := range rows {
		if err := strict(row, &values[i]); err != nil {
			return nil, fmt.Errorf("demo: %s: row %d (%s): %w", name, i+1, keyOf(row), err)
		}
	}
	return values, nil
}

// strict decodes one JSON value and refuses members that into does not have,
// and anything after the value.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more text after the JSON value")
	}
	return nil
}

// keyOf returns the row's key for an error message, "no key" if it has none.
func keyOf(row []byte) string {
	var named struct{ Key string }
	if json.Unmarshal(row, &named) != nil || named.Key == "" {
		return "no key"
	}
	return named.Key
}
