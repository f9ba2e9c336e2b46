package flatgeobuf

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"unicode/utf8"

	"stele/geo"
	"stele/geo/layer"
)

// Bounds of a file.
const (
	maxHeaderBytes  = 16 << 20
	maxFeatureBytes = 64 << 20
	maxReadColumns  = 10_000
)

// Head is what a file says before its features.
type Head struct {
	Name    string
	Rows    uint64 // 0 is unknown
	Columns []string
	CRS     string // "EPSG:32638", or its name; "" if the file does not say
}

// Reader reads features one after the other; the index before them is passed over, so that the file is read once from its
// beginning to its end.
type Reader struct {
	Head
	in        io.Reader
	crs       geo.FileCRS
	columns   []readColumn
	kind      byte
	flattened bool
	at        int64
	row       uint64
	body      []byte
	feature   layer.Feature
}

type readColumn struct {
	name string
	kind byte
}

// NewReader reads the head of a file.
func NewReader(in io.Reader) (*Reader, error) {
	r := &Reader{in: in}
	var start [12]byte
	if err := r.full(start[:]); err != nil {
		return nil, fmt.Errorf("the head: %w", err)
	}
	if !bytes.HasPrefix(start[:], []byte("fgb\x03fgb")) {
		return nil, errors.New("the file is no FlatGeobuf of version 3")
	}
	size := binary.LittleEndian.Uint32(start[8:])
	if size < 8 || size > maxHeaderBytes {
		return nil, fmt.Errorf("the head announces %d bytes, want 8 to %d", size, maxHeaderBytes)
	}
	body, err := r.bytes(nil, int(size))
	if err != nil {
		return nil, fmt.Errorf("the head: %w", err)
	}
	nodes, err := r.readHead(&buffer{b: body})
	if err != nil {
		return nil, fmt.Errorf("the head: %w", err)
	}
	skipped, err := io.CopyN(io.Discard, in, nodes)
	r.at += skipped
	if err != nil {
		return nil, fmt.Errorf("the index of %d bytes: %w", nodes, endsEarly(err))
	}
	return r, nil
}

// In makes the reader take coordinates for ones in that system.
func (r *Reader) In(crs geo.FileCRS) { r.crs = crs }

// readHead returns the size of the index in bytes.
func (r *Reader) readHead(f *buffer) (int64, error) {
	t := f.root()
	r.Name = f.text(t, 0)
	r.kind = f.byteOf(t, 2)
	for _, dimension := range []int{3, 4, 5, 6} { // z, m and two of time
		r.flattened = r.flattened || f.byteOf(t, dimension) != 0
	}
	at, n := f.vector(t, 7, 4)
	if n > maxReadColumns {
		return 0, fmt.Errorf("%d columns, want at most %d", n, maxReadColumns)
	}
	for i := range n {
		c := f.child(at, i)
		column := readColumn{f.text(c, 0), f.byteOf(c, 1)}
		if !utf8.ValidString(column.name) {
			return 0, fmt.Errorf("the name of column %d is not UTF-8", i+1)
		}
		r.columns = append(r.columns, column)
		r.Columns = append(r.Columns, column.name)
	}
	if at := f.field(t, 8); at != 0 && f.has(at, 8) {
		r.Rows = binary.LittleEndian.Uint64(f.b[at:])
	}
	nodeSize := uint64(16)
	if at := f.field(t, 9); at != 0 {
		nodeSize = uint64(f.uint16(at))
	}
	if at := f.follow(t, 10); at != 0 {
		r.CRS = crsName(f, tableAt(at))
	}
	if f.bad {
		return 0, errBadBuffer
	}
	return indexSize(r.Rows, nodeSize)
}

