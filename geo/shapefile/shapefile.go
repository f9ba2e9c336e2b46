// Package shapefile writes tables as zipped ESRI shapefiles ("ESRI Shapefile Technical Description", 1998): one for each
// kind of geometry that the table has, for a shapefile has only one, and a table without shapes of what has no geometry.
package shapefile

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/zip"

	"stele/geo/table"
)

// ErrTooLarge means that a file of the shapefile would have more than the 2 GB that its own counters and most readers
// can take.
var ErrTooLarge = errors.New("a file of a shapefile has at most 2 GB")

const most = math.MaxInt32

// Writer writes one table, which New has measured.
type Writer struct {
	table  *table.Table
	fields []field
	parts  []*part
}

// part is one shapefile of the zip.
type part struct {
	kind
	rows  int
	bytes int64 // of the .shp, without its header
	bound box
}

// New measures the table: how wide its texts are, and which kinds of geometry there are. short gives the names of columns
// that have more than ten bytes; a column that has none is cut, and numbered where that is not unique. It returns an error
// that wraps ErrTooLarge if a file would be too large.
func New(t *table.Table, short map[string]string) (*Writer, error) {
	w := &Writer{table: t, fields: fieldsOf(t, short)}
	for _, k := range kinds {
		w.parts = append(w.parts, &part{kind: k, bound: emptyBox()})
	}
	err := t.Rows(func(r *table.Row) error {
		w.measure(r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, p := range w.parts {
		if size := max(100+p.bytes, w.dbfSize(p)); size > most {
			return nil, fmt.Errorf("%s would have %.1f GB: %w", w.name(p), float64(size)/1e9, ErrTooLarge)
		}
	}
	return w, nil
}

func (w *Writer) measure(r *table.Row) {
	for i := range w.fields {
		w.fields[i].see(w.fields[i].value(r))
	}
	for _, p := range w.parts {
		s := p.pick(r.Geometry)
		if !s.isHere {
			continue
		}
		p.rows++
		p.bytes += int64(8 + s.size(p.kind))
		p.bound.around(s.bound())
	}
}

func (w *Writer) name(p *part) string { return w.table.Name + p.suffix }

// Write writes the zip. It reads the table again for each file in it.
func (w *Writer) Write(out io.Writer) error {
	z := zip.NewWriter(out)
	if err := w.file(z, "README.txt", w.readme); err != nil {
		return err
	}
	isEmpty := true
	for _, p := range w.parts {
		isEmpty = isEmpty && p.rows == 0
	}
	for _, p := range w.parts {
		if p.rows == 0 && (!isEmpty || p.shape != shapePoint) { // a layer without features is a layer
			continue
		}
		if err := w.part(z, p); err != nil {
			return err
		}
	}
	return z.Close()
}

func (w *Writer) part(z *zip.Writer, p *part) error {
	text := func(s string) func(io.Writer) error {
		return func(out io.Writer) error {
			_, err := io.WriteString(out, s)
			return err
		}
	}
	files := []struct {
		ext   string
		write func(io.Writer) error
	}{
		{".shp", func(out io.Writer) error { return w.shapes(out, p) }},
		{".shx", func(out io.Writer) error { return w.offsets(out, p) }},
		{".prj", text(w.table.CRS.ESRI())},
		{".dbf", func(out io.Writer) error { return w.attributes(out, p) }},
		{".cpg", text("UTF-8")},
	}
	if p.shape == shapeNull {
		files = files[3:]
	}
	for _, f := range files {
		if err := w.file(z, w.name(p)+f.ext, f.write); err != nil {
			return err
		}
	}
	return nil
}

// file adds a file without a time, which would be another one each time.
func (w *Writer) file(z *zip.Writer, name string, write func(io.Writer) error) error {
	f, err := z.Create(name)
	if err != nil {
		return err
	}
	return write(f)
}

func (w *Writer) readme(out io.Writer) error {
	t := w.table
	fmt.Fprintf(out, "%s\n%s\n\nAttribution: %s\nLicence: %s\nPublished on: %s\nData version: %s\nCorrection and takedown: %s\n\n", t.Title, t.Description, t.Attribution, t.Licence, t.PublishedOn, t.Version, t.Contact)
	fmt.Fprintf(out, "A shapefile has one kind of geometry, names of ten letters and texts of %d bytes; longer texts are cut here.\nWhat has no position is in %s_nogeometry.dbf. No file has more than 2 GB.\nThe other formats have none of these limits.\n\nField       is         which is\n", maxText, t.Name)
	for _, f := range w.fields {
		if _, err := fmt.Fprintf(out, "%-11s %-20s %s\n", f.short, f.name, f.title); err != nil {
			return err
		}
	}
	return nil
}
