// The caches of saved areas. One is saved beside the one before, and takes its
// place once it says what is in it, which is written last.
import { PACK } from "./kept.ts";

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

/** Deletes what was not saved to its end, because its page was closed; not what another page is saving now. */
export async function tidy(scope: string): Promise<void> {
	const job = () => dropOthers(scope);
	if (!navigator.locks) return job();
	await navigator.locks.request(PACK, { ifAvailable: true }, async (lock) => {
		if (lock) await job();
	});
}

async function nameOfWhole(scope: string): Promise<string | undefined> {
	const url = new URL(MANIFEST, scope).href;
	for (const name of await packs()) if (await caches.match(url, { cacheName: name })) return name;
	return undefined;
}

/** Deletes what the saved areas have under the address. */
export async function forgetPacked(url: string): Promise<void> {
	for (const name of await packs()) await (await caches.open(name)).delete(url, { ignoreVary: true });
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
