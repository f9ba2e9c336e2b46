// Package geo holds the plane geometry and the geometry formats of Stele: bounding boxes, exact intersection tests,
// a strict GeoJSON reader and its writer, WKT, WKB and GeoPackage blobs, validity, generalisation cells, Hilbert order,
// a packed R-tree, and the other reference systems that geometry is written in; and for vector tiles Web Mercator in
// fixed point, the tiles of WebMercatorQuad, clipping, simplification that keeps shared borders shared, and an encoder
// of Mapbox Vector Tiles.
//
// Geometry in memory is [github.com/paulmach/orb]; coordinates are lon, lat in degrees (OGC CRS84) and a nil
// orb.Geometry means that there is no geometry, which is a normal state and never an error. Every parser here is for
// foreign bytes: input is bounded, numbers are finite and in range, and an error names the place, counting from 1.
//
// The package does no I/O, knows no SQL and no HTTP, reads no clock and keeps no state. It holds geometry in
// lon, lat alone, whatever it writes, and geometry is planar in degrees: a shape that crosses the 180th meridian is
// expected to be cut there, as RFC 7946, section 3.1.9 asks.
package geo
