package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"strings"

	"stele/data/atlas"
)

// A next token is the last feature's place in the order (its Hilbert key and
// ID, both public), bound to the layer and filter it was given for. In a list
// without a map its place is a key alone, such as subject, property and ID. It is
// version, 4 bytes of a hash of those, 8 bytes of key, the ID; in base64url.
// Where the page is sorted, the version is another one, and the ID and the values
// of the sort keys stand in a JSON object in the place of the ID: that place is
// the same in a release that has neither the feature nor the value.
// Nothing in it is secret or trusted: a forged one only starts elsewhere.
const (
	tokenVersion  = 1
	sortedVersion = 2
	tokenHead     = 1 + 4 + 8
	maxTokenID    = 4000
)

// sortedPlace is the part of a sorted page's token that is JSON.
type sortedPlace struct {
	ID     string         `json:"i"`
	Values []*atlas.Value `json:"v"`
}

// encodeToken writes the token for the page after a feature.
func encodeToken(after atlas.Cursor, boundTo string) string {
	hash := sha256.Sum256([]byte(boundTo))
	b := append([]byte{tokenVersion}, hash[:4]...)
	b = binary.BigEndian.AppendUint64(b, after.Key)
	if len(after.Values) == 0 {
		return base64.RawURLEncoding.EncodeToString(append(b, after.ID...))
	}
	b[0] = sortedVersion
	text, err := json.Marshal(sortedPlace{after.ID, after.Values})
	if err != nil {
		panic(err) // texts and finite numbers
	}
	return base64.RawURLEncoding.EncodeToString(append(b, text...))
}

// decodeToken reads a token that was given for the same list and filter, with so
// many sort keys.
func decodeToken(token, boundTo string, sortKeys int) (c atlas.Cursor, err error) {
	if len(token) > base64.RawURLEncoding.EncodedLen(tokenHead+maxTokenID) {
		return c, errors.New("token is too long")
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	// The decoder skips line ends, so that one token could be written in several ways.
	if err != nil || strings.ContainsAny(token, "\r\n") || len(b) <= tokenHead {
		return c, errForeignToken
	}
	c = atlas.Cursor{Key: binary.BigEndian.Uint64(b[5:tokenHead]), ID: string(b[tokenHead:])}
	switch {
	case b[0] == sortedVersion && sortKeys > 0:
		var place sortedPlace
		if err := json.Unmarshal(b[tokenHead:], &place); err != nil || len(place.Values) != sortKeys {
			return atlas.Cursor{}, errForeignToken
		}
		c.ID, c.Values = place.ID, place.Values
	case b[0] != tokenVersion || sortKeys > 0:
		return atlas.Cursor{}, errForeignToken
	}
	hash := sha256.Sum256([]byte(boundTo))
	if string(b[1:5]) != string(hash[:4]) {
		return atlas.Cursor{}, errors.New("token was given for another query")
	}
	if encodeToken(c, boundTo) != token { // JSON could be written in several ways too
		return atlas.Cursor{}, errForeignToken
	}
	return c, nil
}

var errForeignToken = errors.New("token was not given by this service")
