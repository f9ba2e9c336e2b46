// Package geoparquet writes tables as GeoParquet 1.1 (geoparquet.org): Parquet with WKB, a bounding box beside each
// geometry that readers skip row groups by, and what it is in the file's metadata.
package geoparquet

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"stele/geo"
	"stele/geo/table"
)

const (
	batchRows = 2048      // handed to the columns at once
	groupRows = 32 * 2048 // of a row group, which is in memory until it is whole
)

// Places of the columns that all tables have; the table's own follow.
const (
	columnID = iota
	columnGeometry
	columnBox // four of them
	columnOwn = columnBox + 4
)

// Write writes the table. Coordinates must be lon, lat. Memory is that of a row group. Days are dates, texts UTF-8 strings.
func Write(w io.Writer, t *table.Table) error {
	e := encoder{
		out:     parquet.NewGenericWriter[any](w, schema(t), parquet.Compression(&parquet.Snappy), parquet.CreatedBy("Stele", "1", "")),
		table:   t,
		columns: make([][]parquet.Value, columnOwn+len(t.Columns)),
		types:   table.Types{Bound: geo.BoundOf(nil)},
	}
	if err := t.Rows(e.row); err != nil {
		return err
	}
	if err := e.flush(); err != nil {
		return err
	}
	e.out.SetKeyValueMetadata("geo", e.metadata())
	for _, about := range [][2]string{
		{"title", t.Title},
		{"description", t.Description},
		{"attribution", t.Attribution},
		{"licence", t.Licence},
		{"contact", t.Contact},
		{"published_on", t.PublishedOn},
		{"data_version", t.Version},
	} {
		e.out.SetKeyValueMetadata(about[0], about[1])
	}
	return e.out.Close()
}

type encoder struct {
	out     *parquet.GenericWriter[any]
	table   *table.Table
	columns [][]parquet.Value // of the batch
	shapes  []byte            // WKB of the batch
	rows    int
	types   table.Types
}

func (e *encoder) row(r *table.Row) error {
	set := func(column int, v parquet.Value, level int) {
		e.columns[column] = append(e.columns[column], v.Level(0, level, column))
	}
	set(columnID, parquet.ByteArrayValue(r.ID), 0)
	b := geo.BoundOf(r.Geometry)
	e.types.Add(r.Geometry, b)
	if r.Geometry == nil {
		for i := columnGeometry; i < columnOwn; i++ {
			set(i, parquet.NullValue(), 0)
		}
	} else {
		start := len(e.shapes)
		e.shapes = geo.AppendWKB(e.shapes, r.Geometry)
		set(columnGeometry, parquet.ByteArrayValue(e.shapes[start:]), 1)
		for i, v := range [4]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
			set(columnBox+i, parquet.DoubleValue(v), 1)
		}
	}
	for i, v := range r.Values {
		value, level := valueOf(e.table.Columns[i].Kind, v)
		set(columnOwn+i, value, level)
	}
	e.rows++
	if e.rows%batchRows == 0 {
		if err := e.flush(); err != nil {
			return err
		}
	}
	if e.rows%groupRows == 0 {
		return e.out.Flush()
	}
	return nil
}

func valueOf(k table.Kind, v table.Value) (parquet.Value, int) {
	if !v.IsSet {
		return parquet.NullValue(), 0
	}
	switch k {
	case table.Integer:
		return parquet.Int64Value(int64(v.Number)), 1
	case table.Real:
		return parquet.DoubleValue(v.Number), 1
	case table.Boolean:
		return parquet.BooleanValue(v.Number != 0), 1
	case table.Date:
		day, err := time.Parse(time.DateOnly, string(v.Text))
		if err != nil { // a year before 0 or after 9999
			return parquet.NullValue(), 0
		}
		return parquet.Int32Value(int32(day.Unix() / (24 * 60 * 60))), 1
	}
	return parquet.ByteArrayValue(v.Text), 1
}

// flush hands the batch to the columns.
func (e *encoder) flush() error {
	for i, w := range e.out.ColumnWriters() {
		if _, err := w.WriteRowValues(e.columns[i]); err != nil {
			return err
		}
		e.columns[i] = e.columns[i][:0]
	}
	e.shapes = e.shapes[:0]
	return nil
}

// metadata is the key "geo". Without a reference system it is OGC:CRS84.
func (e *encoder) metadata() string {
	column := map[string]any{
		"encoding": "WKB", "geometry_types": e.geometryTypes(),
		"covering": map[string]any{"bbox": map[string]any{
			"xmin": []string{"bbox", "xmin"}, "ymin": []string{"bbox", "ymin"}, "xmax": []string{"bbox", "xmax"}, "ymax": []string{"bbox", "ymax"},
		}},
	}
	if b := e.types.Bound; !b.IsEmpty() {
		column["bbox"] = []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	}
	text, err := json.Marshal(map[string]any{"version": "1.1.0", "primary_column": "geometry", "columns": map[string]any{"geometry": column}})
	if err != nil {
		panic(err) // strings and finite numbers
	}
	return string(text)
}

func (e *encoder) geometryTypes() []string {
	types := []string{}
	for name, n := range map[string]int{
		orb.Point{}.GeoJSONType(): e.types.Points, orb.MultiPoint{}.GeoJSONType(): e.types.MultiPoints,
		orb.LineString{}.GeoJSONType(): e.types.Lines, orb.MultiLineString{}.GeoJSONType(): e.types.MultiLines,
		orb.Polygon{}.GeoJSONType(): e.types.Polygons, orb.MultiPolygon{}.GeoJSONType(): e.types.MultiPolygons,
		orb.Collection{}.GeoJSONType(): e.types.Collections,
	} {
		if n > 0 {
			types = append(types, name)
		}
	}
	slices.Sort(types)
	return types
}

// schema: texts are in a dictionary, for most repeat.
func schema(t *table.Table) *parquet.Schema {
	box := parquet.Leaf(parquet.DoubleType)
	root := ordered{fields: []parquet.Field{
		field{parquet.String(), "id"},
		field{parquet.Optional(parquet.Leaf(parquet.ByteArrayType)), "geometry"},
		field{parquet.Optional(ordered{fields: []parquet.Field{field{box, "xmin"}, field{box, "ymin"}, field{box, "xmax"}, field{box, "ymax"}}}), "bbox"},
	}}
	for _, c := range t.Columns {
		root.fields = append(root.fields, field{parquet.Optional(nodeOf(c.Kind)), c.Name})
	}
	return parquet.NewSchema(t.Name, root)
}

func nodeOf(k table.Kind) parquet.Node {
	switch k {
	case table.Integer:
		return parquet.Encoded(parquet.Int(64), &parquet.RLEDictionary)
	case table.Real:
		return parquet.Encoded(parquet.Leaf(parquet.DoubleType), &parquet.RLEDictionary)
	case table.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case table.Date:
		return parquet.Encoded(parquet.Date(), &parquet.RLEDictionary)
	case table.Text:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
	panic(fmt.Sprintf("column of kind %d", k))
}
