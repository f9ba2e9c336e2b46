package ledger

import (
	"crypto/sha256"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// Salt hides what a leaf commits to.
type Salt [32]byte

// NewSalt reads a salt from a source of randomness.
func NewSalt(random io.Reader) (s Salt, err error) {
	_, err = io.ReadFull(random, s[:])
	return s, err
}

// Commit returns the leaf for a fact's digest: SHA-256 of salt and digest.
func Commit(s Salt, fact Digest) Digest {
	var both [len(s) + len(fact)]byte
	copy(both[:], s[:])
	copy(both[len(s):], fact[:])
	return sha256.Sum256(both[:])
}

// Hash is a hash in the tree.
type Hash = tlog.Hash

// LeafHash is the hash of a leaf in the tree: SHA-256 of a zero byte and the
// leaf (RFC 6962, 2.1).
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }
