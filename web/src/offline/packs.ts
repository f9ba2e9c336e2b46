// The caches of saved areas. One is saved beside the one before, and takes its
// place once it says what is in it, which is written last.
import { isExpired, KEPT_AT, PACK, VISITED } from "./kept.ts";

/** Where a pack says what is in it; no address of the server. */
export const MANIFEST = "offline-pack.json";

/** The saved area: the latest that is whole. */
export async function wholePack(scope: string): Promise<Cache | undefined> {
	const name = await nameOfWhole(scope);
	return name === undefined ? undefined : caches.open(name);
}

/** Deletes the areas but the one that is saved: what was there before, and what was never saved to its end. */
export async function dropOthers(scope: string): Promise<void> {
	const whole = await nameOfWhole(scope);
	await Promise.all((await packs()).filter((name) => name !== whole).map((name) => caches.delete(name)));
}

/** Deletes what was not saved to its end, because its page was closed, and what is too old; not what another page is saving now. */
export async function tidy(scope: string): Promise<void> {
	const job = () => dropOthers(scope);
	if (!navigator.locks) return job();
	await navigator.locks.request(PACK, { ifAvailable: true }, async (lock) => {
		if (lock) await job();
	});
}

async function nameOfWhole(scope: string): Promise<string | undefined> {
	const url = new URL(MANIFEST, scope).href;
	for (const name of await packs()) {
		const manifest = await caches.match(url, { cacheName: name });
		// An area that is too old is none: nothing of it would be given.
		if (manifest && !isExpired(manifest.headers.get(KEPT_AT), new Date())) return name;
	}
	return undefined;
}

/** Deletes what the saved areas have under the address. */
export async function forgetPacked(url: string): Promise<void> {
	for (const name of await packs()) await (await caches.open(name)).delete(url, { ignoreVary: true });
}

/** Deletes what is kept under the address, saved or seen. */
export async function forgetCopies(url: string): Promise<void> {
	await forgetPacked(url);
	await (await caches.open(VISITED)).delete(url, { ignoreVary: true });
	tellForgotten();
}

/** Tells the service worker that the page has deleted what it kept. */
export function tellForgotten(): void {
	navigator.serviceWorker?.controller?.postMessage("forgotten");
}

/** The name of the cache for the next area. */
export async function nextPack(): Promise<string> {
	const [latest] = await packs();
	return `${PACK}-${latest === undefined ? 1 : numberOf(latest) + 1}`;
}

function numberOf(pack: string): number {
	return Number(pack.slice(PACK.length + 1));
}

/** The caches of saved areas, the latest first; one that is being filled is among them. */
async function packs(): Promise<string[]> {
	return (await caches.keys()).filter((name) => name.startsWith(PACK)).sort((a, b) => numberOf(b) - numberOf(a));
}
