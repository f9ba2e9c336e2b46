package importer

import (
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"stele/geo"
	"stele/geo/layer"
)

func (t *gpkgTable) prepare() {
	t.scanned = make([]any, 1+len(t.columns))
	for i := range t.scanned {
		t.to = append(t.to, &t.scanned[i])
	}
}

// Notes says what was passed over.
func (t *gpkgTable) Notes() (notes []string) {
	for _, name := range t.unread {
		notes = append(notes, "the column "+quote(name)+" holds binary data and was not read")
	}
	return notes
}

// Next reads the next row.
func (t *gpkgTable) Next() (*layer.Feature, error) {
	if !t.rows.Next() {
		if err := t.rows.Err(); err != nil {
			return nil, fmt.Errorf("row %d of table %s: %w", t.row+1, quote(t.name), err)
		}
		return nil, io.EOF
	}
	t.row++
	if err := t.rows.Scan(t.to...); err != nil {
		return nil, fmt.Errorf("row %d of table %s: %w", t.row, quote(t.name), err)
	}
	f := &t.feature
	f.Reset()
	switch blob := t.scanned[0].(type) {
	case nil:
	case []byte:
		f.Size += len(blob)
		f.Geometry, f.Flattened, f.Wrong = geo.ParseGPKGIn(blob, t.srs, t.crs)
	default:
		f.Wrong = fmt.Errorf("is a %T, not a GeoPackage geometry", blob)
	}
	for i, c := range t.columns {
		c.add(f, t.scanned[i+1])
	}
	return f, nil
}

func (c *gpkgColumn) add(f *layer.Feature, v any) {
	f.Size += 8
	switch v := v.(type) {
	case int64:
		if c.kind == "BOOLEAN" && (v == 0 || v == 1) {
			f.AddBool(c.name, v == 1)
			return
		}
		f.AddInteger(c.name, v)
	case float64:
		f.AddFloat(c.name, v)
	case bool:
		f.AddBool(c.name, v)
	case string:
		f.Size += len(v)
		f.Add(c.name, v)
		if !utf8.ValidString(v) {
			f.Properties[len(f.Properties)-1].Fault = "is not UTF-8"
		}
	case time.Time:
		f.Add(c.name, v.Format(time.RFC3339))
	case []byte:
		f.Properties = append(f.Properties, layer.Property{Name: c.name, Kind: layer.Text, Fault: "is binary, not text"})
	}
}
