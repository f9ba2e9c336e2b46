package release

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"stele/data"
	"stele/data/gpkg"
	"stele/data/ledger"
	"stele/geo"
)

// Writer builds one release file. Rows come in any order: they wait in a
// temporary database, so that the file gets them sorted and is never deleted
// from: it has no free page that could remember anything. A Writer is not safe
// for concurrent use.
type Writer struct {
	path string
	temp string
	db   *sql.DB
	tx   *sql.Tx
	add  map[string]*sql.Stmt

	digester ledger.Digester
}

// Create starts a release that Commit puts at path. Nothing is at path, or
// what was, until then. Only one writer at a time works on a path (ErrBusy).
func Create(ctx context.Context, path string) (*Writer, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	temp := path + ".part"
	if err := clearUnfinished(ctx, temp); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	w := &Writer{path: path, temp: temp, add: map[string]*sql.Stmt{}}
	if err := errors.Join(f.Close(), w.begin(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("create release: %w", err), w.Abort())
	}
	return w, nil
}

func (w *Writer) begin(ctx context.Context) (err error) {
	if w.db, err = openForWriting(w.temp); err != nil {
		return err
	}
	if w.tx, err = w.db.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(ctx, gpkg.Core); err != nil {
		return err
	}
	for _, t := range tables() {
		if err := w.beginTable(ctx, t); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	return nil
}

func (w *Writer) beginTable(ctx context.Context, t table) error {
	stage := t.staged()
	if _, err := w.tx.ExecContext(ctx, "CREATE TEMP TABLE "+quote(stage.name)+" (_place INTEGER, _sort TEXT NOT NULL, _digest BLOB NOT NULL, "+stage.names()+")"); err != nil {
		return err
	}
	if _, err := w.tx.ExecContext(ctx, t.create()); err != nil {
		return err
	}
	stmt, err := w.tx.PrepareContext(ctx, stage.insertStaged())
	w.add[t.name] = stmt
	return err
}

// Abort drops the release. After Commit it does nothing.
func (w *Writer) Abort() error {
	if w.temp == "" {
		return nil
	}
	var err error
	if w.tx != nil {
		err = w.tx.Rollback()
	}
	if w.db != nil {
		err = errors.Join(err, w.db.Close())
	}
	err = errors.Join(err, os.Remove(w.temp))
	os.Remove(w.temp + "-journal")
	w.temp = ""
	return err
}

// AddFeature adds one feature of a collection.
func (w *Writer) AddFeature(ctx context.Context, c data.Collection, f Feature) error {
	var place, geom any
	if f.Geometry != nil {
		place = sortable(geo.HilbertOf(f.Geometry.Bound()))
		geom = geo.AppendGPKG(nil, f.Geometry, 4326)
	}
	row := append([]any{geom, f.ID}, f.Values...)
	return w.put(ctx, c.ID, place, f.ID, row)
}

// sortable maps a Hilbert key to SQLite's signed integers, keeping its order.
func sortable(key uint64) int64 { return int64(key ^ 1<<63) }

// put stages one row of a table.
func (w *Writer) put(ctx context.Context, table string, place any, sort string, row []any) error {
	digest, err := w.digester.Sum("release "+table+" 1", row...)
	if err != nil {
		return fmt.Errorf("release %s %s: %w", table, sort, err)
	}
	_, err = w.add[table].ExecContext(ctx, append([]any{place, sort, digest[:]}, row...)...)
	if err != nil {
		return fmt.Errorf("release %s %s: %w", table, sort, err)
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
	// Tail writes what the release carries ready-made, out of its finished
	// rows: see Tail. It may be nil.
	Tail func(context.Context, *Reader, io.Writer) error
}

// CommitTo is Commit with a finish.
func (w *Writer) CommitTo(ctx context.Context, meta Meta, f Finish) (Meta, error) {
	meta, err := w.fill(ctx, meta)
	if err == nil {
		err = w.tx.Commit()
	}
	if err == nil {
		err = w.db.Close()
	}
	if err == nil && (f.Follow != nil || f.Log != nil) {
		err = w.finish(ctx, meta, f)
	}
	if err == nil && f.Tail != nil {
		err = w.addTail(ctx, f.Tail)
	}
	if err == nil && f.Log != nil {
		err = w.notarise(ctx, f.Log)
	}
	if err == nil {
		err = replaceFile(w.temp, w.path)
	}
	if err != nil {
		return Meta{}, errors.Join(fmt.Errorf("finish release: %w", err), w.Abort())
	}
	w.temp = ""
	return meta, nil
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
	if w.db, err = openForWriting(w.temp); err != nil {
		return err
	}
	if w.tx, err = w.db.BeginTx(context.WithoutCancel(ctx), nil); err != nil {
		return err
	}
	err = w.addLineage(ctx, line)
	if err == nil && f.Log != nil {
		err = w.addLog(ctx, entered)
	}
	if err != nil {
		return err
	}
	return errors.Join(w.tx.Commit(), w.db.Close())
}

// addTail comes when the database is closed for good: what SQLite writes after
// it would go over it.
func (w *Writer) addTail(ctx context.Context, tail func(context.Context, *Reader, io.Writer) error) error {
	r, err := Open(ctx, w.temp)
	if err != nil {
		return err
	}
	err = appendTail(w.temp, func(out io.Writer) error { return tail(ctx, r, out) })
	return errors.Join(err, r.Close())
}

func (w *Writer) fill(ctx context.Context, meta Meta) (Meta, error) {
	content := newContent(meta)
	for _, t := range contentTables() {
		if err := w.fillTable(ctx, t, content); err != nil {
			return meta, fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	meta.Version, meta.Format = content.version(), format()
	if err := w.putMeta(ctx, meta); err != nil {
		return meta, err
	}
	if err := w.fillTable(ctx, metaTable, content); err != nil {
		return meta, err
	}
	if err := w.fillSearch(ctx); err != nil {
		return meta, fmt.Errorf("index names: %w", err)
	}
	for _, t := range tables() {
		if err := w.register(ctx, t, meta.PublishedOn); err != nil {
			return meta, fmt.Errorf("register table %s: %w", t.name, err)
		}
	}
	return meta, nil
}

// fillTable moves the staged rows of t into the file, in release order, and
// gives their digests to content in that order.
func (w *Writer) fillTable(ctx context.Context, t table, content *content) error {
	const order = " ORDER BY _place IS NULL, _place, _sort"
	stage := "temp." + quote(t.staged().name)
	rows, err := w.tx.QueryContext(ctx, "SELECT _digest FROM "+stage+order)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var digest sql.RawBytes
		if err := rows.Scan(&digest); err != nil {
			return err
		}
		content.hash.Write(digest)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	content.endOf(t)
	_, err = w.tx.ExecContext(ctx, "INSERT INTO main."+quote(t.name)+" ("+t.names()+") SELECT "+t.names()+" FROM "+stage+order)
	return err
}

// bounds is the box of a feature table's rows, for its entry in the contents.
func (w *Writer) bounds(ctx context.Context, t table) (orb.Bound, bool, error) {
	var b [4]*float64
	err := w.tx.QueryRowContext(ctx, "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "+quote(rtreeName(t))).Scan(&b[0], &b[1], &b[2], &b[3])
	if err != nil || b[0] == nil {
		return orb.Bound{}, false, err
	}
	return orb.Bound{Min: orb.Point{*b[0], *b[1]}, Max: orb.Point{*b[2], *b[3]}}, true, nil
}
