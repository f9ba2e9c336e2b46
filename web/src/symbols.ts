// The shapes of the map's symbols, shared by the map and the legend. Shape
// tells the layers apart, so that nothing hangs on colour alone.
import type { CollectionID } from "./feature.ts";

export type Shape = "stele" | "disc" | "square" | "ring" | "dot" | "triangle";

export interface SymbolStyle {
	shape: Shape;
	radius: number;
}

/** The symbol for a record at a known position. */
export function symbolOf(collection: CollectionID, p: { kind?: string | null }): SymbolStyle {
	if (collection === "sites") return { shape: "stele", radius: 9 };
	if (collection === "events") return { shape: "triangle", radius: 8 };
	switch (p.kind) {
		case "town":
			return { shape: "square", radius: 5 };
		case "settlement":
			return { shape: "ring", radius: 4.5 };
		case "locality":
			return { shape: "dot", radius: 2.5 };
		default:
			return { shape: "disc", radius: 4 };
	}
}

/** The SVG path of a shape around x, y in pixels. */
export function pathOf(shape: Shape, x: number, y: number, r: number): string {
	switch (shape) {
		case "stele": {
			const w = r * 0.62;
			return `M${x - w},${y + r}V${y - r + w}a${w},${w} 0 0 1 ${w * 2},0V${y + r}z`;
		}
		case "triangle":
			return `M${x},${y - r}L${x + r * 0.95},${y + r * 0.75}H${x - r * 0.95}z`;
		case "square":
			return `M${x - r},${y - r}h${r * 2}v${r * 2}h${-r * 2}z`;
		case "ring":
			return `${circle(x, y, r)}${circle(x, y, r * 0.45)}`;
		default:
			return circle(x, y, r);
	}
}

function circle(x: number, y: number, r: number): string {
	return `M${x - r},${y}a${r},${r} 0 1 0 ${r * 2},0a${r},${r} 0 1 0 ${-r * 2},0z`;
}
