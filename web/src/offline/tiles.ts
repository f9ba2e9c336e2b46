// Which tiles cover a box. No DOM here.
import type { Box } from "../feature.ts";
import { project } from "../paint/shape.ts";
import type { TileID } from "../tiles/tile.ts";

const DEEPEST = 22;

/** The tiles over a box for a zoom and those after it, `levels` in all. */
export function tilesIn([west, south, east, north]: Box, zoom: number, levels: number): TileID[] {
	const first = Math.max(0, zoom);
	const found: TileID[] = [];
	for (let z = first; z < first + levels && z <= DEEPEST; z++) {
		const size = 2 ** z;
		const at = (share: number) => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
		const [a, b] = [project([Math.max(-180, west), north]), project([Math.min(180, east), south])];
		for (let row = at(a[1]); row <= at(b[1]); row++)
			for (let col = at(a[0]); col <= at(b[0]); col++) found.push({ z, row, col });
	}
	return found;
}
