package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/geo"
)

// Sink takes the good rows of a file. Rows count from 1. A
// *data.DuplicateError becomes a problem of the row; any other error ends the
// import.
type Sink interface {
	// See notes the id of a row that is not kept, so that a second row with it
	// is found too.
	See(ctx context.Context, row int, collection, key string) error
	Add(ctx context.Context, row int, r data.Record) error
}

// The formats of Options and Report.
const (
	GeoJSON    = "geojson"    // one FeatureCollection or one Feature, RFC 7946; also Who's On First's
	GeoJSONL   = "geojsonl"   // Features, one a line
	GeoJSONSeq = "geojsonseq" // a text sequence of Features, RFC 8142
	CSV        = "csv"        // a table, its columns divided by comma or semicolon
	TSV        = "tsv"        // the same, by tab
	ODK        = "odk"        // a table of submissions as ODK Central and KoboToolbox export it
	GeoNames   = "geonames"   // the main table of geonames.org: 19 columns by tab, no head
	KML        = "kml"
	KMZ        = "kmz"
	GPX        = "gpx"
	Shapefile  = "shapefile" // a .shp beside its .dbf, .prj and .cpg, or a zip of them
	GeoPackage = "gpkg"
	FlatGeobuf = "flatgeobuf"

	maxProblems = 50
)

// Options say what to read a file as. Only Collection is needed.
type Options struct {
	Collection data.Collection
	// Map names the column (or GeoJSON property) that holds a field, by the
	// field's name, where it is not the field's own name. The position in a
	// table has the field names lon, lat and geometry (WKT).
	Map map[string]string
	// Format is one of the formats above; "" finds it by the file's content.
	Format string
	// CRS is the reference system of the positions, such as "EPSG:32638",
	// whatever the file says of it; "" is what the file says, or WGS 84.
	CRS string
	// Layer is the layer to read of a file that may have several; "" is the
	// only one, or the one called as the collection.
	Layer string
	// Encoding is that of the texts of a table or shapefile, such as
	// "windows-1251"; "" is what the file says, or UTF-8.
	Encoding string
	// Source is the key of the source of records that name none.
	Source string
	// MaxProblems is how many problems the report keeps; 0 is 50.
	MaxProblems int
	// Known is the box of what the vault has already, if it is not the zero
	// box: a position outside it that would lie inside with lat and lon swapped
	// is told of.
	Known orb.Bound
	// Recorded, if not nil, gives what there is already: rows that may be the
	// same by name and place, of those and of the file, are then told of.
	Recorded Recorded
	// Rejects, if not nil, gets the rows that are not good, each with its
	// problems, in a form that can be mended and read again: a table as a table,
	// any other format as features one a line.
	Rejects io.Writer
	// Progress, if not nil, is called about every 64 KiB or 1000 rows, and at
	// the end, with the bytes read and the rows done.
	Progress func(bytes int64, rows int)
}

// Read reads all of r and gives the good rows to the sink, in the order of the
// file. It returns an error only where it cannot read on: on I/O, on the end
// of ctx, on a file that is not what it seems or is cut off (the error says
// where), or if Options do not fit the file. What is wrong with single rows is
// in the report, and the caller keeps the rows only if it has no problem and
// the error is nil. With an error the report covers what was read until then.
//
// The sink is called beside the reader, by one goroutine, and is done when Read
// returns. It may keep the records: they share no memory with the reader.
func Read(ctx context.Context, r io.Reader, sink Sink, o Options) (Report, error) {
	im, err := newImporting(ctx, r, sink, o)
	if err != nil {
		return Report{}, err
	}
	err = im.read()
	if failed := im.giver.end(); failed != nil {
		err = failed // it came first: all that was read went to the sink
	}
	im.finish(err)
	return im.report, err
}

// importing is one call of Read.
type importing struct {
	o          Options
	in         *input
	build      *builder
	giver      *giver
	rows       int // begun
	report     Report
	decode     *textEncoding // of Options.Encoding; nil is UTF-8 or what the file says
	rejects    *rejects      // nil if they are not wanted
	isGeoNames bool          // a table with the columns of GeoNames, or the rejects of one
	temp       *os.File      // a copy of the file, if one was needed
}

