package importer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxHead bounds the head of a table, in bytes.
const maxHead = 1 << 20

// delimiter returns the byte that divides the first line into most cells,
// quotes respected.
func delimiter(head []byte) byte {
	var counts [256]int
	quoted := false
	for _, c := range head {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return mostOf(counts)
		default:
			counts[c]++
		}
	}
	return mostOf(counts)
}

func mostOf(counts [256]int) byte {
	best := byte(',')
	for _, c := range []byte(";\t") {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// readHead reads the first row of a table and returns its columns in order.
// A column without a name is nil.
func (im *importing) readHead(r *rows) ([]*column, error) {
	n, err := r.next()
	for err == nil && n > 0 && len(bytes.TrimSpace(r.in.window()[:n])) == 0 {
		im.in.take(n)
		n, err = r.next()
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("head of the table: %w", err)
	case r.reason != "":
		return nil, fmt.Errorf("head of the table: %s", r.reason)
	case n > maxHead:
		return nil, fmt.Errorf("head of the table: longer than %d MiB", maxHead>>20)
	}
	names, err := headNames(r, n, im.decode)
	if err != nil {
		return nil, fmt.Errorf("head of the table: %w", err)
	}
	im.in.take(n)
	if isGeoNamesHead(names) {
		im.isGeoNames = true
		im.build.columns.alias("geonameid", "id")
	}
	return im.build.columns.arrange(names)
}

func headNames(r *rows, n int, encoding *textEncoding) ([]string, error) {
	line := bytes.TrimRight(r.in.window()[:n], "\r\n")
	switch {
	case bytes.IndexByte(line, 0) >= 0:
		return nil, errors.New("holds a NUL byte; this is no table")
	case bytes.IndexByte(line, '\r') >= 0 && bytes.IndexByte(line, '\n') < 0:
		return nil, errors.New("lines end in CR alone, as on an old Macintosh; save the file with LF")
	}
	var names []string
	for _, s := range r.cells {
		name, err := encoding.text(r.cell(s))
		if err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, nil
}

// arrange finds the fields of a table's columns.
func (c *columns) arrange(names []string) ([]*column, error) {
	var list []*column
	for _, name := range names {
		if name == "" {
			list = append(list, nil)
			continue
		}
		list = append(list, &column{name: name, field: unknown})
	}
	c.order = slices.DeleteFunc(slices.Clone(list), func(o *column) bool { return o == nil })
	for _, o := range c.order {
		if field, ok := c.wanted[foldColumn(o.name)]; ok && !c.aliases[foldColumn(o.name)] {
			o.field = field
		}
	}
	for _, o := range c.order {
		if field, ok := c.wanted[foldColumn(o.name)]; ok && o.field == unknown && !c.has(field) {
			o.field = field
		}
	}
	if err := c.arrangeODK(); err != nil {
		return nil, err
	}
	if err := c.arrangePosition(); err != nil {
		return nil, err
	}
	if err := c.checkTwice(); err != nil {
		return nil, err
	}
	return list, c.checkMap()
}

// aliases are the usual names of columns with positions, best first.
func aliases() [3][]string {
	return [3][]string{
		{"lon", "lng", "long", "longitude", "x", "easting"},
		{"lat", "latitude", "y", "northing"},
		{"wkt", "geometry", "geom", "wkt_geom", "the_geom"},
	}
}

// arrangePosition finds the columns of the position by their usual names,
// where none is mapped. A column of WKT says more than lon and lat, which are
// read where it is empty.
func (c *columns) arrangePosition() error {
	if !c.has(fieldLon) && !c.has(fieldLat) && !c.has(fieldGeometry) {
		c.adopt(fieldGeometry)
	}
	isMapped := c.mapped[fieldLon] != "" || c.mapped[fieldLat] != ""
	if !c.has(fieldGeometry) || isMapped || c.couldAdopt(fieldLon) && c.couldAdopt(fieldLat) {
		c.adopt(fieldLon)
		c.adopt(fieldLat)
	}
	if c.has(fieldLon) != c.has(fieldLat) {
		has, lacks := fieldLon, fieldLat
		if c.has(fieldLat) {
			has, lacks = fieldLat, fieldLon
		}
		return fmt.Errorf("the table has a column for %s and none for %s; it has %s", c.fields[has], c.fields[lacks], c.list())
	}
	return nil
}

func (c *columns) has(field int) bool {
	return slices.ContainsFunc(c.order, func(o *column) bool { return o.field == field })
}

// adopt gives the field the first of its aliases that is not taken.
func (c *columns) adopt(field int) {
	if found := c.adoptable(field); found != nil {
		found.field = field
	}
}

func (c *columns) couldAdopt(field int) bool { return c.adoptable(field) != nil }

func (c *columns) adoptable(field int) *column {
	if c.has(field) || c.mapped[field] != "" {
		return nil
	}
	for _, alias := range aliases()[field-fieldLon] {
		for _, o := range c.order {
			if o.field == unknown && foldColumn(o.name) == alias {
				return o
			}
		}
	}
	return nil
}

// checkTwice refuses two columns for one field: which of them counts?
func (c *columns) checkTwice() error {
	first := map[int]string{}
	for _, o := range c.order {
		if before, twice := first[o.field]; twice && o.field != unknown {
			return fmt.Errorf("two columns hold %s: %s and %s; rename one, or map %[1]s to one of them",
				c.fields[o.field], quote(before), quote(o.name))
		}
		first[o.field] = o.name
	}
	return nil
}

// miss says of a required field without a column what is needed, once for the
// table instead of once a row.
func (c *columns) miss(field int) string {
	c.missing[field] = true
	var free []string
	for _, o := range c.order {
		if o.field == unknown {
			free = append(free, shorten(o.name))
		}
	}
	return fmt.Sprintf("required, and no column holds it%s columns without a field: %s",
		didYouMeanOr(c.fields[field], free), orNone(quoteAll(free[:min(30, len(free))])))
}

func quoteAll(names []string) string {
	var quoted []string
	for _, name := range names {
		quoted = append(quoted, quote(name))
	}
	return strings.Join(quoted, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// didYouMeanOr is didYouMean, or a semicolon where nothing is near.
func didYouMeanOr(want string, candidates []string) string {
	if hint := didYouMean(want, candidates); hint != "" {
		return hint
	}
	return ";"
}
