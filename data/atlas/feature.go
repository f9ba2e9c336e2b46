package atlas

import (
	"fmt"
	"strconv"

	"stele/data"
	"stele/data/release"
	"stele/geo"
)

// AppendFeature appends the feature as one compact GeoJSON object (RFC 7946)
// with the members type, id, geometry and properties. The properties are the
// fields in their order, each with a value of its type or null. It is an error
// if the values do not fit the fields. The last byte is the closing brace, so
// that a caller may put more members before it.
func AppendFeature(dst []byte, fields []data.Field, f release.Feature) ([]byte, error) {
	if len(f.Values) != len(fields) {
		return dst, fmt.Errorf("feature %s has %d values for %d fields", f.ID, len(f.Values), len(fields))
	}
	dst = appendString(append(dst, `{"type":"Feature","id":`...), f.ID)
	dst = append(dst, `,"geometry":`...)
	dst = geo.AppendGeometry(dst, f.Geometry)
	dst = append(dst, `,"properties":{`...)
	var err error
	for i, field := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendString(dst, field.Name), ':')
		if dst, err = appendValue(dst, field.Type, f.Values[i]); err != nil {
			return dst, fmt.Errorf("feature %s: %s: %w", f.ID, field.Name, err)
		}
	}
	return append(dst, "}}"...), nil
}

// appendValue holds each field to its one JSON type: a client that read a
// number in the first feature breaks on a string in the thousandth.
func appendValue(dst []byte, want data.FieldType, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), nil
	case string:
		if want == data.Text || want == data.Code || want == data.Date {
			return appendString(dst, v), nil
		}
	case int64:
		if want == data.Integer || want == data.Number {
			return strconv.AppendInt(dst, v, 10), nil
		}
	case float64:
		if want == data.Number {
			return appendFloat(dst, v)
		}
	case bool:
		if want == data.Boolean {
			return strconv.AppendBool(dst, v), nil
		}
	}
	return dst, fmt.Errorf("value of type %T in a field of type %s", value, want)
}
