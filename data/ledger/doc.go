// Package ledger is the arithmetic of tamper evidence: canonical digests of
// rows, salted commitments, a Merkle tree of them as RFC 6962 hashes it, and
// signed checkpoints of that tree. It knows neither where the tree is kept nor
// what its leaves stand for.
//
// What the public sees of a ledger is its checkpoints and proofs, and those say
// nothing of a fact: a leaf is SHA-256 over 32 random bytes and the fact's
// digest. Without the salt, an unsalted hash of a coordinate is undone by trying
// all coordinates. So two vaults that differ in nothing but a protected position
// have different checkpoints, and nobody without a salt can say which is which.
// A salt is worth the fact that it hides: it never leaves the vault but in a
// proof bundle, which is for those who may see the fact.
package ledger
