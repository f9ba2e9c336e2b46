// Package btree fills empty tables and indexes of an SQLite database from rows
// that are in order, page by page and without SQLite: some ten times faster than
// statements, and each page is written once. SQLite makes the schema before and
// reads the file after. The format is that of
// https://www.sqlite.org/fileformat2.html, whose sections are named where they
// are followed. It knows UTF-8 databases without auto-vacuum, tables with a rowid
// and indexes in binary order, and nothing else.
package btree
