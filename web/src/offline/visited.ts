// What the reader has seen, up to a number of bytes and of answers; what was
// not asked for longest goes first.
import { bytesOf, copyOf, keep, VISITED } from "./kept.ts";

const MOST_BYTES = 24 << 20;
const MOST_ENTRIES = 600;

export class Visited {
	/** Sizes by address, the latest asked for last; null until read from the cache. */
	#sizes: Promise<Map<string, number>> | null = null;

	constructor(
		private readonly most = { bytes: MOST_BYTES, entries: MOST_ENTRIES },
		private readonly now: () => Date = () => new Date(),
	) {}

	async find(url: string): Promise<Response | undefined> {
		return copyOf(await caches.open(VISITED), url, this.now());
	}

	async keep(url: string, answer: Response): Promise<void> {
		const [cache, sizes] = [await caches.open(VISITED), await this.#read()];
		const size = await keep(cache, url, answer, this.now());
		sizes.delete(url);
		sizes.set(url, size);
		for (const oldest of this.#overfull(sizes)) await this.forget(oldest);
	}

	async forget(url: string): Promise<void> {
		const cache = await caches.open(VISITED);
		await cache.delete(url, { ignoreVary: true });
		(await this.#read()).delete(url);
	}

	/** Is to be called when the cache was deleted by somebody else. */
	reset(): void {
		this.#sizes = null;
	}

	#overfull(sizes: Map<string, number>): string[] {
		let bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
		let entries = sizes.size;
		const gone: string[] = [];
		for (const [url, size] of sizes) {
			if (bytes <= this.most.bytes && entries <= this.most.entries) break;
			gone.push(url);
			bytes -= size;
			entries--;
		}
		return gone;
	}

	#read(): Promise<Map<string, number>> {
		this.#sizes ??= (async () => {
			const cache = await caches.open(VISITED);
			const sizes = new Map<string, number>();
			for (const request of await cache.keys()) {
				const copy = await copyOf(cache, request.url, this.now());
				if (copy) sizes.set(request.url, bytesOf(copy));
			}
			return sizes;
		})();
		return this.#sizes;
	}
}
