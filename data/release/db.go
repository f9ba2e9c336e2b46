package release

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stele/data/gpkg"
)

// db is a transaction of SQLite on a release that is being written.
type db struct {
	*sql.DB
	tx *sql.Tx
}

// edit does something with SQLite in one transaction, after which the file is
// closed: package btree and the tail go past SQLite, and never beside it.
func (w *Writer) edit(ctx context.Context, do func() error) error {
	open, err := openForWriting(w.temp)
	if err != nil {
		return err
	}
	w.db = &db{DB: open}
	// The transaction ends with Abort, not with ctx, which database/sql would
	// end it by behind our back.
	if w.db.tx, err = open.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	if err := errors.Join(w.db.tx.Commit(), open.Close()); err != nil {
		return err
	}
	w.db = nil
	return nil
}

func (d *db) abort() error {
	if d == nil {
		return nil
	}
	var err error
	if d.tx != nil {
		if err = d.tx.Rollback(); errors.Is(err, sql.ErrTxDone) {
			err = nil
		}
	}
	return errors.Join(err, d.Close())
}

// createTables makes all tables and spatial indexes, empty, and returns the root
// pages of tables and indexes by name.
func (w *Writer) createTables(ctx context.Context) (map[string]uint32, error) {
	if _, err := w.db.tx.ExecContext(ctx, gpkg.Core); err != nil {
		return nil, err
	}
	for _, t := range tables() {
		if _, err := w.db.tx.ExecContext(ctx, t.create()); err != nil {
			return nil, fmt.Errorf("table %s: %w", t.name, err)
		}
		if !t.features {
			continue
		}
		if _, err := w.db.tx.ExecContext(ctx, "CREATE VIRTUAL TABLE "+quote(rtreeName(t))+" USING rtree(id, minx, maxx, miny, maxy)"); err != nil {
			return nil, fmt.Errorf("spatial index of %s: %w", t.name, err)
		}
	}
	rows, err := w.db.tx.QueryContext(ctx, "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	roots := map[string]uint32{}
	for rows.Next() {
		var name string
		var page uint32
		if err := rows.Scan(&name, &page); err != nil {
			return nil, err
		}
		roots[name] = page
	}
	return roots, rows.Err()
}
