package data

import (
	"fmt"
	"strings"
)

// ParseRef reads "villages/bashlibel". The empty text is the zero Ref.
func ParseRef(s string) (Ref, error) {
	if s == "" {
		return Ref{}, nil
	}
	collection, key, ok := strings.Cut(s, "/")
	if !ok || key == "" {
		return Ref{}, fmt.Errorf("reference %q is not of the form collection/key, such as villages/bashlibel", s)
	}
	if _, ok := CollectionByID(collection); !ok {
		return Ref{}, fmt.Errorf("reference %q names the unknown collection %q", s, collection)
	}
	return Ref{collection, key}, nil
}

// IsZero reports that the reference points at nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// String is the form that ParseRef reads.
func (r Ref) String() string {
	if r.IsZero() {
		return ""
	}
	return r.Collection + "/" + r.Key
}

// MarshalText writes the form that ParseRef reads.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Ref) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRef(string(b))
	return err
}
