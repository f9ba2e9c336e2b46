// Package export writes what a release shows of a collection in the formats that other programs read. The way of a row
// is: atlas, table, writer. The writers are in geo; what a column is called and how features are drawn is said here, once
// for all formats.
package export
