package data

import (
	"slices"
	"sync"
)

// FieldType is the one JSON type that a field's values have.
type FieldType string

// The field types. Every field may also be null.
const (
	Text    FieldType = "text"    // string
	Code    FieldType = "code"    // string out of the field's vocabulary
	Integer FieldType = "integer" // whole number
	Number  FieldType = "number"  // finite number, unit in the field's name
	Boolean FieldType = "boolean"
	Date    FieldType = "date" // string, a day "2020-11-25"
)

// Field is one column of a collection: the name is the same in an imported
// file, in the vault, in a release and in a GeoJSON feature.
type Field struct {
	Name       string
	Type       FieldType
	Vocabulary string // of a Code, else ""
	Required   bool   // an import row without it is refused
	Title      string // English, for a schema or a table head
	// Hidden fields stay in the vault; they never reach a release.
	Hidden bool
}

// Collection describes one layer of records. ID is plural and is the word in
// the API's paths ("sites"); the release has a feature table of that name.
type Collection struct {
	ID          string
	Title       string
	Description string
	Fields      []Field // its own; what all records have is in Record
	Status      string  // the field that a map tells its features apart by; "" if there is none
}

// Field returns the collection's own field of that name.
func (c Collection) Field(name string) (Field, bool) {
	i := slices.IndexFunc(c.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return c.Fields[i], true
}

// collections are made once: whoever reads a million references asks for them a
// million times.
var collections = sync.OnceValue(func() []Collection {
	return []Collection{sites(), villages(), zones(), districts(), events()}
})

// Collections returns all collections, in the order in which they are listed
// to readers. Their fields are not to be changed.
func Collections() []Collection { return slices.Clone(collections()) }

// CollectionByID returns the collection with that ID, likewise.
func CollectionByID(id string) (Collection, bool) {
	for _, c := range collections() {
		if c.ID == id {
			return c, true
		}
	}
	return Collection{}, false
}
