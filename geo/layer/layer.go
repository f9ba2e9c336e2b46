// Package layer is what the format readers have in common: features one after the other, each with its geometry and its
// properties by name. It reads nothing itself.
package layer

import (
	"strconv"

	"github.com/paulmach/orb"
)

// Kind is what a value is in its file.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Text
	Number  // Text is a decimal number
	Boolean // Text is "true" or "false"
	JSON    // Text is an object or array
)

// Property is one named value. One with a Fault could not be read; Text is then as the file has it.
type Property struct {
	Name  string
	Kind  Kind
	Text  string
	Fault string
}

// Feature is one row of a layer. It is good until the next one.
type Feature struct {
	Geometry   orb.Geometry // lon, lat in degrees, as geo.ReadGeometry promises it; nil where there is none. It may be kept
	Wrong      error        // why there is no Geometry although the file has one
	Flattened  bool         // it had heights or measures, which were dropped
	Properties []Property   // the array is used again, its texts may be kept
	// Begin and End are days or times of a format that has elements for them, "" if not stated. Both are the same for
	// what happened at one time.
	Begin, End string
	Line       int // on which it begins, in a file of text
	Size       int // bytes in the file, about
}

// Reader reads features one after the other, until io.EOF. Any other error says where in the file it cannot read on.
type Reader interface {
	Next() (*Feature, error)
	// Notes say what was not read at all, once the end is reached.
	Notes() []string
}

// Reset makes f an empty feature.
func (f *Feature) Reset() {
	clear(f.Properties)
	*f = Feature{Properties: f.Properties[:0]}
}

// Add adds a property; an empty text is as good as none.
func (f *Feature) Add(name, text string) {
	if text != "" {
		f.Properties = append(f.Properties, Property{Name: name, Kind: Text, Text: text})
	}
}

// AddFloat adds a number. What is not finite is a fault.
func (f *Feature) AddFloat(name string, v float64) {
	p := Property{Name: name, Kind: Number, Text: strconv.FormatFloat(v, 'f', -1, 64)}
	if v-v != 0 {
		p.Kind, p.Fault = Text, "is not a finite number"
	} else if len(p.Text) > 40 {
		p.Text = strconv.FormatFloat(v, 'g', -1, 64)
	}
	f.Properties = append(f.Properties, p)
}

// AddInteger adds a whole number.
func (f *Feature) AddInteger(name string, v int64) {
	f.Properties = append(f.Properties, Property{Name: name, Kind: Number, Text: strconv.FormatInt(v, 10)})
}

// AddBool adds a truth.
func (f *Feature) AddBool(name string, v bool) {
	f.Properties = append(f.Properties, Property{Name: name, Kind: Boolean, Text: strconv.FormatBool(v)})
}
