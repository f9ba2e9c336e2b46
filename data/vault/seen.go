package vault

import (
	"context"
	"hash/maphash"

	"stele/data"
)

// seen finds a key that stands twice in one file. It remembers the first
// million keys by their hashes, of 128 bits that nobody outside can foresee,
// in about 50 MB; the rest go to a table on disk, which takes longer.
type seen struct {
	rows  map[[2]uint64]int
	seeds [2]maphash.Seed
	most  int
}

const seenInMemory = 1 << 20

func newSeen() seen {
	return seen{rows: map[[2]uint64]int{}, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, most: seenInMemory}
}

// see notes that the batch holds a row of that name, and refuses it the second
// time.
func (b *Batch) see(ctx context.Context, table string, name named, row int) error {
	whole := table + "/" + name.collection + "/" + name.key
	hash := [2]uint64{maphash.String(b.seen.seeds[0], whole), maphash.String(b.seen.seeds[1], whole)}
	first, twice := b.seen.rows[hash]
	switch {
	case twice:
		return &data.DuplicateError{FirstRow: first}
	case len(b.seen.rows) < b.seen.most:
		b.seen.rows[hash] = row
		return nil
	}
	return b.seeOnDisk(ctx, whole, row)
}

func (b *Batch) seeOnDisk(ctx context.Context, name string, row int) error {
	if err := b.exec(ctx, `CREATE TEMP TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID`); err != nil {
		return err
	}
	stmt, err := b.prepare(ctx, `INSERT INTO temp.seen (name, at) VALUES (?, ?) ON CONFLICT DO NOTHING`)
	if err != nil {
		return err
	}
	r, err := stmt.ExecContext(ctx, name, row)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var first int
	if err := b.tx.QueryRowContext(ctx, `SELECT at FROM temp.seen WHERE name = ?`, name).Scan(&first); err != nil {
		return err
	}
	return &data.DuplicateError{FirstRow: first}
}
