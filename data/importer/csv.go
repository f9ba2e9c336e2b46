package importer

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// readTable reads CSV and its relatives.
func (im *importing) readTable() error {
	head, err := im.in.peek(chunk)
	if err != nil {
		return err
	}
	r := &rows{in: im.in, delim: delimiter(bytes.TrimLeft(head, "\r\n "))}
	var columns []*column
	if im.report.Format == GeoNames {
		r.delim, r.isPlain = '\t', true
		columns, err = im.arrangeGeoNames()
	} else {
		columns, err = im.readHead(r)
	}
	if err != nil {
		return err
	}
	im.nameTable(r.delim)
	if im.rejects != nil {
		im.rejects.startTable(r.delim, columns)
	}
	im.remarkOnTable(r.delim)
	for {
		n, err := r.next()
		if err != nil {
			return fmt.Errorf("row %d (line %d, byte %d): %w", im.rows+1, im.in.line(), im.in.taken, err)
		}
		if n == 0 {
			return nil
		}
		if len(bytes.TrimSpace(im.in.window()[:n])) > 0 {
			if err := im.tableRow(r, columns, n); err != nil {
				return err
			}
		}
		im.in.take(n)
	}
}

// nameTable says more closely what the table is.
func (im *importing) nameTable(delim byte) {
	switch {
	case im.report.Format == GeoNames:
	case im.build.columns.isODK:
		im.report.Format = ODK
	case delim == '\t':
		im.report.Format = TSV
	}
	im.report.Encoding = im.decode.String()
}

// remarkOnTable tells what was found out about the table as a whole.
func (im *importing) remarkOnTable(delim byte) {
	b := im.build
	if delim == ';' {
		b.counts.remarks = append(b.counts.remarks, "columns are divided by semicolons")
	}
	if !b.columns.has(fieldLon) && !b.columns.has(fieldGeometry) {
		b.counts.remarks = append(b.counts.remarks, "no column holds a position (lon and lat, or wkt): the records have no geometry")
	}
	for i, f := range b.collection.Fields {
		if f.Required && !b.columns.has(firstOwn+i) {
			im.report.add(Problem{Line: 1, Field: f.Name, Reason: b.columns.miss(firstOwn + i)}, im.o.MaxProblems)
		}
	}
}

func (im *importing) tableRow(r *rows, columns []*column, size int) error {
	im.begin()
	b := im.build
	b.spoilt = len(b.columns.missing) > 0
	if b.keepsRow {
		b.original = r.encode(len(columns))
	}
	if r.reason != "" {
		b.refuse("", "", r.reason)
		return im.settle(size)
	}
	for i, s := range r.cells {
		if i < len(columns) {
			b.takeCell(columns[i], r.cell(s), i)
		} else if text := r.cell(s); len(text) > 0 {
			b.refuse("", string(text[:min(len(text), maxShown)]), fmt.Sprintf("cell %d lies beyond the table's %d columns (a %s that should be quoted?)",
				i+1, len(columns), delimiterName(r.delim)))
			break
		}
	}
	if im.isGeoNames && len(r.cells) == len(columns) {
		b.takeGeoNames(string(r.cell(r.cells[0])), string(r.cell(r.cells[alternateNames])))
	}
	if len(r.cells) < len(columns) {
		b.refuse("", "", fmt.Sprintf("has %d cells, the head has %d", len(r.cells), len(columns)))
	}
	return im.done(size)
}

func delimiterName(c byte) string {
	switch c {
	case ';':
		return "semicolon"
	case '\t':
		return "tab"
	}
	return "comma"
}

// takeCell puts a cell where the field of its column is read from.
func (b *builder) takeCell(c *column, s []byte, i int) {
	switch {
	case len(s) == 0:
		return
	case b.encoding != nil || !utf8.Valid(s):
		decoded, err := b.encoding.text(s)
		if err != nil {
			b.refuse(cellName(c, i), string(s), err.Error())
			return
		}
		s = []byte(decoded)
	}
	switch {
	case c == nil:
		b.columns.beyond++
	case c.field == unknown:
		b.keepOut(c, s)
	default:
		b.values[c.field] = cell(string(s))
	}
}

func cellName(c *column, i int) string {
	if c == nil {
		return fmt.Sprintf("column %d", i+1)
	}
	return c.name
}
