package export

import (
	"context"
	"errors"
	"fmt"
	"io"

	"stele/data"
	"stele/data/atlas"
	"stele/data/gpkg"
	"stele/data/release"
	"stele/geo"
	"stele/geo/csv"
	"stele/geo/flatgeobuf"
	"stele/geo/geoparquet"
	"stele/geo/gpx"
	"stele/geo/kml"
	"stele/geo/table"
)

// Format is one way to write a layer as one file.
type Format struct {
	Ext       string // of the file, and what a query calls it: "geojson"
	MediaType string
	Title     string // what it is, for people
	// AnyCRS tells whether coordinates may be in any reference system, and not
	// in lon, lat alone.
	AnyCRS bool
	// InFile tells whether it is put together in a temporary file, about as large
	// as what is written, which is there until the last byte is.
	InFile  bool
	prepare prepare
}

// prepare looks at what is to be written, and returns what writes it.
type prepare func(*source) (func(io.Writer) error, error)

// Formats lists those of a collection, of "" those of any, the one first that has
// all and is read by all.
func Formats(collection string) []Format {
	list := []Format{
		{"geojson", "application/geo+json", "GeoJSON", true, false, writeGeoJSON.always},
		{"geojsons", "application/geo+json-seq", "GeoJSON text sequence (RFC 8142)", false, false, writeSequence.always},
		{"jsonfg", "application/vnd.ogc.fg+json", "JSON-FG", true, false, writeJSONFG.always},
		{"csv", "text/csv; charset=utf-8", "CSV", true, false, writeCSV.always},
		{"kml", "application/vnd.google-earth.kml+xml", "KML", false, false, ofTable(kml.Write)},
		{"kmz", "application/vnd.google-earth.kmz", "KMZ, which is KML zipped", false, false, ofTable(kml.WriteZip)},
		{"gpx", "application/gpx+xml", "GPX", false, false, ofTable(gpx.Write)},
		{"fgb", "application/flatgeobuf", "FlatGeobuf, with a spatial index", true, false, ofTable(flatgeobuf.Write)},
		{"gpkg", "application/geopackage+sqlite3", "GeoPackage, with a spatial index and a style", true, true, ofTable(gpkg.Write)},
		{"parquet", "application/vnd.apache.parquet", "GeoParquet 1.1", false, false, ofTable(geoparquet.Write)},
		{"shp.zip", "application/zip", "Shapefiles, zipped", true, false, prepareShapefile},
		{"pmtiles", "application/vnd.pmtiles", "PMTiles 3, vector tiles of the whole layer", false, true, prepareTiles},
	}
	if collection == data.Villages || collection == "" {
		list = append(list, Format{"lpf.json", "application/ld+json", "Linked Places, for gazetteers", false, false, writeLinkedPlaces.always})
	}
	return list
}

// ByExt returns the format of a collection with an extension.
func ByExt(collection, ext string) (Format, bool) {
	for _, f := range Formats(collection) {
		if f.Ext == ext {
			return f, true
		}
	}
	return Format{}, false
}

// ErrLonLat means that a format has no other coordinates than lon, lat.
var ErrLonLat = errors.New("coordinates are in lon, lat (OGC:CRS84) alone")

// ErrTooLarge means that a format cannot hold so much; another one can.
var ErrTooLarge = errors.New("too large for the format")

// Prepare returns a function that writes what the query selects of a layer of a
// release, or why it cannot be written (ErrLonLat, ErrTooLarge,
// ErrTiles). That function's
// memory does not grow with what it writes, but for some bytes a feature in
// formats with an index; it stops at the first error of the writer, and when ctx
// ends.
func (f Format) Prepare(ctx context.Context, l *atlas.Layer, meta release.Meta, q Query) (func(io.Writer) error, error) {
	if q.CRS != geo.CRS84 && !f.AnyCRS {
		return nil, fmt.Errorf("%s: %w", f.Title, ErrLonLat)
	}
	write, err := f.prepare(&source{l, meta, q, ctx.Err})
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return write(ending{ctx, w}) }, nil
}

// source is what a format is written from.
type source struct {
	layer *atlas.Layer
	meta  release.Meta
	query Query
	ended func() error // why to stop, if it is to
}

func (s *source) table() *table.Table { return tableOf(s.layer, s.meta, s.query, s.ended) }

// simple is a format that can write whatever there is.
type simple func(io.Writer, *source) error

func (f simple) always(s *source) (func(io.Writer) error, error) {
	return func(w io.Writer) error { return f(w, s) }, nil
}

// ofTable is a simple format that is written from a table.
func ofTable(write func(io.Writer, *table.Table) error) prepare {
	return simple(func(w io.Writer, s *source) error { return write(w, s.table()) }).always
}

var writeCSV simple = func(w io.Writer, s *source) error {
	return csv.Write(w, s.table(), csv.Options{WKT: s.query.WKT})
}

// ending is a writer that ends with its context.
type ending struct {
	ctx context.Context
	w   io.Writer
}

func (e ending) Write(b []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	return e.w.Write(b)
}
