package release

import (
	"context"
	"strings"

	"stele/data/fold"
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

// fillSearch indexes the table name. Nothing is merged while it is filled: that
// would delete, and leave free pages behind.
func (w *Writer) fillSearch(ctx context.Context) error {
	for _, statement := range []string{
		"CREATE VIRTUAL TABLE " + searchTable + " USING fts5(fold, skeleton, content='', columnsize=0, prefix='2 3 4')",
		"INSERT INTO " + searchTable + " (" + searchTable + ", rank) VALUES ('automerge', 0), ('crisismerge', 1999), ('hashsize', 16777216)",
	} {
		if _, err := w.db.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	insert, err := w.db.tx.PrepareContext(ctx, "INSERT INTO "+searchTable+" (rowid, fold, skeleton) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	fid := int64(0)
	for of, err := range w.staged.Names(ctx) {
		if err != nil {
			return err
		}
		for _, name := range of.Names {
			fid++
			folded, keys := fold.Forms(name.Text)
			if _, err := insert.ExecContext(ctx, fid, folded, strings.Join(keys, " ")); err != nil {
				return err
			}
		}
	}
	return nil
}
