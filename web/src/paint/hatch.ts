// The hatches of areas. Direction and distance of their lines say what an area
// is, so that nothing hangs on colour alone; lines that cross say that a source
// contradicts it. No canvas here.
import type { CollectionID } from "../feature.ts";

type Line = "rising" | "falling" | "level" | "upright";

/** A picture that repeats without a seam. */
export interface Hatch {
	/** The layer whose colour it has. */
	colour: CollectionID;
	/** Edge of the repeated square, in pixels. */
	size: number;
	/** Lines from corner to corner or along an edge. */
	lines: readonly Line[];
	/** Drawn FINE pixels from one another: the size is a multiple of it. */
	fine?: "level" | "upright";
	lineAlpha: number;
	groundAlpha: number;
}

/** Pixels between the fine lines. */
export const FINE = 4;

const CROSSING: readonly Line[] = ["rising", "falling"];

const zone = (size: number, ...lines: Line[]): Hatch => ({
	colour: "zones",
	size,
	lines,
	lineAlpha: 0.55,
	groundAlpha: 0.07,
});
const ZONES = [zone(12, "rising"), zone(12, "falling"), zone(9, "upright"), zone(9, "level")] as const;
const CONTESTED_ZONE = zone(12, ...CROSSING);

/** The hatch for the n-th perspective in the alphabet, or of what another source contradicts. */
export function zoneHatch(n: number, isContested: boolean): Hatch {
	return isContested ? CONTESTED_ZONE : (ZONES[Math.max(0, n) % ZONES.length] ?? ZONES[0]);
}

/** Made once for each layer, so that a hatch is known by itself. */
function perLayer(make: (colour: CollectionID) => Hatch): (c: CollectionID) => Hatch {
	const made = new Map<CollectionID, Hatch>();
	return (c) => {
		const hatch = made.get(c) ?? make(c);
		made.set(c, hatch);
		return hatch;
	};
}

const plainCell = perLayer((colour) => ({
	colour,
	size: FINE,
	lines: [],
	fine: colour === "sites" ? "level" : "upright",
	lineAlpha: 0.55,
	groundAlpha: 0.12,
}));
const contestedCell = perLayer((colour) => ({ ...plainCell(colour), size: 3 * FINE, lines: CROSSING }));

/** A cell's: a grave's lines lie level, those of all else stand. */
export function cellHatch(c: CollectionID, isContested: boolean): Hatch {
	return (isContested ? contestedCell : plainCell)(c);
}

const plainSomewhere = perLayer((colour) => ({
	colour,
	...(colour === "sites"
		? { size: 8, lineAlpha: 0.65, groundAlpha: 0.12 }
		: { size: 20, lineAlpha: 0.35, groundAlpha: 0 }),
	lines: ["falling"],
}));
const contestedSomewhere = perLayer((colour) => ({ ...plainSomewhere(colour), lines: CROSSING }));

/** That of an area that records lie somewhere in: narrow for graves, wide for all else. */
export function somewhereHatch(c: CollectionID, isContested: boolean): Hatch {
	return (isContested ? contestedSomewhere : plainSomewhere)(c);
}
