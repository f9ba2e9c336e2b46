// Package cql2 reads and writes filters in the Common Query Language (OGC
// 21-065r2), as text and as JSON, to and from one tree. It knows what is well
// formed and not what properties there are: whoever evaluates a tree has the
// schema. It evaluates nothing itself.
package cql2
