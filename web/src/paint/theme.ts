// The colours and hatches of the map's canvases, from the style sheet's tokens,
// so that map, legend and page change together: light, dark, forced colours.
import { FINE, type Hatch } from "./hatch.ts";

/** The tokens that the map draws with. */
export type Colour =
	| "sites"
	| "villages"
	| "zones"
	| "districts"
	| "events"
	| "contested"
	| "halo"
	| "ink"
	| "muted"
	| "paper"
	| "land"
	| "sea"
	| "line";

class Theme {
	#colours = new Map<Colour, string>();
	#patterns = new Map<Hatch, { ratio: number; pattern: CanvasPattern | null }>();
	readonly #listeners: (() => void)[] = [];
	/** How often the colours have changed. */
	changes = 0;

	constructor() {
		for (const query of [
			"(prefers-color-scheme: dark)",
			"(prefers-contrast: more)",
			"(forced-colors: active)",
			"print",
		])
			matchMedia(query).addEventListener("change", () => {
				this.changes++;
				this.#colours.clear();
				this.#patterns.clear();
				for (const listener of this.#listeners) listener();
			});
	}

	/** Calls the listener whenever the reader's system has changed its colours. */
	onChange(listener: () => void): void {
		this.#listeners.push(listener);
	}

	colour(name: Colour): string {
		let value = this.#colours.get(name);
		if (value === undefined) {
			value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#000";
			this.#colours.set(name, value);
		}
		return value;
	}

	/**
	 * The hatch as a fill, for a canvas whose left upper corner is at x, y of the
	 * whole world in pixels: the lines of neighbouring canvases then meet.
	 */
	hatch(ctx: CanvasRenderingContext2D, hatch: Hatch, x: number, y: number, ratio: number): CanvasPattern | string {
		let known = this.#patterns.get(hatch);
		if (known?.ratio !== ratio) {
			known = { ratio, pattern: ctx.createPattern(this.#picture(hatch, ratio), "repeat") };
			this.#patterns.set(hatch, known);
		}
		if (!known.pattern) return "transparent";
		const { size } = hatch;
		// The picture has device pixels, the context CSS pixels.
		known.pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, -(x % size), -(y % size)]));
		return known.pattern;
	}

	#picture(style: Hatch, ratio: number): HTMLCanvasElement {
		const canvas = document.createElement("canvas");
		const edge = Math.round(style.size * ratio);
		canvas.width = canvas.height = edge;
		const ctx = canvas.getContext("2d");
		if (!ctx) return canvas;
		ctx.strokeStyle = ctx.fillStyle = this.colour(style.colour);
		ctx.globalAlpha = style.groundAlpha;
		ctx.fillRect(0, 0, edge, edge);
		ctx.globalAlpha = style.lineAlpha;
		ctx.lineWidth = 1.25 * ratio;
		stroke(ctx, style.lines, edge, edge);
		// Below lines that cross, the fine ones stand back.
		if (style.lines.length > 0) ctx.globalAlpha /= 2;
		if (style.fine) stroke(ctx, [style.fine], FINE * ratio, edge);
		return canvas;
	}
}

/** The colours that the page has now. */
export const theme = new Theme();

/** Draws lines that are so far from one another over a square. */
function stroke(ctx: CanvasRenderingContext2D, lines: Hatch["lines"], step: number, edge: number): void {
	ctx.beginPath();
	// From the square before to the one behind, so that the corners are not cut off.
	for (let at = -edge; at <= edge; at += step) {
		for (const line of lines) {
			if (line === "rising") drawLine(ctx, at - 1, edge + 1, at + edge + 1, -1);
			if (line === "falling") drawLine(ctx, at - 1, -1, at + edge + 1, edge + 1);
			if (line === "level") drawLine(ctx, 0, at + step / 2, edge, at + step / 2);
			if (line === "upright") drawLine(ctx, at + step / 2, 0, at + step / 2, edge);
		}
	}
	ctx.stroke();
}

function drawLine(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
	ctx.moveTo(x1, y1);
	ctx.lineTo(x2, y2);
}
