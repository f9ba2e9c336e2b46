// What the API's features carry, and the few things that every part of the
// page asks of one. No DOM here.
import type { Geometry, Position } from "geojson";
import { type Searchable, searchable } from "./fold.ts";
import type { Feature, Properties } from "./schema.d.ts";

export type { Feature, Properties };

/** The layers, in the order in which they are listed. */
export const COLLECTIONS = ["sites", "villages", "zones", "districts", "events"] as const;
export type CollectionID = (typeof COLLECTIONS)[number];

/** "collection/id", as in a site's `place`. */
export type Ref = `${CollectionID}/${string}`;

/** West, south, east, north in degrees. */
export type Box = readonly [number, number, number, number];

/** A loaded feature with what is asked of it again and again. */
export interface Entry {
	ref: Ref;
	collection: CollectionID;
	feature: Feature;
	box: Box | null;
	/** All names, ready for search. */
	names: Searchable;
}

export function entryOf(collection: CollectionID, feature: Feature): Entry {
	const p = feature.properties;
	let names: Searchable | null = null;
	return {
		ref: `${collection}/${feature.id}`,
		collection,
		feature,
		box: feature.geometry && boxOf(feature.geometry),
		// Made when first searched: of a large layer the server searches.
		get names() {
			const all = [p.name, p.name_en, p.name_az, p.name_hy, p.name_ru, p.place_name];
			names ??= searchable(all.filter(Boolean).join(" \n "));
			return names;
		},
	};
}

/** Splits "villages/abc"; null if it is no reference to a record. */
export function parseRef(text: string | null): { collection: CollectionID; id: string } | null {
	const [, collection, id] = text?.match(/^([a-z]+)\/([^/]+)$/) ?? [];
	const known = COLLECTIONS.find((c) => c === collection);
	return known && id ? { collection: known, id } : null;
}

/** The name in the first of the languages that it is in, as nameorder.ts has them, or else the first that there is, with its language. */
export function nameOf(p: Properties, languages: readonly string[]): { text: string; lang: string | null } {
	const own = languages.find((l) => p[`name_${l}` as "name_en"]);
	const others = ["en", "az", "hy", "ru"] as const;
	const lang = own ?? others.find((l) => (p.name ? p[`name_${l}`] === p.name : p[`name_${l}`])) ?? null;
	return { text: (lang && p[`name_${lang}` as "name_en"]) || p.name || "", lang };
}

/** The position is made coarser, left out, or known by the name of a place only. */
export function isPlaceOnly(entry: Entry): boolean {
	return entry.feature.geometry === null && entry.feature.properties.place !== null;
}

export function boxOf(geometry: Geometry): Box | null {
	let [w, s, e, n] = [Infinity, Infinity, -Infinity, -Infinity];
	eachPosition(geometry, ([lon = 0, lat = 0]) => {
		[w, s, e, n] = [Math.min(w, lon), Math.min(s, lat), Math.max(e, lon), Math.max(n, lat)];
	});
	return w <= e ? [w, s, e, n] : null;
}

/** Boxes that only touch intersect too. */
export function intersects(a: Box, b: Box): boolean {
	return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

function eachPosition(geometry: Geometry, visit: (p: Position) => void): void {
	if (geometry.type === "GeometryCollection") {
		for (const g of geometry.geometries) eachPosition(g, visit);
		return;
	}
	const walk = (c: unknown): void => {
		if (!Array.isArray(c)) return;
		if (typeof c[0] === "number") visit(c as Position);
		else c.forEach(walk);
	};
	walk(geometry.coordinates);
}
