package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"modernc.org/sqlite" // also the driver "sqlite"

	"stele/data/ledger"
	"stele/data/scan"
)

// This file and sqlite_pages.go are the only ones with SQLite's own words in them;
// the rest is plain SQL, so that a larger team's vault can live in another database.

// writerPragmas make an acknowledged commit survive a power cut
// (synchronous=FULL), and writers wait for one another instead of failing
// (an immediate transaction on exactly one connection). The indexes by random ID
// take rows all over them: 32 MiB of pages, for which this driver needs twice as
// much memory, hold those of a million rows.
const writerPragmas = "_busy_timeout=5000&_txlock=immediate&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_dqs=0&_defensive=1" +
	"&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)&_pragma=journal_size_limit(67108864)&_pragma=cache_size(-32768)"

const readerPragmas = "mode=ro&_busy_timeout=5000&_query_only=1&_dqs=0&_defensive=1&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"

// openWriter opens path for writing over one connection, creating the file.
func openWriter(path string) (*sql.DB, error) {
	db, err := openSQLite(path, writerPragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// openReader opens path for reading over a few connections.
func openReader(path string) (*sql.DB, error) {
	db, err := openSQLite(path, readerPragmas)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(max(2, runtime.NumCPU()))
	return db, nil
}

// openScan opens path to read all of it. Where nobody can write beside it, as on
// a read-only medium, SQLite must be told that nobody does.
func openScan(ctx context.Context, path string) (*scan.File, error) {
	f, err := scan.Open(path, false)
	if err != nil {
		return nil, err
	}
	if f.Each(ctx, versionOfSchema, func([]ledger.Value) error { return nil }) == nil {
		return f, nil
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return f, nil // the journal is needed: let the error be said
	}
	f.Close()
	return scan.Open(path, true)
}

// openSQLite needs a file: URI, because SQLite reads "x.db?mode=ro" without
// one as a file name and writes to it.
func openSQLite(path, query string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	uri := url.URL{Scheme: "file", Path: abs, RawQuery: query}
	return sql.Open("sqlite", uri.String())
}

// insertMany inserts n rows by one statement. One that fails leaves the rows
// before it, and its transaction has to be rolled back: not to be able to take
// back the statement alone saves SQLite a copy of each page that it touches.
func insertMany(table string, columns []string, n int) string {
	row := ", (" + marks(len(columns)) + ")"
	return "INSERT OR FAIL INTO " + table + " (" + joined(columns) + ") VALUES " + strings.Repeat(row, n)[len(", "):]
}

// The low bytes of SQLite's codes for what the system does not allow.
const (
	codeReadOnly = 8
	codeCantOpen = 14
)

// ErrUnwritable means that the system does not let this user write the vault.
var ErrUnwritable = errors.New("this user cannot write the file or its folder, which is needed to read it too; " +
	"run stele as their owner, or give the right to write (stele verify and stele serve do without)")

// IsUnwritable reports that an error of a vault, open or not, is that the system does
// not let this user write it.
func IsUnwritable(err error) bool {
	return errors.Is(err, ErrUnwritable) || codeOf(err) == codeReadOnly
}

// codeOf is the low byte of SQLite's code, 0 if the error is not SQLite's.
func codeOf(err error) int {
	var of *sqlite.Error
	if !errors.As(err, &of) {
		return 0
	}
	return of.Code() & 0xff
}

// whyNotOpen is ErrUnwritable if that is why the file at path could not be opened.
// It is asked once SQLite has let go of the file: to close it ends SQLite's locks on it.
func whyNotOpen(path string, err error) error {
	if codeOf(err) == codeReadOnly {
		return ErrUnwritable
	}
	if codeOf(err) == codeCantOpen { // for whichever reason
		f, openErr := os.OpenFile(path, os.O_RDWR, 0)
		if errors.Is(openErr, os.ErrPermission) {
			return ErrUnwritable
		}
		if openErr == nil {
			f.Close()
		}
	}
	return err
}

const versionOfSchema = "PRAGMA user_version"

func setVersionOfSchema(n int) string { return fmt.Sprintf("PRAGMA user_version = %d", n) }

// checkSchema holds the vault's tables, indexes and triggers against those that
// this program makes: a trigger that was changed would let rows be changed.
func (w *verifier) checkSchema(ctx context.Context) error {
	fresh, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer fresh.Close()
	fresh.SetMaxOpenConns(1)
	version, err := schemaInto(ctx, fresh)
	if err != nil {
		return err
	}
	var has int64
	err = w.file.Each(ctx, versionOfSchema, func(row []ledger.Value) error {
		has = row[0].Whole
		return nil
	})
	if err != nil {
		return err
	}
	if has != int64(version) {
		return w.fault("schema", "is version %d; this program checks version %d, which stele review list, say, brings an older vault to", has, version)
	}
	const query = `SELECT type || ' ' || name, tbl_name || ': ' || coalesce(sql, '') FROM sqlite_master ORDER BY type, name`
	want, err := readAll(ctx, fresh, query, 2)
	if err != nil {
		return err
	}
	found := map[string]string{}
	err = w.file.Each(ctx, query, func(row []ledger.Value) error {
		found[textIn(row[0])] = textIn(row[1])
		return nil
	})
	if err != nil {
		return err
	}
	for _, row := range want {
		name := row[0].(string)
		text, ok := found[name]
		delete(found, name)
		switch {
		case !ok:
			err = w.fault("schema", "%s is missing", name)
		case text != row[1]:
			err = w.fault("schema", "%s was changed", name)
		}
		if err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		if err := w.fault("schema", "%s is not this program's", name); err != nil {
			return err
		}
	}
	return nil
}

// forget makes sure that no page and no log file remembers what was deleted:
// SQLite leaves old cells in pages that it has split, so the file is written
// anew. The journal stays where somebody still reads it, and that is an error.
func (v *Vault) forget(ctx context.Context) error {
	if _, err := v.write.ExecContext(ctx, "VACUUM"); err != nil {
		return err
	}
	var busy, pages, moved int
	if err := v.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return errors.New("another program is reading the vault, and its journal may still hold the row; end it and redact again")
	}
	return nil
}
