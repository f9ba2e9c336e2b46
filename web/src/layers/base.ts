// The base map: land, lakes and large rivers of Natural Earth, bundled with the
// page. The world is drawn coarse; from zoom 5 on a region is drawn fine over
// it. No borders and no names: they would take sides.
import * as L from "leaflet";

declare const BASE_WORLD: string;
declare const BASE_REGION: string;

const FINE_ZOOM = 5;

interface BaseFile {
	scale: number;
	box: [number, number, number, number] | null;
	land: number[][][];
	lakes: number[][][];
	rivers: number[][];
}

/** Adds the base map; it fails silently, for the data are readable without it. */
export async function addBase(map: L.Map): Promise<void> {
	let region: Promise<L.LayerGroup | null> | null = null;
	const isNear = () => map.getZoom() >= FINE_ZOOM;
	const choose = async () => {
		if (isNear()) region ??= load(map, BASE_REGION, "base-region", 160);
		const group = await region;
		if (isNear()) group?.addTo(map);
		else group?.remove();
	};
	map.on("zoomend", choose);
	void choose();
	(await load(map, BASE_WORLD, "base-world", 150))?.addTo(map);
}

async function load(map: L.Map, url: string, pane: string, zIndex: number): Promise<L.LayerGroup | null> {
	const answer = await fetch(url).catch(() => null);
	if (!answer?.ok) return null;
	const file = (await answer.json()) as BaseFile;
	map.createPane(pane).style.zIndex = String(zIndex);
	return draw(file, pane);
}

function draw(file: BaseFile, pane: string): L.LayerGroup {
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
	if (file.box) {
		const [w, s, e, n] = file.box;
		const corners: L.LatLngBoundsLiteral = [
			[s, w],
			[n, e],
		];
		group.addLayer(L.rectangle(corners, options("base-sea")));
	}
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
