// An area in short, as paper and pictures say it: there one cannot look it up
// on the map. Numbers as in CQL2, in every language. No DOM here.
import { type Area, wktOf } from "./area.ts";

/** Corners that are written out. */
const MOST = 12;
/** Decimals of a degree: about ten metres. */
const DIGITS = 4;

/** A box by its four numbers; another area by its corners, or the first of them and the box round it where they are many. */
export function areaWords(area: Area): string {
	const ring = area.map(([lon, lat]) => [short(lon), short(lat)] as const);
	const [lons, lats] = [ring.map((p) => p[0]), ring.map((p) => p[1])];
	const bounds = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
	const box = `BBOX(${bounds.join(", ")})`;
	// Each corner is one of the box's own, and each side is along one of its sides.
	const isBox =
		ring.length === 5 &&
		ring.every(([x, y]) => [bounds[0], bounds[2]].includes(x) && [bounds[1], bounds[3]].includes(y)) &&
		ring.slice(1).every(([x, y], i) => x === ring[i]?.[0] || y === ring[i]?.[1]);
	if (isBox) return box;
	if (ring.length <= MOST + 1) return wktOf(ring).replaceAll(",", ", ");
	return `${wktOf(ring.slice(0, MOST)).slice(0, -2).replaceAll(",", ", ")}, …)), ${box}`;
}

function short(degrees: number): number {
	return Number(degrees.toFixed(DIGITS));
}
