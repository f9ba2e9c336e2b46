// Package data holds what Stele knows: records in five collections, and the
// agents, sources, claims and figures that say why.
//
// It is the shape of the facts only. Its sub-packages move them one way:
// importer -> vault -> policy -> release -> atlas. Nothing here opens a file,
// a database or a socket.
package data
