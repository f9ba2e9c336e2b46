// Package scan reads whole tables of SQLite files for those who take digests of
// all rows. It goes below database/sql, which makes several objects of every
// value: a row is read in less than half of the time, and leaves nothing behind
// for the garbage collector. It is not for queries that somebody waits for, nor
// for writing.
package scan

import (
	"fmt"
	"net/url"
	"path/filepath"
	"unsafe"

	"modernc.org/libc"
	_ "modernc.org/sqlite" // sets up the library
	sqlite3 "modernc.org/sqlite/lib"
)

// File is a database that is open for reading. It is not safe for concurrent
// use; several may read one file.
type File struct {
	// Immutable is as the file was opened.
	Immutable bool

	tls *libc.TLS
	db  uintptr // of the library, as are all numbers of this type here
	out uintptr // where it puts what it gives by address
}

// settings wait for a writer, and have damage said instead of passed over.
const settings = "PRAGMA busy_timeout = 5000; PRAGMA query_only = 1; PRAGMA trusted_schema = 0; PRAGMA cell_size_check = 1"

// Open opens the database at path. Where nobody can write to it, now or later,
// it may be called immutable: then it is read without locks.
func Open(path string, immutable bool) (*File, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	uri := url.URL{Scheme: "file", Path: abs, RawQuery: "mode=ro"}
	if immutable {
		uri.RawQuery += "&immutable=1"
	}
	name, err := libc.CString(uri.String())
	if err != nil {
		return nil, err
	}
	f := &File{Immutable: immutable, tls: libc.NewTLS()}
	defer libc.Xfree(f.tls, name)
	f.out = libc.Xmalloc(f.tls, 8)
	rc := sqlite3.Xsqlite3_open_v2(f.tls, name, f.out, sqlite3.SQLITE_OPEN_READONLY|sqlite3.SQLITE_OPEN_URI|sqlite3.SQLITE_OPEN_NOMUTEX, 0)
	f.db = f.given()
	if err := f.check(rc); err != nil {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if err := f.Exec(settings); err != nil {
		f.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return f, nil
}

// Close releases the file. All of its Rows must be closed before.
func (f *File) Close() {
	sqlite3.Xsqlite3_close_v2(f.tls, f.db)
	libc.Xfree(f.tls, f.out)
	f.tls.Close()
}

// Exec runs statements that return nothing. "BEGIN" makes all that is read after
// it be of one moment.
func (f *File) Exec(statements string) error {
	text, err := libc.CString(statements)
	if err != nil {
		return err
	}
	defer libc.Xfree(f.tls, text)
	return f.check(sqlite3.Xsqlite3_exec(f.tls, f.db, text, 0, 0, 0))
}

func (f *File) check(rc int32) error {
	switch rc {
	case sqlite3.SQLITE_OK, sqlite3.SQLITE_ROW, sqlite3.SQLITE_DONE:
		return nil
	}
	return fmt.Errorf("%s (%d)", libc.GoString(sqlite3.Xsqlite3_errmsg(f.tls, f.db)), rc)
}

// given is the address that the library has put at out.
func (f *File) given() uintptr { return *(*uintptr)(pointer(f.out)) }

// pointer makes a pointer of an address of the library, whose memory is not Go's
// and stays where it is.
func pointer(address uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&address)) }
