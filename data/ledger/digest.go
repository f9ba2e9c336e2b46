package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"
)

// Digest is a SHA-256.
type Digest [sha256.Size]byte

// Digester takes digests of rows in a canonical form, which does not depend on
// Go's JSON or on how a database keeps a value. It is not safe for concurrent
// use; its zero value works.
type Digester struct{ text []byte }

// Sum returns the digest of a row's values under the name of their form.
//
// Hashed are an f and the form's name, its length before it in eight bytes, and
// each value in order: a byte for its kind, and nothing for null (0); eight bytes
// for a whole number (1; booleans are 1 and 0) and for the bits of another number
// (2); the length in eight bytes and the bytes for text (3) and for bytes (4). The
// eight bytes are big-endian. A whole number is one however it is kept: databases
// give 5.0 back as 5.
func (d *Digester) Sum(form string, values ...any) (Digest, error) {
	d.text = appendBytes(d.text[:0], 'f', form)
	for i, v := range values {
		if err := d.add(v); err != nil {
			return Digest{}, fmt.Errorf("digest of %s: value %d: %w", form, i+1, err)
		}
	}
	return sha256.Sum256(d.text), nil
}

// SumValues is Sum of values without a box around each: it allocates nothing.
func (d *Digester) SumValues(form string, values []Value) Digest {
	d.text = appendBytes(d.text[:0], 'f', form)
	for _, v := range values {
		switch v.Kind {
		case Null:
			d.text = append(d.text, byte(Null))
		case Whole:
			d.text = appendWhole(d.text, v.Whole)
		case Number:
			d.text = appendNumber(d.text, v.Number)
		case Text, Blob:
			d.text = appendBytes(d.text, v.Kind, v.Bytes)
		}
	}
	return sha256.Sum256(d.text)
}

// Form names the canonical form of a table's columns. The names are part of it,
// so that a value cannot be passed off as that of another column, nor a form
// outlive its columns. The 1 is for what Sum makes of values.
func Form(table string, columns []string) string {
	return table + " 1: " + strings.Join(columns, ", ")
}

// VersionOf says which version of which row a fact is about, and how it came in.
type VersionOf struct {
	Entity     string `json:"entity"` // "record", "source", ...
	ID         string `json:"id"`
	Version    int    `json:"version"`
	Import     int64  `json:"import"`      // number of the import that brought it
	Row        int64  `json:"row"`         // of the import; 0 where that is not kept
	RecordedAt string `json:"recorded_at"` // RFC 3339
}

// Fact returns what the leaf of a version commits to; content is the digest of
// its columns.
func (d *Digester) Fact(v VersionOf, content Digest) Digest {
	d.text = appendBytes(d.text[:0], 'f', "version 1")
	d.text = appendBytes(d.text, Text, v.Entity)
	d.text = appendBytes(d.text, Text, v.ID)
	d.text = appendWhole(d.text, int64(v.Version))
	d.text = appendBytes(d.text, Blob, content[:])
	d.text = appendWhole(d.text, v.Import)
	d.text = appendWhole(d.text, v.Row)
	d.text = appendBytes(d.text, Text, v.RecordedAt)
	return sha256.Sum256(d.text)
}

func (d *Digester) add(v any) error {
	switch v := v.(type) {
	case nil:
		d.text = append(d.text, byte(Null))
	case string:
		d.text = appendBytes(d.text, Text, v)
	case []byte:
		d.text = appendBytes(d.text, Blob, v)
	case int:
		d.text = appendWhole(d.text, int64(v))
	case int64:
		d.text = appendWhole(d.text, v)
	case *int64:
		if v == nil {
			return d.add(nil)
		}
		d.text = appendWhole(d.text, *v)
	case bool:
		whole := int64(0)
		if v {
			whole = 1
		}
		d.text = appendWhole(d.text, whole)
	case float64:
		d.text = appendNumber(d.text, v)
	case time.Time: // what the driver makes of a DATE
		d.text = appendBytes(d.text, Text, v.Format(time.DateOnly))
	default:
		return fmt.Errorf("%T has no canonical form", v)
	}
	return nil
}

func appendWhole(to []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(append(to, byte(Whole)), uint64(v))
}

func appendNumber(to []byte, v float64) []byte {
	const exact = 1 << 53
	if v == math.Trunc(v) && math.Abs(v) <= exact {
		return appendWhole(to, int64(v))
	}
	return binary.BigEndian.AppendUint64(append(to, byte(Number)), math.Float64bits(v))
}

func appendBytes[T string | []byte](to []byte, kind Kind, v T) []byte {
	to = binary.BigEndian.AppendUint64(append(to, byte(kind)), uint64(len(v)))
	return append(to, v...)
}
