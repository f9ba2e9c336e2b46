package gpkg

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
)

// The loader fills tables of a closed SQLite file by writing their B-trees from the bottom up, in the order of their
// rowids ("Database File Format", sqlite.org/fileformat2.html, sections 1.6 and 2.1). That is what takes the time where
// rows go in one by one: parsing, moving and copying them page by page. It takes an open file that nobody else has open,
// of which the tables exist and are empty.
type loader struct {
	file     io.WriterAt
	out      *bufio.Writer // behind the last page
	pageSize int
	pages    uint32 // in the file
	counter  uint32 // of changes, in the file's header
	err      error
}

const pageHeader = 100 // bytes before the first page's own content

// openLoader reads the file's header.
func openLoader(file interface {
	io.ReaderAt
	io.WriterAt
},
) (*loader, error) {
	var head [pageHeader]byte
	if _, err := file.ReadAt(head[:], 0); err != nil {
		return nil, err
	}
	l := &loader{
		file: file, pageSize: int(binary.BigEndian.Uint16(head[16:])),
		pages: binary.BigEndian.Uint32(head[28:]), counter: binary.BigEndian.Uint32(head[24:]),
	}
	if head[20] != 0 || l.pageSize < 512 {
		return nil, errors.New("an SQLite file with pages of a kind that is not written here")
	}
	l.out = bufio.NewWriterSize(io.NewOffsetWriter(file, int64(l.pages)*int64(l.pageSize)), 1<<18)
	return l, nil
}

// close makes the file as long as it is now.
func (l *loader) close() error {
	if l.err == nil {
		l.err = l.out.Flush()
	}
	put := func(at int64, v uint32) {
		if l.err == nil {
			_, l.err = l.file.WriteAt(binary.BigEndian.AppendUint32(nil, v), at)
		}
	}
	put(28, l.pages)
	put(24, l.counter+1)
	put(92, l.counter+1) // the change that the number of pages is valid for
	return l.err
}

// add appends a page and returns its number.
func (l *loader) add(page []byte) uint32 {
	if l.err == nil {
		_, l.err = l.out.Write(page)
	}
	l.pages++
	return l.pages
}

// replace writes a page that is there already.
func (l *loader) replace(number uint32, page []byte) {
	if l.err == nil {
		_, l.err = l.file.WriteAt(page, int64(number-1)*int64(l.pageSize))
	}
}

// Kinds of pages.
const (
	pageInterior = 0x05
	pageLeaf     = 0x0d
)

// page is a B-tree page under construction: pointers to cells grow from the front, cells from the back.
type page struct {
	b          []byte
	head       int
	cells, end int
}

func newPage(kind byte, size int) *page {
	p := &page{b: make([]byte, size)}
	p.reset(kind)
	return p
}

func (p *page) reset(kind byte) {
	clear(p.b)
	p.b[0], p.head, p.cells, p.end = kind, 8, 0, len(p.b)
	if kind == pageInterior {
		p.head = 12
	}
	binary.BigEndian.PutUint16(p.b[5:], uint16(p.end))
}

// hasRoom for a cell of n bytes.
func (p *page) hasRoom(n int) bool { return p.head+2*(p.cells+1)+n <= p.end }

func (p *page) add(cell []byte) {
	p.end -= len(cell)
	copy(p.b[p.end:], cell)
	binary.BigEndian.PutUint16(p.b[p.head+2*p.cells:], uint16(p.end))
	p.cells++
	binary.BigEndian.PutUint16(p.b[3:], uint16(p.cells))
	binary.BigEndian.PutUint16(p.b[5:], uint16(p.end)) // 65536 is written as 0
}

// child is a page of the level below, and its greatest rowid.
type child struct {
	page  uint32
	rowid int64
}

// tree loads one table.
type tree struct {
	loader   *loader
	root     uint32
	leaf     *page
	last     int64 // rowid on the leaf
	children []child
	cell     []byte
}

