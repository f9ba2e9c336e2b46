// What has been loaded, layer by layer. A layer of ordinary size is loaded
// whole. Of a larger one the map shows tiles, and the store holds the first of
// what is in view, for the list.
import { bboxOf, collections, feature as fetchFeature, pages } from "./api.ts";
import { type Box, COLLECTIONS, type CollectionID, type Entry, entryOf, parseRef } from "./feature.ts";
import { afterTiles } from "./tiles/tile.ts";

/** A layer with more features than this comes in tiles. */
export const WHOLE_LIMIT = 5000;

/** How many records of such a layer are listed. */
export const LIST_LIMIT = 500;

export interface Layer {
	state: "loading" | "ready" | "failed";
	entries: Entry[];
	/** How many there are on the server, in the box if one was asked for. */
	matched: number;
	/** How many there are on the server at all. */
	total: number;
	/** The layer is too large to be loaded whole. */
	isLarge: boolean;
	/** Of a large layer, where its records lie; null if none has a position. */
	extent: Box | null;
	error: unknown;
}

export class Store {
	readonly #layers = new Map<CollectionID, Layer>();
	readonly #byRef = new Map<string, Entry>();
	/** Records that are being fetched by themselves. */
	readonly #coming = new Map<string, Promise<Entry>>();
	/** Places that have been asked for: one that cannot be had is not asked for with every drawing. */
	readonly #sought = new Set<string>();
	readonly #aborts = new Map<CollectionID, AbortController>();

	/** @param changed is called after every change. */
	constructor(private readonly changed: () => void) {
		for (const c of COLLECTIONS) this.#layers.set(c, emptyLayer());
	}

	layer(c: CollectionID): Layer {
		return this.#layers.get(c) ?? emptyLayer();
	}

	/** Every loaded entry, layer by layer. */
	all(): Entry[] {
		return COLLECTIONS.flatMap((c) => this.layer(c).entries);
	}

	byRef(ref: string | null): Entry | undefined {
		return ref === null ? undefined : this.#byRef.get(ref);
	}

	/** The place that an entry is known by, asked for if it is not loaded. */
	placeOf(entry: Entry): Entry | undefined {
		const ref = entry.feature.properties.place;
		const place = this.byRef(ref);
		// A place that cannot be had is shown by its name alone, in the list.
		if (!place && ref && this.isSettled() && !this.#sought.has(ref)) {
			this.#sought.add(ref);
			this.fetch(ref).catch(() => undefined);
		}
		return place;
	}

	/** Fetches one record by reference, unless it is here; a failure is not kept. Undefined if it is no reference. */
	async fetch(ref: string): Promise<Entry | undefined> {
		const parsed = parseRef(ref);
		if (!parsed || this.#byRef.has(ref)) return this.#byRef.get(ref);
		const coming = this.#coming.get(ref) ?? this.#fetch(ref, parsed.collection, parsed.id);
		this.#coming.set(ref, coming);
		return coming.finally(() => this.#coming.delete(ref));
	}

	async #fetch(ref: string, c: CollectionID, id: string): Promise<Entry> {
		const entry = entryOf(c, await fetchFeature(c, id));
		this.#byRef.set(ref, entry);
		this.changed();
		return entry;
	}

	/** Takes in how many records the layers have: tiles of a large one need not wait for more. */
	async size(): Promise<void> {
		const known = await collections().catch(() => null);
		for (const c of COLLECTIONS) {
			const said = known?.collections.find(({ id }) => id === c);
			if (!said || said.itemCount <= WHOLE_LIMIT || this.layer(c).isLarge) continue;
			const extent = said.extent.spatial?.bbox[0] ?? null;
			this.#set(c, { ...emptyLayer(), total: said.itemCount, isLarge: true, extent });
		}
	}

	/** Loads a layer; of a large one, the first records that the question, as in an address, lets through: in the box, or anywhere. */
	async load(c: CollectionID, box: Box | null, ask: string): Promise<void> {
		this.#aborts.get(c)?.abort();
		const abort = new AbortController();
		this.#aborts.set(c, abort);
		let layer = this.layer(c);
		this.#set(c, { ...layer, state: "loading", error: null });
		try {
			await this.size();
			layer = this.layer(c);
			if (!layer.isLarge) layer = await collectWhole(c, abort.signal);
			if (layer.isLarge) {
				// Its tiles need not wait for the list.
				if (!abort.signal.aborted) this.#set(c, { ...layer, state: "loading", error: null });
				await afterTiles();
				layer = { ...layer, ...(await collectPart(c, box, ask, abort.signal)) };
			}
			// What was asked for meanwhile counts, whichever answer came first.
			if (abort.signal.aborted) return;
			this.#index(layer.entries);
			this.#set(c, { ...layer, state: "ready", error: null });
		} catch (error) {
			if (!abort.signal.aborted) this.#set(c, { ...layer, state: "failed", error });
		}
	}

	/** No layer is on its way. */
	isSettled(): boolean {
		return [...this.#layers.values()].every((l) => l.state !== "loading");
	}

	#index(entries: Entry[]): void {
		for (const e of entries) this.#byRef.set(e.ref, e);
	}

	#set(c: CollectionID, layer: Layer): void {
		this.#layers.set(c, layer);
		this.changed();
	}
}

/** All records of a layer, or none if it is too large for that. */
async function collectWhole(c: CollectionID, signal: AbortSignal): Promise<Layer> {
	const layer = emptyLayer();
	for await (const page of pages(c, "", signal)) {
		layer.total = layer.matched = page.numberMatched;
		if (page.numberMatched > WHOLE_LIMIT) return { ...layer, isLarge: true };
		layer.entries.push(...page.features.map((f) => entryOf(c, f)));
	}
	return layer;
}

async function collectPart(
	c: CollectionID,
	box: Box | null,
	ask: string,
	signal: AbortSignal,
): Promise<Pick<Layer, "matched" | "entries">> {
	const query = [box && `bbox=${bboxOf(box)}`, ask].filter(Boolean).join("&");
	const { value: page } = await pages(c, query, signal, LIST_LIMIT).next();
	return { matched: page?.numberMatched ?? 0, entries: (page?.features ?? []).map((f) => entryOf(c, f)) };
}

function emptyLayer(): Layer {
	return { state: "loading", entries: [], matched: 0, total: 0, isLarge: false, extent: null, error: null };
}
