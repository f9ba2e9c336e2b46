package vault

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"

	"stele/data/ledger"
)

// index is an index of a table.
type index struct {
	name    string
	columns []string
	where   string // which rows it is of; empty: all
	unique  bool
}

func (i index) condition() string {
	if i.where == "" {
		return "1"
	}
	return i.where
}

// entrySum tells sets of entries apart, whatever their order. Its hash is seeded
// anew each time, so that nobody can make two sets of one sum.
type entrySum struct {
	n   int64
	sum uint64
}

func (s *entrySum) add(hash uint64) { s.n, s.sum = s.n+1, s.sum+hash }

// entries takes the hashes of an index's entries.
type entries struct {
	hash    maphash.Hash
	scratch []byte
}

// of is the hash of a row's number and values.
func (e *entries) of(rowid int64, values []ledger.Value) uint64 {
	b := binary.LittleEndian.AppendUint64(e.scratch[:0], uint64(rowid))
	for _, v := range values {
		b = append(b, byte(v.Kind))
		switch v.Kind {
		case ledger.Whole:
			b = binary.LittleEndian.AppendUint64(b, uint64(v.Whole))
		case ledger.Number:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Number))
		default:
			b = binary.LittleEndian.AppendUint64(b, uint64(len(v.Bytes)))
			b = append(b, v.Bytes...)
		}
	}
	e.scratch = b
	e.hash.Reset()
	e.hash.Write(b)
	return e.hash.Sum64()
}

// entryOrder sees whether entries come in order.
type entryOrder struct {
	unique, broken bool
	rowid          int64
	values         []ledger.Value // of the entry before; nil before the first
	bytes          [][]byte       // of its values
}

func (o *entryOrder) next(rowid int64, values []ledger.Value) {
	if o.values == nil {
		o.values, o.bytes = make([]ledger.Value, len(values)), make([][]byte, len(values))
	} else {
		c := slices.CompareFunc(o.values, values, compareValues)
		o.broken = o.broken || c > 0 || c == 0 && (o.unique && !hasNull(values) || o.rowid >= rowid)
	}
	o.rowid = rowid
	for i, v := range values {
		o.bytes[i] = append(o.bytes[i][:0], v.Bytes...)
		v.Bytes = o.bytes[i]
		o.values[i] = v
	}
}

func hasNull(values []ledger.Value) bool {
	return slices.ContainsFunc(values, func(v ledger.Value) bool { return v.Kind == ledger.Null })
}

// compareValues is SQLite's order: nulls, numbers, texts, blobs.
func compareValues(a, b ledger.Value) int {
	if c := cmp.Compare(rank(a.Kind), rank(b.Kind)); c != 0 {
		return c
	}
	switch {
	case a.Kind == ledger.Whole && b.Kind == ledger.Whole:
		return cmp.Compare(a.Whole, b.Whole)
	case rank(a.Kind) == rank(ledger.Number):
		return cmp.Compare(number(a), number(b))
	}
	return bytes.Compare(a.Bytes, b.Bytes)
}

func rank(k ledger.Kind) ledger.Kind {
	if k == ledger.Whole {
		return ledger.Number
	}
	return k
}

func number(v ledger.Value) float64 {
	if v.Kind == ledger.Whole {
		return float64(v.Whole)
	}
	return v.Number
}
