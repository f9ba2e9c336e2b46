package btree

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// tree is a b-tree that is filled from left to right: of each level only the
// last page is in memory.
type tree struct {
	file    *File
	root    uint32
	isIndex bool
	levels  []*page // leaf first
	cell    []byte
	chain   []byte // a page of overflow
}

// Table is the table whose root page has a number, which is empty.
type Table struct {
	tree
	rowid int64
}

// Table begins to fill a table. All that is given to it stands in the file after
// its Close and the file's.
func (d *File) Table(root uint32) *Table { return &Table{tree: d.tree(root, false)} }

// Index begins to fill an index, likewise.
func (d *File) Index(root uint32) *Index { return &Index{tree: d.tree(root, true)} }

func (d *File) tree(root uint32, isIndex bool) tree {
	t := tree{file: d, root: root, isIndex: isIndex}
	t.levels = []*page{newPage(d.pageSize, t.kind(0))}
	return t
}

func (t *tree) kind(level int) byte {
	switch {
	case t.isIndex && level == 0:
		return indexLeaf
	case t.isIndex:
		return indexInner
	case level == 0:
		return tableLeaf
	}
	return tableInner
}

// Add adds a row, whose number is greater than those before it.
func (t *Table) Add(rowid int64, record []byte) error {
	if rowid <= t.rowid {
		return fmt.Errorf("row %d after row %d", rowid, t.rowid)
	}
	before := t.rowid
	t.rowid = rowid
	t.cell = appendVarint(appendVarint(t.cell[:0], uint64(len(record))), uint64(rowid))
	if err := t.addPayload(record, t.file.pageSize-35); err != nil {
		return err
	}
	if t.levels[0].add(t.cell) {
		return nil
	}
	// The numbers of a table's inner pages are those of the last rows below.
	child, err := t.file.write(t.levels[0].close(0))
	if err != nil {
		return err
	}
	if err := t.up(1, child, appendVarint(nil, uint64(before))); err != nil {
		return err
	}
	return t.begin(0, t.cell)
}

// Index is the index whose root page has a number, which is empty.
type Index struct{ tree }

// Add adds a row's record: the columns indexed, then the row's number. It comes
// after those before it in the order of the index.
func (t *Index) Add(record []byte) error {
	t.cell = appendVarint(t.cell[:0], uint64(len(record)))
	if err := t.addPayload(record, (t.file.pageSize-12)*64/255-23); err != nil {
		return err
	}
	if t.levels[0].add(t.cell) {
		return nil
	}
	// What parts two leaves of an index stands in neither.
	between := t.levels[0].pop()
	child, err := t.file.write(t.levels[0].close(0))
	if err != nil {
		return err
	}
	if err := t.up(1, child, between); err != nil {
		return err
	}
	return t.begin(0, t.cell)
}

// begin begins a page of a level anew with its first cell.
func (t *tree) begin(level int, cell []byte) error {
	t.levels[level].clear()
	if !t.levels[level].add(cell) {
		return errors.New("a page has no room for one row")
	}
	return nil
}

// up tells a level of a finished page below it and of what parts that from the next.
func (t *tree) up(level int, child uint32, between []byte) error {
	if level == len(t.levels) {
		t.levels = append(t.levels, newPage(t.file.pageSize, t.kind(level)))
	}
	p := t.levels[level]
	cell := append(binary.BigEndian.AppendUint32(nil, child), between...)
	if p.add(cell) {
		return nil
	}
	last := p.pop()
	number, err := t.file.write(p.close(binary.BigEndian.Uint32(last)))
	if err != nil {
		return err
	}
	if err := t.up(level+1, number, last[4:]); err != nil {
		return err
	}
	return t.begin(level, cell)
}

// Close finishes the tree; its uppermost page becomes its root.
func (t *tree) Close() error {
	right := uint32(0)
	for level, p := range t.levels {
		page := p.close(right)
		if level == len(t.levels)-1 {
			t.file.roots[t.root] = page
			return nil
		}
		var err error
		if right, err = t.file.write(page); err != nil {
			return err
		}
	}
	return nil
}

// addPayload appends to the cell what of a record stands in its page, and writes
// the rest to a chain of pages (section 1.6).
func (t *tree) addPayload(record []byte, most int) error {
	usable := t.file.pageSize
	if len(record) <= most {
		t.cell = append(t.cell, record...)
		return nil
	}
	least := (usable-12)*32/255 - 23
	local := least + (len(record)-least)%(usable-4)
	if local > most {
		local = least
	}
	t.cell = append(t.cell, record[:local]...)
	t.cell = binary.BigEndian.AppendUint32(t.cell, t.file.next())
	for rest := record[local:]; len(rest) > 0; {
		n := min(len(rest), usable-4)
		next := uint32(0)
		if n < len(rest) {
			next = after(t.file.next(), usable)
		}
		t.chain = append(binary.BigEndian.AppendUint32(t.chain[:0], next), rest[:n]...)
		t.chain = append(t.chain, make([]byte, usable-len(t.chain))...)
		if _, err := t.file.write(t.chain); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}
