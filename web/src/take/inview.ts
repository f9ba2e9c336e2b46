// The question by which the server gives exactly what is listed of a view. It
// gives by a box what meets it with its true shape, and all that has no
// position; the page lists by boxes round the shapes, and what is known by the
// name of a place where that place is in view. No DOM here.
import { boxArea, meets } from "../area.ts";
import type { Box, Entry } from "../feature.ts";

/**
 * The condition, in CQL2 text, that a box has to be asked with besides the
 * filters; empty where it needs none, null where the answer would be another.
 * Passing are all records of the layer that the filters let through.
 */
export function besides(box: Box, passing: readonly Entry[], listed: ReadonlySet<Entry>): string | null {
	const isListed = (e: Entry) => listed.has(e);
	const located = passing.filter((e) => e.feature.geometry !== null);
	const others = passing.filter((e) => e.feature.geometry === null);
	if (located.some((e) => isListed(e) !== isIn(box, e))) return null;
	if (others.every(isListed)) return "";
	const named = new Set(others.filter(isListed).map(placeOf));
	// A place is in view, or not: with all that is known by its name.
	if (others.some((e) => isListed(e) !== (placeOf(e) === null || named.has(placeOf(e))))) return null;
	const places = [...named].filter((place) => place !== null).sort();
	const inPlaces = places.length > 0 && `place IN (${places.map((p) => `'${p.replaceAll("'", "''")}'`).join(", ")})`;
	return `(${["geometry IS NOT NULL", "place IS NULL", inPlaces].filter(Boolean).join(" OR ")})`;
}

function placeOf(e: Entry): string | null {
	return e.feature.properties.place;
}

function isIn([w, s, e, n]: Box, { box, feature }: Entry): boolean {
	if (!box || !feature.geometry || box[0] > e || box[2] < w || box[1] > n || box[3] < s) return false;
	const isWhole = box[0] >= w && box[2] <= e && box[1] >= s && box[3] <= n;
	return isWhole || meets(feature.geometry, boxArea([w, s, e, n]));
}
