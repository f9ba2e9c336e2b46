package ledger

import (
	"fmt"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

// Replay works a tree out again from its leaves, to hold the hashes that a
// store keeps against it. Its zero value is the empty tree.
type Replay struct {
	size  int64
	right []Hash // roots of the complete subtrees, the largest first
	next  []Hash // interior hashes that the store must have next
	index int64
}

// Add takes the next hash of the store, in its order. Leaves are taken as they
// are; an interior hash that does not follow from them is an error.
func (r *Replay) Add(h Hash) error {
	defer func() { r.index++ }()
	if len(r.next) > 0 {
		want := r.next[0]
		r.next = r.next[1:]
		if h != want {
			level, n := tlog.SplitStoredHashIndex(r.index)
			return fmt.Errorf("hash %d of the log (number %d of level %d) does not follow from the leaves under it", r.index, n, level)
		}
		return nil
	}
	r.addLeaf(h)
	return nil
}

// addLeaf joins complete subtrees of one size, as a counter carries.
func (r *Replay) addLeaf(h Hash) {
	r.next = r.next[:0]
	for range bits.TrailingZeros64(^uint64(r.size)) {
		last := len(r.right) - 1
		h = tlog.NodeHash(r.right[last], h)
		r.right, r.next = r.right[:last], append(r.next, h)
	}
	r.right = append(r.right, h)
	r.size++
}

// Complete reports that the store's hashes so far are those of a whole tree.
func (r *Replay) Complete() bool { return len(r.next) == 0 }

// Size is the number of leaves so far.
func (r *Replay) Size() int64 { return r.size }

// Root is the hash of the tree so far. The empty tree's is that of nothing.
func (r *Replay) Root() Hash {
	if len(r.right) == 0 {
		return emptyRoot()
	}
	root := r.right[len(r.right)-1]
	for i := len(r.right) - 2; i >= 0; i-- {
		root = tlog.NodeHash(r.right[i], root)
	}
	return root
}
