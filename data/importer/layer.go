package importer

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"stele/geo/layer"
)

// readLayer reads the features of a format that has a reader of its own.
func (im *importing) readLayer(r layer.Reader) error {
	for {
		f, err := r.Next()
		if errors.Is(err, io.EOF) {
			im.build.counts.remarks = append(im.build.counts.remarks, r.Notes()...)
			return im.build.columns.checkMap()
		}
		if err != nil {
			return fmt.Errorf("after row %d: %w", im.rows, err)
		}
		if err := im.in.ctx.Err(); err != nil {
			return err
		}
		im.beginAt(f.Line)
		im.build.takeLayer(f)
		if err := im.done(f.Size); err != nil {
			return err
		}
	}
}

// takeLayer puts a feature where fields are read from.
func (b *builder) takeLayer(f *layer.Feature) {
	b.ready = readyShape{true, f.Geometry, f.Wrong, f.Flattened}
	b.begins, b.ends = f.Begin, f.End
	for i := range f.Properties {
		b.takeNamed(&f.Properties[i])
	}
	if b.keepsRow {
		b.original = b.asFeature(f)
	}
}

// takeNamed is takeProperty for a value that is no JSON.
func (b *builder) takeNamed(p *layer.Property) {
	c := b.columns.find(p.Name)
	switch {
	case c == nil:
		b.columns.beyond++
		return
	case c.field == unknown:
		b.keepOut(c, []byte(p.Text))
		return
	case c.row == b.row:
		// GPX may have an element and an extension of one name.
		if b.values[c.field] != namedValue(p) {
			b.refuse(shorten(p.Name), p.Text, "stands twice in the feature, with different values")
		}
		return
	}
	c.row = b.row
	before := b.given[c.field] == b.row
	switch {
	case before && c.alias:
		b.keepOut(c, []byte(p.Text))
		return
	case before && !b.byAlias[c.field]:
		b.refuse(b.fields[c.field], p.Text, "two properties of the feature hold it, "+quote(p.Name)+" and another")
		return
	}
	b.given[c.field], b.byAlias[c.field] = b.row, c.alias
	b.values[c.field] = namedValue(p)
	if p.Fault != "" {
		b.refuseField(c.field, p.Fault)
	}
}

func namedValue(p *layer.Property) value {
	switch p.Kind {
	case layer.Number:
		return value{number, p.Text}
	case layer.Boolean:
		return value{boolean, p.Text}
	case layer.JSON:
		return value{nested, p.Text}
	case layer.Null:
		return value{}
	}
	return cell(p.Text)
}

// chooseLayer returns which of the layers is to be read.
func (im *importing) chooseLayer(layers []string) (int, error) {
	wanted := im.o.Layer
	for i, name := range layers {
		if name == wanted || wanted == "" && (len(layers) == 1 || strings.EqualFold(name, im.o.Collection.ID)) {
			im.report.Layer = name
			return i, nil
		}
	}
	if len(layers) == 0 {
		return 0, errors.New("the file has no layer of features")
	}
	list := quoteAll(layers[:min(30, len(layers))])
	if wanted == "" {
		return 0, fmt.Errorf("the file has %d layers, %s: say which with --layer NAME", len(layers), list)
	}
	return 0, fmt.Errorf("layer %s: the file has no such layer%s it has %s", quote(wanted), didYouMeanOr(wanted, layers), list)
}

// useCRS takes what the file says of its reference system, as geo.FileCRS
// reads it; the option --crs goes before it.
func (im *importing) useCRS(name string, parse func(string) error) error {
	if im.build.isCRSGiven {
		return nil
	}
	if name == "" {
		return errors.New("the file does not say which reference system its positions are in; say it with --crs, such as --crs EPSG:4326 for degrees in WGS 84")
	}
	return parse(name)
}
