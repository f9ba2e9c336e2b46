// What has been loaded, layer by layer. A layer of ordinary size is loaded
// whole; a larger one by what is in view, and then says so.
import { feature as fetchFeature, pages } from "./api.ts";
import { type Box, COLLECTIONS, type CollectionID, type Entry, entryOf, parseRef } from "./feature.ts";

/** A layer with more features than this is loaded by the map's view. */
export const WHOLE_LIMIT = 20_000;

export interface Layer {
	state: "loading" | "ready" | "failed";
	entries: Entry[];
	/** How many there are on the server, in the box if one was asked for. */
	matched: number;
	/** The layer is too large to be loaded whole. */
	isLarge: boolean;
	/** What could not be loaded because even the view holds too many. */
	isCut: boolean;
	error: unknown;
}

export class Store {
	readonly #layers = new Map<CollectionID, Layer>();
	readonly #byRef = new Map<string, Entry>();
	readonly #asked = new Set<string>();
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
		if (!place && ref && this.#isSettled()) this.fetch(ref).catch(() => undefined);
		return place;
	}

	/** Fetches one record by reference, once; undefined if there is none. */
	async fetch(ref: string): Promise<Entry | undefined> {
		const parsed = parseRef(ref);
		if (!parsed || this.#byRef.has(ref) || this.#asked.has(ref)) return this.#byRef.get(ref);
		this.#asked.add(ref);
		const entry = entryOf(parsed.collection, await fetchFeature(parsed.collection, parsed.id));
		this.#byRef.set(ref, entry);
		this.changed();
		return entry;
	}

	/** Loads a layer; of a large one, what lies in the box. */
	async load(c: CollectionID, box: Box): Promise<void> {
		this.#aborts.get(c)?.abort();
		const abort = new AbortController();
		this.#aborts.set(c, abort);
		const before = this.layer(c);
		this.#set(c, { ...before, state: "loading", error: null });
		try {
			const layer = await collect(c, before.isLarge ? box : null, abort.signal);
			const complete = layer.isLarge && !before.isLarge ? await collect(c, box, abort.signal) : layer;
			this.#index(complete.entries);
			this.#set(c, complete);
		} catch (error) {
			if (!abort.signal.aborted) this.#set(c, { ...before, state: "failed", error });
		}
	}

	#isSettled(): boolean {
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

async function collect(c: CollectionID, box: Box | null, signal: AbortSignal): Promise<Layer> {
	const layer = { ...emptyLayer(), state: "ready" as const, isLarge: box !== null };
	for await (const page of pages(c, box, signal)) {
		layer.matched = page.numberMatched;
		if (box === null && page.numberMatched > WHOLE_LIMIT) return { ...layer, isLarge: true };
		layer.entries.push(...page.features.map((f) => entryOf(c, f)));
		if (layer.entries.length >= WHOLE_LIMIT) return { ...layer, isCut: layer.entries.length < layer.matched };
	}
	return layer;
}

function emptyLayer(): Layer {
	return { state: "loading", entries: [], matched: 0, isLarge: false, isCut: false, error: null };
}
