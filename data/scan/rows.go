package scan

import (
	"context"
	"fmt"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"stele/data/ledger"
)

// Rows are the results of a query, read one by one.
type Rows struct {
	f      *File
	stmt   uintptr
	values []ledger.Value
	bytes  []byte // of the row's texts and blobs
	n      uint   // rows read
}

// Query prepares a query; numbers are for its parameters.
func (f *File) Query(query string, numbers ...int64) (*Rows, error) {
	text, err := libc.CString(query)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(f.tls, text)
	if err := f.check(sqlite3.Xsqlite3_prepare_v2(f.tls, f.db, text, -1, f.out, 0)); err != nil {
		return nil, err
	}
	r := &Rows{f: f, stmt: f.given()}
	r.values = make([]ledger.Value, sqlite3.Xsqlite3_column_count(f.tls, r.stmt))
	if err := r.Again(numbers...); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// Again starts the query anew with other numbers.
func (r *Rows) Again(numbers ...int64) error {
	sqlite3.Xsqlite3_reset(r.f.tls, r.stmt) // says again what the last step has said
	for i, n := range numbers {
		if err := r.f.check(sqlite3.Xsqlite3_bind_int64(r.f.tls, r.stmt, int32(i)+1, n)); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the query.
func (r *Rows) Close() { sqlite3.Xsqlite3_finalize(r.f.tls, r.stmt) }

// lookEvery is how many rows are read between looks at the context.
const lookEvery = 1 << 10

// Next reads a row, nil at the end. It is good until the next step.
func (r *Rows) Next(ctx context.Context) ([]ledger.Value, error) {
	if r.n++; r.n%lookEvery == 0 && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	switch rc := sqlite3.Xsqlite3_step(r.f.tls, r.stmt); rc {
	case sqlite3.SQLITE_ROW:
		return r.values, r.read()
	case sqlite3.SQLITE_DONE:
		return nil, nil
	default:
		return nil, r.f.check(rc)
	}
}

func (r *Rows) read() error {
	r.bytes = r.bytes[:0]
	tls := r.f.tls
	for i := range r.values {
		v, at := &r.values[i], int32(i)
		*v = ledger.Value{}
		switch kind := sqlite3.Xsqlite3_column_type(tls, r.stmt, at); kind {
		case sqlite3.SQLITE_NULL:
		case sqlite3.SQLITE_INTEGER:
			v.Kind, v.Whole = ledger.Whole, sqlite3.Xsqlite3_column_int64(tls, r.stmt, at)
		case sqlite3.SQLITE_FLOAT:
			v.Kind, v.Number = ledger.Number, sqlite3.Xsqlite3_column_double(tls, r.stmt, at)
		case sqlite3.SQLITE_TEXT:
			v.Kind = ledger.Text
			v.Bytes = r.copied(sqlite3.Xsqlite3_column_text(tls, r.stmt, at), at)
		case sqlite3.SQLITE_BLOB:
			v.Kind = ledger.Blob
			v.Bytes = r.copied(sqlite3.Xsqlite3_column_blob(tls, r.stmt, at), at)
		default:
			return fmt.Errorf("column %d is of no kind of SQLite's (%d)", i, kind)
		}
	}
	return nil
}

// copied copies the text or blob at an address of the library. When the bytes
// outgrow their place, the values before keep the old one.
func (r *Rows) copied(from uintptr, column int32) []byte {
	n := int(sqlite3.Xsqlite3_column_bytes(r.f.tls, r.stmt, column))
	if from == 0 || n == 0 {
		return nil
	}
	at := len(r.bytes)
	r.bytes = append(r.bytes, unsafe.Slice((*byte)(pointer(from)), n)...)
	return r.bytes[at : at+n : at+n]
}

// Each calls row for all rows of a query.
func (f *File) Each(ctx context.Context, query string, row func([]ledger.Value) error) error {
	rows, err := f.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		values, err := rows.Next(ctx)
		if err != nil || values == nil {
			return err
		}
		if err := row(values); err != nil {
			return err
		}
	}
}
