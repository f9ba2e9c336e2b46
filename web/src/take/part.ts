// What is taken of a layer: the query that gives exactly what is listed, so
// that a file of any format can be the server's own export. No DOM here.
import { bboxOf } from "../api.ts";
import { askOf, fitting } from "../ask.ts";
import { type Box, type CollectionID, type Entry, isPlaceOnly } from "../feature.ts";
import { matches, type Query } from "../query.ts";
import { besides } from "./inview.ts";

/** Characters of a question that an address has room for. */
const MOST_ASKED = 6000;

/** One layer of what is listed. */
export interface Part {
	collection: CollectionID;
	/** How many records it has. */
	count: number;
	/** The server's parameters for it, without "?"; null if no address is long enough. */
	ask: string | null;
	/** The same by the records' names, for formats that have no box; null if no address is long enough. */
	names: string | null;
	/** The records themselves; of a large layer not all. */
	entries: readonly Entry[];
	isLarge: boolean;
}

/** What the page lists, and of what. */
export interface Listed {
	query: Query;
	scope: "view" | "all";
	view: Box;
	entries: readonly Entry[];
	/** Entries are all that the page has of it; of a large layer not all that there are. */
	layer(c: CollectionID): { isLarge: boolean; matched: number; total: number; entries: readonly Entry[] };
}

/**
 * The part of a layer that is listed. A layer that the server filters is asked
 * for as its list was. The page filters the others by rules that the server
 * does not have: it looks for names, and a record without a position is in view
 * where its village is. Where no question gives just that, the records are named.
 */
export function partOf(c: CollectionID, listed: Listed): Part {
	const { query, scope, view } = listed;
	const { isLarge, matched, total, entries: all } = listed.layer(c);
	const entries = listed.entries.filter((e) => e.collection === c);
	const names = isLarge ? null : ifShort(`id=${entries.map((e) => e.feature.id).join(",")}`);
	const part = { collection: c, entries, isLarge, count: isLarge ? matched : entries.length, names };
	if (isLarge) return { ...part, ask: join(scope === "view" && `bbox=${bboxOf(view)}`, askOf(c, query)) };
	if (entries.length === total) return { ...part, ask: "" };
	const by = named(query, entries);
	if (query.text.trim() || !by.places.asked) return { ...part, ask: names };
	if (scope === "all") return { ...part, ask: askOf(c, by) };
	const passing = all.filter((e) => matches(e, query));
	return { ...part, ask: inView(askOf(c, by), view, passing, entries) ?? names };
}

/** The question for what is listed of the view; null if there is none, or no address is long enough. */
function inView(ask: string, view: Box, passing: readonly Entry[], listed: readonly Entry[]): string | null {
	const bbox = bboxOf(view);
	const [w = 0, s = 0, e = 0, n = 0] = bbox.split(",").map(Number);
	const more = besides([w, s, e, n], passing, new Set(listed));
	if (more === null) return null;
	const params = new URLSearchParams(ask);
	if (more) params.set("filter", [params.get("filter"), more].filter(Boolean).join(" AND "));
	return ifShort(join(`bbox=${bbox}`, params.toString()));
}

function ifShort(ask: string): string | null {
	return ask.length <= MOST_ASKED ? ask : null;
}

/** The address at which the interface gives the view's records by itself, live, whatever is listed. */
export function viewPath(c: CollectionID, { query, scope, view, entries, layer }: Listed): string {
	const own = entries.filter((e) => e.collection === c);
	const ask = askOf(c, layer(c).isLarge ? query : named(query, own));
	return `collections/${c}/items?${join("limit=10000", scope === "view" && `bbox=${bboxOf(view)}`, ask)}`;
}

/** The query that asks by name only for places by which one of these records is known. */
function named(query: Query, entries: readonly Entry[]): Query {
	if (!query.area) return query;
	const places = new Set(entries.flatMap((e) => (isPlaceOnly(e) ? (e.feature.properties.place ?? []) : [])));
	return { ...query, places: { ...query.places, asked: fitting(query.area, [...places].sort()) } };
}

function join(...parts: (string | false)[]): string {
	return parts.filter(Boolean).join("&");
}
