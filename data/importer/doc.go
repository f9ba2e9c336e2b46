// Package importer reads a foreign file (GeoJSON or a table with positions)
// into records of one collection, row by row, and says what is wrong with each
// row so that its maker can put it right.
//
// It streams: memory does not grow with the file. It stores nothing, knows no
// database and decides nothing about publication: rows go to a [Sink], and the
// caller keeps them only if the [Report] has no problem. It is not for other
// formats (shapefile, KML, GeoPackage: convert them first) and it does not
// transform coordinates: positions are WGS 84 degrees.
package importer
