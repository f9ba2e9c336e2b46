// Answers that are kept on the device, with the moment they were had and their
// size. Shared by the page and its service worker.
//
// The rule, for the sake of the people whom the data is about: a record that
// was withdrawn must not live on here. So data is asked of the network first,
// always; an answer of 404 or 410 deletes the copy; when the release changes,
// all copies go, seen or packed; and a device that has not met the server for
// 30 days deletes them by itself. Only public answers are kept, no searches,
// and the reader can delete all at any time.

/** The release that the copies are of. */
export const META = "stele-meta";
/** What the reader has seen. */
export const VISITED = "stele-visited";
/** With this begin the names of the areas that the reader saved: see packs.ts. */
export const PACK = "stele-pack";

/** When an answer was had, as an ISO time; it is on no answer that came just now. */
export const KEPT_AT = "Stele-Kept";
const BYTES = "Stele-Bytes";

export const MOST_DAYS = 30;

/** Copies an answer under the address; returns its size in bytes. */
export async function keep(cache: Cache, url: string, answer: Response, now: Date): Promise<number> {
	const body = await answer.arrayBuffer();
	const headers = new Headers({ [KEPT_AT]: now.toISOString(), [BYTES]: String(body.byteLength) });
	const type = answer.headers.get("Content-Type");
	if (type) headers.set("Content-Type", type);
	await cache.put(url, new Response(answer.status === 204 ? null : body, { status: answer.status, headers }));
	return body.byteLength;
}

/** The copy under the address, unless it is too old: then it is deleted. */
export async function copyOf(cache: Cache, url: string, now: Date): Promise<Response | undefined> {
	const copy = await cache.match(url, { ignoreVary: true });
	if (!copy || !isExpired(copy.headers.get(KEPT_AT), now)) return copy;
	await cache.delete(url, { ignoreVary: true });
	return undefined;
}

/** Deletes what is too old, so that it goes although nobody asks for it. */
export async function sweep(name: string, now: Date): Promise<void> {
	const cache = await caches.open(name);
	for (const { url } of await cache.keys()) await copyOf(cache, url, now);
}

/** The size of a copy in bytes. */
export function bytesOf(copy: Response): number {
	return Number(copy.headers.get(BYTES) ?? 0);
}

/** A copy without a time, or from the future, is as one that is too old. */
export function isExpired(keptAt: string | null, now: Date): boolean {
	const age = now.getTime() - Date.parse(keptAt ?? "");
	return !(age >= -60_000 && age <= MOST_DAYS * 86_400_000);
}

/** Deletes every copy of data; the page itself stays. */
export async function forgetAll(): Promise<void> {
	const names = [VISITED, META, PACK];
	await Promise.all(
		(await caches.keys()).filter((n) => names.some((own) => n.startsWith(own))).map((n) => caches.delete(n)),
	);
}
