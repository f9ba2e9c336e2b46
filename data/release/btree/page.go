package btree

import "encoding/binary"

// The kinds of a page (section 1.5).
const (
	indexInner = 0x02
	tableInner = 0x05
	indexLeaf  = 0x0a
	tableLeaf  = 0x0d
)

// page is a page that is being filled: its cells grow down from its end, their
// places up from its header.
type page struct {
	bytes   []byte
	kind    byte
	cells   int
	content int // where the cells begin
	last    int // length of the last cell
}

func newPage(size int, kind byte) *page {
	p := &page{bytes: make([]byte, size), kind: kind}
	p.clear()
	return p
}

func (p *page) clear() {
	clear(p.bytes)
	p.cells, p.content = 0, len(p.bytes)
}

func (p *page) header() int {
	if p.kind == indexInner || p.kind == tableInner {
		return 12
	}
	return 8
}

// add adds a cell, if there is room for it and its place.
func (p *page) add(cell []byte) bool {
	size := max(4, len(cell)) // less could not be a free block one day
	at := p.content - size
	place := p.header() + 2*p.cells
	if at < place+2 {
		return false
	}
	copy(p.bytes[at:], cell)
	binary.BigEndian.PutUint16(p.bytes[place:], uint16(at))
	p.cells, p.content, p.last = p.cells+1, at, len(cell)
	return true
}

// pop takes the last cell off again. It is good until the next change of the page.
func (p *page) pop() []byte {
	cell := append([]byte(nil), p.bytes[p.content:p.content+p.last]...)
	end := p.content + max(4, p.last)
	clear(p.bytes[p.content:end])
	p.cells--
	place := p.header() + 2*p.cells
	clear(p.bytes[place : place+2])
	p.content = end
	return cell
}

// close writes the header. right is an inner page's last child.
func (p *page) close(right uint32) []byte {
	p.bytes[0] = p.kind
	binary.BigEndian.PutUint16(p.bytes[3:], uint16(p.cells))
	binary.BigEndian.PutUint16(p.bytes[5:], uint16(p.content)) // 65536 is 0, as it should be
	if p.header() == 12 {
		binary.BigEndian.PutUint32(p.bytes[8:], right)
	}
	return p.bytes
}