func (l *loader) tree(root uint32) *tree {
	return &tree{loader: l, root: root, leaf: newPage(pageLeaf, l.pageSize)}
}

// add adds a row, of a rowid greater than all before. Of a record that is too long for a page, the rest goes to pages of
// its own.
func (t *tree) add(rowid int64, record []byte) {
	local := t.local(len(record))
	t.cell = appendVarint(t.cell[:0], uint64(len(record)))
	t.cell = appendVarint(t.cell, uint64(rowid))
	t.cell = append(t.cell, record[:local]...)
	if local < len(record) {
		t.cell = binary.BigEndian.AppendUint32(t.cell, t.overflow(record[local:]))
	}
	if !t.leaf.hasRoom(len(t.cell)) {
		t.flush()
	}
	t.leaf.add(t.cell)
	t.last = rowid
}

// local is how much of a record stays on its leaf.
func (t *tree) local(size int) int {
	usable := t.loader.pageSize
	if size <= usable-35 {
		return size
	}
	least := (usable-12)*32/255 - 23
	if n := least + (size-least)%(usable-4); n <= usable-35 {
		return n
	}
	return least
}

// overflow writes the chain of pages with the rest of a record, and returns the first.
func (t *tree) overflow(rest []byte) uint32 {
	first := t.loader.pages + 1
	room := t.loader.pageSize - 4
	for len(rest) > 0 {
		n := min(len(rest), room)
		next := uint32(0)
		if n < len(rest) {
			next = t.loader.pages + 2
		}
		body := binary.BigEndian.AppendUint32(make([]byte, 0, t.loader.pageSize), next)
		body = append(body, rest[:n]...)
		t.loader.add(body[:t.loader.pageSize])
		rest = rest[n:]
	}
	return first
}

func (t *tree) flush() {
	t.children = append(t.children, child{t.loader.add(t.leaf.b), t.last})
	t.leaf.reset(pageLeaf)
}

// finish writes the levels above the leaves; the top one goes where the table's root is.
func (t *tree) finish() {
	if len(t.children) == 0 {
		t.loader.replace(t.root, t.leaf.b)
		return
	}
	if t.leaf.cells > 0 {
		t.flush()
	}
	level := t.children
	for len(level) > t.fanOut() {
		var above []child
		for len(level) > 0 {
			n := min(len(level), t.fanOut())
			if len(level)-n == 1 { // a page has at least two children
				n--
			}
			above = append(above, child{t.loader.add(t.interior(level[:n]).b), level[n-1].rowid})
			level = level[n:]
		}
		level = above
	}
	t.loader.replace(t.root, t.interior(level).b)
}

// fanOut is how many children an interior page has room for, whatever their rowids.
func (t *tree) fanOut() int { return (t.loader.pageSize-12)/(2+4+9) + 1 }

func (t *tree) interior(level []child) *page {
	p := newPage(pageInterior, t.loader.pageSize)
	for _, c := range level[:len(level)-1] {
		p.add(appendVarint(binary.BigEndian.AppendUint32(nil, c.page), uint64(c.rowid)))
	}
	binary.BigEndian.PutUint32(p.b[8:], level[len(level)-1].page)
	return p
}

// appendVarint appends a big-endian integer of 7 bits a byte, 8 in the ninth (section 1.6).
func appendVarint(dst []byte, v uint64) []byte {
	if v < 0x80 {
		return append(dst, byte(v))
	}
	if v >= 1<<56 {
		var b [9]byte
		rest := v >> 8
		for i := 7; i >= 0; i-- {
			b[i] = byte(rest&0x7f) | 0x80
			rest >>= 7
		}
		b[8] = byte(v)
		return append(dst, b[:]...)
	}
	var b [8]byte
	i := len(b) - 1
	b[i] = byte(v & 0x7f)
	for v >>= 7; v > 0; v >>= 7 {
		i--
		b[i] = byte(v&0x7f) | 0x80
	}
	return append(dst, b[i:]...)
}
