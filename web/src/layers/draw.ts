// Drawing an area on the map by clicks alone: two corners of a box, or the
// corners of a polygon one after the other. Nothing has to be dragged.
import * as L from "leaflet";
import type { Area } from "../area.ts";

export type Drawn = readonly (readonly [number, number])[];

/** Draws what the reader points out; resolves to the corners, or to null if it was given up. */
export function drawArea(map: L.Map, form: "box" | "polygon", signal: AbortSignal): Promise<Drawn | null> {
	return new Promise((resolve) => {
		const corners: L.LatLng[] = [];
		const sketch = L.polygon([], { className: "area sketch", interactive: false, fill: false }).addTo(map);
		const box = map.getContainer();
		const draw = (pointer?: L.LatLng) => {
			const all = pointer ? [...corners, pointer] : corners;
			sketch.setLatLngs(form === "box" && all.length > 1 ? boxOf(all[0] as L.LatLng, all[1] as L.LatLng) : all);
		};
		const end = (result: Drawn | null) => {
			map.off("click", add).off("mousemove", move).off("dblclick", close);
			map.doubleClickZoom.enable();
			removeEventListener("keydown", key, true);
			signal.removeEventListener("abort", giveUp);
			box.classList.remove("drawing");
			sketch.remove();
			resolve(result);
		};
		const giveUp = () => end(null);
		const close = () => {
			const ring = form === "box" ? boxOf(corners[0] as L.LatLng, corners[1] as L.LatLng) : corners;
			end(ring.map((p) => [round(p.wrap().lng), round(p.lat)] as const));
		};
		const add = (e: L.LeafletMouseEvent) => {
			const last = corners.at(-1);
			// The second click of a double click is the same corner.
			const isAgain = last && map.latLngToContainerPoint(last).distanceTo(e.containerPoint) < 4;
			if (!isAgain) corners.push(e.latlng);
			draw();
			if (form === "box" ? corners.length === 2 : isAgain && corners.length > 2) close();
		};
		const move = (e: L.LeafletMouseEvent) => draw(e.latlng);
		const key = (e: KeyboardEvent) => {
			if (e.key === "Escape") giveUp();
			else if (e.key === "Enter" && corners.length > 2) close();
			else return;
			e.preventDefault();
			e.stopPropagation();
		};
		map.on("click", add).on("mousemove", move);
		map.doubleClickZoom.disable();
		addEventListener("keydown", key, true);
		signal.addEventListener("abort", giveUp);
		box.classList.add("drawing");
	});
}

/** Shows the area that narrows the records; null shows none. */
export class AreaOutline {
	readonly #shape = L.polygon([], { className: "area", interactive: false, fill: false });

	constructor(private readonly map: L.Map) {}

	show(area: Area | null): void {
		if (!area) {
			this.#shape.remove();
			return;
		}
		this.#shape.setLatLngs(area.map(([lon, lat]) => [lat, lon] as L.LatLngTuple)).addTo(this.map);
	}
}

function boxOf(a: L.LatLng, b: L.LatLng): L.LatLng[] {
	return [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
}

function round(n: number): number {
	return Number(n.toFixed(5));
}
