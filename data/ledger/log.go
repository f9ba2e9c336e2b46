package ledger

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// ChunkHashes is how many hashes a chunk holds when it is full. With what a
// database adds, that is a page of 4096 bytes.
const ChunkHashes = 120

// Store keeps the hashes of a tree, 32 bytes each, in the order of
// tlog.StoredHashIndex, in chunks of ChunkHashes; the last may be shorter. A
// chunk only ever grows.
type Store interface {
	// Chunk returns chunk n, from 0; nil if there is none.
	Chunk(ctx context.Context, n int64) ([]byte, error)
	// SetChunk puts chunk n, in place of its beginning if that is there.
	SetChunk(ctx context.Context, n int64, hashes []byte) error
}

// Log appends to a tree and proves what is in it. It is not safe for
// concurrent use.
type Log struct {
	store Store
	size  int64
	// tail holds the hashes from index first on, which begins a chunk.
	tail  []byte
	first int64
	kept  int // bytes of tail that the store has
	// newest holds the last hash of each level: all that appending reads.
	newest [64]struct {
		index int64
		hash  Hash
	}
	read struct { // the chunk read last
		n      int64
		hashes []byte
	}
}

// Open opens the log of size leaves that a store keeps.
func Open(ctx context.Context, store Store, size int64) (*Log, error) {
	l := &Log{store: store, size: size}
	for i := range l.newest {
		l.newest[i].index = -1
	}
	l.read.n = -1
	count := tlog.StoredHashCount(size)
	l.first = count - count%ChunkHashes
	if count == l.first {
		return l, nil
	}
	tail, err := store.Chunk(ctx, l.first/ChunkHashes)
	if err != nil {
		return nil, fmt.Errorf("read the end of the log: %w", err)
	}
	want := int(count-l.first) * tlog.HashSize
	if len(tail) < want {
		return nil, fmt.Errorf("the log of %d leaves is cut short: its last chunk has %d bytes instead of %d", size, len(tail), want)
	}
	l.tail, l.kept = append([]byte(nil), tail[:want]...), want
	return l, nil
}

// Size is the number of leaves.
func (l *Log) Size() int64 { return l.size }

// Append adds a leaf and returns its index, from 0. It is in the store after
// the next Flush.
func (l *Log) Append(ctx context.Context, leaf []byte) (int64, error) {
	hashes, err := tlog.StoredHashesForRecordHash(l.size, LeafHash(leaf), l.reader(ctx))
	if err != nil {
		return 0, fmt.Errorf("append leaf %d: %w", l.size, err)
	}
	index := l.first + int64(len(l.tail)/tlog.HashSize)
	for level, h := range hashes {
		l.newest[level].index, l.newest[level].hash = index+int64(level), h
		l.tail = append(l.tail, h[:]...)
	}
	l.size++
	if len(l.tail) > 64*ChunkHashes*tlog.HashSize {
		err = l.Flush(ctx)
	}
	return l.size - 1, err
}

// Flush writes what was appended to the store.
func (l *Log) Flush(ctx context.Context) error {
	const full = ChunkHashes * tlog.HashSize
	for len(l.tail) > l.kept {
		chunk := l.tail[:min(full, len(l.tail))]
		if err := l.store.SetChunk(ctx, l.first/ChunkHashes, chunk); err != nil {
			return fmt.Errorf("write chunk %d of the log: %w", l.first/ChunkHashes, err)
		}
		if len(chunk) < full {
			l.kept = len(chunk)
			return nil
		}
		l.tail, l.first, l.kept = l.tail[full:], l.first+ChunkHashes, 0
	}
	return nil
}

// Root is the hash of the whole tree.
func (l *Log) Root(ctx context.Context) (Hash, error) { return tlog.TreeHash(l.size, l.reader(ctx)) }

// ProveLeaf proves that a leaf is in the tree of the first size leaves.
func (l *Log) ProveLeaf(ctx context.Context, size, leaf int64) ([]Hash, error) {
	if leaf < 0 || leaf >= size || size > l.size {
		return nil, fmt.Errorf("leaf %d is not in a tree of %d of the log's %d leaves", leaf, size, l.size)
	}
	return tlog.ProveRecord(size, leaf, l.reader(ctx))
}

// ProveGrowth proves that the tree of the first older leaves is the beginning
// of that of the first size leaves.
func (l *Log) ProveGrowth(ctx context.Context, size, older int64) ([]Hash, error) {
	if older < 1 || older > size || size > l.size {
		return nil, fmt.Errorf("a tree of %d leaves is not the beginning of one of %d of the log's %d", older, size, l.size)
	}
	return tlog.ProveTree(size, older, l.reader(ctx))
}

// Leaf returns the hash of the leaf with an index.
func (l *Log) Leaf(ctx context.Context, index int64) (Hash, error) {
	if index < 0 || index >= l.size {
		return Hash{}, fmt.Errorf("the log has no leaf %d", index)
	}
	return l.stored(ctx, tlog.StoredHashIndex(0, index))
}

func (l *Log) reader(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		hashes = make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			if hashes[i], err = l.hash(ctx, index); err != nil {
				return nil, err
			}
		}
		return hashes, nil
	})
}

func (l *Log) hash(ctx context.Context, index int64) (h Hash, err error) {
	if level, _ := tlog.SplitStoredHashIndex(index); l.newest[level].index == index {
		return l.newest[level].hash, nil
	}
	return l.stored(ctx, index)
}

// stored looks a hash up where it is stored, or will be.
func (l *Log) stored(ctx context.Context, index int64) (h Hash, err error) {
	chunk, at := l.tail, index-l.first
	if at < 0 {
		if chunk, err = l.chunk(ctx, index/ChunkHashes); err != nil {
			return h, err
		}
		at = index % ChunkHashes
	}
	if (at+1)*tlog.HashSize > int64(len(chunk)) {
		return h, fmt.Errorf("hash %d of the log is missing", index)
	}
	copy(h[:], chunk[at*tlog.HashSize:])
	return h, nil
}

func (l *Log) chunk(ctx context.Context, n int64) ([]byte, error) {
	if l.read.n != n {
		hashes, err := l.store.Chunk(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("read chunk %d of the log: %w", n, err)
		}
		l.read.n, l.read.hashes = n, hashes
	}
	return l.read.hashes, nil
}
