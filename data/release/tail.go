package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// A release may have a tail: bytes behind the last page of its database, which
// SQLite and whatever reads a GeoPackage by it pass over, since the header says
// how many pages there are. What they mean is the affair of whoever wrote them;
// here they lie in one piece, so that they can be mapped into memory as they
// are, which no BLOB can (its pages are a chain). The tail ends with a foot:
//
//	 0  8 bytes  tailMagic
//	 8  uint64   offset of the tail in the file, a multiple of tailAlign
//	16  uint64   its length, without foot and padding
//	24  uint32   pages of the database, as its header has them
//	28  uint32   the database's change counter, likewise
//	32  32 bytes SHA-256 of the above
//
// Numbers are little-endian. A program that writes to the file moves the change
// counter, and so the tail no longer counts: it would speak of other rows.
const (
	tailMagic = "STELEPK1"
	tailAlign = 4096
	footSize  = 64
)

// Tail is the tail of a release, mapped into memory where the system can.
type Tail struct {
	bytes []byte
	unmap func() error
}

// Bytes returns the tail, aligned to a page. It is not to be changed, and gone after
// Close: reading it then ends the process.
func (t *Tail) Bytes() []byte { return t.bytes }

// Close gives the memory back.
func (t *Tail) Close() error {
	unmap := t.unmap
	t.bytes, t.unmap = nil, nil
	if unmap == nil {
		return nil
	}
	return unmap()
}

// ErrNoTail means that a release has no tail, or one that is not of its rows.
var ErrNoTail = errors.New("the release carries nothing ready-made")

// OpenTail maps the tail of the release at path. The file may be replaced
// meanwhile, by renaming another over it, but not be shortened.
func OpenTail(path string) (*Tail, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	offset, length, err := findTail(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return mapFile(f, offset, length)
}

// findTail reads the foot and holds it against the database's header.
func findTail(f *os.File) (offset, length int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	foot, header := make([]byte, footSize), make([]byte, 100)
	if info.Size() < tailAlign+footSize {
		return 0, 0, ErrNoTail
	}
	if _, err := f.ReadAt(foot, info.Size()-footSize); err != nil {
		return 0, 0, err
	}
	if _, err := f.ReadAt(header, 0); err != nil {
		return 0, 0, err
	}
	sum := sha256.Sum256(foot[:32])
	if string(foot[:8]) != tailMagic || !bytes.Equal(sum[:], foot[32:]) {
		return 0, 0, ErrNoTail
	}
	at, size := binary.LittleEndian.Uint64(foot[8:]), binary.LittleEndian.Uint64(foot[16:])
	end := uint64(info.Size() - footSize)
	if !bytes.Equal(foot[24:32], footOf(header)) || at%tailAlign != 0 || at > end || size > end-at {
		return 0, 0, ErrNoTail
	}
	return int64(at), int64(size), nil
}

// footOf takes page count and change counter out of a database's header, which
// is big-endian (https://www.sqlite.org/fileformat.html, 1.3).
func footOf(header []byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, binary.BigEndian.Uint32(header[28:]))
	return binary.LittleEndian.AppendUint32(b, binary.BigEndian.Uint32(header[24:]))
}
