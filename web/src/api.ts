// All requests to the server. Paths are relative to the page, so that the map
// also works below a prefix. A failure says what kind it is: offline, no
// answer, a bad status, or an answer that is not what was promised.
import type { ClaimSet } from "./claimset.ts";
import type { Box, CollectionID } from "./feature.ts";
import { KEPT_AT } from "./offline/kept.ts";
import type {
	Collections,
	FeaturePage,
	History,
	Item,
	Landing,
	Link,
	Search,
	Sources,
	Stats,
	Story,
	Translations,
} from "./schema.d.ts";

export type { Landing, Story } from "./schema.d.ts";

const TIMEOUT_MS = 30_000;
const PAGE_SIZE = 1000;

export type FailureKind = "offline" | "no-answer" | "bad-status" | "bad-answer";

export class Failure extends Error {
	constructor(
		readonly kind: FailureKind,
		readonly path: string,
		readonly status: number | null = null,
		readonly detail: string | null = null,
		readonly requestID: string | null = null,
		/** In how many seconds the server wants to be asked again. */
		readonly retryAfterS: number | null = null,
	) {
		super(`${path}: ${detail ?? status ?? kind}`);
	}
}

export function landing(signal?: AbortSignal): Promise<Landing> {
	return getJSON("./?f=json", signal);
}

/** The guided view; the landing page links to it if there is one. */
export function story(): Promise<Story> {
	return getJSON("story");
}

/** Texts of the data in a language; the landing page links to them if there are any. */
export function translations(lang: string): Promise<Translations> {
	return getJSON(`translations/${lang}`);
}

let layers: Promise<Collections> | null = null;

/**
 * The layers: how many records each has, where, and in which formats. Asked for
 * once; the page's markup has the browser ask before any script runs.
 */
export function collections(): Promise<Collections> {
	layers ??= get("collections?f=json", null, (a) => a.json() as Promise<Collections>).catch((error) => {
		layers = null;
		throw error;
	});
	return layers;
}

/** What is known of the sources that the public may see. */
export function sources(): Promise<Sources> {
	return getJSON("sources");
}

export function feature(c: CollectionID, id: string, signal?: AbortSignal): Promise<Item> {
	return getJSON(`collections/${c}/items/${encodeURIComponent(id)}`, signal);
}

export function claims(c: CollectionID, id: string, signal?: AbortSignal): Promise<ClaimSet> {
	return getJSON(claimsPath(c, id), signal);
}

export function claimsPath(c: CollectionID, id: string): string {
	return `collections/${c}/items/${encodeURIComponent(id)}/claims`;
}

/** Counts of what the query, as in an address, lets through. */
export function stats(c: CollectionID, ask: string): Promise<Stats> {
	return getJSON(`collections/${c}/stats?${ask}`);
}

/** The best names for a text in any script. */
export function search(text: string, signal: AbortSignal): Promise<Search> {
	return getJSON(`search?${new URLSearchParams({ q: text, limit: "8" })}`, signal);
}

export function history(c: CollectionID, id: string): Promise<History> {
	return getJSON(`collections/${c}/items/${encodeURIComponent(id)}/history`);
}

/** The pages of what the query, as in an address, lets through, following their `next` links. */
export async function* pages(
	c: CollectionID,
	ask: string,
	signal: AbortSignal,
	limit = PAGE_SIZE,
): AsyncGenerator<FeaturePage, undefined> {
	const base = `collections/${c}/items`;
	let path: string | null = itemsPath(c, ask, limit);
	while (path !== null) {
		const page: FeaturePage = await getJSON(path, signal);
		if (!Array.isArray(page.features)) throw new Failure("bad-answer", base);
		yield page;
		const query = nextQuery(page.links);
		path = query && base + query;
	}
}

/** The address of the first page of what the query, as in an address, lets through. */
export function itemsPath(c: CollectionID, ask: string, limit = PAGE_SIZE): string {
	return `collections/${c}/items?${[`limit=${limit}`, ask].filter(Boolean).join("&")}`;
}

