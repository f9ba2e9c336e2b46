package importer

import (
	"fmt"
	"strings"
)

// counts are of what was read otherwise than written.
type counts struct {
	publicIDs int
	flattened int // with heights or measures, which are left out
	zeros     int // points at 0,0
	swapped   int // that would lie among known places with lat and lon swapped
	otherIDs  int // properties called id beside the id of the feature
	cells     int // generalised by a release
	remarks   []string
}

// notes tells the counts, in a fixed order.
func (b *builder) notes() []string {
	notes := append([]string{}, b.counts.remarks...)
	tell := func(n int, format string) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf(format, n, plural(n)))
		}
	}
	tell(b.counts.zeros, "%d position%s at 0,0: in the Gulf of Guinea, or unknown and written as zero?")
	tell(b.counts.swapped, "%d position%s far from everything in the vault, and near it with lat and lon swapped: are the columns the right way round?")
	tell(b.counts.flattened, "heights or measures of %d row%s were left out: positions here are lon and lat alone")
	tell(b.counts.publicIDs, "%d row%s had a public_id; it was ignored, the vault gives its own")
	tell(b.counts.otherIDs, "%d row%s had an id of its own and a different property id; the property was left out")
	tell(b.counts.cells, "%d row%s had generalised = true: the geometry is a release's cell, not a position")
	if left := b.columns.leftOut(); left != "" {
		notes = append(notes, fmt.Sprintf("columns that %s do not have were left out: %s", b.collection.ID, left))
	}
	return notes
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// leftOut lists the unknown columns with how many values each had.
func (c *columns) leftOut() string {
	const most = 30
	var parts []string
	more, values := 0, c.beyond
	for _, o := range c.order {
		switch {
		case o.field != unknown || o.values == 0:
		case len(parts) < most:
			parts = append(parts, fmt.Sprintf("%s (%d value%s)", quote(o.name), o.values, plural(o.values)))
		default:
			more++
			values += o.values
		}
	}
	if values > 0 {
		parts = append(parts, fmt.Sprintf("and more (%d value%s)", values, plural(values)))
	}
	return strings.Join(parts, ", ")
}
