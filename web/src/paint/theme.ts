// The colours and hatches of the map's canvases, from the style sheet's tokens,
// so that map, legend and page change together: light, dark, forced colours.

/** The hatches, each one a picture that repeats without a seam. */
export type Hatch =
	| "zone-0"
	| "zone-1"
	| "zone-2"
	| "zone-3"
	| "contested"
	| "cell"
	| "somewhere-sites"
	| "somewhere-events";

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

interface HatchStyle {
	colour: Colour;
	/** Edge of the repeated square, in pixels. */
	size: number;
	/** Lines from corner to corner or along an edge. */
	lines: readonly ("rising" | "falling" | "level" | "upright")[];
	lineAlpha: number;
	groundAlpha: number;
}

const HATCHES: Record<Hatch, HatchStyle> = {
	"zone-0": { colour: "zones", size: 12, lines: ["rising"], lineAlpha: 0.55, groundAlpha: 0.07 },
	"zone-1": { colour: "zones", size: 12, lines: ["falling"], lineAlpha: 0.55, groundAlpha: 0.07 },
	"zone-2": { colour: "zones", size: 9, lines: ["upright"], lineAlpha: 0.55, groundAlpha: 0.07 },
	"zone-3": { colour: "zones", size: 9, lines: ["level"], lineAlpha: 0.55, groundAlpha: 0.07 },
	contested: { colour: "zones", size: 12, lines: ["rising", "falling"], lineAlpha: 0.55, groundAlpha: 0.07 },
	cell: { colour: "sites", size: 4, lines: ["level"], lineAlpha: 0.65, groundAlpha: 0.12 },
	"somewhere-sites": { colour: "sites", size: 8, lines: ["falling"], lineAlpha: 0.65, groundAlpha: 0.12 },
	"somewhere-events": { colour: "events", size: 20, lines: ["falling"], lineAlpha: 0.35, groundAlpha: 0 },
};

/** The hatch for the n-th perspective in the alphabet: neighbours differ. */
export function zoneHatch(n: number): Hatch {
	return `zone-${(Math.max(0, n) % 4) as 0 | 1 | 2 | 3}`;
}

class Theme {
	#colours = new Map<Colour, string>();
	#patterns = new Map<string, CanvasPattern | null>();
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
	hatch(ctx: CanvasRenderingContext2D, name: Hatch, x: number, y: number, ratio: number): CanvasPattern | string {
		const key = `${name} ${ratio}`;
		let pattern = this.#patterns.get(key);
		if (pattern === undefined) {
			pattern = ctx.createPattern(this.#picture(HATCHES[name], ratio), "repeat");
			this.#patterns.set(key, pattern);
		}
		if (!pattern) return "transparent";
		const { size } = HATCHES[name];
		// The picture has device pixels, the context CSS pixels.
		pattern.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, -(x % size), -(y % size)]));
		return pattern;
	}

	#picture(style: HatchStyle, ratio: number): HTMLCanvasElement {
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
		ctx.beginPath();
		for (const line of style.lines) {
			// Drawn over three squares, so that the corners are not cut off.
			for (const shift of [-edge, 0, edge]) {
				if (line === "rising") drawLine(ctx, shift - 1, edge + 1, shift + edge + 1, -1);
				if (line === "falling") drawLine(ctx, shift - 1, -1, shift + edge + 1, edge + 1);
			}
			if (line === "level") drawLine(ctx, 0, edge / 2, edge, edge / 2);
			if (line === "upright") drawLine(ctx, edge / 2, 0, edge / 2, edge);
		}
		ctx.stroke();
		return canvas;
	}
}

/** The colours that the page has now. */
export const theme = new Theme();

function drawLine(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
	ctx.moveTo(x1, y1);
	ctx.lineTo(x2, y2);
}
