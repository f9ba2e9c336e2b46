package shapefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"stele/geo/layer"
)

// tableReader reads the rows of a dBASE table.
type tableReader struct {
	in     io.Reader
	decode func([]byte) (string, error)
	fields []readField
	unread []string // fields of types that are not read
	rows   int      // that the head announces
	size   int      // of a row
	row    []byte
}

type readField struct {
	name     string
	kind     byte
	from, to int // in the row
}

// TableEncoding returns the language driver of the head of a .dbf, which says what its texts are in, 0 if it does not.
func TableEncoding(head []byte) byte {
	if len(head) < 32 {
		return 0
	}
	return head[29]
}

func readTable(in io.Reader, decode func([]byte) (string, error)) (*tableReader, error) {
	head := make([]byte, 32)
	if _, err := io.ReadFull(in, head); err != nil {
		return nil, fmt.Errorf(".dbf: the head: %w", endsEarly(err))
	}
	t := &tableReader{in: in, decode: decode, rows: int(binary.LittleEndian.Uint32(head[4:])), size: int(binary.LittleEndian.Uint16(head[10:]))}
	length := int(binary.LittleEndian.Uint16(head[8:]))
	if length < 33 || t.size < 1 {
		return nil, fmt.Errorf(".dbf: the head announces a head of %d bytes and rows of %d", length, t.size)
	}
	fields := make([]byte, length-32)
	if _, err := io.ReadFull(in, fields); err != nil {
		return nil, fmt.Errorf(".dbf: the list of fields: %w", endsEarly(err))
	}
	t.row = make([]byte, t.size)
	return t, t.readFields(fields)
}

func (t *tableReader) readFields(b []byte) error {
	at := 1 // behind the mark of deletion
	for ; len(b) >= 32 && b[0] != '\r'; b = b[32:] {
		raw, _, _ := bytes.Cut(b[:11], []byte{0})
		name, err := t.decode(raw)
		if err != nil {
			return fmt.Errorf(".dbf: the name of field %d: %w", len(t.fields)+len(t.unread)+1, err)
		}
		f := readField{strings.TrimSpace(name), b[11], at, at + int(b[16])}
		if f.kind == 'C' {
			f.to += int(b[17]) << 8 // as some programs write longer texts
		}
		if at = f.to; at > t.size {
			return fmt.Errorf(".dbf: the field %q reaches to byte %d of rows of %d bytes", f.name, at, t.size)
		}
		if slices.ContainsFunc(t.fields, func(o readField) bool { return o.name == f.name }) {
			return fmt.Errorf(".dbf: two fields are called %q", f.name)
		}
		if !strings.ContainsRune("CNFLDIO", rune(f.kind)) && (f.kind != 'B' || f.to-f.from != 8) {
			t.unread = append(t.unread, f.name)
			continue
		}
		t.fields = append(t.fields, f)
	}
	return nil
}

// next reads a row into the properties of f.
func (t *tableReader) next(f *layer.Feature) (deleted bool, err error) {
	if _, err := io.ReadFull(t.in, t.row); err != nil {
		return false, endsEarly(err)
	}
	switch t.row[0] {
	case ' ':
	case '*':
		return true, nil
	case 0x1a:
		return false, errors.New("the table ends before the number of rows that its head announces")
	default:
		return false, fmt.Errorf("it begins with byte %#x, want a space or an asterisk", t.row[0])
	}
	for _, field := range t.fields {
		t.property(f, field)
	}
	return false, nil
}

func (t *tableReader) property(f *layer.Feature, field readField) {
	raw := t.row[field.from:field.to]
	switch field.kind {
	case 'I':
		if len(raw) == 4 {
			f.AddInteger(field.name, int64(int32(binary.LittleEndian.Uint32(raw))))
		}
		return
	case 'B', 'O':
		if len(raw) == 8 {
			f.AddFloat(field.name, math.Float64frombits(binary.LittleEndian.Uint64(raw)))
		}
		return
	}
	raw = bytes.Trim(raw, " \x00")
	if len(raw) == 0 {
		return
	}
	p := layer.Property{Name: field.name, Kind: layer.Text}
	switch field.kind {
	case 'C':
		var err error
		if p.Text, err = t.decode(raw); err != nil {
			p.Text, p.Fault = string(raw), err.Error()
		}
	case 'N', 'F':
		if raw[0] == '*' {
			return // it did not fit
		}
		p.Text = string(raw)
		if _, err := strconv.ParseFloat(p.Text, 64); err == nil {
			p.Kind = layer.Number
		}
	case 'L':
		if p.Text = truth(raw[0]); p.Text == "" {
			return
		}
		p.Kind = layer.Boolean
	case 'D':
		if p.Text = string(raw); len(raw) == 8 {
			p.Text = p.Text[:4] + "-" + p.Text[4:6] + "-" + p.Text[6:]
		}
		if strings.Trim(p.Text, "0-") == "" {
			return
		}
	}
	f.Properties = append(f.Properties, p)
}

func truth(c byte) string {
	switch c {
	case 'T', 't', 'Y', 'y', '1':
		return "true"
	case 'F', 'f', 'N', 'n', '0':
		return "false"
	}
	return ""
}
