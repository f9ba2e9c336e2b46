// Which release the copies on this device are of. The page asks before it saves
// an area, its service worker with what the reader opens.
import { forgetAll, META } from "./kept.ts";

/**
 * Asks what is served now. If it is not what the copies are of they all go, and
 * the answer is true. Fails without a network, and where the server can't say.
 */
export function meetRelease(scope: string): Promise<boolean> {
	const job = () => compare(scope);
	// Of the page and its worker one after the other: neither deletes what the other has begun to keep.
	return navigator.locks ? navigator.locks.request(META, job) : job();
}

async function compare(scope: string): Promise<boolean> {
	// no-store: the service worker is not to answer the page with a copy.
	const answer = await fetch(new URL("?f=json", scope), { cache: "no-store", headers: { Accept: "application/json" } });
	const isGone = answer.status === 404 || answer.status === 410;
	if (!answer.ok && !isGone) throw new Error(`the release is not known: ${answer.status}`);
	const now = isGone ? "" : await answer.text();
	const known = await (await caches.open(META)).match(scope);
	if (known && (await known.text()) === now) return false;
	await forgetAll();
	if (!isGone) await (await caches.open(META)).put(scope, new Response(now));
	return true;
}
