// The formats in which the server gives a layer as one file, as it says itself.
import { collections } from "../api.ts";

const TITLES: Readonly<Record<string, string>> = {
	geojson: "GeoJSON",
	geojsons: "GeoJSON text sequence",
	jsonfg: "JSON-FG",
	csv: "CSV",
	kml: "KML",
	kmz: "KMZ",
	gpx: "GPX",
	gpkg: "GeoPackage",
	fgb: "FlatGeobuf",
	"shp.zip": "Shapefile",
	parquet: "GeoParquet",
	pmtiles: "PMTiles",
	"lpf.json": "Linked Places",
};

/** The endings of the files that each layer comes in. */
export type Formats = ReadonlyMap<string, ReadonlySet<string>>;

/** Asks the server for the formats of its layers. */
export async function formats(): Promise<Formats> {
	const found = new Map<string, Set<string>>();
	for (const { id, links } of (await collections()).collections) {
		for (const { rel, href } of links) {
			const ext = rel === "enclosure" ? /\/export\.([\w.]+)(\?|$)/.exec(href)?.[1] : undefined;
			if (ext) found.set(ext, (found.get(ext) ?? new Set<string>()).add(id));
		}
	}
	return found;
}

/** A format's own name. */
export function titleOf(ext: string): string {
	return TITLES[ext] ?? ext.toUpperCase();
}
