// Names on the map. The most important are placed first; one that would lie
// over another, or be cut off at the map's edge, is left out until there is room.
import * as L from "leaflet";
import type { Box } from "../feature.ts";

export interface Label {
	lat: number;
	lon: number;
	lines: readonly string[];
	lang: string | null;
	className: string;
	/** Lower is placed first. */
	rank: number;
	minZoom: number;
	/** Pixels below the point at which the label is centred. */
	offset: number;
	/** West, south, east, north of what the label speaks of and others had better not cover. */
	clear?: Box;
	/** The label gives way to those boxes too. */
	yields?: boolean;
	/** The label speaks of an area: it may slide along the map's edge. */
	slides?: boolean;
}

const MOST = 150;
const GAP = 3;

export class Labels extends L.Layer {
	#labels: Label[] = [];
	#box: HTMLElement | null = null;

	override onAdd(map: L.Map): this {
		this.#box = document.createElement("div");
		this.#box.className = "labels";
		// The same names stand in the list, in order.
		this.#box.setAttribute("aria-hidden", "true");
		map.getPane("tooltipPane")?.append(this.#box);
		map.on("moveend zoomend viewreset resize", this.#place, this);
		map.on("zoomstart", this.#hide, this);
		this.#place();
		return this;
	}

	override onRemove(map: L.Map): this {
		map.off("moveend zoomend viewreset resize", this.#place, this);
		map.off("zoomstart", this.#hide, this);
		this.#box?.remove();
		this.#box = null;
		return this;
	}

	/** Replaces the labels. */
	set(labels: readonly Label[]): void {
		this.#labels = [...labels].sort((a, b) => a.rank - b.rank);
		this.#place();
	}

	#hide(): void {
		this.#box?.replaceChildren();
	}

	#rectOf(map: L.Map, [west, south, east, north]: Box): Rect {
		const [a, b] = [map.latLngToLayerPoint([north, west]), map.latLngToLayerPoint([south, east])];
		return { x: a.x, y: a.y, r: b.x, b: b.y };
	}

	#place(): void {
		const map = this._map;
		const box = this.#box;
		if (!map || !box) return;
		const bounds = map.getBounds();
		const zoom = map.getZoom();
		const near = this.#labels.filter((l) => zoom >= l.minZoom && bounds.contains([l.lat, l.lon])).slice(0, MOST);
		const nodes = near.map(draw);
		box.replaceChildren(...nodes);
		const sizes = nodes.map(sizeOf);
		const taken: Rect[] = controlsOver(map);
		const [first, last] = [map.containerPointToLayerPoint([0, 0]), map.containerPointToLayerPoint(map.getSize())];
		const whole: Rect = { x: first.x, y: first.y, r: last.x, b: last.y };
		const kept = near.flatMap((l) => (l.clear ? [this.#rectOf(map, l.clear)] : []));
		near.forEach((label, i) => {
			const node = nodes[i];
			const size = sizes[i];
			if (!node || !size) return;
			const at = map.latLngToLayerPoint([label.lat, label.lon]);
			const open = spots(at, size, label.offset).map((rect) => (label.slides ? slid(rect, whole) : rect));
			const free = open.find(
				(rect) => within(whole, rect) && ![...taken, ...(label.yields ? kept : [])].some((o) => overlap(o, rect)),
			);
			if (!free) {
				node.remove();
				return;
			}
			taken.push(free);
			L.DomUtil.setPosition(node, L.point(free.x + GAP - size.side, free.y + GAP));
		});
	}
}

interface Rect {
	x: number;
	y: number;
	r: number;
	b: number;
}

/** Of a label's words; side is what its box has to the left of them, for a text that is broken into lines keeps its box wide. */
function sizeOf(node: HTMLElement): { w: number; h: number; side: number } {
	const range = document.createRange();
	const widths = [...node.children].map((line) => {
		range.selectNodeContents(line);
		return range.getBoundingClientRect().width;
	});
	const w = Math.ceil(Math.max(0, ...widths));
	return { w, h: node.offsetHeight, side: (node.offsetWidth - w) / 2 };
}

/** Below the point and above it, as the offset says first. */
function spots(at: L.Point, size: { w: number; h: number }, offset: number): Rect[] {
	const below = at.y + Math.abs(offset);
	const above = at.y - Math.abs(offset) - size.h;
	return (offset < 0 ? [above, below] : [below, above]).map((y) => {
		const [left, top] = [Math.round(at.x - size.w / 2) - GAP, Math.round(y) - GAP];
		return { x: left, y: top, r: left + size.w + 2 * GAP, b: top + size.h + 2 * GAP };
	});
}

/** A spot moved sideways until it is on the map. */
function slid(spot: Rect, { x, r }: Rect): Rect {
	const by = Math.max(0, x - spot.x) - Math.max(0, spot.r - r);
	return { ...spot, x: spot.x + by, r: spot.r + by };
}

/** The page's buttons that lie over the map: a name under them can't be read. */
function controlsOver(map: L.Map): Rect[] {
	const container = map.getContainer();
	const origin = container.getBoundingClientRect();
	const pane = map.containerPointToLayerPoint([0, 0]);
	const buttons = [...(container.parentElement?.querySelectorAll(":scope > :is(.zoom, .pan, .scale)") ?? [])];
	return buttons.map((node) => {
		const { left, top, right, bottom } = node.getBoundingClientRect();
		const [dx, dy] = [pane.x - origin.left, pane.y - origin.top];
		return { x: left + dx, y: top + dy, r: right + dx, b: bottom + dy };
	});
}

function overlap(a: Rect, b: Rect): boolean {
	return a.x < b.r && b.x < a.r && a.y < b.b && b.y < a.b;
}

function within(whole: Rect, part: Rect): boolean {
	return part.x >= whole.x && part.y >= whole.y && part.r <= whole.r && part.b <= whole.b;
}

function draw(label: Label): HTMLElement {
	const node = document.createElement("div");
	node.className = `label ${label.className}`;
	if (label.lang) node.lang = label.lang;
	for (const text of label.lines) {
		const line = document.createElement("span");
		line.textContent = text;
		node.append(line);
	}
	return node;
}
