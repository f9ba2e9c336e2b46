// The base map: land, lakes and large rivers of Natural Earth, bundled with the
// page. The world is drawn coarse; from zoom 5 on a region is drawn fine over
// it. No borders and no names: they would take sides.
import * as L from "leaflet";
import { whenIdle } from "../dom.ts";
import { afterTiles } from "../tiles/tile.ts";
import { isGone } from "./together.ts";

declare const BASE_WORLD: string;
declare const BASE_REGION: string;

const FINE_ZOOM = 5;
/** Where a first visit's view is chosen from the data, the base map waits for it, at most so long. */
const PATIENCE_MS = 2000;

interface BaseFile {
	scale: number;
	box: [number, number, number, number] | null;
	land: number[][][];
	lakes: number[][][];
	rivers: number[][];
}

/**
 * Adds the base map, of which only what is looked at is loaded. It fails
 * silently, for the data are readable without it.
 * @param isChosen is false if the view is not yet what the reader will see.
 */
export function addBase(map: L.Map, isChosen: boolean): void {
	let world: Promise<Part | null> | null = null;
	let region: Promise<Part | null> | null = null;
	const choose = async () => {
		const isNear = map.getZoom() >= FINE_ZOOM;
		if (isNear) region ??= load(map, BASE_REGION, "base-region", 160);
		const fine = await region;
		if (isNear) fine?.group.addTo(map);
		else fine?.group.remove();
		const isWithin = isNear && fine?.box?.contains(map.getBounds());
		if (isWithin || world) return;
		world = load(map, BASE_WORLD, "base-world", 150);
		(await world)?.group.addTo(map);
	};
	const begin = () => {
		clearTimeout(timer);
		map.off("moveend", begin).on("moveend", choose);
		void choose();
	};
	const timer = setTimeout(begin, PATIENCE_MS);
	map.on("moveend", begin);
	if (isChosen) begin();
}

interface Part {
	group: L.LayerGroup;
	/** What it is of; null is all. */
	box: L.LatLngBounds | null;
}

async function load(map: L.Map, url: string, pane: string, zIndex: number): Promise<Part | null> {
	const answer = await fetch(url).catch(() => null);
	if (!answer?.ok) return null;
	const file = (await answer.json()) as BaseFile;
	// The data are drawn first: this is the ground that they are read on.
	await afterTiles();
	await new Promise<void>(whenIdle);
	if (isGone(map)) return null;
	map.createPane(pane).style.zIndex = String(zIndex);
	const [w, s, e, n] = file.box ?? [];
	const box = w === undefined ? null : L.latLngBounds([s ?? 0, w], [n ?? 0, e ?? 0]);
	return { group: draw(file, pane, box), box };
}

function draw(file: BaseFile, pane: string, box: L.LatLngBounds | null): L.LayerGroup {
	const renderer = L.svg({ pane, padding: 0.2 });
	const options = (className: string): L.PolylineOptions => ({
		renderer,
		pane,
		className,
		interactive: false,
		fillOpacity: 1,
		weight: 1,
	});
	const group = L.layerGroup();
	if (box) group.addLayer(L.rectangle(box, options("base-sea")));
	const rings = (list: number[][][]) => list.map((polygon) => polygon.map((r) => points(r, file.scale)));
	const lines = (list: number[][]) => list.map((l) => points(l, file.scale));
	group.addLayer(L.polygon(rings(file.land), options("base-land")));
	group.addLayer(L.polyline(lines(file.rivers), options("base-river")));
	group.addLayer(L.polygon(rings(file.lakes), options("base-lake")));
	return group;
}

/** Undoes the steps that the build wrote: see basemap.mjs. */
function points(steps: number[], scale: number): L.LatLngTuple[] {
	const out: L.LatLngTuple[] = [];
	let [x, y] = [0, 0];
	for (let i = 0; i + 1 < steps.length; i += 2) {
		x += steps[i] ?? 0;
		y += steps[i + 1] ?? 0;
		out.push([y / scale, x / scale]);
	}
	return out;
}
