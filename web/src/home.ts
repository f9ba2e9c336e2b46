// The view that shows all: the first one, and the one that a button leads back to.
import { collections } from "./api.ts";
import type { Counted } from "./counted.ts";
import { type Box, COLLECTIONS, type CollectionID, type Entry } from "./feature.ts";
import { matches, type Query } from "./query.ts";
import { whole } from "./shown.ts";
import { whereabouts } from "./somewhere.ts";
import { type Store, WHOLE_LIMIT } from "./store.ts";

type Placed = readonly [CollectionID, Box | null];

/** The box of all that passes the filters, or of all if nothing does; null if it lies nowhere. */
export function boxOfAll(store: Store, counted: Counted, q: Query): Box | null {
	const large = COLLECTIONS.filter((c) => store.layer(c).isLarge && q.layers.has(c));
	const extents = large.map((c): Placed => [c, counted.extent(c, q) ?? store.layer(c).extent]);
	const all = whole(store, store.all());
	const boxes = (entries: readonly Entry[]) =>
		entries.map((e): Placed => [e.collection, whereabouts(e, store.placeOf(e))]);
	return told([...boxes(all.filter((e) => matches(e, q))), ...extents]) ?? told(boxes(all));
}

/** The box round all that have one; reference outlines do not count if there is more. */
function told(all: readonly Placed[]): Box | null {
	const placed = all.filter(([, box]) => box !== null);
	const more = placed.filter(([c]) => c !== "districts");
	return union((more.length > 0 ? more : placed).flatMap(([, box]) => (box ? [box] : [])));
}

/** The box round records in a frame, which is no more than them. */
export function boxOfRecords(entries: readonly Entry[], placeOf: (e: Entry) => Entry | undefined): Box | null {
	return told(entries.map((e): Placed => [e.collection, whereabouts(e, placeOf(e))]));
}

/** Where the layers lie, before any of them is loaded; null if all are small enough to be waited for. */
export async function boxOfLarge(): Promise<Box | null> {
	const known = await collections().catch(() => null);
	const all = (known?.collections ?? []).filter(({ id }) => id !== "districts");
	if (!all.some(({ itemCount }) => itemCount > WHOLE_LIMIT)) return null;
	return union(all.flatMap(({ extent }) => extent.spatial?.bbox.slice(0, 1) ?? []));
}

function union(boxes: readonly Box[]): Box | null {
	const [first, ...rest] = boxes;
	if (!first) return null;
	return rest.reduce<Box>(
		(a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
		first,
	);
}
