package ledger

// Value is a value of a row as a database keeps it. Its zero value is null.
type Value struct {
	Kind   Kind
	Whole  int64
	Number float64
	Bytes  []byte // of a text too
}

// Kind says which member of a Value counts. Its numbers are part of digests.
type Kind byte

// The kinds of values.
const (
	Null Kind = iota
	Whole
	Number
	Text
	Blob
)

// Any returns nil, an int64, a float64, a string or a copy of the bytes.
func (v Value) Any() any {
	switch v.Kind {
	case Whole:
		return v.Whole
	case Number:
		return v.Number
	case Text:
		return string(v.Bytes)
	case Blob:
		return append([]byte{}, v.Bytes...)
	}
	return nil
}
