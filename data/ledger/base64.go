package ledger

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// decode reads base64 as EncodeToString writes it. The package's decoders skip
// line ends, and all but the strict ones the bits behind the last byte: a proof
// could then be changed and still be the proof.
func decode(text string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(b) != text {
		return nil, fmt.Errorf("%.80q is not base64 in its one spelling", text)
	}
	return b, nil
}

// Bytes are bytes that JSON has in base64, in its one spelling.
type Bytes []byte

// UnmarshalJSON reads a string of base64, or null.
func (b *Bytes) UnmarshalJSON(text []byte) error {
	var encoded *string
	if err := json.Unmarshal(text, &encoded); err != nil || encoded == nil {
		return err
	}
	decoded, err := decode(*encoded)
	*b = decoded
	return err
}

// Proof is a list of hashes that JSON has in base64, each in its one spelling.
type Proof []Hash

// UnmarshalJSON reads a list of strings, or null.
func (p *Proof) UnmarshalJSON(text []byte) error {
	var encoded []Bytes
	if err := json.Unmarshal(text, &encoded); err != nil || encoded == nil {
		return err
	}
	*p = make(Proof, len(encoded))
	for i, b := range encoded {
		if copy((*p)[i][:], b) != len(b) || len(b) != len(Hash{}) {
			return fmt.Errorf("hash %d of a proof has %d bytes, not %d", i, len(b), len(Hash{}))
		}
	}
	return nil
}
