package api

import (
	"net/http"
	"time"

	"stele/data/atlas"
	"stele/data/edtf"
)

// Parsers of foreign text that tests reach without a socket.

func ParseDatetime(s string) (from, to edtf.Day, canonical string, err error) {
	d, err := parseDatetime(s)
	return d.from, d.to, d.String(), err
}

func EncodeToken(after atlas.Cursor, boundTo string) string { return encodeToken(after, boundTo) }

func DecodeToken(token, boundTo string, sortKeys int) (atlas.Cursor, error) {
	return decodeToken(token, boundTo, sortKeys)
}

func NoneMatch(fields []string, tag string) bool { return noneMatch(fields, tag) }

func EncodingQuality(fields []string, encoding string) float64 {
	return encodingQuality(accepted(fields), encoding)
}

func PrefersHTML(accept []string) bool { return prefersHTML(accept) }

// NewImpatient is New, which waits for readers only so long: for a chunk of an
// answer, and for all of it.
func NewImpatient(c Config, chunk, whole time.Duration) http.Handler {
	s := newServer(c)
	s.patience = patience{chunk, whole}
	return s.routes()
}

// ChunkBytes, MaxStreams and MaxFiles bound what is kept for slow readers.
const (
	ChunkBytes = chunkBytes
	MaxStreams = maxStreams
	MaxFiles   = maxFiles
)
