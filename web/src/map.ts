// MapView: the map as the rest of the page knows it. Only this module and
// layers/ know Leaflet. Shapes take no keyboard focus: the list beside the
// map holds the same records.
import * as L from "leaflet";
import type { Area } from "./area.ts";
import type { Box, Entry, Ref } from "./feature.ts";
import { addBase } from "./layers/base.ts";
import { AreaOutline, type Drawn, drawArea } from "./layers/draw.ts";
import { DataGrid, type TileEvents } from "./layers/grid.ts";
import { type Label, Labels } from "./layers/labels.ts";
import { recordLabel, somewhereLabel, tileLabel } from "./layers/names.ts";
import { Outline } from "./layers/outline.ts";
import { recordItem, somewhereItem } from "./layers/scene.ts";
import { type Covered, fit, reveal } from "./layers/sight.ts";
import { addTheirs } from "./layers/theirs.ts";
import { moveTogether } from "./layers/together.ts";
import { FINGER_PX, recordsUnder } from "./layers/under.ts";
import type { Scope } from "./paint/look.ts";
import { project } from "./paint/shape.ts";
import type { View } from "./permalink.ts";
import { bySomewhere, type Somewhere } from "./somewhere.ts";
import { hitsAt, type TileHit } from "./tiles/hit.ts";
import type { Source } from "./tiles/tile.ts";

const WORLD: View = { zoom: 2, lat: 25, lon: 20 };

export interface MapEvents extends TileEvents {
	/** The reader or the page has moved the map. */
	moved(view: View): void;
	/** The reader chose a place where these records are shown; those of large layers are known by reference. */
	picked(entries: Entry[], refs: Ref[]): void;
	/** The pointer is at this place. */
	at(place: { lat: number; lon: number }, zoom: number): void;
	/** The reader points at these records, or at none. */
	pointed(refs: readonly Ref[]): void;
	/** The reader wants to see the map now, whatever lies over it. */
	wanted(): void;
	/** What of the map lies under the panels. */
	covered(): Covered;
}

