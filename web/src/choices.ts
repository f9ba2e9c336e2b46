// What lies under one point of the map: records that are loaded, and records of
// tiles, which have to be fetched.
import type { Entry, Ref } from "./feature.ts";
import type { Store } from "./store.ts";

/** Records of tiles among which a click gives a choice. */
const MOST = 20;

/** The records of the point; throws what went wrong where there are some and none can be had. */
export async function recordsAt(store: Store, loaded: readonly Entry[], refs: readonly Ref[]): Promise<Entry[]> {
	const asked = await Promise.allSettled(refs.slice(0, MOST).map((ref) => store.fetch(ref)));
	const fetched = asked.flatMap((a) => (a.status === "fulfilled" && a.value ? [a.value] : []));
	const failed = asked.find((a) => a.status === "rejected");
	if (failed && fetched.length + loaded.length === 0) throw failed.reason;
	return [...fetched, ...loaded];
}
