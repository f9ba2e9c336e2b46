package release

import (
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

// createLocked creates temp, after removing what a writer that was killed has
// left there. A living one holds a lock on it.
func createLocked(temp string) (*os.File, error) {
	if err := clearUnfinished(temp); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	if err := lock(f); err != nil { // somebody takes it for a dead one's
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func clearUnfinished(temp string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := lock(f); err != nil {
		return err
	}
	for _, name := range []string{temp, temp + "-journal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// replaceFile makes f, which is at temp, durable and puts it at path in one step: a crash
// leaves the old file or the new one.
func replaceFile(f *os.File, temp, path string) error {
	if err := errors.Join(f.Chmod(0o644), f.Sync()); err != nil {
		return err
	}
	// The lock goes with the file's name: nobody else's is at temp before that.
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
