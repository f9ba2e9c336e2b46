//go:build !unix

package release

import (
	"io"
	"os"
)

// mapFile reads the part of the file.
func mapFile(f *os.File, offset, length int64) (*Tail, error) {
	b := make([]byte, length)
	_, err := io.ReadFull(io.NewSectionReader(f, offset, length), b)
	return &Tail{bytes: b}, err
}
