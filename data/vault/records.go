package vault

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"stele/data"
	"stele/data/ledger"
)

// Records are looked up and inserted some at a time: SQLite, and the way to it,
// take as long to begin a statement as for some rows of it.
const (
	recordsAtOnce = 64
	// bytesAtOnce ends a group early, so that large geometries don't gather.
	bytesAtOnce = 1 << 20
)

// records are those of a batch that wait for their versions, and the way of the
// others into the vault.
type records struct {
	waiting []waiting
	bytes   int
	rows    *inserter
	lookUp  *sql.Stmt
	overtaken
	known  map[string]bool // collections of which the vault had records before
	source string          // of the record looked up last: that of the next, as a rule
	err    error           // after which nothing may be committed: rows are missing
}

// waiting is a record of which it is not known whether it is new.
type waiting struct {
	named
	content []any
	digest  ledger.Digest
	row     int
}

// Add takes one record of row number row. A key that the batch has seen is a
// *data.DuplicateError. Any other error may be about records added before.
func (b *Batch) Add(ctx context.Context, row int, r data.Record) (err error) {
	w := waiting{row: row}
	if w.isNew = r.Key == ""; w.isNew {
		if r.ID, err = b.v.newID(); err != nil {
			return err
		}
		r.Key = r.ID
	}
	w.collection, w.key, w.given = r.Collection, r.Key, r.ID
	if w.content, err = recordColumns(r); err != nil {
		return fmt.Errorf("record %s: %w", r.Key, err)
	}
	if w.digest, err = b.log.digester.Sum(recordEntity.form, w.content...); err != nil {
		return fmt.Errorf("record %s: %w", r.Key, err)
	}
	if !w.isNew {
		if err := b.see(ctx, "record", w.named, row); err != nil {
			return err
		}
	}
	b.targets.add(r)
	b.records.waiting = append(b.records.waiting, w)
	for _, v := range w.content {
		switch v := v.(type) {
		case string:
			b.records.bytes += len(v)
		case []byte:
			b.records.bytes += len(v)
		}
	}
	if len(b.records.waiting) == recordsAtOnce || b.records.bytes >= bytesAtOnce {
		return b.putRecords(ctx)
	}
	return nil
}

// putRecords gives the waiting records their versions and leaves, in their
// order, and sends those that are new on their way into the vault.
func (b *Batch) putRecords(ctx context.Context) error {
	if len(b.records.waiting) > 0 && b.records.err == nil {
		b.records.err = b.putWaiting(ctx)
	}
	return b.records.err
}

func (b *Batch) putWaiting(ctx context.Context) error {
	rs := &b.records
	if err := ctx.Err(); err != nil {
		return err
	}
	newest, err := b.newestRecords(ctx)
	if err != nil {
		return fmt.Errorf("look up records: %w", err)
	}
	args := make([]any, 0, len(rs.waiting)*len(recordEntity.columns))
	for _, w := range rs.waiting {
		if args, err = b.putRecord(ctx, args, w, newest[ref(w.named)]); err != nil {
			return err
		}
	}
	clear(rs.waiting)
	rs.waiting, rs.bytes = rs.waiting[:0], 0
	if len(args) == 0 {
		return nil
	}
	if rs.rows == nil {
		rs.rows = startInserter(ctx, b.tx, recordEntity, recordsAtOnce)
	}
	return rs.rows.add(args)
}

// end waits until the records that were sent on their way are in.
func (rs *records) end() error {
	if rs.rows != nil {
		if err := rs.rows.end(); rs.err == nil {
			rs.err = err
		}
	}
	if rs.lookUp != nil {
		rs.err = errors.Join(rs.err, rs.lookUp.Close())
	}
	rs.rows, rs.lookUp = nil, nil
	return rs.err
}

func ref(n named) data.Ref { return data.Ref{Collection: n.collection, Key: n.key} }

func (b *Batch) putRecord(ctx context.Context, args []any, w waiting, newest version) ([]any, error) {
	id, n, err := b.next(w.named, newest, w.digest)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		b.Same++
		return args, nil
	case n == 1:
		b.Added++
	default:
		b.Changed++
		if is, _ := w.content[recordSource].(string); is != newest.source {
			b.records.add(newest.source, is, w.key)
		}
	}
	return b.sealed(ctx, args, ledger.VersionOf{Entity: "record", ID: id, Version: n, Row: int64(w.row)}, w.content, w.digest)
}

// newestRecords looks up what the vault has of the waiting records. It had it
// before the batch, which holds other writers off and takes no key twice: a
// reader beside the transaction sees it, and is not in the way of its inserts.
func (b *Batch) newestRecords(ctx context.Context) (map[data.Ref]version, error) {
	var found map[data.Ref]version
	keys := map[string][]any{}
	for _, w := range b.records.waiting {
		if !w.isNew {
			keys[w.collection] = append(keys[w.collection], w.key)
		}
	}
	for collection, keys := range keys {
		known, err := b.knows(ctx, collection)
		if err != nil {
			return nil, err
		}
		if !known {
			continue
		}
		if found == nil {
			found = make(map[data.Ref]version, len(b.records.waiting))
		}
		if err := b.newestOf(ctx, collection, keys, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// knows reports whether the vault had records of a collection before the batch.
func (b *Batch) knows(ctx context.Context, collection string) (known bool, err error) {
	if known, asked := b.records.known[collection]; asked {
		return known, nil
	}
	err = b.v.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM record WHERE collection = ?)`, collection).Scan(&known)
	if b.records.known == nil {
		b.records.known = map[string]bool{}
	}
	b.records.known[collection] = known
	return known, err
}

// recordSource is the place of the source in a record's content.
var recordSource = recordEntity.of("source") - 2

// newestVersions asks for recordsAtOnce keys.
var newestVersions = `SELECT r.key, r.id, r.version, r.digest, r.source FROM record r WHERE r.collection = ? AND r.key IN (` + marks(recordsAtOnce) + `)
	AND NOT EXISTS (SELECT 1 FROM record n WHERE n.collection = r.collection AND n.key = r.key AND n.version > r.version)`

func (b *Batch) newestOf(ctx context.Context, collection string, keys []any, found map[data.Ref]version) error {
	if b.records.lookUp == nil {
		var err error
		if b.records.lookUp, err = b.v.read.PrepareContext(ctx, newestVersions); err != nil {
			return err
		}
	}
	args := append([]any{collection}, keys...)
	for len(args) < recordsAtOnce+1 {
		args = append(args, nil) // which is no key
	}
	rows, err := b.records.lookUp.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var v version
		var key string
		var digest, source sql.RawBytes
		if err := rows.Scan(&key, &v.id, &v.number, &digest, &source); err != nil {
			return err
		}
		copy(v.digest[:], digest)
		if string(source) != b.records.source {
			b.records.source = string(source)
		}
		v.source = b.records.source
		found[data.Ref{Collection: collection, Key: key}] = v
	}
	return rows.Err()
}
