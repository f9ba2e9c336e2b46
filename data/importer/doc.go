// Package importer reads a foreign file (GeoJSON, a table with positions, KML,
// GPX, a shapefile, GeoPackage or FlatGeobuf) into records of one collection,
// row by row, and says what is wrong with each row so that its maker can put it
// right.
//
// It streams: memory does not grow with the file. It stores nothing, knows no
// vault and decides nothing about publication: rows go to a [Sink], and the
// caller keeps them only if the [Report] has no problem. Positions are brought
// to WGS 84 degrees from the reference systems that geo.FileCRS knows; from any
// other, the file is refused by its name.
package importer
