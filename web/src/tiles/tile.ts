// The vector tiles of large layers: asked for, decoded and kept while there is
// room. Records stand in them by themselves where they are few, as counts where
// they are many.
import { bytes } from "../api.ts";
import type { CollectionID } from "../feature.ts";
import type { Shape } from "../paint/shape.ts";

/** A layer drawn by tiles, and what is asked of it, as in an address. */
export interface Source {
	collection: CollectionID;
	/** Without its "?"; empty for all. */
	query: string;
}

export interface TileID {
	z: number;
	row: number;
	col: number;
}

/** A record, or with `count` how many there are in one square of the tile. */
export interface TileFeature {
	shape: Shape;
	properties: Readonly<Record<string, string | number | boolean>>;
}

const MOST_KEPT = 300;

/** So long a drawing takes to ask for its tiles. */
const BREATH_MS = 40;
/** So long what can wait does, at most. */
const PATIENCE_MS = 1500;

let pending = 0;
const waiting = new Set<() => void>();

const kept = new Map<string, Promise<readonly TileFeature[]>>();
const ready = new Map<string, readonly TileFeature[]>();

/** The features of a tile, if they are here already. */
export function tileHere(source: Source, id: TileID): readonly TileFeature[] | undefined {
	return ready.get(pathOf(source, id));
}

/** Fetches a tile, once; a failure is not kept. */
export function tile(source: Source, id: TileID): Promise<readonly TileFeature[]> {
	const path = pathOf(source, id);
	const known = kept.get(path);
	if (known) return known;
	const asked = load(path, source.collection, id);
	kept.set(path, asked);
	pending++;
	asked.catch(() => undefined).then(settle);
	asked.then(
		(features) => ready.set(path, features),
		() => forget(path),
	);
	for (const oldest of kept.keys()) {
		if (kept.size <= MOST_KEPT) break;
		forget(oldest);
	}
	return asked;
}

/**
 * Resolves when no tile is awaited any more. A list and counts wait for it, so
 * that what is seen first comes first: a browser asks a server for six things at
 * a time, and both have other work to do than what nobody looks at yet.
 */
export async function afterTiles(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
	if (pending === 0) return;
	await new Promise<void>((resolve) => {
		waiting.add(resolve);
		setTimeout(resolve, PATIENCE_MS);
	});
}

function settle(): void {
	if (--pending > 0) return;
	for (const resolve of waiting) resolve();
	waiting.clear();
}

function forget(path: string): void {
	kept.delete(path);
	ready.delete(path);
}

async function load(path: string, collection: CollectionID, id: TileID): Promise<readonly TileFeature[]> {
	const [body, { decode }] = await Promise.all([bytes(path), import("./decode.ts")]);
	return body ? decode(body, collection, id) : [];
}

function pathOf({ collection, query }: Source, { z, row, col }: TileID): string {
	const path = `collections/${collection}/tiles/WebMercatorQuad/${z}/${row}/${col}`;
	return query ? `${path}?${query}` : path;
}
