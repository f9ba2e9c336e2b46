package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Bundle is all that is needed to check offline that a row was in a log, as
// JSON. It holds the row and its salt, so it is for those who may see the row.
type Bundle struct {
	VersionOf
	Content    []Column `json:"content"`
	Salt       string   `json:"salt"`  // in hex
	Leaf       int64    `json:"leaf"`  // its number, from 0
	Proof      Proof    `json:"proof"` // from the leaf up
	Checkpoint string   `json:"checkpoint"`
	Verifier   string   `json:"verifier"` // the log's public key
}

// Column is one value of a row: text, a number or null in Value, or Bytes.
type Column struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	Bytes Bytes  `json:"bytes,omitempty"` // in base64
}

// ColumnOf is a column as a database gives its value.
func ColumnOf(name string, value any) Column {
	if b, ok := value.([]byte); ok {
		return Column{Name: name, Bytes: b}
	}
	return Column{Name: name, Value: value}
}

// bundleBytes bounds a bundle. A zone's outline can be long.
const bundleBytes = 64 << 20

// ReadBundle reads a bundle and refuses members that it does not know.
func ReadBundle(r io.Reader) (b Bundle, err error) {
	text, err := io.ReadAll(io.LimitReader(r, bundleBytes+1))
	if err != nil {
		return b, err
	}
	if len(text) > bundleBytes {
		return b, fmt.Errorf("a proof bundle has at most %d bytes", bundleBytes)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	d.UseNumber()
	if err := d.Decode(&b); err != nil {
		return b, fmt.Errorf("proof bundle: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return b, errors.New("proof bundle: there is more text after it")
	}
	return b, nil
}

// Check checks the whole chain: row and salt give the leaf, the leaf is in the
// tree, the tree's checkpoint is signed. The key is the bundle's own: whether
// it is the right log's is for the reader to compare.
func (b Bundle) Check() (Checkpoint, error) {
	var salt Salt
	if err := fromHex(salt[:], "salt", b.Salt); err != nil {
		return Checkpoint{}, err
	}
	fact, err := b.fact()
	if err != nil {
		return Checkpoint{}, err
	}
	c, err := OpenCheckpoint(b.Checkpoint, b.Verifier)
	if err != nil {
		return Checkpoint{}, err
	}
	leaf := Commit(salt, fact)
	if err := CheckLeaf(b.Proof, c, b.Leaf, leaf[:]); err != nil {
		return c, fmt.Errorf("this row is not leaf %d of the checkpoint's tree of %d: %w", b.Leaf, c.Size, err)
	}
	return c, nil
}

func (b Bundle) fact() (Digest, error) {
	var d Digester
	var names []string
	var values []any
	for _, c := range b.Content {
		v, err := c.value()
		if err != nil {
			return Digest{}, fmt.Errorf("column %s: %w", c.Name, err)
		}
		names, values = append(names, c.Name), append(values, v)
	}
	content, err := d.Sum(Form(b.Entity, names), values...)
	if err != nil {
		return Digest{}, err
	}
	return d.Fact(b.VersionOf, content), nil
}

// value is the column as a database gives it.
func (c Column) value() (any, error) {
	if c.Bytes != nil && c.Value != nil {
		return nil, errors.New("it has a value and bytes")
	}
	if c.Bytes != nil {
		return []byte(c.Bytes), nil
	}
	n, ok := c.Value.(json.Number)
	if !ok {
		return c.Value, nil
	}
	if whole, err := n.Int64(); err == nil {
		return whole, nil
	}
	return n.Float64()
}

func fromHex(to []byte, what, text string) error {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(to) {
		return fmt.Errorf("%s %q is not %d bytes in hex", what, text, len(to))
	}
	copy(to, b)
	return nil
}
