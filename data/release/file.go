package release

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// applicationID says "GPKG" and userVersion 1.2.0 in a file's header.
const (
	applicationID = "0x47504B47"
	userVersion   = "10200"
)

// openForWriting opens an empty file as a database. Nothing reads it before it
// is whole, so it is made durable once, at the end.
func openForWriting(path string) (*sql.DB, error) {
	db, err := open(path, "_dqs=0&_journal_mode=DELETE&_synchronous=OFF&_pragma=locking_mode(EXCLUSIVE)"+
		"&_pragma=application_id("+applicationID+")&_pragma=user_version("+userVersion+")&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// openForReading opens a release. It never changes, so SQLite needs no locks
// (immutable); mapped, its readers do not queue for one page cache.
func openForReading(path string) (*sql.DB, error) {
	return open(path, "mode=ro&immutable=1&_query_only=1&_dqs=0&_defensive=1&_pragma=trusted_schema(0)&_pragma=mmap_size(2147483648)")
}

func open(path, query string) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	uri := url.URL{Scheme: "file", Path: abs, RawQuery: query}
	return sql.Open("sqlite", uri.String())
}

// ErrBusy means that somebody else is writing the same release.
var ErrBusy = errors.New("another publish of this release is under way")

// clearUnfinished removes what a writer that was killed has left at temp. A
// living one holds a lock on it.
func clearUnfinished(ctx context.Context, temp string) error {
	if _, err := os.Stat(temp); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	db, err := open(temp, "_txlock=exclusive")
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err == nil {
		err = tx.Rollback()
	}
	var code interface{ Code() int }
	if errors.As(err, &code) && code.Code() == sqliteBusy {
		return errors.Join(ErrBusy, db.Close())
	}
	// Whatever else is wrong with it, it is not needed.
	if err := errors.Join(db.Close(), os.Remove(temp)); err != nil {
		return err
	}
	if err := os.Remove(temp + "-journal"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

const sqliteBusy = 5

// replaceFile makes temp durable and puts it at path in one step: a crash
// leaves the old file or the new one.
func replaceFile(temp, path string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
