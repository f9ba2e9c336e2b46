package release

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"stele/data"
	"stele/data/ledger"
	"stele/geo"
)

// Writer builds one release file. Rows come in any order: they wait until all
// are there, so that the file gets them sorted, each page written once: it has no
// free page that could remember anything. A Writer is not safe for concurrent use.
type Writer struct {
	path   string
	temp   string
	file   *os.File // temp, locked
	staged staged
	db     *db // while the database is open

	digester ledger.Digester
	key, row []byte
	values   []any
}

// Create starts a release that Commit puts at path. Nothing is at path, or
// what was, until then. Only one writer at a time works on a path (ErrBusy).
func Create(ctx context.Context, path string) (*Writer, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	temp := path + ".part"
	file, err := createLocked(temp)
	if err != nil {
		return nil, err
	}
	return &Writer{path: path, temp: temp, file: file, staged: newStaged(filepath.Dir(path))}, nil
}

// Abort drops the release. After Commit it does nothing.
func (w *Writer) Abort() error {
	if w.temp == "" {
		return nil
	}
	// Removed before the lock on it is let go: a new writer's file has that name next.
	err := errors.Join(w.db.abort(), w.staged.close(), os.Remove(w.temp), w.file.Close())
	os.Remove(w.temp + "-journal")
	w.temp = ""
	return err
}

// AddFeature adds one feature of a collection.
func (w *Writer) AddFeature(_ context.Context, c data.Collection, f Feature) error {
	var geom any
	if f.Geometry != nil {
		w.key = appendPlace(w.key[:0], geo.HilbertOf(f.Geometry.Bound()))
		geom = geo.AppendGPKG(nil, f.Geometry, 4326)
	} else {
		w.key = append(w.key[:0], behindPlaces)
	}
	w.key = append(w.key, f.ID...)
	w.values = append(append(w.values[:0], geom, f.ID), f.Values...)
	return w.stage(c.ID, f.ID, w.values)
}

// put stages one row of a table.
func (w *Writer) put(table string, sort string, row []any) error {
	w.key = append(w.key[:0], sort...)
	return w.stage(table, sort, row)
}

// stage takes a row whose sort key is w.key. It is kept as the file will have it.
func (w *Writer) stage(table, id string, values []any) (err error) {
	w.row, err = appendRow(w.row[:0], &w.digester, w.staged.forms[table], values)
	if err == nil {
		err = w.staged.rows[table].Add(w.key, w.row)
	}
	if err != nil {
		return fmt.Errorf("release %s %s: %w", table, id, err)
	}
	return nil
}

// Commit sorts the rows into the file, fills in meta's Version, makes all of
// it durable and puts it at the path in one step.
func (w *Writer) Commit(ctx context.Context, meta Meta) (Meta, error) {
	return w.CommitTo(ctx, meta, Finish{})
}

// Finish is what is added to a release whose content is whole: how it follows
// others and where it stands in a log. None of it bears on the Version.
type Finish struct {
	// Follow reads the release as it will be, but for what is added, and says
	// how it follows those before it. An error keeps the release in. It may be nil.
	Follow func(*Reader) (Lineage, error)
	// Log enters the release in a log, once Follow has agreed. It may be nil.
	Log Notary
	// Tail writes what the release carries ready-made, out of its rows: see
	// Tail. It does so beside everything else. It may be nil.
	Tail func(context.Context, Rows, io.Writer) error
}

// CommitTo is Commit with a finish.
func (w *Writer) CommitTo(ctx context.Context, meta Meta, f Finish) (Meta, error) {
	meta, err := w.commit(ctx, meta, f)
	if err != nil {
		return Meta{}, errors.Join(fmt.Errorf("finish release: %w", err), w.Abort())
	}
	w.temp = ""
	return meta, nil
}

func (w *Writer) commit(ctx context.Context, meta Meta, f Finish) (Meta, error) {
	if err := w.staged.sort(); err != nil {
		return meta, err
	}
	tail := w.beginTail(ctx, f.Tail)
	defer tail.stop()
	meta, err := w.fill(ctx, meta)
	if err == nil && (f.Follow != nil || f.Log != nil) {
		err = w.finish(ctx, meta, f)
	}
	if err == nil {
		err = tail.appendTo(w.file)
	}
	if err == nil && f.Log != nil {
		err = w.notarise(ctx, f.Log)
	}
	if err == nil {
		err = w.staged.close()
	}
	if err == nil {
		err = replaceFile(w.file, w.temp, w.path)
	}
	return meta, err
}

// finish adds rows to the finished file. They are only added, so the file still
// has no page that could remember anything.
func (w *Writer) finish(ctx context.Context, meta Meta, f Finish) error {
	var line Lineage
	var entered ledger.Entered
	var err error
	if f.Follow != nil {
		if line, err = w.follow(ctx, f.Follow); err != nil {
			return err
		}
	}
	if f.Log != nil {
		if entered, err = f.Log.Enter(ctx, meta.entry()); err != nil {
			return fmt.Errorf("enter the release in the log: %w", err)
		}
	}
	return w.edit(ctx, func() error {
		err := w.addLineage(ctx, line)
		if err == nil && f.Log != nil {
			err = w.addLog(ctx, entered)
		}
		return err
	})
}

// fill makes the database: SQLite its schema, package btree the content, and
// SQLite again what is small or an index of its own kind.
func (w *Writer) fill(ctx context.Context, meta Meta) (Meta, error) {
	var roots map[string]uint32
	err := w.edit(ctx, func() (err error) {
		roots, err = w.createTables(ctx)
		return err
	})
	if err != nil {
		return meta, err
	}
	filled, err := w.fillTables(ctx, meta, roots)
	if err != nil {
		return meta, err
	}
	meta.Version, meta.Format = filled.version, format()
	return meta, w.edit(ctx, func() error {
		if err := w.putMeta(ctx, meta); err != nil {
			return err
		}
		if err := w.fillSearch(ctx); err != nil {
			return fmt.Errorf("index names: %w", err)
		}
		for _, t := range tables() {
			if err := w.register(ctx, t, filled.tables[t.name], meta.PublishedOn); err != nil {
				return fmt.Errorf("register table %s: %w", t.name, err)
			}
		}
		return w.addStyles(ctx, filled, meta.PublishedOn)
	})
}
