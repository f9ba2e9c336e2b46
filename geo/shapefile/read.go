package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"stele/geo"
	"stele/geo/layer"
)

// Reader reads a .shp and its .dbf beside each other as features, each with the fields of the table as properties. The
// .shx is not needed. Rows that are marked as deleted are passed over with their shapes. Heights and measures are dropped.
type Reader struct {
	shp     *bufio.Reader
	table   *tableReader
	crs     geo.FileCRS
	at      int64 // bytes of the .shp read
	length  int64 // of the .shp, as its head has it
	rows    int   // read, deleted ones too
	deleted int
	body    []byte
	feature layer.Feature
}

// maxShapeBytes bounds the record of one shape: two million positions with heights and measures.
const maxShapeBytes = 80 << 20

// NewReader reads the heads of both files. Without a table (nil) the features have no properties. Texts are decoded by
// decode, which says why it cannot.
func NewReader(shp, dbf io.Reader, crs geo.FileCRS, decode func([]byte) (string, error)) (*Reader, error) {
	r := &Reader{shp: bufio.NewReaderSize(shp, 1<<16), crs: crs, at: 100}
	head := make([]byte, 100)
	if _, err := io.ReadFull(r.shp, head); err != nil {
		return nil, fmt.Errorf(".shp: the head: %w", endsEarly(err))
	}
	if binary.BigEndian.Uint32(head) != 9994 || binary.LittleEndian.Uint32(head[28:]) != 1000 {
		return nil, errors.New(".shp: it does not begin as a shapefile does")
	}
	r.length = 2 * int64(binary.BigEndian.Uint32(head[24:]))
	if kind := binary.LittleEndian.Uint32(head[32:]); !isShapeType(kind) {
		return nil, fmt.Errorf(".shp: shapes of type %d are not read (31 is a multipatch, a 3D surface)", kind)
	}
	if dbf == nil {
		return r, nil
	}
	var err error
	r.table, err = readTable(bufio.NewReaderSize(dbf, 1<<16), decode)
	return r, err
}

func endsEarly(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends too early (cut off?)")
	}
	return err
}

// Rows is how many rows the head of the table announces, 0 without a table.
func (r *Reader) Rows() int {
	if r.table == nil {
		return 0
	}
	return r.table.rows
}

// Notes says what was passed over.
func (r *Reader) Notes() (notes []string) {
	if r.deleted > 0 {
		notes = append(notes, fmt.Sprintf("%d rows are marked as deleted and were left out", r.deleted))
	}
	if r.table == nil {
		return append(notes, "there is no .dbf: the shapes have no properties")
	}
	for _, name := range r.table.unread {
		notes = append(notes, "the field "+name+" has a type that is not read (a memo or a picture)")
	}
	return notes
}

// Next returns the next feature.
func (r *Reader) Next() (*layer.Feature, error) {
	for {
		hasShape, err := r.record()
		if err != nil {
			return nil, fmt.Errorf(".shp: record %d at byte %d: %w", r.rows+1, r.at, err)
		}
		if !hasShape && r.at < r.length {
			return nil, fmt.Errorf(".shp: its head announces %d bytes, the file ends after %d (cut off?)", r.length, r.at)
		}
		f := &r.feature
		f.Reset()
		deleted := false
		switch {
		case r.table == nil && !hasShape:
			return nil, io.EOF
		case r.table == nil:
		case hasShape && r.rows >= r.table.rows:
			return nil, fmt.Errorf("the .shp has more shapes than the %d rows that the head of the .dbf announces", r.table.rows)
		case !hasShape && r.rows < r.table.rows:
			return nil, fmt.Errorf("the .shp has %d shapes, the .dbf %d rows", r.rows, r.table.rows)
		case !hasShape:
			return nil, io.EOF
		default:
			if deleted, err = r.table.next(f); err != nil {
				return nil, fmt.Errorf(".dbf: row %d: %w", r.rows+1, err)
			}
			f.Size += r.table.size
		}
		r.rows++
		r.at += int64(8 + len(r.body))
		if deleted {
			r.deleted++
			continue
		}
		f.Size += len(r.body)
		s := shapeReader{b: r.body}
		g, err := s.shape()
		f.Flattened = s.flattened
		if err == nil {
			g, err = r.crs.Finish(g)
		}
		f.Geometry, f.Wrong = g, err
		return f, nil
	}
}

// record reads the next record of the .shp into body; false is the end of the file.
func (r *Reader) record() (bool, error) {
	var head [8]byte
	if _, err := io.ReadFull(r.shp, head[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, endsEarly(err)
	}
	size := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	if size < 4 || size > maxShapeBytes {
		return false, fmt.Errorf("announces %d bytes, want 4 to %d", size, maxShapeBytes)
	}
	var err error
	r.body, err = readBytes(r.shp, r.body, int(size))
	if err != nil {
		return false, endsEarly(err)
	}
	return true, nil
}

// readBytes reads n bytes into b, which grows as they come: a size is believed only as far as bytes follow.
func readBytes(in io.Reader, b []byte, n int) ([]byte, error) {
	const step = 1 << 20
	b = b[:0]
	for len(b) < n {
		from, to := len(b), min(n, len(b)+step)
		if to > cap(b) {
			b = append(make([]byte, 0, max(to, min(2*cap(b), n))), b...)
		}
		b = b[:to]
		if _, err := io.ReadFull(in, b[from:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return b[:0], err
		}
	}
	return b, nil
}
