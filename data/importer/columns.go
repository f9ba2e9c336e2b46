package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	unknown = -1 // the field of a column that is none
	// maxColumns bounds a table's columns, and the names of GeoJSON
	// properties that are told apart.
	maxColumns = 10_000
	maxName    = 1000 // bytes, of those names
)

// column is one column of a table, or the property of one name.
type column struct {
	name   string
	field  int
	alias  bool // the field has this name in some format only
	values int  // not null, of an unknown column
	row    int  // in which it was last seen
}

// columns are those of the file, in the order in which they were seen.
type columns struct {
	fields  []string
	wanted  map[string]int // field by folded column name
	aliases map[string]bool
	isODK   bool           // a table of submissions
	mapped  map[int]string // column by field, as Options.Map has it
	byName  map[string]*column
	order   []*column
	beyond  int // values of unknown columns after maxColumns of them
	missing map[int]bool
	seen    map[int]bool // fields that some feature gave
}

func newColumns(fields []string, mapping map[string]string) (*columns, error) {
	c := &columns{
		fields: fields, wanted: map[string]int{}, mapped: map[int]string{},
		byName: map[string]*column{}, aliases: map[string]bool{}, missing: map[int]bool{}, seen: map[int]bool{},
	}
	for i, name := range fields {
		if !isPosition(i) {
			c.wanted[name] = i
		}
	}
	for _, name := range slices.Sorted(maps.Keys(mapping)) {
		if err := c.assign(name, mapping[name]); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// isPosition tells the fields that only tables have, under several names.
func isPosition(field int) bool { return fieldLon <= field && field <= fieldGeometry }

// assign lets the field be read from that column instead of its own name's.
func (c *columns) assign(name, column string) error {
	if name == "wkt" {
		name = commonFields[fieldGeometry]
	}
	field := slices.Index(c.fields, name)
	switch {
	case field == fieldPublicID:
		return fmt.Errorf("map %s=%s: public_id is given by the vault, never by a file", name, column)
	case field < 0:
		return fmt.Errorf("map %s=%s: there is no field %q%s it is one of %s",
			name, column, name, didYouMeanOr(name, c.fields), strings.Join(slices.Delete(slices.Clone(c.fields), fieldPublicID, fieldPublicID+1), ", "))
	}
	folded := foldColumn(column)
	if i, taken := c.wanted[folded]; taken && c.mapped[i] != "" {
		return fmt.Errorf("map %s=%s: the column is mapped to %s already", name, column, c.fields[i])
	}
	if _, own := c.mapped[field]; !own && c.wanted[c.fields[field]] == field {
		delete(c.wanted, c.fields[field])
	}
	c.mapped[field] = column
	c.wanted[folded] = field
	return nil
}

// alias lets the field be called so too, where no column has its own name.
func (c *columns) alias(column, name string) {
	field, folded := slices.Index(c.fields, name), foldColumn(column)
	if _, taken := c.wanted[folded]; taken || field < 0 || c.mapped[field] != "" {
		return
	}
	c.wanted[folded] = field
	c.aliases[folded] = true
}

// foldColumn makes Name, " name" and NAME one.
func foldColumn(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// find returns the column of that name, nil for one of no field that is too
// much to remember.
func (c *columns) find(name string) *column {
	if found := c.byName[name]; found != nil {
		return found
	}
	field, known := c.wanted[foldColumn(name)]
	if !known {
		field = unknown
	}
	c.seen[field] = true
	if len(c.order) < maxColumns && len(name) <= maxName {
		found := &column{name: name, field: field, alias: c.aliases[foldColumn(name)]}
		c.byName[name] = found
		c.order = append(c.order, found)
		return found
	}
	if known {
		return &column{name: name, field: field, alias: c.aliases[foldColumn(name)]}
	}
	return nil
}

// checkMap refuses a mapping to a column that the file does not have.
func (c *columns) checkMap() error {
	for _, field := range slices.Sorted(maps.Keys(c.mapped)) {
		if c.has(field) || c.seen[field] {
			continue
		}
		return fmt.Errorf("map %s=%s: the file has no column %q%s it has %s", c.fields[field], c.mapped[field],
			shorten(c.mapped[field]), didYouMeanOr(c.mapped[field], c.names()), c.list())
	}
	return nil
}

// refusePosition: the position of a feature is its geometry.
func (c *columns) refusePosition() error {
	for field := fieldLon; field <= fieldGeometry; field++ {
		if column := c.mapped[field]; column != "" {
			return fmt.Errorf("map %s=%s: a format other than a table has its positions in the geometry of each feature", c.fields[field], column)
		}
	}
	return nil
}

func (c *columns) names() []string {
	var names []string
	for _, o := range c.order {
		names = append(names, o.name)
	}
	return names
}

// list names the columns for an error; few, because a file may have many.
func (c *columns) list() string {
	const most = 30
	var names []string
	for _, name := range c.names()[:min(most, len(c.order))] {
		names = append(names, quote(name))
	}
	switch {
	case len(names) == 0:
		return "none"
	case len(c.order) > most:
		names = append(names, fmt.Sprintf("and %d more", len(c.order)-most))
	}
	return strings.Join(names, ", ")
}

func (c *columns) isMissing(field int) bool { return c.missing[field] }
