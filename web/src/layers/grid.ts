// The data on the map: a grid of canvases of 512 pixels, painted by one brush
// from records that were loaded whole and from vector tiles of large layers.
import * as L from "leaflet";
import type { CollectionID } from "../feature.ts";
import { number, numberForm } from "../i18n.ts";
import { Brush, type Frame } from "../paint/brush.ts";
import { type Look, lookOf, ORDER, type Scope, type Told } from "../paint/look.ts";
import type { Shape } from "../paint/shape.ts";
import { theme } from "../paint/theme.ts";
import { type Source, type TileFeature, type TileID, tile, tileHere } from "../tiles/tile.ts";

const SIZE = 512;

/** A shape with its look, or a number of records. */
export interface Item {
	shape: Shape;
	look: Look;
	/** A name for the kind of thing, as it stands in data-painted. */
	kind: string;
	/** How many records the point stands for, and which part of them has the most frequent status. */
	many?: { count: number; share: number };
}

/** What the grid shows. */
export interface Scene {
	items: readonly Item[];
	sources: readonly Source[];
	scope: Scope;
}

/** How the loading of tiles goes. */
export interface TileEvents {
	/** Called when tiles are asked for, have come, or have failed. */
	tiles(pending: number, failed: unknown): void;
}

interface Painted {
	el: HTMLCanvasElement;
	coords: L.Coords;
}

/** What L.GridLayer keeps of itself. */
interface Internals {
	_tiles: Record<string, Painted>;
}

export class DataGrid extends L.GridLayer {
	#scene: Scene = { items: [], sources: [], scope: { period: null, perspectives: [] } };
	#pending = 0;
	#failed: unknown = null;

	constructor(private readonly events: TileEvents) {
		super({ tileSize: SIZE, pane: "overlayPane", className: "data-grid", keepBuffer: 1, updateWhenIdle: false });
		theme.onChange(() => this.repaint());
	}

	override onAdd(map: L.Map): this {
		// Between two zoom levels a tile has another size, and is painted for it.
		map.on("zoomend", this.repaint, this);
		return super.onAdd(map);
	}

	override onRemove(map: L.Map): this {
		map.off("zoomend", this.repaint, this);
		return super.onRemove(map);
	}

	/** Shows something else. */
	set(scene: Scene): void {
		this.#scene = scene;
		this.#failed = null;
		this.repaint();
	}

	/** Paints every tile again, asking for those that failed. */
	retry(): void {
		this.#failed = null;
		this.repaint();
	}

	repaint(): void {
		if (!this._map) return;
		for (const { el, coords } of this.#tiles()) this.#fill(el, coords);
	}

	protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
		const canvas = document.createElement("canvas");
		canvas.setAttribute("aria-hidden", "true");
		void this.#fill(canvas, coords).then(() => done(undefined, canvas));
		return canvas;
	}

	/** The features of large layers on the map at present, with their layer. */
	featuresHere(): { collection: CollectionID; feature: TileFeature }[] {
		return this.#tiles().flatMap(({ coords }) =>
			this.#scene.sources.flatMap((source) =>
				(tileHere(source, idOf(coords)) ?? []).map((feature) => ({ collection: source.collection, feature })),
			),
		);
	}

	#tiles(): Painted[] {
		return Object.values((this as unknown as Internals)._tiles ?? {});
	}

	/** Paints what is here at once, and the rest when it has come. */
	async #fill(canvas: HTMLCanvasElement, coords: L.Coords): Promise<void> {
		const { sources } = this.#scene;
		const id = idOf(coords);
		const missing = sources.filter((s) => !tileHere(s, id));
		if (missing.length === 0) {
			this.#paint(canvas, coords);
			return;
		}
		if (!canvas.dataset.painted) this.#paint(canvas, coords);
		this.#tell(1);
		const coming = Promise.allSettled(missing.map((s) => tile(s, id)));
		// Once all tiles are asked for, what takes a browser time to make is made while they are on their way.
		await null;
		canvas.getContext("2d");
		label(1000);
		const bad = (await coming).find((r) => r.status === "rejected");
		if (bad) this.#failed = bad.reason;
		this.#tell(-1);
		// Another question may have been asked meanwhile.
		if (sources === this.#scene.sources) this.#paint(canvas, coords);
	}

	#tell(step: number): void {
		this.#pending += step;
		this.events.tiles(this.#pending, this.#failed);
	}

	#paint(canvas: HTMLCanvasElement, coords: L.Coords): void {
		const features = this.#scene.sources.flatMap((s) => this.#itemsOf(s, tileHere(s, idOf(coords)) ?? []));
		// A canvas that nothing was ever on costs nothing.
		if (this.#scene.items.length + features.length === 0 && !canvas.dataset.painted) return;
		const ctx = canvas.getContext("2d");
		if (!ctx) return;
		const frame = this.#frame(coords);
		const device = Math.round(frame.size * frame.ratio);
		if (canvas.width !== device) canvas.width = canvas.height = device;
		const brush = new Brush(ctx, frame);
		const seen = this.#scene.items.filter((item) => brush.sees(item.shape));
		const counts: Record<string, number> = {};
		for (const level of ORDER) {
			for (const item of [...features, ...seen]) {
				if (item.look.level !== level) continue;
				const { shape, look, kind, many } = item;
				if (many) brush.count(shape.points, many.count, many.share, label(many.count), look);
				else brush.draw(shape, look);
				counts[kind] = (counts[kind] ?? 0) + (many?.count ?? 1);
			}
		}
		// What is on the canvas, for whoever cannot see it: tests and the curious.
		canvas.dataset.painted = Object.entries(counts)
			.map(([kind, n]) => `${kind}:${n}`)
			.join(" ");
	}

	#itemsOf(source: Source, features: readonly TileFeature[]): Item[] {
		return features.map(({ shape, properties }) => {
			const look = lookOf(source.collection, properties as Told, shape.points.length > 0, this.#scene.scope);
			const count = Number(properties.count ?? 0);
			const item: Item = { shape, look, kind: source.collection };
			return count > 0 ? { ...item, many: { count, share: shareOf(properties, count) } } : item;
		});
	}

	#frame(coords: L.Coords): Frame {
		const scale = this._map.getZoomScale(this._map.getZoom(), coords.z);
		const size = SIZE * scale;
		const world = size * 2 ** (coords.z - 1);
		return { x: coords.x * size, y: coords.y * size, world, size, ratio: Math.min(2, devicePixelRatio || 1) };
	}
}

/** The tile of the standard grid, whose zoom 0 is one tile: here one of 512 pixels. */
function idOf({ x, y, z }: L.Coords): TileID {
	return { z: z - 1, row: y, col: x };
}

/** The part of a square's records that has the most frequent status. */
function shareOf(properties: TileFeature["properties"], count: number): number {
	const counts = Object.entries(properties).filter(([key]) => key.startsWith("count_"));
	return Math.max(0, ...counts.map(([, n]) => Number(n))) / count || 1;
}

function label(n: number): string {
	return n < 1000 ? number(n) : numberForm({ notation: "compact" }).format(n);
}
