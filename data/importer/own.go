package importer

import (
	"time"

	"stele/data"
)

// properties reads the collection's own fields.
func (b *builder) properties() map[string]any {
	properties := make(map[string]any, len(b.collection.Fields))
	for i, f := range b.collection.Fields {
		field := firstOwn + i
		switch {
		case b.values[field].kind != null:
			properties[f.Name] = b.property(field, f)
		case f.Required && !b.columns.isMissing(field):
			b.refuseField(field, "missing; "+b.collection.ID+" need it")
		}
	}
	return properties
}

// property reads one value by the type of its field.
func (b *builder) property(field int, f data.Field) any {
	var read any
	var reason string
	v := b.values[field]
	switch f.Type {
	case data.Code:
		return b.code(field, f.Vocabulary)
	case data.Integer:
		read, reason = v.whole()
	case data.Number:
		read, reason = v.float()
	case data.Boolean:
		read, reason = v.truth()
	case data.Date:
		read, reason = v.day()
	default:
		read, reason = v.words()
	}
	if reason != "" {
		b.refuseField(field, reason)
	}
	return read
}

// day reads a calendar day.
func (v value) day() (s, reason string) {
	if _, err := time.Parse(time.DateOnly, v.text); err != nil || v.kind != text {
		return "", "want a day such as 2020-11-25, found " + v.found() + dateHint(v.text)
	}
	return v.text, ""
}
