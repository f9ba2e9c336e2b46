// What is within an answer of the server's, however it is packed: its bytes,
// the files of an archive, and the corners that vector tiles have. Of Parquet
// the bytes alone: what it compresses is unpacked by TestN2_ExportsHoldNoHeldCoordinate
// of api/twin, which reads every format.
import { inflateRawSync } from "node:zlib";
import { PMTiles } from "pmtiles";
import { project } from "../src/paint/shape.ts";
import { decodeAll } from "../src/tiles/decode.ts";
import type { TileID } from "../src/tiles/tile.ts";
import { HELD, holds } from "./held.mjs";

interface Position {
	lon: number;
	lat: number;
}

/** The circumference of the world in metres, as Web Mercator has it. */
const WORLD_M = 40_075_017;
const UNITS = 4096;
/** Before, a unit of a tile is more than the way between two records. */
const FIRST_ZOOM = 6;

/** An answer, read for what is looked for in it. */
export class Within {
	private constructor(
		private readonly files: readonly Buffer[],
		private readonly tiles: readonly { id: TileID; body: Uint8Array }[],
	) {}

	static async read(url: string, body: Buffer): Promise<Within> {
		const { pathname } = new URL(url);
		const [, z, row, col] = /\/tiles\/WebMercatorQuad\/(\d+)\/(\d+)\/(\d+)$/.exec(pathname)?.map(Number) ?? [];
		if (z !== undefined && row !== undefined && col !== undefined)
			return new Within([body], body.length > 0 ? [{ id: { z, row, col }, body }] : []);
		if (pathname.endsWith(".pmtiles")) return new Within([body], await tilesOf(body));
		return new Within([body, ...filesOf(body)], []);
	}

	/** A coordinate of the position is written in it, or a corner of its tiles lies there, within a metre or two beside what a unit of the tile is. */
	has({ lon, lat }: Position): boolean {
		return this.files.some((file) => holds(file, lon) || holds(file, lat)) || this.#isDrawn({ lon, lat });
	}

	#isDrawn({ lon, lat }: Position): boolean {
		const [x = 0, y = 0] = project([lon, lat]);
		return this.tiles
			.filter(({ id }) => id.z >= FIRST_ZOOM)
			.some(({ id, body }) => {
				const near = 2 / WORLD_M / Math.cos((lat * Math.PI) / 180) + 1 / UNITS / 2 ** id.z;
				const shapes = [...decodeAll(new Uint8Array(body).buffer, id).values()].flat().map((f) => f.shape);
				return shapes
					.flatMap(({ points, lines, rings }) => [points, ...lines, ...rings])
					.some((path) => path.some((at, i) => i % 2 === 0 && Math.hypot(at - x, (path[i + 1] ?? 0) - y) < near));
			});
	}
}

/** The files of a zip archive, by its directory; none of what is no archive. */
function filesOf(body: Buffer): Buffer[] {
	if (body.length < 22 || body.readUInt32LE(0) !== 0x04034b50) return [];
	const end = body.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
	const files: Buffer[] = [];
	let at = body.readUInt32LE(end + 16);
	for (let n = body.readUInt16LE(end + 10); n > 0; n--) {
		const [method, size, start] = [
			body.readUInt16LE(at + 10),
			body.readUInt32LE(at + 20),
			body.readUInt32LE(at + 42),
		] as const;
		const data = start + 30 + body.readUInt16LE(start + 26) + body.readUInt16LE(start + 28);
		const packed = body.subarray(data, data + size);
		if (method !== 0 && method !== 8) throw new Error(`a file of the archive is packed by method ${method}`);
		files.push(method === 8 ? inflateRawSync(packed) : packed);
		at += 46 + body.readUInt16LE(at + 28) + body.readUInt16LE(at + 30) + body.readUInt16LE(at + 32);
	}
	return files;
}

/** The tiles of a PMTiles archive that a position lies in which is kept back. */
async function tilesOf(body: Buffer): Promise<{ id: TileID; body: Uint8Array }[]> {
	const bytes = new Uint8Array(body).buffer;
	const archive = new PMTiles({
		getKey: () => "",
		getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length) }),
	});
	const { minZoom, maxZoom } = await archive.getHeader();
	const found = new Map<string, { id: TileID; body: Uint8Array }>();
	for (let z = minZoom; z <= maxZoom; z++)
		for (const { lon, lat } of HELD) {
			const [col = 0, row = 0] = project([lon, lat]).map((share) => Math.floor(share * 2 ** z));
			const tile = await archive.getZxy(z, col, row);
			if (tile) found.set(`${z}/${row}/${col}`, { id: { z, row, col }, body: new Uint8Array(tile.data) });
		}
	return [...found.values()];
}
