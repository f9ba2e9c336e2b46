// The files that the page writes itself, of what no address of the server
// gives. No DOM here.
import type { Geometry, Position } from "geojson";
import type { CollectionID, Entry } from "../feature.ts";

/** What a file says about itself. */
export interface About {
	attribution: string;
	licence: string;
	page: string;
}

/** The formats that the page can write, with their media types. */
export const WRITTEN: Readonly<Record<string, string>> = {
	geojson: "application/geo+json",
	csv: "text/csv",
};

/** The GeoJSON text of these records of one layer. */
export function geojson(c: CollectionID, entries: readonly Entry[], about: About): string {
	const features = entries.map(({ feature: { id, geometry, properties } }) => ({
		type: "Feature",
		id,
		geometry,
		properties,
	}));
	return JSON.stringify({ type: "FeatureCollection", name: c, ...about, numberReturned: features.length, features });
}

/** The same as CSV (RFC 4180), a geometry in WKT; a row for each record, below their names. */
export function csv(entries: readonly Entry[]): string {
	const names = [...new Set(entries.flatMap((e) => Object.keys(e.feature.properties)))];
	const rows = entries.map(({ feature: { id, geometry, properties } }) => {
		const values = properties as unknown as Record<string, unknown>;
		return [id, geometry ? wkt(geometry) : null, ...names.map((name) => values[name])];
	});
	return [["id", "wkt", ...names], ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: unknown): string {
	const text = value === null || value === undefined ? "" : String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function wkt(g: Geometry): string {
	if (g.type === "GeometryCollection") return `GEOMETRYCOLLECTION (${g.geometries.map(wkt).join(", ")})`;
	const inner = listOf(g.coordinates);
	return `${g.type.toUpperCase()} ${g.type === "Point" ? `(${inner})` : inner}`;
}

function listOf(at: Position | Position[] | Position[][] | Position[][][]): string {
	if (typeof at[0] === "number") return at.join(" ");
	return `(${at.map((inner) => listOf(inner as Position[])).join(", ")})`;
}
