package shapefile

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"stele/geo/table"
)

// maxText is how many bytes a text of a dBASE table has at most.
const maxText = 254

const maxName = 10

// field is one field of the dBASE tables.
type field struct {
	name, short, title string
	column             int // of the table; -1 is the ID
	kind               table.Kind
	width              int
}

func fieldsOf(t *table.Table, short map[string]string) []field {
	taken := map[string]bool{}
	all := []field{{name: "id", title: "Identifier", column: -1}}
	for i, c := range t.Columns {
		all = append(all, field{name: c.Name, title: c.Title, column: i, kind: c.Kind})
	}
	for i := range all {
		f := &all[i]
		f.short = f.name
		if s := short[f.name]; s != "" {
			f.short = s
		}
		f.short = f.short[:min(len(f.short), maxName)]
		for n := 2; taken[f.short]; n++ {
			end := strconv.Itoa(n)
			f.short = f.short[:min(len(f.short), maxName-len(end))] + end
		}
		taken[f.short] = true
		f.width = [...]int{1, 18, 24, 1, 8}[f.kind]
	}
	return all
}

func (f *field) value(r *table.Row) table.Value {
	if f.column < 0 {
		return table.Value{IsSet: true, Text: r.ID}
	}
	return r.Values[f.column]
}

// see widens a text field to hold a value.
func (f *field) see(v table.Value) {
	if f.kind == table.Text && v.IsSet {
		f.width = max(f.width, min(len(v.Text), maxText))
	}
}

func (w *Writer) recordSize() int {
	n := 1 // the mark of deletion
	for _, f := range w.fields {
		n += f.width
	}
	return n
}

func (w *Writer) dbfHead() int { return 32 + 32*len(w.fields) + 1 }

func (w *Writer) dbfSize(p *part) int64 {
	return int64(w.dbfHead()) + int64(p.rows)*int64(w.recordSize()) + 1
}

// attributes writes the .dbf (dBASE III).
func (w *Writer) attributes(out io.Writer, p *part) error {
	h := []byte{3, 95, 7, 26}
	if day, err := time.Parse(time.DateOnly, w.table.PublishedOn); err == nil {
		h[1], h[2], h[3] = byte(day.Year()-1900), byte(day.Month()), byte(day.Day())
	}
	h = le.AppendUint32(h, uint32(p.rows))
	h = le.AppendUint16(h, uint16(w.dbfHead()))
	h = le.AppendUint16(h, uint16(w.recordSize()))
	h = append(h, make([]byte, 20)...)
	for _, f := range w.fields {
		h = append(h, f.describe()...)
	}
	if _, err := out.Write(append(h, '\r')); err != nil {
		return err
	}
	record := make([]byte, w.recordSize())
	err := w.table.Rows(func(r *table.Row) error {
		if s := p.pick(r.Geometry); !s.isHere {
			return nil
		}
		record = append(record[:0], ' ')
		for i := range w.fields {
			record = w.fields[i].append(record, w.fields[i].value(r))
		}
		_, err := out.Write(record)
		return err
	})
	if err != nil {
		return err
	}
	_, err = out.Write([]byte{0x1a})
	return err
}

func (f *field) describe() []byte {
	d := make([]byte, 32)
	copy(d, f.short)
	d[11] = [...]byte{'C', 'N', 'N', 'L', 'D'}[f.kind]
	d[16] = byte(f.width)
	if f.kind == table.Real {
		d[17] = 15
	}
	return d
}

func (f *field) append(dst []byte, v table.Value) []byte {
	end := len(dst) + f.width
	if !v.IsSet {
		return pad(dst, end) // GDAL takes a question mark in a logical field for a value
	}
	switch f.kind {
	case table.Text:
		return pad(append(dst, cut(v.Text)...), end)
	case table.Date:
		if len(v.Text) == len(time.DateOnly) { // not a year before 0 or after 9999
			dst = append(dst, bytes.ReplaceAll(v.Text, []byte("-"), nil)...)
		}
		return pad(dst, end)
	case table.Boolean:
		return append(dst, "FT"[int(v.Number)])
	}
	number := strconv.FormatFloat(v.Number, 'f', -1, 64)
	if len(number) > f.width {
		number = strconv.FormatFloat(v.Number, 'g', 15, 64)
	}
	return fmt.Appendf(dst, "%*s", f.width, number)
}

// cut shortens a text between two letters.
func cut(s []byte) []byte {
	if len(s) <= maxText {
		return s
	}
	n := maxText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func pad(dst []byte, end int) []byte {
	for len(dst) < end {
		dst = append(dst, ' ')
	}
	return dst
}
