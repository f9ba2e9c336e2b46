// Package style says how the features of a collection are drawn in files that hold a style: by the field that the map
// tells them apart by, and in which colours. It draws nothing.
package style

import (
	"stele/data"
	"stele/data/vocab"
	"stele/geo/table"
)

// palette is of colours that people with any colour vision tell apart (M. Okabe
// and K. Ito, "Color Universal Design", 2008), and muted ones between them.
var palette = []uint32{0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x8C6D1F, 0x5B5B5B, 0x7A3E9D, 0x2B4D66}

const grey = 0x808080

// Of returns the styles of the features of c in a table with those columns.
func Of(c data.Collection, t *table.Table) table.Styles {
	s := table.Styles{Column: -1, Other: table.Style{Label: "Not said", Colour: grey}}
	f, ok := c.Field(c.Status)
	if s.Column = t.Index(c.Status); !ok || s.Column < 0 {
		s.Column, s.Other = -1, table.Style{Label: c.Title, Colour: palette[len(palette)-1]}
		return s
	}
	for i, code := range vocab.Codes(f.Vocabulary) {
		s.Codes = append(s.Codes, table.Style{Code: code, Label: vocab.Label(f.Vocabulary, code, "en"), Colour: palette[i%len(palette)]})
	}
	return s
}
