package importer

import (
	"bytes"
	"errors"
	"fmt"
)

// span is where one cell lies in the window, without its quotes.
type span struct {
	from, to int
	doubled  bool // a quote inside is written twice
}

// rows divides a table by RFC 4180, with a choice of delimiter. A quote that
// does not begin its cell is a letter like any other, as it is in most tables
// divided by tabs. The cells lie in the input's window until it is taken.
type rows struct {
	in      *input
	delim   byte
	cells   []span
	isPlain bool // quotes are letters
	// reason says what is wrong with the row; its cells are not all there.
	reason string
}

// errOpen is about a quote that swallowed the rest of the file.
var errOpen = errors.New("a quote is opened and never closed")

// next divides the row at the window and returns its length, 0 at the end of
// the file.
func (r *rows) next() (int, error) {
	for {
		n, open := r.split(r.in.window(), r.in.atEOF)
		switch {
		case n > 0:
			return n, nil
		case r.in.atEOF && open:
			return 0, fmt.Errorf("%w in column %d", errOpen, len(r.cells)+1)
		case r.in.atEOF:
			return 0, nil
		}
		// The row is divided anew from its beginning, so the window at least
		// doubles for it: else a long row would take time by its square.
		_, err := r.in.peek(max(chunk, 2*len(r.in.window())))
		switch {
		case errors.Is(err, errTooLarge) && open:
			return 0, fmt.Errorf("%w: %w in column %d", err, errOpen, len(r.cells)+1)
		case err != nil:
			return 0, err
		}
	}
}

// split finds the cells of the first row of w. It returns 0 if the row does
// not end in w, and whether it breaks off inside quotes.
func (r *rows) split(w []byte, final bool) (n int, open bool) {
	r.cells, r.reason = r.cells[:0], ""
	for i := 0; ; i++ {
		start := i
		for start < len(w) && w[start] == ' ' {
			start++
		}
		if start < len(w) && w[start] == '"' && !r.isPlain {
			if i = r.quoted(w, start+1, final); i < 0 {
				return 0, true
			}
		} else {
			end := r.endOfCell(w, i)
			r.add(span{from: i, to: end})
			i = end
		}
		switch {
		case i == len(w) && final:
			return i, false
		case i == len(w):
			return 0, false
		case w[i] == '\n':
			return i + 1, false
		}
	}
}

// quoted reads a cell from behind its opening quote and returns the position
// of what ends it, -1 if w breaks off inside it.
func (r *rows) quoted(w []byte, from int, final bool) int {
	cell := span{from: from}
	for i := from; ; {
		n := bytes.IndexByte(w[i:], '"')
		if n < 0 {
			return -1
		}
		i += n + 1
		if i == len(w) && !final {
			return -1
		}
		if i == len(w) || w[i] != '"' {
			cell.to = i - 1
			r.add(cell)
			return r.afterQuote(w, i)
		}
		cell.doubled = true
		i++
	}
}

// afterQuote allows only spaces between a closing quote and the cell's end.
func (r *rows) afterQuote(w []byte, i int) int {
	end := r.endOfCell(w, i)
	if len(bytes.Trim(w[i:end], " \r")) > 0 && r.reason == "" {
		r.reason = fmt.Sprintf("column %d has text after its closing quote; a quote inside quotes is written twice", len(r.cells))
	}
	return end
}

func (r *rows) endOfCell(w []byte, i int) int {
	for i < len(w) && w[i] != r.delim && w[i] != '\n' {
		i++
	}
	return i
}

func (r *rows) add(s span) {
	switch {
	case len(r.cells) < maxColumns:
		r.cells = append(r.cells, s)
	case r.reason == "":
		r.reason = fmt.Sprintf("has more than %d cells", maxColumns)
	}
}

// cell returns the text of a cell. It is a view of the window unless quotes
// had to be taken out of it.
func (r *rows) cell(s span) []byte {
	b := bytes.TrimSpace(r.in.window()[s.from:s.to])
	if s.doubled {
		b = bytes.ReplaceAll(b, []byte(`""`), []byte(`"`))
	}
	return b
}