/** The bbox parameter for what a map shows, which may reach round the world and over its poles. */
export function bboxOf([west, south, east, north]: Box): string {
	const turns = Math.round((west + east) / 2 / 360) * 360;
	const [w, e] = [Math.max(-180, west - turns), Math.min(180, east - turns)];
	return [w, Math.max(-90, south), e, Math.min(90, north)].map((n) => Number(n.toFixed(6))).join(",");
}

/** The query of the `next` link; its host is not used: a proxy may have another. */
export function nextQuery(links: Link[] | undefined): string | null {
	const next = links?.find((l) => l.rel === "next");
	if (!next) return null;
	const at = next.href.indexOf("?");
	return at < 0 ? null : next.href.slice(at);
}

/** A body of bytes, such as a vector tile; null if there is none (204). */
export async function bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer | null> {
	return get(path, "*/*", async (a) => (a.status === 204 ? null : a.arrayBuffer()), signal);
}

function getJSON<T>(path: string, signal?: AbortSignal): Promise<T> {
	return get(path, "application/geo+json, application/json", (a) => a.json() as Promise<T>, signal);
}

async function get<T>(
	path: string,
	/** null leaves it to the browser: as it asks by itself. */
	accept: string | null,
	read: (answer: Response) => Promise<T>,
	outer?: AbortSignal,
): Promise<T> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
	const stop = () => abort.abort();
	outer?.addEventListener("abort", stop);
	try {
		// What was called off before it began says so no more.
		outer?.throwIfAborted();
		const answer = await fetch(path || "./", { signal: abort.signal, headers: accept ? { Accept: accept } : {} });
		if (!answer.ok) throw await badStatus(path, answer);
		noteAge(path, answer.headers.get(KEPT_AT));
		return await read(answer);
	} catch (error) {
		throw failureOf(path, error, outer);
	} finally {
		clearTimeout(timer);
		outer?.removeEventListener("abort", stop);
	}
}

/** When each address without its query was had whose copy is shown, as an ISO time. */
const copies = new Map<string, string>();

/** The time of the oldest copy shown; null if all that is shown came from the network. */
export function keptSince(): string | null {
	return [...copies.values()].sort()[0] ?? null;
}

function noteAge(path: string, keptAt: string | null): void {
	const [at = ""] = path.split("?");
	if (keptAt === null) copies.delete(at);
	else copies.set(at, keptAt);
}

function failureOf(path: string, error: unknown, outer?: AbortSignal): unknown {
	if (error instanceof Failure || outer?.aborted) return error;
	if (error instanceof SyntaxError) return new Failure("bad-answer", path);
	return new Failure(navigator.onLine ? "no-answer" : "offline", path);
}

async function badStatus(path: string, answer: Response): Promise<Failure> {
	const problem = await answer.json().catch(() => ({}));
	const again = secondsOf(answer.headers.get("Retry-After"), Date.now());
	return new Failure("bad-status", path, answer.status, problem.detail ?? null, problem.request_id ?? null, again);
}

/** Reads Retry-After: seconds, or the time of the day in HTTP's form; null if it is neither. */
export function secondsOf(text: string | null, nowMs: number): number | null {
	if (!text) return null;
	const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - nowMs) / 1000;
	return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** Keeps only the latest of a kind of request: a new one aborts the one before. */
export class Latest {
	#abort: AbortController | null = null;

	/** Runs the job; resolves to undefined if a later one has taken its place. */
	async run<T>(job: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
		this.stop();
		const mine = new AbortController();
		this.#abort = mine;
		try {
			const result = await job(mine.signal);
			return mine.signal.aborted ? undefined : result;
		} catch (error) {
			if (mine.signal.aborted) return undefined;
			throw error;
		}
	}

	stop(): void {
		this.#abort?.abort();
	}
}
