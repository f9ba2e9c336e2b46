package vault

import (
	"context"
	"fmt"
	"strings"

	"stele/data/ledger"
)

// VerifyPages holds the pages and indexes of the vault in the folder dir against
// one another: a damaged index answers wrongly while every row is as it was. What
// is wrong goes to found, which takes it as Verifying.Found does.
//
// SQLite's own integrity_check looks each row up in each index, which takes longer
// than all else that is verified. So SQLite checks the pages (quick_check), and an
// index is read from end to end beside its table: it must have just the table's
// rows, in order. integrity_check is left to say what is wrong.
func VerifyPages(ctx context.Context, dir string, found func(Fault) error) error {
	path, err := existing(dir)
	if err != nil {
		return err
	}
	w := &verifier{how: Verifying{Found: found}}
	return w.unreadable(ctx, FileName, w.checkPages(ctx, path))
}

func (w *verifier) checkPages(ctx context.Context, path string) (err error) {
	if w.file, err = openScan(ctx, path); err != nil {
		return err
	}
	defer w.file.Close()
	if err := w.file.Exec("BEGIN"); err != nil { // one moment for all that is read
		return err
	}
	damage, err := w.damage(ctx, "quick_check")
	if err != nil {
		return err
	}
	wrong := "its pages do not hold together"
	if len(damage) == 0 {
		if wrong, err = w.checkIndexes(ctx); err != nil || wrong == "" {
			return err
		}
	}
	if damage, err = w.damage(ctx, "integrity_check"); err != nil {
		return err
	}
	if len(damage) == 0 {
		damage = []string{wrong}
	}
	for _, line := range damage {
		if err := w.fault(FileName, "%s", line); err != nil {
			return err
		}
	}
	return nil
}

// damage is what a check of SQLite's finds, at most ten lines.
func (w *verifier) damage(ctx context.Context, check string) (lines []string, err error) {
	err = w.file.Each(ctx, "PRAGMA "+check+"(10)", func(row []ledger.Value) error {
		if line := textIn(row[0]); line != "ok" {
			lines = append(lines, line)
		}
		return nil
	})
	return lines, err
}

// checkIndexes names an index that does not have its table's rows, if there is one.
func (w *verifier) checkIndexes(ctx context.Context) (wrong string, err error) {
	byTable := map[string][]index{}
	var tables []string
	const query = `SELECT t.name, i.name, i."unique", (SELECT sql FROM sqlite_schema WHERE name = i.name)
		FROM pragma_table_list AS t, pragma_index_list(t.name) AS i
		WHERE t.schema = 'main' AND t.type = 'table' ORDER BY t.name, i.seq`
	err = w.file.Each(ctx, query, func(row []ledger.Value) error {
		table := textIn(row[0])
		if byTable[table] == nil {
			tables = append(tables, table)
		}
		_, where, _ := strings.Cut(textIn(row[3]), " WHERE ") // of an index on some rows
		byTable[table] = append(byTable[table], index{name: textIn(row[1]), unique: row[2].Whole != 0, where: where})
		return nil
	})
	if err != nil {
		return "", err
	}
	for _, table := range tables {
		for i := range byTable[table] {
			if err := w.columnsOf(ctx, &byTable[table][i]); err != nil {
				return "", err
			}
		}
		if wrong, err = w.checkIndexesOf(ctx, table, byTable[table]); err != nil || wrong != "" {
			return wrong, err
		}
	}
	return "", nil
}

// columnsOf finds the columns of an index. All those of a vault are plain: each
// sorts by a column, upwards, byte by byte.
func (w *verifier) columnsOf(ctx context.Context, i *index) error {
	query := `SELECT name, cid >= 0 AND NOT "desc" AND coll = 'BINARY' FROM pragma_index_xinfo(` + quoted(i.name) + `) WHERE key`
	return w.file.Each(ctx, query, func(row []ledger.Value) error {
		if row[1].Whole == 0 {
			return fmt.Errorf("index %s is of a kind that cannot be checked", i.name)
		}
		i.columns = append(i.columns, textIn(row[0]))
		return nil
	})
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// checkIndexesOf reads a table once, and then each of its indexes.
func (w *verifier) checkIndexesOf(ctx context.Context, table string, indexes []index) (wrong string, err error) {
	var sums entries
	query := "SELECT rowid"
	for _, i := range indexes {
		query += ", " + joined(i.columns) + ", " + i.condition()
	}
	want := make([]entrySum, len(indexes))
	err = w.file.Each(ctx, query+" FROM "+table+" NOT INDEXED", func(row []ledger.Value) error {
		at := 1
		for n, i := range indexes {
			columns := row[at : at+len(i.columns)]
			at += len(columns) + 1
			if row[at-1].Whole != 0 {
				want[n].add(sums.of(row[0].Whole, columns))
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	for n, i := range indexes {
		var has entrySum
		order := entryOrder{unique: i.unique}
		query := "SELECT rowid, " + joined(i.columns) + " FROM " + table + " INDEXED BY " + i.name +
			" WHERE " + i.condition() + " ORDER BY " + joined(i.columns) + ", rowid"
		err := w.file.Each(ctx, query, func(row []ledger.Value) error {
			has.add(sums.of(row[0].Whole, row[1:]))
			order.next(row[0].Whole, row[1:])
			return nil
		})
		switch {
		case err != nil:
			return "", err
		case has != want[n]:
			return fmt.Sprintf("index %s does not have the rows of %s", i.name, table), nil
		case order.broken:
			return fmt.Sprintf("index %s is out of order", i.name), nil
		}
	}
	return "", nil
}
