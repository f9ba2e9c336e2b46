package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// NewKey makes a key pair for the log named origin: the secret key, which signs
// checkpoints, and the verifier key, which is for everybody. Both are in the
// text form of golang.org/x/mod/sumdb/note, Ed25519.
func NewKey(random io.Reader, origin string) (secret, verifier string, err error) {
	return note.GenerateKey(random, origin)
}

// VerifierOf returns the verifier key that belongs to a secret key.
func VerifierOf(secret string) (string, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return "", fmt.Errorf("secret key: %w", err)
	}
	// NewSigner has taken the text apart and found it whole.
	encoded := secret[strings.LastIndex(secret, signer.Name()+"+")+len(signer.Name())+len("+01234567+"):]
	key, err := decode(encoded)
	if err != nil {
		return "", fmt.Errorf("secret key: %w", err)
	}
	public := ed25519.NewKeyFromSeed(key[1:]).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(signer.Name(), public)
	if err != nil {
		return "", err
	}
	canonical := fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", signer.Name(), signer.KeyHash(), base64.StdEncoding.EncodeToString(key))
	if secret != canonical {
		return "", errors.New("secret key: it is not written as this program writes it")
	}
	return verifier, nil
}

// OriginOf returns the name of the log whose verifier key it is. It refuses
// another spelling of the same key, so that equal keys are equal texts.
func OriginOf(verifier string) (string, error) {
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return "", fmt.Errorf("verifier key %q: %w", verifier, err)
	}
	encoded := strings.TrimPrefix(verifier, fmt.Sprintf("%s+%08x+", v.Name(), v.KeyHash()))
	if _, err := decode(encoded); err != nil {
		return "", fmt.Errorf("verifier key %q: it is not written as this program writes it", verifier)
	}
	return v.Name(), nil
}
