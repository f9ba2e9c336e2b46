// How a base map of other people's vector tiles is drawn: land, water, streets
// and buildings in the page's own stone colours. No borders and no names, for
// either would take sides; and nothing that would draw the eye from the data.
// No DOM here.
import type { Look } from "../paint/look.ts";
import type { Shape } from "../paint/shape.ts";
import type { Colour } from "../paint/theme.ts";

/** What is drawn first lies lowest. */
export const GROUNDS = ["land", "water", "building", "river", "road"] as const;
export type Ground = (typeof GROUNDS)[number];

/** By the names that layers have in the common schemas: OpenMapTiles, Protomaps, Shortbread, Natural Earth. */
const AREAS: readonly [RegExp, Ground][] = [
	[/water|ocean|lake|reservoir|^sea/, "water"],
	[/building/, "building"],
	[/land$|^land(?!use|cover|mark)|earth|countr|district/, "land"],
];
const LINES: readonly [RegExp, Ground][] = [
	[/water|river|stream|canal/, "river"],
	[/road|street|highway|transport|rail|transit|bridge/, "road"],
];

/** What a layer's shapes are of; null where they are not drawn: points, borders, and what has no name here. */
export function groundOf(layer: string, { points, lines, rings }: Shape): Ground | null {
	if (points.length > 0) return null;
	const known = rings.length > 0 ? AREAS : lines.length > 0 ? LINES : [];
	const name = layer.toLowerCase();
	if (lines.length > 0 && /bound|border|admin|label/.test(name)) return null;
	return known.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** The layers show where water is, so that what is none of it is land. */
export function hasWater(layers: readonly string[]): boolean {
	return layers.some((name) => AREAS[0]?.[0].test(name.toLowerCase()));
}

/** An area's rim has the colour of its fill: it closes the seam to its neighbour, and draws no border. */
export function neutralLook(ground: Ground, zoom: number): Look {
	const colours: Record<Ground, Colour> = { land: "land", water: "sea", building: "line", river: "sea", road: "line" };
	const colour = colours[ground];
	const isLine = ground === "river" || ground === "road";
	return {
		level: "districts",
		symbol: { shape: "dot", radius: 0 },
		fill: isLine ? null : colour,
		hatch: null,
		stroke: colour,
		width: isLine ? Math.min(3, Math.max(0.75, (zoom - 6) / 4)) : 0.75,
		dash: [],
		isRinged: false,
		alpha: 1,
	};
}
