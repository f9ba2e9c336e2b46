package release

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"stele/data"
)

// A table of the release file, beside its integer primary key fid. A feature
// table has a geometry column too.
type table struct {
	name        string
	description string
	features    bool
	// aside keeps the table out of the release's version: it tells of the
	// release, or of those before it, and is no part of the content.
	aside   bool
	columns []column
}

type column struct{ name, sqlType string }

// featureTable is the table of a collection: the public ID and its fields.
func featureTable(c data.Collection) table {
	t := table{name: c.ID, description: c.Description, features: true, columns: []column{{"id", "TEXT"}}}
	for _, f := range data.PublicFields(c) {
		t.columns = append(t.columns, column{f.Name, sqlTypes[f.Type]})
	}
	return t
}

// sqlTypes are GeoPackage's column types (OGC 12-128r14, table 1).
var sqlTypes = map[data.FieldType]string{
	data.Text: "TEXT", data.Code: "TEXT", data.Integer: "INTEGER", data.Number: "DOUBLE", data.Boolean: "BOOLEAN", data.Date: "DATE",
}

func texts(names ...string) []column {
	columns := make([]column, len(names))
	for i, n := range names {
		columns[i] = column{n, "TEXT"}
	}
	return columns
}

// The attribute tables. Members that are lists or objects are JSON text.
var (
	metaTable = table{name: "stele_meta", description: "What this release is", aside: true, columns: texts("key", "value")}

	// The release in the log of changes: see Log.
	logTable     = table{name: "stele_log", description: "The log that this release was entered in", aside: true, columns: texts("key", "value")}
	earlierTable = table{
		name: "stele_log_earlier", description: "Checkpoints of earlier releases, with proof that the log only grew", aside: true,
		columns: append([]column{{"size", "INTEGER"}}, texts("checkpoint", "proof")...),
	}

	agentTable = table{name: "agent", description: "Persons and bodies who assert", columns: texts("id", "name", "kind", "note")}

	sourceTable = table{
		name: "source", description: "Where it is asserted",
		columns: append(texts("id", "kind", "title", "author", "publisher", "published", "language", "url", "perspective", "agent", "licence",
			"archive_state", "sha256"), append([]column{{"bytes", "INTEGER"}}, texts("media_type", "captured_on", "known_through", "note")...)...),
	}

	nameTable = table{name: "name", description: "All names of the records, by language", columns: texts("subject", "text", "language", "script", "when", "source")}

	claimTable = table{
		name: "claim", description: "Single statements, rivals side by side",
		columns: append(texts("id", "subject", "property", "value", "when", "when_role"), assertionColumns...),
	}

	figureTable = table{
		name: "figure", description: "Counts as their sources give them; never add those of nested or overlapping scopes",
		columns: append(append(append(texts("id", "scope", "measure"), column{"low", "INTEGER"}, column{"best", "INTEGER"}, column{"high", "INTEGER"}),
			texts("comparator", "word", "when", "when_role")...), assertionColumns...),
	}

	assertionColumns = append(texts("asserted_by", "source", "via", "locator", "rank", "disputes", "supports", "perspective", "note",
		"recorded_at", "recorded_by"), column{"version", "INTEGER"})

	shownTable = table{
		name: "shown", description: "Which of rival values a record shows, and by which rule",
		columns: append(texts("subject", "property", "value", "rule", "claim", "own_value"), column{"contested", "BOOLEAN"}, column{"rivals", "TEXT"}),
	}

	historyTable = table{
		name: "history", description: "The public versions of the records, as precise as may be shown now",
		columns: append(texts("subject"), column{"version", "INTEGER"}, column{"day", "DATE"}, column{"reason", "TEXT"}, column{"changed", "TEXT"}),
	}

	editionTable = table{
		name: "edition", description: "This release and those before it", aside: true,
		columns: []column{{"step", "INTEGER"}, {"version", "TEXT"}, {"published_on", "DATE"}, {"changes", "INTEGER"}, {"listed", "BOOLEAN"}},
	}

	changeTable = table{
		name: "change", description: "What became different from release to release", aside: true,
		columns: append([]column{{"step", "INTEGER"}, {"published_on", "DATE"}}, texts("from_version", "to_version", "collection", "record", "kind")...),
	}
)

// tables lists all tables in the order in which a GIS shows them.
func tables() []table {
	var all []table
	for _, c := range data.Collections() {
		all = append(all, featureTable(c))
	}
	return append(all, claimTable, figureTable, shownTable, sourceTable, agentTable, nameTable, historyTable, changeTable, editionTable, metaTable, logTable, earlierTable)
}

// format names the shape of all tables, so that a program does not read a
// release that another one wrote otherwise.
func format() string {
	sum := sha256.New()
	for _, t := range tables() {
		sum.Write([]byte(t.create()))
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// create is the statement that makes the table. A feature table is not STRICT
// and its geometry column not a BLOB: GeoPackage readers would refuse it.
func (t table) create() string {
	var b strings.Builder
	b.WriteString("CREATE TABLE " + quote(t.name) + " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")
	if t.features {
		b.WriteString(", geom GEOMETRY")
	}
	for _, c := range t.columns {
		b.WriteString(", " + quote(c.name) + " " + c.sqlType)
		if c.name == "id" {
			b.WriteString(" NOT NULL UNIQUE")
		}
	}
	b.WriteString(")")
	return b.String()
}

// names lists the quoted columns, the geometry first where there is one.
func (t table) names() string {
	var list []string
	if t.features {
		list = append(list, "geom")
	}
	for _, c := range t.columns {
		list = append(list, quote(c.name))
	}
	return strings.Join(list, ", ")
}

// quote makes a name of this file an SQL identifier ("when" is a keyword).
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