export class MapView {
	readonly #map: L.Map;
	readonly #grid: DataGrid;
	readonly #labels = new Labels();
	readonly #chosen: Outline;
	readonly #pointed: Outline;
	readonly #area: AreaOutline;
	readonly #size = new ResizeObserver(() => this.resized());
	#isDrawing = false;
	/** Where the zoom leads that is under way. */
	#going: View | null = null;
	/** The view to come back to once that has ended. */
	#due: View | null = null;
	/** What is outlined as pointed at is so by the pointer on the map. */
	#isHovering = false;
	#baseMap: string | null = null;
	/** The maps that show what this one does, on the same base map. */
	readonly #followers = new Set<MapView>();
	#letGo = () => {};
	/** What was asked for last. */
	#wanted: View = WORLD;
	#drawn: Entry[] = [];
	#names: Label[] = [];
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
		this.setView(view ?? WORLD);
		this.#grid = new DataGrid({
			tiles: (pending, failed) => {
				if (pending === 0) this.#nameAll();
				events.tiles(pending, failed);
			},
		});
		this.#grid.addTo(this.#map);
		this.#pointed = new Outline(this.#map, "pointed", 406);
		this.#chosen = new Outline(this.#map, "chosen", 407);
		this.#area = new AreaOutline(this.#map);
		this.#labels.addTo(this.#map);
		this.#map.on("moveend", () => {
			this.#nameAll();
			events.moved(this.view());
		});
		this.#map.on("zoomanim", ({ center: { lat, lng }, zoom }) => {
			this.#going = { lat, lon: lng, zoom };
		});
		this.#map.on("zoomend", () => {
			this.#going = null;
			if (this.#due) this.setView(this.#due);
		});
		this.#map.on("click", (e) => this.#pick(e.latlng));
		this.#map.on("mousemove", (e) => this.#hover(box, e.latlng));
		this.#map.on("mouseout", () => {
			// A row that the pointer has gone to is outlined already.
			if (this.#isHovering) this.point(null, undefined);
			events.pointed([]);
		});
		this.#size.observe(box);
		addBase(this.#map, view !== null);
	}

	view(): View {
		const { lat, lng } = this.#map.getCenter();
		const zoom = this.#map.getZoom();
		const at = this.#wanted;
		// Leaflet rounds to pixels, and a link would be another one each time that it is opened.
		if (at.zoom === zoom && this.#map.project([at.lat, at.lon]).distanceTo(this.#map.project([lat, lng])) < 1)
			return at;
		return { zoom, lat, lon: lng };
	}

	setView(view: View): void {
		this.#wanted = view;
		// Leaflet would end a zoom that is under way at its own view.
		this.#due = this.#going && view;
		this.#map.setView([view.lat, view.lon], view.zoom, { animate: false });
	}

	/** Shows a place that the reader asked for. */
	lookAt(view: View): void {
		this.events.wanted();
		this.setView(view);
	}

	/** West, south, east, north of what is seen. */
	box(): Box {
		const b = this.#map.getBounds();
		return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
	}

	/** Shows the whole box, no nearer than the zoom given. */
	fit(box: Box, maxZoom?: number): void {
		fit(this.#map, this.events.covered(), box, maxZoom);
	}

	/** In pixels of the page. */
	size(): { width: number; height: number } {
		const { x, y } = this.#map.getSize();
		return { width: x, height: y };
	}

	/** Takes note that the page gives the map another size now; paper gives it none. */
	resized(): void {
		if (matchMedia("print").matches) return;
		const view = this.view();
		const before = this.#map.getSize();
		this.#map.invalidateSize({ animate: false, pan: false });
		if (!before.equals(this.#map.getSize())) this.setView(view);
	}

	/** Moves the map if the box is not seen whole, or is too small to be made out. */
	reveal(box: Box): void {
		reveal(this.#map, this.events.covered(), box);
	}

	/** Metres on the ground that a pixel in the middle of the map is wide. */
	metresPerPixel(): number {
		const size = this.#map.getSize();
		const at = (x: number) => this.#map.containerPointToLatLng([size.x / 2 + x, size.y / 2]);
		return at(-50).distanceTo(at(50)) / 100;
	}

	/** Moves the map by parts of its width and height. */
	panBy(x: number, y: number): void {
		const size = this.#map.getSize();
		this.#map.panBy([size.x * x, size.y * y]);
	}

	zoomBy(step: number): void {
		const from = this.#due ?? this.#going;
		// Leaflet would not hear of one more step while it takes one.
		if (from) this.#due = { ...from, zoom: from.zoom + step };
		else this.#map.setZoom(this.#map.getZoom() + step);
	}

	/** Draws the entries and the layers that come in tiles, in place of what was drawn before. */
	show(entries: Entry[], placeOf: (e: Entry) => Entry | undefined, sources: readonly Source[], scope: Scope): void {
		this.#drawn = entries.filter((e) => e.feature.geometry !== null);
		this.#areas = bySomewhere(entries, placeOf);
		const items = [...this.#areas.map((a) => somewhereItem(a, scope)), ...this.#drawn.map((e) => recordItem(e, scope))];
		this.#names = [...this.#areas.map(somewhereLabel), ...this.#drawn.map(recordLabel)].filter((l) => l !== null);
		this.#grid.set({ items: items.filter((i) => i !== null), sources, scope });
		this.#nameAll();
	}

	/** Outlines the area that narrows the records; null outlines none. */
	bound(area: Area | null): void {
		this.#area.show(area);
	}

	/** Lets the reader draw an area; meanwhile a click opens nothing. */
	async draw(form: "box" | "polygon", signal: AbortSignal): Promise<Drawn | null> {
		this.#isDrawing = true;
		this.events.wanted();
		try {
			return await drawArea(this.#map, form, signal);
		} finally {
			this.#isDrawing = false;
		}
	}

	/** Outlines the open record, or the area that it lies in; null outlines none. */
	choose(entry: Entry | null, place: Entry | undefined): void {
		this.#chosen.show(entry, place);
	}

	/** Outlines the record that the reader points at in the list; null outlines none. */
	point(entry: Entry | null, place: Entry | undefined): void {
		this.#isHovering = false;
		this.#pointed.show(entry, place);
	}

	/** Draws a map of other people's below the data: pictures at an address with {z}, {x} and {y}, or an archive. */
	useBaseMap(url: string): void {
		this.#baseMap = url;
		addTheirs(this.#map, url);
		for (const other of this.#followers) other.useBaseMap(url);
	}

	/** From now on shows what the other map shows, and moves it along. */
	moveWith(other: MapView): void {
		if (other.#baseMap) this.useBaseMap(other.#baseMap);
		const letGo = moveTogether(this.#map, other.#map);
		other.#followers.add(this);
		this.#letGo = () => {
			letGo();
			other.#followers.delete(this);
		};
	}

	/** Takes the map away. */
	remove(): void {
		this.#letGo();
		this.#size.disconnect();
		this.#map.remove();
	}

	/** Asks again for the tiles that failed. */
	retry(): void {
		this.#grid.retry();
	}

	/** Places the names of what is drawn, the records of tiles among them. */
	#nameAll(): void {
		const inTiles = this.#grid.featuresHere().map(({ collection, feature }) => tileLabel(collection, feature));
		this.#labels.set([...this.#names, ...inTiles.filter((l) => l !== null)]);
	}

	#pick(at: L.LatLng): void {
		if (this.#isDrawing) return;
		const { refs, isMany } = this.#tilesUnder(at);
		const entries = recordsUnder(this.#map, this.#drawn, this.#areas, at);
		if (isMany && entries.length + refs.length === 0) this.#map.setView(at, this.#map.getZoom() + 2);
		else this.events.picked(entries, refs);
	}

	#hover(box: HTMLElement, at: L.LatLng): void {
		this.events.at({ lat: at.lat, lon: at.lng }, this.#map.getZoom());
		const entries = recordsUnder(this.#map, this.#drawn, this.#areas, at);
		const { refs, isMany, first } = this.#tilesUnder(at);
		const [top] = entries;
		this.#isHovering = true;
		if (top || !first) this.#pointed.show(top ?? null, this.#areas.find((a) => top && a.entries.includes(top))?.place);
		else this.#pointed.showAt(first);
		box.classList.toggle("on-shape", isMany || entries.length + refs.length > 0);
		this.events.pointed([...entries.map((e) => e.ref), ...refs]);
	}

	#tilesUnder(at: L.LatLng): TileHit {
		const wrapped = at.wrap();
		const [x, y] = project([wrapped.lng, wrapped.lat]);
		return hitsAt(this.#grid.featuresHere(), x, y, FINGER_PX / (256 * 2 ** this.#map.getZoom()));
	}
}
