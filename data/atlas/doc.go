// Package atlas is the read model of one release, in memory and immutable: the
// features of each collection in the release's order, their GeoJSON encoded
// once, an index over their boxes, and the claims, figures, sources and agents
// that say why. All of it is safe for concurrent use.
//
// It knows published geometry only, for a release holds no other. It is not a
// cache over a database: a new release is a new atlas, and a Holder swaps them.
package atlas
