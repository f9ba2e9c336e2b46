// Saves an area for use without a network: the records of the layers in view
// with their claims, and the tiles of large layers for this zoom and two more.
import { bboxOf, claimsPath, itemsPath, nextQuery } from "../api.ts";
import type { Box, CollectionID } from "../feature.ts";
import type { FeaturePage } from "../schema.d.ts";
import { keep, PACK } from "./kept.ts";
import type { Manifest } from "./packed.ts";
import { dropOthers, forgetCopies, MANIFEST, nextPack, tellForgotten, wholePack } from "./packs.ts";
import { meetRelease } from "./release.ts";
import { tilesIn } from "./tiles.ts";

/** What an area may hold at most; of more, a closer view is to be chosen. */
export const MOST = { records: 2000, tiles: 400, bytes: 40 << 20 };
const AT_ONCE = 6;

export interface Wanted {
	box: Box;
	/** Of the map: a tile's is one less. */
	zoom: number;
	layers: readonly { collection: CollectionID; isLarge: boolean; query: string }[];
	/** The records in the box whose claims are saved, as far as they are loaded. */
	records: readonly { collection: CollectionID; id: string }[];
}

/** What is to be asked for: pages of records, which lead to further ones, and single answers. */
export interface Plan {
	pages: { collection: CollectionID; path: string; isArea: boolean }[];
	paths: string[];
}

export function plan(w: Wanted): Plan {
	const pages = w.layers.map(({ collection, isLarge }) => ({
		collection,
		path: itemsPath(collection, isLarge ? `bbox=${bboxOf(w.box)}` : ""),
		isArea: isLarge,
	}));
	const tiles = w.layers
		.filter((l) => l.isLarge)
		.flatMap((l) =>
			tilesIn(w.box, Math.round(w.zoom) - 1, 3).map(
				({ z, row, col }) =>
					`collections/${l.collection}/tiles/WebMercatorQuad/${z}/${row}/${col}${l.query && `?${l.query}`}`,
			),
		);
	const claims = w.records.map((r) => claimsPath(r.collection, r.id));
	// The page reads first which layers are large.
	return { pages, paths: ["?f=json", "collections?f=json", "sources", ...claims, ...tiles] };
}

/** Why a plan is not to be carried out. */
export function isTooLarge(w: Wanted, p: Plan): boolean {
	return w.records.length > MOST.records || p.paths.length > MOST.records + MOST.tiles;
}

/** About how many bytes will come, from the sizes that the server gives for some of it. */
export async function estimate(p: Plan, signal: AbortSignal): Promise<number> {
	const pages = await Promise.all(p.pages.map(({ path }) => sizeOf(path, signal)));
	const groups = [p.paths.filter((x) => x.endsWith("/claims")), p.paths.filter((x) => x.includes("/tiles/"))];
	const rest = groups.map(async (paths) => {
		const some = paths.filter((_, i) => i % Math.ceil(paths.length / 5) === 0);
		const sizes = await Promise.all(some.map((path) => sizeOf(path, signal)));
		return some.length === 0 ? 0 : (sizes.reduce((a, b) => a + b, 0) / some.length) * paths.length;
	});
	return [...pages, ...(await Promise.all(rest))].reduce((a, b) => a + b, 0);
}

async function sizeOf(path: string, signal: AbortSignal): Promise<number> {
	const answer = await fetch(path || "./", { method: "HEAD", signal, headers: { Accept: "application/json" } });
	return Number(answer.headers.get("Content-Length") ?? 0);
}

type Told = (done: number, of: number) => void;

/**
 * Fetches and keeps all of a plan, and then puts it in the place of what was
 * saved before. Where it is aborted or fails that stays as it was, and nothing
 * else is left behind. Of several pages one saves at a time.
 * @param told is called with what has come, of how many answers that are known of.
 */
export async function save(w: Wanted, p: Plan, signal: AbortSignal, told: Told): Promise<Manifest> {
	const job = async () => {
		// Copies of another release, or of none that is known, would go with the next answer: this one too.
		await met();
		await dropOthers(document.baseURI);
		const name = await nextPack();
		try {
			const manifest = await gather(name, w, p, signal, told);
			await dropOthers(document.baseURI);
			return manifest;
		} catch (error) {
			await caches.delete(name);
			throw error;
		}
	};
	return navigator.locks ? navigator.locks.request(PACK, { signal }, job) : job();
}

/** Meets the release that is served; the service worker hears of it if copies of another have gone. */
async function met(): Promise<void> {
	if (await meetRelease(document.baseURI)) tellForgotten();
}

async function gather(name: string, w: Wanted, p: Plan, signal: AbortSignal, told: Told): Promise<Manifest> {
	const cache = await caches.open(name);
	const own = new AbortController();
	if (signal.aborted) own.abort();
	signal.addEventListener("abort", () => own.abort());
	const manifest: Manifest = {
		box: w.box,
		savedAt: new Date().toISOString(),
		bytes: 0,
		records: w.records.length,
		areas: {},
	};
	const progress = { done: 0, of: p.pages.length + p.paths.length };
	const get = async (path: string): Promise<Response> => {
		const url = new URL(path, document.baseURI).href;
		// no-store: the service worker is not to keep it a second time.
		const answer = await fetch(url, { cache: "no-store", signal: own.signal, headers: { Accept: "application/json" } });
		// The service worker does not see it.
		if (answer.status === 404 || answer.status === 410) await forgetCopies(url);
		if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
		manifest.bytes += await keep(cache, url, answer.clone(), new Date());
		if (manifest.bytes > MOST.bytes) throw new Error("too many bytes");
		told(++progress.done, progress.of);
		return answer;
	};
	for (const { collection, path, isArea } of p.pages) {
		for (let next: string | null = path; next !== null; ) {
			const page: FeaturePage = await (await get(next)).json();
			const at = new URL(next, document.baseURI).href;
			if (isArea) manifest.areas[collection] = [...(manifest.areas[collection] ?? []), at];
			const query = nextQuery(page.links);
			next = query && `collections/${collection}/items${query}`;
			if (next) progress.of++;
		}
	}
	await all(p.paths, get, () => own.abort());
	// Another release, or the reader, deletes all copies: this one then is of nothing.
	await met();
	if (!(await caches.has(name))) throw new Error("deleted meanwhile");
	signal.throwIfAborted();
	await keep(cache, new URL(MANIFEST, document.baseURI).href, Response.json(manifest), new Date());
	return manifest;
}

/** Asks for all, some at once. Where one fails the others are to be stopped, and once they are it fails. */
async function all(
	paths: readonly string[],
	get: (path: string) => Promise<unknown>,
	stopOthers: () => void,
): Promise<void> {
	const queue = [...paths];
	const work = async () => {
		for (let path = queue.shift(); path !== undefined; path = queue.shift()) await get(path);
	};
	const stop = (error: unknown) => {
		queue.length = 0;
		stopOthers();
		throw error;
	};
	const done = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().catch(stop)));
	const failed = done.find((one) => one.status === "rejected");
	if (failed) throw failed.reason;
}

/** What is saved; null if nothing is. */
export async function saved(): Promise<Manifest | null> {
	if (!("caches" in globalThis)) return null;
	const copy = await (await wholePack(document.baseURI))?.match(new URL(MANIFEST, document.baseURI).href);
	return copy ? copy.json() : null;
}
