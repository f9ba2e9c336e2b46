package main

// figure is one line of the table.
type figure struct {
	what   string
	pkg    string
	name   string // of the benchmark, without "Benchmark"
	unit   string
	is     bound // how it is held against asked; 0 if nothing is asked
	asked  float64
	suffix string // of the value
}

type bound int

const (
	atLeast bound = 1 + iota
	atMost
)

func (f figure) key() string { return keyOf(f.pkg, f.name, f.unit) }

func (f figure) reached(v float64) bool {
	return f.is == 0 || f.is == atLeast && v >= f.asked || f.is == atMost && v <= f.asked
}

// figures are those that something is asked of, and a few beside them. All other
// benchmarks follow in the table with a rate or a time.
var figures = []figure{
	{"box of 7 features: throughput, of a handler of the same bytes from memory", "api", "BBox/7", "of-fixed-bytes", atLeast, 0.8, ""},
	{"box of 66 features: throughput, likewise", "api", "BBox/66", "of-fixed-bytes", atLeast, 0.8, ""},
	{"box of 274 features: throughput, likewise", "api", "BBox/274", "of-fixed-bytes", atLeast, 0.8, ""},
	{"box of 1,800 features: throughput, likewise", "api", "BBox/1800", "of-fixed-bytes", atLeast, 0.8, ""},
	{"box of 66 features: the same by processor time, whatever else the machine does", "api", "BBox/66", "of-fixed-bytes-by-cpu", 0, 0, ""},
	{"box of 7 features: p99 over 8 connections, of that handler's", "api", "BBox/7", "p99-of-fixed-bytes", atMost, 3, ""},
	{"box of 66 features: p99, likewise", "api", "BBox/66", "p99-of-fixed-bytes", atMost, 3, ""},
	{"box of 274 features: p99, likewise", "api", "BBox/274", "p99-of-fixed-bytes", atMost, 3, ""},
	{"box of 1,800 features: p99, likewise", "api", "BBox/1800", "p99-of-fixed-bytes", atMost, 3, ""},
	{"ten times the features: median time of a box of 66", "api", "Growth", "tenth-to-whole", atMost, 1.3, " times"},
	{"five times more: median time of a box of 66", "api", "Growth", "whole-to-fivefold", atMost, 1.3, " times"},
	{"resident once all has been read, of the GeoJSON's size", "cmd/stele", "Serve/memory", "of-geojson", atMost, 1.6, ""},
	{"of that, not mapped from the file", "cmd/stele", "Serve/memory", "unmapped-MB", 0, 0, " MB"},
	{"start of the process to the first answer", "cmd/stele", "Serve/start", "s", atMost, 1.5, " s"},
	{"processor time of a process that did no more", "cmd/stele", "Serve/start", "cpu-s", 0, 0, " s"},
	{"the same from rows alone", "cmd/stele", "Serve/rows", "of-start", atLeast, 10, " times"},
	{"tile made anew, z0 to z6: median", "api", "Tile/new", "median-ms", atMost, 5, " ms"},
	{"tile made anew, z0 to z6: largest", "api", "Tile/new", "largest-KB", atMost, 25, " KB"},
	{"tile that is kept: throughput, of a handler of the same bytes from memory", "api", "Tile/kept", "of-fixed-bytes", atLeast, 0.7, ""},
	{"export.geojson over loopback", "cmd/stele", "Serve/export", "MB/s", atLeast, 300, " MB/s"},
	{"export.geojson: more memory at most", "cmd/stele", "Serve/export", "MB-more", atMost, 50, " MB"},
	{"requests lost while releases were swapped under full load", "cmd/stele", "Swap", "lost", atMost, 0, ""},
	{"p99 during a swap, of the steady one", "cmd/stele", "Swap", "p99-of-steady", atMost, 3, ""},
	{"stats of all by year and five facets, kept", "api", "Stats/kept", "ms", atMost, 20, " ms"},
	{"stats for a new filter by year and five facets", "api", "Stats/new", "ms", atMost, 60, " ms"},
	{"stele import of a million villages with two names", "cmd/stele", "Folder/import", "rows/s", atLeast, 40_000, " rows/s"},
	{"stele import: processor time", "cmd/stele", "Folder/import", "cpu-s", 0, 0, " s"},
	{"stele import: memory", "cmd/stele", "Folder/import", "MiB-peak", 0, 0, " MiB"},
	{"stele publish of the same", "cmd/stele", "Folder/publish", "s", atMost, 60, " s"},
	{"stele publish: processor time", "cmd/stele", "Folder/publish", "cpu-s", 0, 0, " s"},
	{"stele publish: memory", "cmd/stele", "Folder/publish", "MiB-peak", atMost, 1536, " MiB"},
	{"stele verify of the same", "cmd/stele", "Folder/verify", "rows/s", atLeast, 100_000, " rows/s"},
	{"stele verify: processor time", "cmd/stele", "Folder/verify", "cpu-s", 0, 0, " s"},
	{"stele verify: memory", "cmd/stele", "Folder/verify", "MiB-peak", 0, 0, " MiB"},
	{"CQL2, equality on one property of a million: first byte", "api", "Filter/equality", "ms-to-first-byte", atMost, 5, " ms"},
	{"the same: processor time", "api", "Filter/equality", "cpu-ms-to-first-byte", 0, 0, " ms"},
	{"CQL2, S_INTERSECTS with 200 corners that meet a hundredth: the whole answer", "api", "Filter/star-of-hundredth", "ms", atMost, 30, " ms"},
	{"the same: processor time to the first byte", "api", "Filter/star-of-hundredth", "cpu-ms-to-first-byte", 0, 0, " ms"},
	{"the same: how many that are", "api", "Filter/star-of-hundredth", "matched", 0, 0, ""},
	{"export of a million points as GeoPackage", "data/export", "Write/gpkg", "features/s", atLeast, 100_000, " features/s"},
	{"GeoPackage: by processor time, times as fast as ogr2ogr from our GeoJSON", "data/export", "Write/gpkg", "ogr2ogr-cpu/cpu", atLeast, 1, " times"},
	{"GeoPackage: more memory", "data/export", "Write/gpkg", "MB-more", 0, 0, " MB"},
	{"export of a million points as FlatGeobuf", "data/export", "Write/fgb", "features/s", atLeast, 100_000, " features/s"},
	{"FlatGeobuf: by processor time, times as fast as ogr2ogr from our GeoJSON", "data/export", "Write/fgb", "ogr2ogr-cpu/cpu", atLeast, 1, " times"},
	{"FlatGeobuf: more memory", "data/export", "Write/fgb", "MB-more", 0, 0, " MB"},
	{"export of a million points as GeoParquet", "data/export", "Write/parquet", "features/s", atLeast, 100_000, " features/s"},
	{"GeoParquet: by processor time, times as fast as ogr2ogr, where that has the driver", "data/export", "Write/parquet", "ogr2ogr-cpu/cpu", 0, 0, " times"},
	{"GeoParquet: more memory", "data/export", "Write/parquet", "MB-more", 0, 0, " MB"},
	{"import of GeoJSON", "data/importer", "Import_Formats/import/geojson", "rows/s", atLeast, 40_000, " rows/s"},
	{"GeoJSON: processor time of reading one", "data/importer", "Import_Formats/read/geojson", "cpu-us/row", 0, 0, " µs"},
	{"import of GeoJSON text sequence", "data/importer", "Import_Formats/import/geojsonseq", "rows/s", atLeast, 40_000, " rows/s"},
	{"GeoJSON text sequence: processor time of reading one", "data/importer", "Import_Formats/read/geojsonseq", "cpu-us/row", 0, 0, " µs"},
	{"import of CSV", "data/importer", "Import_Formats/import/csv", "rows/s", atLeast, 40_000, " rows/s"},
	{"CSV: processor time of reading one", "data/importer", "Import_Formats/read/csv", "cpu-us/row", 0, 0, " µs"},
	{"import of KML", "data/importer", "Import_Formats/import/kml", "rows/s", atLeast, 40_000, " rows/s"},
	{"KML: processor time of reading one", "data/importer", "Import_Formats/read/kml", "cpu-us/row", 0, 0, " µs"},
	{"import of GPX", "data/importer", "Import_Formats/import/gpx", "rows/s", atLeast, 40_000, " rows/s"},
	{"GPX: processor time of reading one", "data/importer", "Import_Formats/read/gpx", "cpu-us/row", 0, 0, " µs"},
	{"import of shapefile, zipped", "data/importer", "Import_Formats/import/shapefile", "rows/s", atLeast, 40_000, " rows/s"},
	{"shapefile, zipped: processor time of reading one", "data/importer", "Import_Formats/read/shapefile", "cpu-us/row", 0, 0, " µs"},
	{"import of GeoPackage", "data/importer", "Import_Formats/import/gpkg", "rows/s", atLeast, 40_000, " rows/s"},
	{"GeoPackage: processor time of reading one", "data/importer", "Import_Formats/read/gpkg", "cpu-us/row", 0, 0, " µs"},
	{"import of FlatGeobuf", "data/importer", "Import_Formats/import/flatgeobuf", "rows/s", atLeast, 40_000, " rows/s"},
	{"FlatGeobuf: processor time of reading one", "data/importer", "Import_Formats/read/flatgeobuf", "cpu-us/row", 0, 0, " µs"},
	{"import of GeoNames", "data/importer", "Import_Formats/import/geonames", "rows/s", atLeast, 40_000, " rows/s"},
	{"GeoNames: processor time of reading one", "data/importer", "Import_Formats/read/geonames", "cpu-us/row", 0, 0, " µs"},
	{"import of Who's On First", "data/importer", "Import_Formats/import/whosonfirst", "rows/s", atLeast, 40_000, " rows/s"},
	{"Who's On First: processor time of reading one", "data/importer", "Import_Formats/read/whosonfirst", "cpu-us/row", 0, 0, " µs"},
	{"import of ODK", "data/importer", "Import_Formats/import/odk", "rows/s", atLeast, 40_000, " rows/s"},
	{"ODK: processor time of reading one", "data/importer", "Import_Formats/read/odk", "cpu-us/row", 0, 0, " µs"},
	{"the twin-vault test", "api/twin", "Twins", "s", atMost, 60, " s"},
	{"171,075 cities: box of 66, of fixed bytes", "api", "Cities/real/box", "of-fixed-bytes", 0, 0, ""},
	{"171,075 cities: tile made anew, z0 to z8: mean", "api", "Cities/real/tiles", "ms/tile", 0, 0, " ms"},
	{"six times as many, five of them made: box of 66, of fixed bytes", "api", "Cities/sixfold/box", "of-fixed-bytes", 0, 0, ""},
	{"six times as many: tile made anew, z0 to z8: mean", "api", "Cities/sixfold/tiles", "ms/tile", 0, 0, " ms"},
	{"4,596 districts: box of 66, of fixed bytes", "api", "Districts/box", "of-fixed-bytes", 0, 0, ""},
	{"4,596 districts: tile made anew, z0 to z8: mean", "api", "Districts/tiles", "ms/tile", 0, 0, " ms"},
	{"4,596 districts: tile made anew, z0 to z8: largest", "api", "Districts/tiles", "largest-KB", 0, 0, " KB"},
	{"4,596 districts simplified for zoom 2", "api", "Districts/zoom2", "ns/op", 0, 0, ""},
}

// missing lists the benchmarks of figures that something is asked of and that were
// not measured. The others may be left out: real places need npm.
func missing(r results) (names []string) {
	for _, f := range figures {
		if _, ok := r.Figures[f.key()]; !ok && f.is != 0 {
			names = append(names, f.name+" ("+f.unit+")")
		}
	}
	return names
}
