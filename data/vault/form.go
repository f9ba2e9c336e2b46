package vault

import (
	"slices"
	"strings"

	"stele/data/ledger"
)

// entity is a table whose rows are versions of something with an ID: id,
// version, the content, its digest, and the columns of origin.
type entity struct {
	table   string
	content []string // what the digest covers, in the order of its form
	form    string   // of the content
	columns []string // all, in the order of insert
	insert  string
}

// The origin of a version; a record has the number of its row in the file too.
const (
	atDigest = iota // after id, version and content
	atImport
	atRecorded
	atLeaf
	atSalt
	atRow
)

func newEntity(table string, content ...string) entity {
	columns := slices.Concat([]string{"id", "version"}, content, []string{"digest", "import_id", "recorded_at", "leaf", "salt"})
	if table == "record" {
		columns = append(columns, "import_row")
	}
	return entity{table, content, ledger.Form(table, content), columns, insertInto(table, columns)}
}

// versioned are the entities, those first that the others refer to. One column
// more makes another form: teach Verify the old one.
var versioned = []entity{
	newEntity("agent", "key", "name", "kind", "consent", "note"),
	newEntity("source", "key", "kind", "title", "agent", "perspective", "body"),
	newEntity("record", "collection", "key", "geometry", "uncertainty_m", "place", "location_group", "names", "when_text",
		"earliest", "latest", "when_role", "properties", "source", "asserted_by", "locator"),
	newEntity("claim", "key", "subject", "property", "value", "when_text", "earliest", "latest", "when_role", "source",
		"asserted_by", "rank", "assertion"),
	newEntity("figure", "key", "scope", "measure", "low", "best", "high", "comparator", "word", "when_text", "earliest", "latest",
		"when_role", "source", "asserted_by", "rank", "assertion"),
}

var recordEntity = entityOf("record")

func entityOf(table string) entity {
	for _, e := range versioned {
		if e.table == table {
			return e
		}
	}
	panic("vault: no entity " + table) // a name in this package
}

// of returns the place of a column of content in a row of all columns.
func (e entity) of(column string) int { return 2 + slices.Index(e.content, column) }

// origin returns the place of a column of origin in a row of all columns.
func (e entity) origin(at int) int { return 2 + len(e.content) + at }

// event is a table of which each row is a change by itself; its leaf commits to
// the columns, in this order, and hides them behind a salt.
type event struct {
	table   string
	columns []string
	form    string
	insert  string // with leaf and salt
}

func newEvent(table string, columns ...string) event {
	return event{table, columns, ledger.Form(table, columns), insertInto(table, slices.Concat(columns, []string{"leaf", "salt"}))}
}

var events = []event{
	newEvent("import", "id", "name", "format", "sha256", "bytes", "recorded_at", "recorded_by"),
	newEvent("decision", "seq", "entity", "id", "version", "state", "by", "at", "reason", "note", "policy"),
	newEvent("anchoring", "seq", "commitments"),
	newEvent("archived", "sha256", "bytes", "media_type", "at", "by"),
	newEvent("redaction", "seq", "entity", "id", "version", "redacted", "by", "at", "reason"),
	newEvent("released_file", "seq", "sha256", "bytes"),
}

func eventOf(table string) event {
	for _, e := range events {
		if e.table == table {
			return e
		}
	}
	panic("vault: no event " + table) // a name in this package
}

func insertInto(table string, columns []string) string {
	return "INSERT INTO " + table + " (" + joined(columns) + ") VALUES (" + marks(len(columns)) + ")"
}

func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func joined(columns []string) string { return strings.Join(columns, ", ") }
