// MapView: the map as the rest of the page knows it. Only this module and
// layers/ know Leaflet. Shapes take no keyboard focus: the list beside the
// map holds the same records.
import * as L from "leaflet";
import type { Box, Entry } from "./feature.ts";
import { covers, distanceM } from "./hit.ts";
import { addBase } from "./layers/base.ts";
import { Labels } from "./layers/labels.ts";
import { recordLabel, somewhereLabel } from "./layers/names.ts";
import { Painter } from "./layers/paint.ts";
import type { View } from "./permalink.ts";
import { areaOf, bySomewhere, type Somewhere } from "./somewhere.ts";

/** A shape smaller than this is zoomed to when it is opened. */
const LEAST_SEEN_PX = 90;

const FINGER_PX = 14;
const WORLD: View = { zoom: 2, lat: 25, lon: 20 };

export interface MapEvents {
	/** The reader or the page has moved the map. */
	moved(view: View): void;
	/** The reader pointed at a place where these records are shown. */
	picked(entries: Entry[]): void;
	/** How many pixels of the map lie under the panels, from its right and its lower edge. */
	covered(): { right: number; bottom: number };
}

export class MapView {
	readonly #map: L.Map;
	readonly #painter: Painter;
	readonly #labels = new Labels();
	readonly #shapes = L.layerGroup();
	readonly #chosen = L.layerGroup();
	#drawn: Entry[] = [];
	#areas: Somewhere[] = [];

	constructor(
		box: HTMLElement,
		view: View | null,
		private readonly events: MapEvents,
	) {
		const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
		this.#map = L.map(box, {
			zoomControl: false,
			attributionControl: false,
			zoomSnap: 0.5,
			minZoom: 2,
			maxZoom: 16,
			worldCopyJump: true,
			fadeAnimation: !reduced,
			zoomAnimation: !reduced,
			inertia: !reduced,
		});
		this.#painter = new Painter(this.#map);
		this.setView(view ?? WORLD);
		this.#shapes.addTo(this.#map);
		this.#chosen.addTo(this.#map);
		this.#labels.addTo(this.#map);
		this.#map.on("moveend", () => events.moved(this.view()));
		this.#map.on("click", (e) => events.picked(this.#under(e.latlng)));
		this.#map.on("mousemove", (e) => box.classList.toggle("on-shape", this.#under(e.latlng).length > 0));
		new ResizeObserver(() => this.resized()).observe(box);
		void addBase(this.#map);
	}

	view(): View {
		const { lat, lng } = this.#map.getCenter();
		return { zoom: this.#map.getZoom(), lat, lon: lng };
	}

	setView(view: View): void {
		this.#map.setView([view.lat, view.lon], view.zoom, { animate: false });
	}

	/** West, south, east, north of what is seen. */
	box(): Box {
		const b = this.#map.getBounds();
		return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
	}

	/** Shows the whole box, no nearer than the zoom given. */
	fit(box: Box, maxZoom = 10): void {
		const bounds = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
		const covered = this.events.covered();
		this.#map.fitBounds(bounds, {
			maxZoom,
			paddingTopLeft: [24, 24],
			paddingBottomRight: [24 + covered.right, 24 + covered.bottom],
		});
	}

	/** Takes note that the page gives the map another size now. */
	resized(): void {
		const view = this.view();
		const before = this.#map.getSize();
		this.#map.invalidateSize({ animate: false, pan: false });
		// Leaflet's own way rounds the centre to pixels, and a link would drift.
		if (!before.equals(this.#map.getSize())) this.setView(view);
	}

	/** Moves the map if the box is not seen whole, or is too small to be made out. */
	reveal(box: Box): void {
		const bounds = L.latLngBounds([box[1], box[0]], [box[3], box[2]]);
		const isPoint = box[0] === box[2] && box[1] === box[3];
		const pixels = this.#map.project(bounds.getNorthEast()).distanceTo(this.#map.project(bounds.getSouthWest()));
		const isTiny = !isPoint && pixels < LEAST_SEEN_PX;
		if (isTiny || !this.#seen().contains(bounds)) this.fit(box);
	}

	/** What is seen and not under a panel. */
	#seen(): L.LatLngBounds {
		const size = this.#map.getSize();
		const { right, bottom } = this.events.covered();
		const corner = L.point(size.x - right, size.y - bottom);
		return L.latLngBounds(this.#map.containerPointToLatLng([0, 0]), this.#map.containerPointToLatLng(corner));
	}

	zoomBy(step: number): void {
		this.#map.setZoom(this.#map.getZoom() + step);
	}

	/** Draws the entries, in place of what was drawn before. */
	show(entries: Entry[], placeOf: (e: Entry) => Entry | undefined): void {
		this.#drawn = entries.filter((e) => e.feature.geometry !== null);
		this.#areas = bySomewhere(entries, placeOf);
		const claimed = this.#drawn.map((e) => e.feature.properties.perspective ?? "").filter(Boolean);
		const perspectives = [...new Set(claimed)].sort();
		this.#shapes.clearLayers();
		for (const area of this.#areas) this.#add(this.#shapes, this.#painter.somewhere(area));
		for (const entry of this.#drawn) this.#add(this.#shapes, this.#painter.record(entry, perspectives));
		const labels = [...this.#areas.map(somewhereLabel), ...this.#drawn.map(recordLabel)];
		this.#labels.set(labels.filter((l) => l !== null));
	}

	/** Outlines the open record, or the area that it lies in; null outlines none. */
	choose(entry: Entry | null, place: Entry | undefined): void {
		this.#chosen.clearLayers();
		if (!entry) return;
		if (entry.feature.geometry) {
			this.#chosen.addLayer(this.#painter.chosen(entry.feature.geometry));
			return;
		}
		const area = place && areaOf(place);
		if (!area) return;
		if (area.kind === "outline") this.#chosen.addLayer(this.#painter.chosen(area.geometry));
		else {
			const [lon = 0, lat = 0] = area.center;
			this.#chosen.addLayer(this.#painter.chosenCircle([lat, lon], area.radiusM));
		}
	}

	#add(group: L.LayerGroup, layer: L.Layer | null): void {
		if (layer) group.addLayer(layer);
	}

	/** The records at a point: symbols before areas, small areas before large. */
	#under(at: L.LatLng): Entry[] {
		const here = this.#map.latLngToContainerPoint(at);
		const near = (e: Entry) => {
			const g = e.feature.geometry;
			if (g?.type !== "Point") return false;
			const [lon = 0, lat = 0] = g.coordinates;
			return this.#map.latLngToContainerPoint([lat, lon]).distanceTo(here) <= FINGER_PX;
		};
		const points = this.#drawn.filter(near);
		const somewhere = this.#areas.filter((a) => this.#isIn(a, at)).flatMap((a) => a.entries);
		const areas = this.#drawn.filter((e) => e.feature.geometry && covers(e.feature.geometry, at.lng, at.lat));
		areas.sort((a, b) => sizeOf(a.box) - sizeOf(b.box));
		return [...points, ...somewhere, ...areas];
	}

	#isIn(group: Somewhere, at: L.LatLng): boolean {
		const area = areaOf(group.place);
		if (!area) return false;
		if (area.kind === "outline") return covers(area.geometry, at.lng, at.lat);
		return distanceM(area.center, [at.lng, at.lat]) <= area.radiusM;
	}
}

function sizeOf(box: Box | null): number {
	return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}
