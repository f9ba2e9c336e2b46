// The one test of what is shown. The map, the list, the counts and the
// download all ask it, so that they cannot disagree.
import { type Area, meets } from "./area.ts";
import { type Chosen, passes } from "./facets.ts";
import type { CollectionID, Entry } from "./feature.ts";
import { contains } from "./fold.ts";
import { mayLieIn, type Period } from "./period.ts";

export interface Query {
	layers: ReadonlySet<CollectionID>;
	/** null is all times. */
	period: Period | null;
	/** Undated records are shown while a period is set. */
	undated: boolean;
	/** Searched for in names. */
	text: string;
	/** Properties that the records have. */
	chosen: Chosen;
	/** The area that the records meet; null is everywhere. */
	area: Area | null;
	/** Where the records lie in the area that are known by the name of a place only. */
	places: Places;
}

/** References to places that the area meets. */
export interface Places {
	/** Of those by which loaded records are known. */
	met: ReadonlySet<string>;
	/** Of all that there are, to ask the server with; null if not all are known, or an address has no room for them. */
	asked: readonly string[] | null;
}

/** Where there is no area. */
export const NOWHERE: Places = { met: new Set(), asked: [] };

export type Reason = "layer" | "period" | "undated" | "text" | "chosen" | "area";

/** Says why the entry is not shown; null if it is. */
export function reasonAgainst(entry: Entry, q: Query): Reason | null {
	if (!q.layers.has(entry.collection)) return "layer";
	if (q.text.trim() !== "" && !contains(entry.names, q.text)) return "text";
	if (!passes(entry, q.chosen)) return "chosen";
	if (q.area !== null && !isMet(entry, q.area, q.places)) return "area";
	if (q.period === null) return null;
	if (entry.feature.properties.when === null) return q.undated ? null : "undated";
	return mayLieIn(entry.feature.properties, q.period) ? null : "period";
}

export function matches(entry: Entry, q: Query): boolean {
	return reasonAgainst(entry, q) === null;
}

/** A record with neither position nor place is in no area: where it lies is not known. */
function isMet(entry: Entry, area: Area, places: Places): boolean {
	const { geometry, properties } = entry.feature;
	return geometry ? meets(geometry, area) : places.met.has(properties.place ?? "");
}
