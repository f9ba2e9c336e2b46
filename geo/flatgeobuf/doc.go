// Package flatgeobuf reads and writes FlatGeobuf 3 (https://flatgeobuf.org): features as flatbuffers behind a packed R-tree.
package flatgeobuf
