package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"

	"stele/data/atlas"
)

// A next token is the last feature's place in the order (its Hilbert key and
// ID, both public), bound to the layer and filter it was given for. In a list
// without a map its place is a key alone, such as subject, property and ID. It is
// version, 4 bytes of a hash of those, 8 bytes of key, the ID; in base64url.
// Nothing in it is secret or trusted: a forged one only starts elsewhere.
const (
	tokenVersion = 1
	tokenHead    = 1 + 4 + 8
	maxTokenID   = 1000
)

// encodeToken writes the token for the page after a feature.
func encodeToken(after atlas.Cursor, boundTo string) string {
	hash := sha256.Sum256([]byte(boundTo))
	b := append([]byte{tokenVersion}, hash[:4]...)
	b = binary.BigEndian.AppendUint64(b, after.Key)
	return base64.RawURLEncoding.EncodeToString(append(b, after.ID...))
}

// decodeToken reads a token that was given for the same layer and filter.
func decodeToken(token, boundTo string) (atlas.Cursor, error) {
	if len(token) > base64.RawURLEncoding.EncodedLen(tokenHead+maxTokenID) {
		return atlas.Cursor{}, errors.New("token is too long")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	// The decoder skips line ends, so that one token could be written in several ways.
	if err != nil || strings.ContainsAny(token, "\r\n") || len(b) <= tokenHead || b[0] != tokenVersion {
		return atlas.Cursor{}, errors.New("token was not given by this service")
	}
	hash := sha256.Sum256([]byte(boundTo))
	if string(b[1:5]) != string(hash[:4]) {
		return atlas.Cursor{}, errors.New("token was given for another query")
	}
	return atlas.Cursor{Key: binary.BigEndian.Uint64(b[5:tokenHead]), ID: string(b[tokenHead:])}, nil
}
