package release

import (
	"context"
	"slices"
	"strings"

	"stele/data/fold"
	"stele/data/release/btree"
)

// searchTable lets those who have only the file search its names by SQL, such
// as in the database manager of a GIS:
//
//	SELECT name.* FROM search JOIN name ON name.fid = search.rowid
//	WHERE search MATCH 'bashlibel*' ORDER BY name.subject
//
// Its columns are package fold's forms of a name. It keeps no text, only the
// index, and is not in the file's list of contents: GeoPackage has no word for
// it, and readers of GeoPackages pass it by. The server searches an atlas.
const searchTable = "search"

// fillSearch indexes the table name, in the order of its rows. Nothing is merged
// while it is filled: that would delete, and leave free pages behind.
func (w *Writer) fillSearch(ctx context.Context) error {
	for _, statement := range []string{
		"CREATE VIRTUAL TABLE " + searchTable + " USING fts5(fold, skeleton, content='', columnsize=0)",
		"INSERT INTO " + searchTable + " (" + searchTable + ", rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('hashsize', 16777216)",
	} {
		if _, err := w.db.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	// One row at a time: before a statement of several, FTS5 writes out what it has
	// gathered. And by a context without end: the driver has a goroutine watch any
	// other, for each row.
	insert, err := w.db.tx.PrepareContext(ctx, "INSERT INTO "+searchTable+" (rowid, fold, skeleton) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	endless := context.WithoutCancel(ctx)
	at := slices.IndexFunc(nameTable.columns, func(c column) bool { return c.name == "text" }) + 1
	var values []btree.Value
	fid := int64(0)
	for row, err := range w.staged.rows[nameTable.name].Rows() {
		if err != nil {
			return err
		}
		_, record := split(row)
		if values, err = btree.ReadRecord(record, values); err != nil {
			return err
		}
		if fid++; fid%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		folded, keys := fold.Forms(string(values[at].Bytes()))
		if _, err := insert.ExecContext(endless, fid, folded, strings.Join(keys, " ")); err != nil {
			return err
		}
	}
	return nil
}
