// A base map of other people's as one PMTiles archive, read by ranges: vector
// tiles are drawn by the map's own brush, pictures as they are. A chunk of its
// own, for few operators name one.
import { PMTiles, TileType } from "pmtiles";
import type { Brush, Frame } from "../paint/brush.ts";
import type { Shape } from "../paint/shape.ts";
import { decodeAll } from "../tiles/decode.ts";
import type { TileID } from "../tiles/tile.ts";
import { GROUNDS, type Ground, groundOf, hasWater, neutralLook } from "./neutral.ts";

/** The map's brush, which is on the page already. */
type MakeBrush = new (ctx: CanvasRenderingContext2D, frame: Frame) => Brush;

/** Between two zoom levels a tile is shown larger by up to this. */
const MOST_STRETCH = 1.42;
const MOST_KEPT = 64;

/** A tile as it is drawn; null where the archive has none. */
type Tile = ImageBitmap | ReadonlyMap<Ground, readonly Shape[]> | null;

export class Archive {
	/** Edge of a tile in pixels. */
	readonly size: number;
	readonly #kept = new Map<string, Promise<Tile>>();

	private constructor(
		private readonly source: PMTiles,
		private readonly isVector: boolean,
		private readonly zooms: readonly [number, number],
		/** The tiles show water, so that their ground is land. */
		private readonly isGroundLand: boolean,
		private readonly makeBrush: MakeBrush,
	) {
		this.size = isVector ? 512 : 256;
	}

	/** Reads what the archive says of itself; fails if it cannot be read or holds neither vector tiles nor pictures. */
	static async open(url: string, makeBrush: MakeBrush): Promise<Archive> {
		const source = new PMTiles(url);
		const { tileType, minZoom, maxZoom } = await source.getHeader();
		const isVector = tileType === TileType.Mvt;
		if (!isVector && ![TileType.Png, TileType.Jpeg, TileType.Webp, TileType.Avif].includes(tileType))
			throw new Error(`${url}: tiles of type ${tileType} are no vector tiles (MVT) and no pictures`);
		const said = isVector ? ((await source.getMetadata()) as { vector_layers?: { id: string }[] } | null) : null;
		const layers = (said?.vector_layers ?? []).map(({ id }) => String(id));
		return new Archive(source, isVector, [minZoom, maxZoom], hasWater(layers), makeBrush);
	}

	/** Draws a tile on a canvas; beyond the archive's last zoom, its part of the tile above. */
	async paint(canvas: HTMLCanvasElement, id: TileID): Promise<void> {
		const [first, last] = this.zooms;
		if (id.z < first) return;
		const up = Math.max(0, id.z - last);
		const from = { z: id.z - up, row: id.row >> up, col: id.col >> up };
		const tile = await this.#tile(from);
		const ctx = canvas.getContext("2d");
		if (!tile || !ctx) return;
		const ratio = Math.min(2, (devicePixelRatio || 1) * MOST_STRETCH);
		canvas.width = canvas.height = Math.round(this.size * ratio);
		if (tile instanceof ImageBitmap) {
			const part = tile.width / 2 ** up;
			const [x, y] = [id.col - (from.col << up), id.row - (from.row << up)];
			ctx.drawImage(tile, x * part, y * part, part, part, 0, 0, canvas.width, canvas.height);
			canvas.dataset.base = "picture";
		} else this.#draw(canvas, ctx, tile, id, ratio);
	}

	#draw(
		canvas: HTMLCanvasElement,
		ctx: CanvasRenderingContext2D,
		tile: ReadonlyMap<Ground, readonly Shape[]>,
		id: TileID,
		ratio: number,
	): void {
		const { size } = this;
		const frame = { x: id.col * size, y: id.row * size, world: size * 2 ** id.z, size, ratio };
		const brush = new this.makeBrush(ctx, frame);
		if (this.isGroundLand) brush.cover("land");
		const drawn = GROUNDS.map((ground) => {
			const seen = (tile.get(ground) ?? []).filter((shape) => brush.sees(shape));
			const look = neutralLook(ground, id.z);
			for (const shape of seen) brush.draw(shape, look);
			return `${ground}:${seen.length}`;
		});
		// What is on the canvas, for whoever cannot see it.
		canvas.dataset.base = drawn.join(" ");
	}

	/** A tile, asked for once while there is room to keep it; a failure is not kept. */
	#tile(id: TileID): Promise<Tile> {
		const key = `${id.z}/${id.row}/${id.col}`;
		const known = this.#kept.get(key);
		if (known) return known;
		const asked = this.#read(id);
		this.#kept.set(key, asked);
		asked.catch(() => this.#kept.delete(key));
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= MOST_KEPT) break;
			this.#kept.delete(oldest);
		}
		return asked;
	}

	async #read(id: TileID): Promise<Tile> {
		const found = await this.source.getZxy(id.z, id.col, id.row);
		if (!found) return null;
		if (!this.isVector) return createImageBitmap(new Blob([found.data]));
		const grounds = new Map<Ground, Shape[]>();
		for (const [layer, features] of decodeAll(found.data, id)) {
			for (const { shape } of features) {
				const ground = groundOf(layer, shape);
				if (ground) grounds.set(ground, [...(grounds.get(ground) ?? []), shape]);
			}
		}
		return grounds;
	}
}
