// All requests to the server. Paths are relative to the page, so that the map
// also works below a prefix. A failure says what kind it is: offline, no
// answer, a bad status, or an answer that is not what was promised.
import type { ClaimSet } from "./claimset.ts";
import type { Box, CollectionID, Feature } from "./feature.ts";

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
	) {
		super(`${path}: ${detail ?? status ?? kind}`);
	}
}

export interface Link {
	rel: string;
	href: string;
	type?: string;
}

export interface Page {
	features: Feature[];
	numberMatched: number;
	links: Link[];
}

export interface Landing {
	title: string;
	description: string;
	attribution: string;
	licence: string;
	contact: string;
	published_on: string;
	data_version: string;
	base_map: { url: string; attribution: string } | null;
	links: Link[];
}

export function landing(signal?: AbortSignal): Promise<Landing> {
	return getJSON("./?f=json", signal);
}

type Texts = Readonly<Record<string, string>>;

export interface StoryStep {
	title: Texts;
	text: Texts;
	/** West, south, east, north in degrees. */
	where: Box;
	/** As in a link: 1993-04..1994. */
	when?: string;
	layers?: readonly string[];
	sources: readonly string[];
}

export interface Story {
	title: Texts;
	steps: readonly StoryStep[];
}

/** The guided view; the landing page links to it if there is one. */
export function story(): Promise<Story> {
	return getJSON("story");
}

/** The layers, each with its links. */
export function collections(): Promise<{ collections: { id: CollectionID; links: Link[] }[] }> {
	return getJSON("collections");
}

/** What is known of the sources that the public may see. */
export function sources(): Promise<{ sources: { id: string; title: string }[] }> {
	return getJSON("sources");
}

export function feature(c: CollectionID, id: string, signal?: AbortSignal): Promise<Feature> {
	return getJSON(`collections/${c}/items/${encodeURIComponent(id)}`, signal);
}

export function claims(c: CollectionID, id: string, signal?: AbortSignal): Promise<ClaimSet> {
	return getJSON(`collections/${c}/items/${encodeURIComponent(id)}/claims`, signal);
}

export interface LayerStats {
	numberMatched: number;
	undated: number;
	years: { year: number; certain: number; possible: number }[];
	facets: { property: string; values: { value: string | number | boolean; count: number }[] }[];
}

/** Counts of what the query, as in an address, lets through. */
export function stats(c: CollectionID, ask: string): Promise<LayerStats> {
	return getJSON(`collections/${c}/stats?${ask}`);
}

export interface SearchHit {
	collection: string;
	id: string;
	name: string | null;
	/** The name that was found. */
	matched: { text: string; language: string | null };
	place_name: string | null;
}

/** The best names for a text in any script. */
export function search(text: string, signal: AbortSignal): Promise<{ results: SearchHit[] }> {
	return getJSON(`search?${new URLSearchParams({ q: text, limit: "8" })}`, signal);
}

export interface History {
	versions: { version: number; day: string; reason: string | null; changed: string[] | null }[];
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
): AsyncGenerator<Page, undefined> {
	const base = `collections/${c}/items`;
	let query: string | null = `?${[`limit=${limit}`, ask].filter(Boolean).join("&")}`;
	while (query !== null) {
		const page: Page = await getJSON(base + query, signal);
		if (!Array.isArray(page.features)) throw new Failure("bad-answer", base);
		yield page;
		query = nextQuery(page.links);
	}
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
	accept: string,
	read: (answer: Response) => Promise<T>,
	outer?: AbortSignal,
): Promise<T> {
	const abort = new AbortController();
	const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
	const stop = () => abort.abort();
	outer?.addEventListener("abort", stop);
	try {
		const answer = await fetch(path || "./", { signal: abort.signal, headers: { Accept: accept } });
		if (!answer.ok) throw await badStatus(path, answer);
		return await read(answer);
	} catch (error) {
		throw failureOf(path, error, outer);
	} finally {
		clearTimeout(timer);
		outer?.removeEventListener("abort", stop);
	}
}

function failureOf(path: string, error: unknown, outer?: AbortSignal): unknown {
	if (error instanceof Failure || outer?.aborted) return error;
	if (error instanceof SyntaxError) return new Failure("bad-answer", path);
	return new Failure(navigator.onLine ? "no-answer" : "offline", path);
}

async function badStatus(path: string, answer: Response): Promise<Failure> {
	const problem = await answer.json().catch(() => ({}));
	return new Failure("bad-status", path, answer.status, problem.detail ?? null, problem.request_id ?? null);
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
