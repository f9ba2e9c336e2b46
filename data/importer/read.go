package importer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"stele/data"
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
	GeoJSON     = "geojson"    // one FeatureCollection or one Feature, RFC 7946
	GeoJSONL    = "geojsonl"   // Features, one a line
	GeoJSONSeq  = "geojsonseq" // a text sequence of Features, RFC 8142
	CSV         = "csv"        // a table, its columns divided by comma, semicolon or tab
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
	// Source is the key of the source of records that name none.
	Source string
	// MaxProblems is how many problems the report keeps; 0 is 50.
	MaxProblems int
	// Known is the box of what the vault has already, if it is not the zero
	// box: a position outside it that would lie inside with lat and lon swapped
	// is told of.
	Known orb.Bound
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
	o      Options
	in     *input
	build  *builder
	giver  *giver
	rows   int // begun
	report Report
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
	im.in = newInput(ctx, r, func(bytes int64) { o.Progress(bytes, im.rows) })
	im.giver = startGiver(ctx, sink, &im.report, o.MaxProblems)
	return im, nil
}

func (im *importing) read() error {
	format, err := im.sniff()
	if err != nil {
		return err
	}
	im.report.Format = format
	if format == CSV {
		return im.readTable()
	}
	if err := im.build.columns.refusePosition(); err != nil {
		return err
	}
	switch format {
	case GeoJSONSeq:
		return im.readSequence()
	case GeoJSON, GeoJSONL:
		return im.readGeoJSON()
	}
	return fmt.Errorf("unknown format %q: want %s, %s, %s or %s", format, GeoJSON, GeoJSONL, GeoJSONSeq, CSV)
}

// begin starts the next row at the window.
func (im *importing) begin() {
	im.rows++
	im.build.begin(im.rows, im.in.line())
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
	im.report.Bytes = im.in.read
	if err == nil {
		im.report.SHA256 = fmt.Sprintf("%x", im.in.hash.Sum(nil))
	}
	im.o.Progress(im.in.read, im.report.Rows)
}
