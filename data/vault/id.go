package vault

import (
	"encoding/base32"
	"io"
)

var idAlphabet = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newID returns 80 random bits as 16 characters of a-z2-7. Public IDs are
// random so that neither order nor gaps tell anything.
func (v *Vault) newID() (string, error) {
	var b [10]byte
	if _, err := io.ReadFull(v.random, b[:]); err != nil {
		return "", err
	}
	return idAlphabet.EncodeToString(b[:]), nil
}
