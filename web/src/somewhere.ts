// Records that are known by the name of a place only. They are shown as one
// area round or over that place, never as a point.
import type { Geometry, Position } from "geojson";
import { type Box, boxOf, type CollectionID, type Entry, isPlaceOnly } from "./feature.ts";
import { METRES_PER_DEGREE } from "./hit.ts";

/** No area is drawn smaller: a smaller one would look like a position. */
export const LEAST_RADIUS_M = 5000;

/** The records known by one place. */
export interface Somewhere {
	place: Entry;
	entries: Entry[];
	counts: Map<CollectionID, number>;
}

/** An area of several layers' records is named and drawn as that of the first. */
export const LEADING: readonly CollectionID[] = ["sites", "events", "villages", "zones", "districts"];

/** Groups the records without a position by their place; those of unknown places are left out. */
export function bySomewhere(entries: readonly Entry[], placeOf: (e: Entry) => Entry | undefined): Somewhere[] {
	const groups = new Map<string, Somewhere>();
	for (const entry of entries) {
		if (!isPlaceOnly(entry)) continue;
		const place = placeOf(entry);
		if (!place?.feature.geometry) continue;
		const group: Somewhere = groups.get(place.ref) ?? { place, entries: [], counts: new Map() };
		group.entries.push(entry);
		group.counts.set(entry.collection, (group.counts.get(entry.collection) ?? 0) + 1);
		groups.set(place.ref, group);
	}
	return [...groups.values()];
}

/** The circle round a place given as a point, or the place's own outline. */
export type Area = { kind: "circle"; center: Position; radiusM: number } | { kind: "outline"; geometry: Geometry };

export function areaOf(place: Entry): Area | null {
	const { geometry, properties } = place.feature;
	if (!geometry) return null;
	if (geometry.type !== "Point") return { kind: "outline", geometry };
	const radiusM = Math.max(properties.uncertainty_m ?? 0, LEAST_RADIUS_M);
	return { kind: "circle", center: geometry.coordinates, radiusM };
}

/** The box round an area; nowhere narrower than the area, but near the poles. */
export function boxOfArea(area: Area): Box | null {
	if (area.kind === "outline") return boxOf(area.geometry);
	const [lon = 0, lat = 0] = area.center;
	const high = area.radiusM / METRES_PER_DEGREE;
	const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
	return [lon - wide, lat - high, lon + wide, lat + high];
}

/** Where to look for an entry: its own box, or that of the area it is known to lie in. */
export function whereabouts(entry: Entry, place: Entry | undefined): Box | null {
	if (entry.box) return entry.box;
	const area = place && areaOf(place);
	return area ? boxOfArea(area) : null;
}