func newImporting(ctx context.Context, r io.Reader, sink Sink, o Options) (*importing, error) {
	if o.MaxProblems <= 0 {
		o.MaxProblems = maxProblems
	}
	if o.Progress == nil {
		o.Progress = func(int64, int) {}
	}
	im := &importing{o: o}
	var err error
	if im.build, err = newBuilder(o); err != nil {
		return nil, err
	}
	if o.CRS != "" {
		if im.build.crs, err = geo.ParseFileCRS(o.CRS); err != nil {
			return nil, err
		}
		im.build.isCRSGiven = true
	}
	if im.decode, err = encodingNamed(o.Encoding); err != nil {
		return nil, err
	}
	im.in = newInput(ctx, r, func(bytes int64) { o.Progress(bytes, im.rows) })
	var known *twins
	if o.Recorded != nil {
		if known, err = newTwins(o.Recorded); err != nil {
			return nil, err
		}
	}
	im.build.encoding = im.decode
	if o.Rejects != nil {
		im.rejects, im.build.keepsRow = newRejects(o, im.decode), true
	}
	im.giver = startGiver(ctx, sink, &im.report, o.MaxProblems, im.rejects, known)
	return im, nil
}

// formats are the ways to read a file.
func (im *importing) formats() map[string]func() error {
	return map[string]func() error{
		GeoJSON: im.readGeoJSON, GeoJSONL: im.readGeoJSON, GeoJSONSeq: im.readSequence,
		CSV: im.readTable, TSV: im.readTable, ODK: im.readTable, GeoNames: im.readTable,
		KML: im.readKML, KMZ: im.readZip, GPX: im.readGPX,
		Shapefile: im.readShapefile, zipArchive: im.readZip, GeoPackage: im.readGeoPackage, FlatGeobuf: im.readFlatGeobuf,
	}
}

func (im *importing) read() error {
	format, err := im.sniff()
	if err != nil {
		return err
	}
	im.report.Format = format
	read := im.formats()[format]
	if read == nil {
		return fmt.Errorf("unknown format %q: want %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s or %s", format, GeoJSON, GeoJSONL, GeoJSONSeq,
			CSV, TSV, ODK, GeoNames, KML, KMZ, GPX, Shapefile, GeoPackage, FlatGeobuf)
	}
	if err := im.checkOptions(format); err != nil {
		return err
	}
	return errors.Join(read(), im.dropCopy())
}

// checkOptions refuses options that a format has no use for.
func (im *importing) checkOptions(format string) error {
	switch format {
	case CSV, TSV, ODK, GeoNames:
	default:
		if err := im.build.columns.refusePosition(); err != nil {
			return err
		}
	}
	switch format {
	case KML, KMZ, GPX, GeoNames, ODK:
		if !im.build.crs.IsDegrees() {
			return fmt.Errorf("crs %s: the positions of this format (%s) are always in WGS 84 degrees", im.o.CRS, format)
		}
	}
	switch format {
	case KML, KMZ, GPX, Shapefile, zipArchive, GeoPackage, FlatGeobuf:
	default:
		if im.o.Layer != "" {
			return fmt.Errorf("layer %s: a file of this format (%s) has no layers", quote(im.o.Layer), format)
		}
	}
	switch format {
	case CSV, TSV, ODK, GeoNames, Shapefile, zipArchive:
	default:
		if im.decode != nil {
			return fmt.Errorf("encoding %s: a file of this format (%s) says itself what its texts are in", im.o.Encoding, format)
		}
	}
	return nil
}

// begin starts the next row at the window.
func (im *importing) begin() { im.beginAt(im.in.line()) }

// beginAt starts the next row, on that line; 0 is a file without lines.
func (im *importing) beginAt(line int) {
	im.rows++
	im.build.begin(im.rows, line)
	if im.rows%1000 == 0 {
		im.o.Progress(im.in.read, im.rows)
	}
}

// done ends the row of so many bytes: what was read of it is a record, or not.
func (im *importing) done(bytes int) error {
	im.build.judged.record = im.build.record()
	return im.settle(bytes)
}

// settle ends the row without reading a record.
func (im *importing) settle(bytes int) error { return im.giver.add(im.build.judged, int64(bytes)) }

// finish completes the report. The hash is of a whole file or it is none.
func (im *importing) finish(err error) {
	var crs crsRefused
	if errors.As(err, &crs) {
		im.dropPositions()
	}
	im.report.Notes = im.build.notes()
	im.noteTwins()
	if im.rejects != nil {
		im.report.RejectsMap = im.rejects.stillMapped()
	}
	im.report.CRS = im.build.crs.String()
	im.report.Bytes = im.in.read
	if err == nil {
		im.report.SHA256 = fmt.Sprintf("%x", im.in.hash.Sum(nil))
	}
	im.o.Progress(im.in.read, im.report.Rows)
}
