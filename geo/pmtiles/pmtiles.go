// Package pmtiles writes PMTiles 3 archives of vector tiles, which a web map reads by ranges from any file server (see
// github.com/protomaps/PMTiles, spec/v3).
package pmtiles

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"

	"stele/geo"
)

// ID is the place of a tile in an archive: zoom by zoom, and along a Hilbert curve in each.
func ID(t geo.TileID) uint64 {
	id := (uint64(1)<<(2*t.Z) - 1) / 3 // the tiles of all zooms before
	x, y := uint64(t.Col), uint64(t.Row)
	n := uint64(1) << t.Z
	for s := n / 2; s > 0; s /= 2 {
		var rx, ry uint64
		if x&s > 0 {
			rx = 1
		}
		if y&s > 0 {
			ry = 1
		}
		id += s * s * (3*rx ^ ry)
		if ry == 0 { // turn the quarter
			if rx == 1 {
				x, y = n-1-x, n-1-y
			}
			x, y = y, x
		}
	}
	return id
}

// Entry says where a tile, or a run of equal ones, lies behind the directories.
type Entry struct {
	ID     uint64
	Run    uint32
	Length uint32
	Offset uint64
}

// Archive is what an archive says of itself.
type Archive struct {
	Metadata []byte // JSON, with vector_layers
	Bound    orb.Bound
	MaxZoom  uint32
	Entries  []Entry // by ID
	Contents int     // different tiles
	Size     uint64  // of all tiles, gzipped
}

const (
	headerSize = 127
	rootSize   = 16384 - headerSize // a reader fetches the header and the root directory at once
)

// Head returns all that comes before the tiles, which are gzipped and follow in the order of their entries.
func (a *Archive) Head() ([]byte, error) {
	root, leaves, err := a.directories()
	if err != nil {
		return nil, err
	}
	metadata, err := zipped(a.Metadata)
	if err != nil {
		return nil, err
	}
	addressed := uint64(0)
	for _, e := range a.Entries {
		addressed += uint64(e.Run)
	}
	h := append([]byte("PMTiles"), 3)
	at := uint64(headerSize)
	for _, size := range []int{len(root), len(metadata), len(leaves)} {
		h = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(h, at), uint64(size))
		at += uint64(size)
	}
	for _, v := range []uint64{at, a.Size, addressed, uint64(len(a.Entries)), uint64(a.Contents)} {
		h = binary.LittleEndian.AppendUint64(h, v)
	}
	const clustered, gzipped, vector = 1, 2, 1
	h = append(h, clustered, gzipped, gzipped, vector, 0, byte(a.MaxZoom))
	b := a.Bound
	if b.IsEmpty() {
		b = orb.Bound{}
	}
	for _, v := range []float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]} {
		h = appendE7(h, v)
	}
	h = append(h, 0) // zoom to begin with
	h = appendE7(appendE7(h, (b.Min[0]+b.Max[0])/2), (b.Min[1]+b.Max[1])/2)
	return append(append(append(h, root...), metadata...), leaves...), nil
}

func appendE7(dst []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint32(dst, uint32(int32(v*1e7)))
}

// directories puts the entries in the root if there is room, and otherwise in leaves that the root refers to.
func (a *Archive) directories() (root, leaves []byte, err error) {
	root, err = directory(a.Entries)
	for n := 4096; err == nil && len(root) > rootSize; n *= 2 {
		var of []Entry
		leaves = nil
		for start := 0; start < len(a.Entries); start += n {
			leaf, err := directory(a.Entries[start:min(start+n, len(a.Entries))])
			if err != nil {
				return nil, nil, err
			}
			of = append(of, Entry{ID: a.Entries[start].ID, Length: uint32(len(leaf)), Offset: uint64(len(leaves))})
			leaves = append(leaves, leaf...)
		}
		root, err = directory(of)
	}
	return root, leaves, err
}

// directory writes entries by columns; an offset is left out where it follows from the one before.
func directory(entries []Entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		b = binary.AppendUvarint(b, e.ID-last)
		last = e.ID
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.Run))
	}
	for _, e := range entries {
		b = binary.AppendUvarint(b, uint64(e.Length))
	}
	for i, e := range entries {
		if i > 0 && e.Offset == entries[i-1].Offset+uint64(entries[i-1].Length) {
			b = append(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.Offset+1)
		}
	}
	return zipped(b)
}

func zipped(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	err := z.Close()
	return out.Bytes(), err
}

// Zipper gzips tiles.
type Zipper struct {
	out bytes.Buffer
	z   *gzip.Writer
}

// Zip returns a tile as an archive has it; it is good until the next one.
func (z *Zipper) Zip(tile []byte) ([]byte, error) {
	z.out.Reset()
	if z.z == nil {
		z.z = gzip.NewWriter(io.Discard)
	}
	z.z.Reset(&z.out)
	if _, err := z.z.Write(tile); err != nil {
		return nil, err
	}
	err := z.z.Close()
	return z.out.Bytes(), err
}
