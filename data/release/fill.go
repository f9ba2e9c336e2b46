package release

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"

	"github.com/paulmach/orb"

	"stele/data/release/btree"
	"stele/data/release/rowsort"
	"stele/geo"
)

// filled says what was written.
type filled struct {
	version string
	tables  map[string]filledTable
}

type filledTable struct {
	rows  int64
	boxes boxes // of a feature table
}

// fillTables moves the staged rows into the empty tables, in release order, with
// their indexes, and works the version out.
func (w *Writer) fillTables(ctx context.Context, meta Meta, roots map[string]uint32) (filled, error) {
	all := filled{tables: map[string]filledTable{}}
	file, err := btree.Open(w.file)
	if err != nil {
		return all, err
	}
	content := newContent(meta)
	for _, t := range contentTables() {
		if all.tables[t.name], err = w.fillTable(ctx, file, t, roots, content); err != nil {
			return all, fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	all.version = content.version()
	return all, file.Close()
}

func (w *Writer) fillTable(ctx context.Context, file *btree.File, t table, roots map[string]uint32, content *content) (f filledTable, err error) {
	root, ok := roots[t.name]
	if !ok {
		return f, fmt.Errorf("it has no root page")
	}
	out := file.Table(root)
	ids := newIDs(t, filepath.Dir(w.path))
	defer ids.close()
	var values []btree.Value
	for row, err := range w.staged.rows[t.name].Rows() {
		if err != nil {
			return f, err
		}
		if f.rows++; f.rows%1000 == 0 && ctx.Err() != nil {
			return f, ctx.Err()
		}
		digest, record := split(row)
		content.hash.Write(digest)
		if err := out.Add(f.rows, record); err != nil {
			return f, err
		}
		if ids.at == 0 {
			continue
		}
		if values, err = btree.ReadRecord(record, values); err != nil {
			return f, err
		}
		if err := ids.add(f.rows, values); err != nil {
			return f, err
		}
		if t.features {
			if err := f.boxes.add(f.rows, values[1].Bytes()); err != nil {
				return f, err
			}
		}
	}
	content.endOf(t)
	if err := out.Close(); err != nil {
		return f, err
	}
	if err := ids.fill(ctx, file, roots); err != nil {
		return f, err
	}
	if t.features {
		err = f.boxes.fill(file, rtreeName(t), roots)
	}
	return f, err
}

// ids is the index that UNIQUE makes of a table's IDs.
type ids struct {
	table string
	at    int // of the column in a record; 0 if the table has none
	rows  *rowsort.Sorter
	row   []byte
}

func newIDs(t table, dir string) *ids {
	x := &ids{table: t.name, rows: rowsort.New(dir)}
	for i, c := range t.columns {
		if c.name == "id" {
			x.at = i + 1
			if t.features {
				x.at++
			}
		}
	}
	return x
}

func (x *ids) close() { _ = x.rows.Close() }

// add keeps the record of the index behind a byte of the length of its ID.
func (x *ids) add(rowid int64, values []btree.Value) (err error) {
	if x.at >= len(values) || values[x.at].Bytes() == nil {
		return fmt.Errorf("row %d has no ID", rowid)
	}
	id := values[x.at].Bytes()
	if x.row, err = btree.AppendRecord(x.row[:0], string(id), rowid); err != nil {
		return err
	}
	return x.rows.Add(id, x.row)
}

func (x *ids) fill(ctx context.Context, file *btree.File, roots map[string]uint32) error {
	if x.at == 0 {
		return nil
	}
	root, ok := roots["sqlite_autoindex_"+x.table+"_1"]
	if !ok {
		return fmt.Errorf("its IDs have no index")
	}
	if err := x.rows.Sort(); err != nil {
		return err
	}
	out := file.Index(root)
	var before []byte
	var values []btree.Value
	n := 0
	for row, err := range x.rows.Rows() {
		if err != nil {
			return err
		}
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if values, err = btree.ReadRecord(row, values); err != nil {
			return err
		}
		id := values[0].Bytes()
		if n > 1 && bytes.Equal(id, before) {
			return fmt.Errorf("two rows have the ID %s", id)
		}
		before = append(before[:0], id...)
		if err := out.Add(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// add takes the box of a geometry; what has none comes behind all that have.
func (b *boxes) add(rowid int64, blob []byte) error {
	if blob == nil {
		return nil
	}
	if rowid != int64(len(b.all))+1 {
		return fmt.Errorf("row %d has a geometry and comes after one without", rowid)
	}
	g, err := geo.ParseGPKG(blob)
	if err != nil {
		return fmt.Errorf("row %d: %w", rowid, err)
	}
	b.all = append(b.all, roundedOut(g.Bound()))
	b.types.Add(g, g.Bound())
	return nil
}

// bounds is the box around all, for the table's entry in the contents.
func (b *boxes) bounds() (orb.Bound, bool) {
	if len(b.all) == 0 {
		return orb.Bound{}, false
	}
	whole := around(b.all)
	return orb.Bound{Min: orb.Point{float64(whole[0]), float64(whole[2])}, Max: orb.Point{float64(whole[1]), float64(whole[3])}}, true
}
