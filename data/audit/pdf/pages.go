// Package pdf counts the pages of PDF files, so that a page that a claim names
// can be held against the original. It reads no more of a file than that takes,
// and where it cannot be sure it says so: an encrypted file, a tree of pages that
// does not add up. It is no reader of PDF, and it repairs nothing.
//
// Format: ISO 32000-1. Objects are found by reading the file through, and not by
// its table of references: of an object that is there several times, as in a file
// that was changed by appending to it, the last one holds.
package pdf

import "bytes"

// Pages returns how many pages a PDF file has; false if that cannot be known.
// It takes time linear in the file's length, and bounded memory beside it.
func Pages(file []byte) (n int, ok bool) {
	if at := bytes.Index(file[:min(len(file), headerWithin)], []byte("%PDF-")); at < 0 {
		return 0, false
	}
	d, ok := read(file)
	if !ok {
		return 0, false
	}
	root, ok := d.dict(d.root)
	if !ok {
		return 0, false
	}
	pages, ok := root["Pages"].(ref)
	if !ok {
		return 0, false
	}
	w := walk{document: d, seen: map[ref]bool{}}
	n, ok = w.leaves(pages, 0)
	return n, ok && n > 0
}

// headerWithin is how far into a file its header may stand.
const headerWithin = 1024

// mostDepth and mostPages bound a tree of pages.
const (
	mostDepth = 64
	mostPages = 1 << 20
)

type walk struct {
	*document
	seen  map[ref]bool
	pages int
}

// leaves counts the pages below a node. The count that a node has of its own must
// be the same: where they differ, readers go by the one or the other.
func (w *walk) leaves(at ref, depth int) (n int, ok bool) {
	node, ok := w.dict(at)
	if !ok || w.seen[at] || depth > mostDepth {
		return 0, false
	}
	w.seen[at] = true
	kids, hasKids := w.resolve(node["Kids"]).([]any)
	if !hasKids {
		w.pages++
		return 1, w.resolve(node["Type"]) == name("Page") && w.pages <= mostPages
	}
	for _, kid := range kids {
		r, ok := kid.(ref)
		if !ok {
			return 0, false
		}
		below, ok := w.leaves(r, depth+1)
		if !ok {
			return 0, false
		}
		n += below
	}
	count, ok := w.resolve(node["Count"]).(int)
	return n, ok && count == n
}
