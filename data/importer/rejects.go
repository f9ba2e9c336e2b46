package importer

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"maps"
	"strings"

	"stele/geo"
	"stele/geo/layer"
)

// rejects writes the rows that are not good. A table keeps its columns, in its
// own encoding, and gets one more; features get a member, which no reader minds.
type rejects struct {
	w        io.Writer
	table    *csv.Writer // nil if they are features
	encoding *textEncoding
	mapped   map[string]string // Options.Map
	names    map[string]bool   // of the features' properties, folded; kept only if some are mapped
}

// rejectColumn is what says why.
const rejectColumn = "problem"

func newRejects(o Options, encoding *textEncoding) *rejects {
	return &rejects{w: o.Rejects, encoding: encoding, mapped: o.Map, names: map[string]bool{}}
}

// stillMapped is what of Options.Map the rejects are to be read with: a mapping to
// what none of them has would be refused.
func (r *rejects) stillMapped() map[string]string {
	still := maps.Clone(r.mapped)
	maps.DeleteFunc(still, func(_, column string) bool { return r.table == nil && !r.names[foldColumn(column)] })
	return still
}

// note keeps the names of a feature's properties.
func (r *rejects) note(original []byte) {
	var f struct{ Properties map[string]json.RawMessage }
	if len(r.mapped) == 0 || json.Unmarshal(original, &f) != nil {
		return
	}
	for name := range f.Properties {
		r.names[foldColumn(name)] = true
	}
}

// startTable is for rows of a table with these columns.
func (r *rejects) startTable(delim byte, columns []*column) {
	r.table = csv.NewWriter(r.w)
	r.table.Comma = rune(delim)
	head := make([]string, 0, len(columns)+1)
	for i, c := range columns {
		if c == nil {
			head = append(head, "")
		} else {
			head = append(head, r.encoding.bytesOf(cellName(c, i)))
		}
	}
	_ = r.table.Write(append(head, rejectColumn)) // an error stays until Flush
}

func (r *rejects) write(j *judged) error {
	var reasons []string
	for _, p := range j.problems {
		if p.Field != "" {
			reasons = append(reasons, p.Field+": "+p.Reason)
		} else {
			reasons = append(reasons, p.Reason)
		}
	}
	reason := strings.Join(reasons, "; ")
	if r.table != nil {
		cells := strings.Split(string(j.original), cellEnd)
		if err := r.table.Write(append(cells, r.encoding.bytesOf(reason))); err != nil {
			return err
		}
		r.table.Flush()
		return r.table.Error()
	}
	r.note(j.original)
	text, err := json.Marshal(reason)
	if err != nil {
		return err
	}
	line := append([]byte(`{"`+rejectColumn+`":`), text...)
	if rest, ok := bytes.CutPrefix(j.original, []byte("{")); ok {
		if len(rest) > 1 {
			line = append(line, ',')
		}
		line = append(line, rest...)
	} else {
		line = append(append(append(line, `,"unreadable":`...), j.original...), '}')
	}
	_, err = r.w.Write(append(line, '\n'))
	return err
}

// cellEnd is between the cells of a row that is kept. No cell has it: a table
// with NUL in it is refused at its head, and in rows it becomes a space.
const cellEnd = "\x00"

// encode keeps the cells of the row, as many as there are columns.
func (r *rows) encode(columns int) []byte {
	var cells []string
	for _, s := range r.cells {
		cells = append(cells, strings.ReplaceAll(string(r.cell(s)), cellEnd, " "))
	}
	for len(cells) < columns {
		cells = append(cells, "")
	}
	return []byte(strings.Join(cells, cellEnd))
}

// compacted is a feature on one line; what is no JSON becomes a JSON text.
func compacted(raw []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, raw) == nil && b.Len() > 0 && b.Bytes()[0] == '{' {
		return b.Bytes()
	}
	text, err := json.Marshal(string(raw))
	if err != nil {
		return []byte(`""`)
	}
	return text
}

// unreadable stands for a geometry that could not be read: no reader takes it, so
// that it is mended, or made null, before the row comes in.
const unreadable = `{"type":"Unreadable"}`

// asFeature is a feature of another format as GeoJSON.
func (b *builder) asFeature(f *layer.Feature) []byte {
	properties := map[string]any{}
	for _, p := range f.Properties {
		// A name that only this format has for a field would not be known again.
		name := p.Name
		if c := b.columns.find(name); c != nil && c.alias && c.field != unknown && properties[b.fields[c.field]] == nil {
			name = b.fields[c.field]
		}
		switch {
		case p.Kind == layer.Number && json.Valid([]byte(p.Text)):
			properties[name] = json.RawMessage(p.Text)
		case p.Kind == layer.Boolean:
			properties[name] = p.Text == "true"
		case p.Kind == layer.JSON && json.Valid([]byte(p.Text)):
			properties[name] = json.RawMessage(p.Text)
		default:
			properties[name] = strings.ToValidUTF8(p.Text, "\uFFFD")
		}
	}
	if _, has := properties["when"]; !has && (f.Begin != "" || f.End != "") {
		properties["when"] = interval(f.Begin, f.End)
	}
	text, err := json.Marshal(properties)
	if err != nil {
		text = []byte("{}")
	}
	line := []byte(`{"type":"Feature","geometry":`)
	if f.Wrong != nil {
		line = append(line, unreadable...)
	} else {
		line = geo.AppendGeometry(line, f.Geometry)
	}
	return append(append(append(line, `,"properties":`...), text...), '}')
}
