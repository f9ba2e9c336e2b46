package demo

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/edtf"
	"stele/geo"
)

type featureCollection struct {
	Type     string            `json:"type"`
	Features []json.RawMessage `json:"features"`
}

type feature struct {
	Type       string                     `json:"type"`
	ID         string                     `json:"id"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   json.RawMessage            `json:"geometry"`
}

func readCollection(fsys fs.FS, c data.Collection) ([]data.Record, error) {
	name := c.ID + ".geojson"
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	var all featureCollection
	if err := strict(text, &all); err != nil {
		return nil, fmt.Errorf("demo: %s: %w", name, err)
	}
	if all.Type != "FeatureCollection" {
		return nil, fmt.Errorf("demo: %s: type is %q, want FeatureCollection", name, all.Type)
	}
	var records []data.Record
	for i, raw := range all.Features {
		var f feature
		if err := strict(raw, &f); err != nil {
			return nil, fmt.Errorf("demo: %s: feature %d: %w", name, i+1, err)
		}
		record, err := f.record(c)
		if err != nil {
			return nil, fmt.Errorf("demo: %s: feature %d (%s): %w", name, i+1, f.ID, err)
		}
		records = append(records, record)
	}
	return records, nil
}

func (f feature) record(c data.Collection) (data.Record, error) {
	if f.Type != "Feature" || f.ID == "" {
		return data.Record{}, fmt.Errorf("type is %q and id is %q, want Feature and the record's key", f.Type, f.ID)
	}
	r := data.Record{Key: f.ID, Collection: c.ID, Version: 1, Properties: map[string]any{}}
	for name, value := range f.Properties {
		if err := set(&r, c, name, value); err != nil {
			return data.Record{}, fmt.Errorf("property %s: %w", name, err)
		}
	}
	for _, field := range c.Fields {
		if _, ok := r.Properties[field.Name]; field.Required && !ok {
			return data.Record{}, fmt.Errorf("property %s is required", field.Name)
		}
	}
	var err error
	r.Geometry, err = geometry(f.Geometry)
	return r, err
}

// set puts one property where it belongs: what all records have into the
// record, a field of the collection into its Properties.
func set(r *data.Record, c data.Collection, name string, value []byte) error {
	common := map[string]any{
		"public_id": &r.ID, "names": &r.Names, "when": &r.When, "when_role": &r.WhenRole,
		"place": &r.Place, "uncertainty_m": &r.UncertaintyM, "location_group": &r.Group,
		"source": &r.Source, "asserted_by": &r.AssertedBy, "locator": &r.Locator,
	}
	if into, ok := common[name]; ok {
		return strict(value, into)
	}
	field, ok := c.Field(name)
	if !ok {
		return fmt.Errorf("%s have no such property", c.ID)
	}
	v, err := fieldValue(field, value)
	if v != nil {
		r.Properties[name] = v
	}
	return err
}

// fieldValue reads a value of the field's type, nil for null.
func fieldValue(field data.Field, value []byte) (any, error) {
	if string(value) == "null" {
		return nil, nil
	}
	switch field.Type {
	case data.Integer:
		return read[int64](value)
	case data.Number:
		return read[float64](value)
	case data.Boolean:
		return read[bool](value)
	case data.Date:
		return readDay(value)
	default: // Text and Code
		return read[string](value)
	}
}

func read[T any](value []byte) (any, error) {
	var v T
	if err := json.Unmarshal(value, &v); err != nil {
		return nil, err
	}
	return v, nil
}

// readDay reads a text that is exactly one day, "2020-11-25".
func readDay(value []byte) (any, error) {
	var d edtf.Date
	if err := json.Unmarshal(value, &d); err != nil {
		return nil, err
	}
	if d.Earliest().String() != d.String() {
		return nil, fmt.Errorf("%q is not a day like 2020-11-25", d)
	}
	return d.String(), nil
}

// geometry reads a GeoJSON geometry. A feature must have the member, and null
// is a normal value of it.
func geometry(raw []byte) (orb.Geometry, error) {
	switch string(raw) {
	case "null":
		return nil, nil
	case "":
		return nil, fmt.Errorf("geometry is missing, want a geometry or null")
	}
	g, err := geo.ReadGeometry(raw)
	if err != nil {
		return nil, fmt.Errorf("geometry: %w", err)
	}
	return g, nil
}
