// Brings a box of the world into sight: whole, and beside the panels that lie
// over the map.
import * as L from "leaflet";
import type { Box } from "../feature.ts";

/** How many pixels of a map lie under the panels, from its left, right and lower edges. */
export interface Covered {
	left: number;
	right: number;
	bottom: number;
}

/** A shape smaller than this is zoomed to when it is opened. */
const LEAST_SEEN_PX = 90;

/** No box is zoomed to more nearly than the first, but what would be too small; and that no more than the second. */
const NEAR = 10;
const NEAREST = 14;

/** Shows the whole box, no nearer than the zoom given. */
export function fit(map: L.Map, { left, right, bottom }: Covered, box: Box, maxZoom = NEAR): void {
	map.fitBounds(boundsOf(box), {
		maxZoom,
		paddingTopLeft: [24 + left, 24],
		paddingBottomRight: [24 + right, 24 + bottom],
	});
}

/** Moves the map if the box is not seen whole, or is too small to be made out. */
export function reveal(map: L.Map, covered: Covered, box: Box): void {
	const bounds = boundsOf(box);
	const isPoint = box[0] === box[2] && box[1] === box[3];
	const pixels = map.project(bounds.getNorthEast()).distanceTo(map.project(bounds.getSouthWest()));
	const isTiny = !isPoint && pixels < LEAST_SEEN_PX;
	if (!isTiny && seen(map, covered).contains(bounds)) return;
	// A cell of a kilometre asks for more than a village does.
	const clear = isPoint ? 0 : map.getZoom() + Math.log2((2 * LEAST_SEEN_PX) / pixels);
	fit(map, covered, box, Math.max(NEAR, Math.min(NEAREST, clear)));
}

/** What is seen and not under a panel. */
function seen(map: L.Map, { left, right, bottom }: Covered): L.LatLngBounds {
	const { x, y } = map.getSize();
	const corner = L.point(x - right, y - bottom);
	return L.latLngBounds(map.containerPointToLatLng([left, 0]), map.containerPointToLatLng(corner));
}

function boundsOf([west, south, east, north]: Box): L.LatLngBounds {
	return L.latLngBounds([south, west], [north, east]);
}