func crsName(f *buffer, t tableAt) string {
	code := uint32(0)
	if at := f.field(t, 1); at != 0 {
		code = f.uint32(at)
	}
	if organisation := f.text(t, 0); code != 0 && (organisation == "" || organisation == "EPSG") {
		return fmt.Sprintf("EPSG:%d", code)
	} else if code != 0 {
		return fmt.Sprintf("%s:%d", organisation, code)
	}
	for _, field := range []int{5, 2, 4} { // code_string, name, wkt
		if s := f.text(t, field); s != "" {
			return s
		}
	}
	return ""
}

// indexSize is that of the packed R-tree: 40 bytes for each node on each level. There
// is a root above the features even if there is but one.
func indexSize(rows, nodeSize uint64) (int64, error) {
	if nodeSize == 0 || rows == 0 {
		return 0, nil
	}
	if nodeSize < 2 || rows > math.MaxInt32*16 {
		return 0, fmt.Errorf("an index of %d features with nodes of %d cannot be", rows, nodeSize)
	}
	n := (rows + nodeSize - 1) / nodeSize
	nodes := rows + n
	for n > 1 {
		n = (n + nodeSize - 1) / nodeSize
		nodes += n
	}
	return int64(nodes * 40), nil
}

// Notes says nothing: all of a file is read.
func (r *Reader) Notes() []string { return nil }

// Next returns the next feature.
func (r *Reader) Next() (*layer.Feature, error) {
	var size [4]byte
	n, err := io.ReadFull(r.in, size[:])
	if n == 0 && errors.Is(err, io.EOF) {
		if r.Rows != 0 && r.row != r.Rows {
			return nil, fmt.Errorf("the head announces %d features, the file ends after %d (cut off?)", r.Rows, r.row)
		}
		return nil, io.EOF
	}
	if err == nil && r.Rows != 0 && r.row >= r.Rows {
		return nil, fmt.Errorf("byte %d: more follows after the %d features that the head announces", r.at, r.Rows)
	}
	length := binary.LittleEndian.Uint32(size[:])
	if err == nil && (length < 8 || length > maxFeatureBytes) {
		return nil, fmt.Errorf("feature %d at byte %d announces %d bytes, want 8 to %d", r.row+1, r.at, length, maxFeatureBytes)
	}
	if err == nil {
		r.at += 4
		r.body, err = r.bytes(r.body, int(length))
	}
	if err != nil {
		return nil, fmt.Errorf("feature %d at byte %d: %w", r.row+1, r.at, endsEarly(err))
	}
	r.row++
	if err := r.read(); err != nil {
		return nil, fmt.Errorf("feature %d before byte %d: %w", r.row, r.at, err)
	}
	return &r.feature, nil
}

func (r *Reader) read() error {
	out := &r.feature
	out.Reset()
	out.Size, out.Flattened = len(r.body)+4, r.flattened
	f := &buffer{b: r.body}
	t := f.root()
	if at := f.follow(t, 0); at != 0 {
		g := geometryReader{buffer: f}
		shape := g.geometry(tableAt(at), r.kind, 0)
		if f.bad {
			return errBadBuffer
		}
		if out.Wrong = g.wrong; out.Wrong == nil {
			out.Geometry, out.Wrong = r.crs.Finish(shape)
		}
	}
	at, n := f.vector(t, 1, 1)
	if f.bad {
		return errBadBuffer
	}
	return r.properties(out, f.b[at:at+n])
}

// full reads all of b.
func (r *Reader) full(b []byte) error {
	n, err := io.ReadFull(r.in, b)
	r.at += int64(n)
	return endsEarly(err)
}

// bytes reads n bytes into b, which grows as they come: a size is believed only as far as bytes follow.
func (r *Reader) bytes(b []byte, n int) ([]byte, error) {
	const step = 1 << 20
	b = b[:0]
	for len(b) < n {
		from, to := len(b), min(n, len(b)+step)
		if to > cap(b) {
			b = append(make([]byte, 0, max(to, min(2*cap(b), n))), b...)
		}
		b = b[:to]
		if err := r.full(b[from:]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func endsEarly(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends too early (cut off?)")
	}
	return err
}
