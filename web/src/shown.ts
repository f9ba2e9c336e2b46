// What of the loaded records is shown, and what the server is asked of the
// layers that come in tiles. No DOM here.
import { askOf } from "./ask.ts";
import type { Counted } from "./counted.ts";
import { COLLECTIONS, type CollectionID, type Entry } from "./feature.ts";
import { matches, NOWHERE, type Query } from "./query.ts";
import type { Store } from "./store.ts";
import type { Source } from "./tiles/tile.ts";

/** The loaded records that pass. Names of a large layer are searched by the server, by rules of its own. */
export function passing(store: Store, q: Query): Entry[] {
	return store.all().filter((e) => matches(e, store.layer(e.collection).isLarge ? { ...q, text: "" } : q));
}

/** Those of layers that are loaded whole. */
export function whole(store: Store, entries: readonly Entry[]): Entry[] {
	return entries.filter((e) => !store.layer(e.collection).isLarge);
}

/** The layers shown that come in tiles. */
export function largeLayers(store: Store, q: Query): CollectionID[] {
	return COLLECTIONS.filter((c) => store.layer(c).isLarge && q.layers.has(c));
}

/** No layer is still on its way, or missing. */
function isSettled(store: Store): boolean {
	return COLLECTIONS.every((c) => store.layer(c).state === "ready");
}

/**
 * Nothing passes, neither of what is loaded nor of what comes in tiles. Of a
 * layer in tiles matched says how many do; null if that is not known.
 */
export function isEmpty(
	store: Store,
	q: Query,
	passed: readonly Entry[],
	matched: (c: CollectionID) => number | null,
): boolean {
	return isSettled(store) && passed.length === 0 && largeLayers(store, q).every((c) => matched(c) === 0);
}

/** What their tiles are asked for. */
export function sourcesOf(store: Store, q: Query): Source[] {
	// What has no position is in no tile.
	const located = { ...q, places: NOWHERE };
	return largeLayers(store, q).map((collection) => ({ collection, query: askOf(collection, located) }));
}

/** Whose claims the zones are, in alphabetical order, whichever of them are shown: so each keeps its hatch. */
export function perspectives(store: Store, counted: Counted): string[] {
	const { isLarge, entries } = store.layer("zones");
	const found = isLarge
		? counted.values("zones", "perspective")
		: entries.map((e) => e.feature.properties.perspective ?? "");
	return [...new Set(found)].filter(Boolean).sort();
}

/** How many of each layer pass; of a large one the server says it, and it may not have yet. */
export function countByLayer(
	store: Store,
	counted: Counted,
	q: Query,
	entries: readonly Entry[],
): Map<CollectionID, number> {
	const counts = new Map<CollectionID, number>();
	for (const e of whole(store, entries)) counts.set(e.collection, (counts.get(e.collection) ?? 0) + 1);
	for (const c of largeLayers(store, q)) {
		const n = counted.matched(c, q);
		if (n !== null) counts.set(c, n);
	}
	return counts;
}
