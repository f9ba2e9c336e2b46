package importer

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// feature reads one Feature, which lies at the window, as the next row.
func (im *importing) feature(raw []byte) error {
	im.begin()
	b := im.build
	if b.keepsRow {
		b.original = compacted(raw)
	}
	if err := im.checkFeature(raw); err != nil {
		b.refuse("", "", err.Error())
		return im.settle(len(raw))
	}
	b.takeFeature(raw)
	return im.done(len(raw))
}

func (im *importing) checkFeature(raw []byte) error {
	if !utf8.Valid(raw) {
		return errors.New("is not UTF-8; save the file as UTF-8")
	}
	if err := checkJSON(raw, im.in.taken); err != nil {
		return err
	}
	if raw[0] != '{' {
		return fmt.Errorf("want a Feature, found %s", describe(raw))
	}
	return nil
}

// parts are the members of a Feature that are read.
type parts struct{ kind, id, geometry, properties, crs []byte }

func (p *parts) find(name string) *[]byte {
	switch name {
	case "type":
		return &p.kind
	case "id":
		return &p.id
	case "geometry":
		return &p.geometry
	case "properties":
		return &p.properties
	case "crs":
		return &p.crs
	}
	return nil
}

// takeFeature puts the members of a valid object where fields are read from.
func (b *builder) takeFeature(raw []byte) {
	var p parts
	err := members(b.met, raw, func(name string, raw []byte) error {
		part := p.find(name)
		switch {
		case part == nil:
			b.takeForeign(name, raw)
		case *part != nil:
			b.refuse(name, rawText(raw), "stands twice in the feature")
		default:
			*part = raw
		}
		return nil
	})
	if err != nil {
		b.refuse("", "", err.Error())
		return
	}
	b.checkType(p.kind)
	b.shape = p.geometry
	if p.crs != nil {
		c, reason := readCRS(p.crs)
		switch {
		case b.isCRSGiven:
		case reason != "":
			b.refuse("", "", reason)
			b.shape = nil // its numbers are no degrees: what is wrong with them as such is of no use
		default:
			b.rowCRS = c
		}
	}
	b.takeID(p.id)
	b.takeProperties(p.properties)
}

// takeForeign counts a member that GeoJSON does not define.
func (b *builder) takeForeign(name string, raw []byte) {
	if name != "bbox" && name != rejectColumn && raw[0] != 'n' {
		b.keepOut(b.columns.find("feature member "+name), raw)
	}
}

func (b *builder) checkType(raw []byte) {
	if string(raw) == `"Feature"` {
		return
	}
	found := "nothing"
	if raw != nil {
		found = describe(raw)
	}
	b.refuse("type", "", `want "Feature", found `+found)
}

func (b *builder) takeID(raw []byte) {
	if raw == nil {
		return
	}
	v, reason := jsonValue(raw)
	b.values[fieldID] = v
	if reason != "" {
		b.refuse("id", "", reason)
	}
}

func (b *builder) takeProperties(raw []byte) {
	switch {
	case raw == nil || raw[0] == 'n':
		return
	case raw[0] != '{':
		b.refuse("properties", "", "want an object or null, found "+describe(raw))
		return
	}
	err := members(b.met, raw, func(name string, raw []byte) error {
		b.takeProperty(name, raw)
		return nil
	})
	if err != nil {
		b.refuse("properties", "", err.Error())
	}
}

func (b *builder) takeProperty(name string, raw []byte) {
	c := b.columns.find(name)
	switch {
	case c == nil:
		b.columns.beyond++
		return
	case c.row == b.row:
		b.refuse(shorten(name), rawText(raw), "stands twice in the properties")
		return
	}
	c.row = b.row
	switch {
	case c.field == unknown && b.takeGazetteer(name, raw):
	case c.field == unknown:
		b.keepOut(c, raw)
	case c.field == fieldID && b.values[fieldID].kind != null && b.columns.mapped[fieldID] == "":
		b.takeOtherID(raw)
	case b.given[c.field] == b.row:
		b.refuse(b.fields[c.field], rawText(raw), "two properties of the feature hold it, "+quote(name)+" and another")
	default:
		b.given[c.field] = b.row
		b.takeValue(c.field, raw)
	}
}

// rawText is the beginning of a JSON value for a report, a string without its quotes.
func rawText(raw []byte) string {
	if v, reason := jsonValue(raw); v.kind == text && reason == "" {
		return v.text
	}
	return string(raw[:min(len(raw), 2*maxShown)])
}

func (b *builder) takeValue(field int, raw []byte) {
	v, reason := jsonValue(raw)
	b.values[field] = v
	if reason != "" {
		b.refuseField(field, reason)
	}
}

// takeOtherID: the feature's own id is its key.
func (b *builder) takeOtherID(raw []byte) {
	if v, _ := jsonValue(raw); v.kind != null && v.text != b.values[fieldID].text {
		b.counts.otherIDs++
	}
}

// keepOut counts a value of a column that is no field.
func (b *builder) keepOut(c *column, raw []byte) {
	switch {
	case c == nil:
		b.columns.beyond++
		return
	case len(raw) == 0 || string(raw) == "null" || string(raw) == `""`:
		return
	}
	c.values++
	if c.name == "generalised" && strings.EqualFold(string(raw), "true") {
		b.counts.cells++
	}
}
