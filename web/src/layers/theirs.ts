// The base map of other people's that an operator names.
import * as L from "leaflet";
import type { Archive } from "../basemap/archive.ts";
import { Brush } from "../paint/brush.ts";
import { theme } from "../paint/theme.ts";
import { isGone } from "./together.ts";

/** Draws it below the data: pictures at an address with {z}, {x} and {y}, or one archive of tiles. */
export function addTheirs(map: L.Map, url: string): void {
	if (url.includes("{z}")) L.tileLayer(url, { maxZoom: 19, className: "base-tiles" }).addTo(map);
	// Without it the page's own base map is there.
	else addArchive(map, url).catch((error) => console.warn("no base map:", error));
}

async function addArchive(map: L.Map, url: string): Promise<void> {
	const { Archive } = await import("../basemap/archive.ts");
	const archive = await Archive.open(url, Brush);
	if (isGone(map)) return;
	const grid = new ArchiveGrid(archive).addTo(map);
	theme.onChange(() => grid.redraw());
}

class ArchiveGrid extends L.GridLayer {
	constructor(private readonly archive: Archive) {
		super({ tileSize: archive.size, className: "base-tiles", keepBuffer: 1 });
	}

	protected override createTile({ x, y, z }: L.Coords, done: L.DoneCallback): HTMLElement {
		const canvas = document.createElement("canvas");
		canvas.setAttribute("aria-hidden", "true");
		// Zoom 0 of the map is one tile of 256 pixels.
		const zoom = this.archive.size === 512 ? z - 1 : z;
		this.archive.paint(canvas, { z: zoom, row: y, col: x }).then(
			() => done(undefined, canvas),
			(error) => done(error, canvas),
		);
		return canvas;
	}
}
