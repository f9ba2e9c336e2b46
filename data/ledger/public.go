package ledger

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// PublicOrigin names the public log of an audience, of which only its releases
// are leaves, after the log of the vault that they come from.
func PublicOrigin(origin, audience string) string {
	return origin + "/" + strings.ReplaceAll(url.PathEscape(audience), "+", "%2B")
}

// PublicVerifier is the verifier key of an audience's public log, made out of that
// of the vault's log: the same key, which signs under another name, so that no
// checkpoint of the one is one of the other.
func PublicVerifier(verifier, audience string) (string, error) {
	origin, err := OriginOf(verifier)
	if err != nil {
		return "", err
	}
	return RenamedVerifier(verifier, PublicOrigin(origin, audience))
}

// RenamedVerifier is a verifier key under another name.
func RenamedVerifier(verifier, origin string) (string, error) {
	parts := strings.SplitN(verifier, "+", 3) // name, hash, key
	key, err := decode(parts[len(parts)-1])
	if err != nil || len(key) != 1+ed25519.PublicKeySize {
		return "", fmt.Errorf("verifier key %q: it is no Ed25519 key", verifier)
	}
	return note.NewEd25519VerifierKey(origin, key[1:])
}

// PublicSecret is the secret key of an audience's public log, made out of that of
// the vault's log.
func PublicSecret(secret, audience string) (string, error) {
	verifier, err := VerifierOf(secret)
	if err != nil {
		return "", err
	}
	public, err := PublicVerifier(verifier, audience)
	if err != nil {
		return "", err
	}
	v, err := note.NewVerifier(public)
	if err != nil {
		return "", err
	}
	key, err := decode(secret[len(secret)-base64.StdEncoding.EncodedLen(1+ed25519.SeedSize):])
	if err != nil {
		return "", fmt.Errorf("secret key: %w", err)
	}
	return fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", v.Name(), v.KeyHash(), base64.StdEncoding.EncodeToString(key)), nil
}

// Memory is a Store in memory, for logs as short as those of releases.
type Memory map[int64][]byte

// Chunk implements Store.
func (m Memory) Chunk(_ context.Context, n int64) ([]byte, error) { return m[n], nil }

// SetChunk implements Store.
func (m Memory) SetChunk(_ context.Context, n int64, hashes []byte) error {
	m[n] = append([]byte(nil), hashes...)
	return nil
}
