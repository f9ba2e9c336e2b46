package release

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"

	"stele/data/ledger"
	"stele/data/release/btree"
	"stele/data/release/rowsort"
)

// staged are the rows of the content tables, by table, until they are in a file.
type staged struct {
	rows  map[string]*rowsort.Sorter
	forms map[string]string // of the rows' digests
}

func newStaged(dir string) staged {
	s := staged{map[string]*rowsort.Sorter{}, map[string]string{}}
	for _, t := range contentTables() {
		s.rows[t.name], s.forms[t.name] = rowsort.New(dir), t.form()
	}
	return s
}

func (s staged) sort() error {
	for _, t := range contentTables() {
		if err := s.rows[t.name].Sort(); err != nil {
			return fmt.Errorf("sort table %s: %w", t.name, err)
		}
	}
	return nil
}

func (s staged) close() (err error) {
	for _, rows := range s.rows {
		err = errors.Join(err, rows.Close())
	}
	return err
}

// The sort key of a feature is its place on the Hilbert curve, or a byte that
// comes behind all places, and its ID; that of any other row is a text.
const (
	hasPlace     = 0
	behindPlaces = 1
)

func appendPlace(to []byte, hilbert uint64) []byte {
	return binary.BigEndian.AppendUint64(append(to, hasPlace), hilbert)
}

// appendRow appends the row's digest, and its record as the file has it: the
// number of the row stands outside.
func appendRow(to []byte, d *ledger.Digester, form string, values []any) ([]byte, error) {
	digest, err := d.Sum(form, values...)
	if err != nil {
		return to, err
	}
	to = append(to, digest[:]...)
	return btree.AppendRow(to, values...)
}

// split takes a staged row apart.
func split(row []byte) (digest, record []byte) { return row[:digestSize], row[digestSize:] }

const digestSize = len(ledger.Digest{})

// Features, Names and History read the staged rows as a Reader does those of a file.
func (s staged) Features(ctx context.Context, collection string) iter.Seq2[Feature, error] {
	return features(collection, func(t table, row rowFunc) error { return s.each(ctx, t, row) })
}

func (s staged) Names(ctx context.Context) iter.Seq2[Names, error] {
	return names(func(t table, row rowFunc) error { return s.each(ctx, t, row) })
}

func (s staged) History(ctx context.Context) iter.Seq2[Version, error] {
	return history(func(t table, row rowFunc) error { return s.each(ctx, t, row) })
}

// each calls row for all rows of t in the release's order.
func (s staged) each(ctx context.Context, t table, row rowFunc) error {
	var values []btree.Value
	scan := func(dest ...any) error {
		if len(dest) != len(values)-1 {
			return fmt.Errorf("%d values for %d columns", len(values)-1, len(dest))
		}
		for i, to := range dest {
			if err := scanValue(values[i+1], to); err != nil {
				return fmt.Errorf("column %d: %w", i, err)
			}
		}
		return nil
	}
	n := 0
	for staged, err := range s.rows[t.name].Rows() {
		if err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		_, record := split(staged)
		if values, err = btree.ReadRecord(record, values); err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
		if err := row(scan); err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
	}
	return nil
}
