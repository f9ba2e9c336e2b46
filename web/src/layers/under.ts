// What of the records drawn lies under a point of the map.
import type * as L from "leaflet";
import type { Box, Entry } from "../feature.ts";
import { covers, distanceM } from "../hit.ts";
import { areaOf, type Somewhere } from "../somewhere.ts";

/** How far from a symbol a finger may be. */
export const FINGER_PX = 14;

/** The records at a point: symbols before areas, small areas before large. */
export function recordsUnder(map: L.Map, drawn: readonly Entry[], areas: readonly Somewhere[], at: L.LatLng): Entry[] {
	const here = map.latLngToContainerPoint(at);
	const isNear = ({ feature: { geometry } }: Entry) => {
		if (geometry?.type !== "Point") return false;
		const [lon = 0, lat = 0] = geometry.coordinates;
		return map.latLngToContainerPoint([lat, lon]).distanceTo(here) <= FINGER_PX;
	};
	const somewhere = areas.filter((a) => isIn(a, at)).flatMap((a) => a.entries);
	const around = drawn.filter((e) => e.feature.geometry && covers(e.feature.geometry, at.lng, at.lat));
	around.sort((a, b) => sizeOf(a.box) - sizeOf(b.box));
	return [...drawn.filter(isNear), ...somewhere, ...around];
}

function isIn(group: Somewhere, at: L.LatLng): boolean {
	const area = areaOf(group.place);
	if (!area) return false;
	if (area.kind === "outline") return covers(area.geometry, at.lng, at.lat);
	return distanceM(area.center, [at.lng, at.lat]) <= area.radiusM;
}

function sizeOf(box: Box | null): number {
	return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}
