package btree

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// lockPage begins at this byte; SQLite locks it, and it holds nothing (1.2).
const lockByte = 1 << 30

// File is a database to whose end pages are added. Nobody else has it open.
type File struct {
	f        file
	w        *bufio.Writer
	pageSize int
	pages    uint32 // that it has
	roots    map[uint32][]byte
}

type file interface {
	io.ReaderAt
	io.WriterAt
}

// Open opens a database that SQLite has closed in rollback mode.
func Open(f file) (*File, error) {
	header := make([]byte, 100)
	if _, err := f.ReadAt(header, 0); err != nil {
		return nil, err
	}
	d := &File{f: f, pageSize: int(binary.BigEndian.Uint16(header[16:])), pages: binary.BigEndian.Uint32(header[28:]), roots: map[uint32][]byte{}}
	if d.pageSize == 1 {
		d.pageSize = 1 << 16
	}
	switch {
	case string(header[:16]) != "SQLite format 3\x00":
		return nil, errors.New("not a database")
	case header[18] != 1 || header[20] != 0 || binary.BigEndian.Uint32(header[52:]) != 0 || binary.BigEndian.Uint32(header[56:]) != 1:
		return nil, errors.New("a database in WAL mode, with reserved bytes, auto-vacuum or not in UTF-8")
	}
	d.w = bufio.NewWriterSize(io.NewOffsetWriter(f, int64(d.pages)*int64(d.pageSize)), 1<<20)
	return d, nil
}

// write adds a page and returns its number.
func (d *File) write(page []byte) (uint32, error) {
	if d.next() != d.pages+1 {
		if _, err := d.w.Write(make([]byte, d.pageSize)); err != nil {
			return 0, err
		}
	}
	d.pages = d.next()
	_, err := d.w.Write(page)
	return d.pages, err
}

// next is the number that the next page gets.
func (d *File) next() uint32 { return after(d.pages, d.pageSize) }

func after(page uint32, pageSize int) uint32 {
	if page == lockByte/uint32(pageSize) {
		page++
	}
	return page + 1
}

// Close puts the roots in their places and says in the header how many pages
// there are. The file itself stays open.
func (d *File) Close() error {
	if err := d.w.Flush(); err != nil {
		return err
	}
	for number, page := range d.roots {
		if _, err := d.f.WriteAt(page, int64(number-1)*int64(d.pageSize)); err != nil {
			return fmt.Errorf("page %d: %w", number, err)
		}
	}
	_, err := d.f.WriteAt(binary.BigEndian.AppendUint32(nil, d.pages), 28)
	return err
}
