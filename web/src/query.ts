// The one test of what is shown. The map, the list, the counts and the
// download all ask it, so that they cannot disagree.
import { type Area, meets } from "./area.ts";
import { type Chosen, passes } from "./facets.ts";
import type { CollectionID, Entry, Properties } from "./feature.ts";
import { contains } from "./fold.ts";

export interface Query {
	layers: ReadonlySet<CollectionID>;
	/** First and last year, both included; null is all times. */
	years: readonly [number, number] | null;
	/** Undated records are shown while a period is set. */
	undated: boolean;
	/** Searched for in names. */
	text: string;
	/** Properties that the records have. */
	chosen: Chosen;
	/** The area that the records meet; null is everywhere. */
	area: Area | null;
}

export type Reason = "layer" | "period" | "undated" | "text" | "chosen" | "area";

/** Says why the entry is not shown; null if it is. */
export function reasonAgainst(entry: Entry, q: Query): Reason | null {
	if (!q.layers.has(entry.collection)) return "layer";
	if (q.text.trim() !== "" && !contains(entry.names, q.text)) return "text";
	if (!passes(entry, q.chosen)) return "chosen";
	if (q.area !== null && !isMet(entry, q.area)) return "area";
	if (q.years === null) return null;
	if (entry.feature.properties.when === null) return q.undated ? null : "undated";
	return inYears(entry.feature.properties, q.years) ? null : "period";
}

export function matches(entry: Entry, q: Query): boolean {
	return reasonAgainst(entry, q) === null;
}

/** A record without a position is in no area: where it lies is not known. */
function isMet(entry: Entry, area: Area): boolean {
	const { geometry } = entry.feature;
	return geometry !== null && meets(geometry, area);
}

type Days = Pick<Properties, "earliest" | "latest">;

/** The date may lie in the years: an open or unknown end reaches for ever. */
export function inYears(p: Days, [from, to]: readonly [number, number]): boolean {
	const [first, last] = daysOf([from, to]);
	return (p.earliest ?? "0000-01-01") <= last && (p.latest ?? "9999-12-31") >= first;
}

/** The date lies in the years for certain. */
export function isWithin(p: Days, [from, to]: readonly [number, number]): boolean {
	const [first, last] = daysOf([from, to]);
	return (p.earliest ?? "0000-01-01") >= first && (p.latest ?? "9999-12-31") <= last;
}

/** First and last day of the years, as the API's datetime parameter takes them. */
export function daysOf([from, to]: readonly [number, number]): [string, string] {
	const year = (n: number) => String(n).padStart(4, "0");
	return [`${year(from)}-01-01`, `${year(to)}-12-31`];
}
