// Which shapes lie under a point of the map. Plain geometry on lon and lat:
// good enough for a finger, and for areas that do not cross 180 degrees.
import type { Geometry, Position } from "geojson";

/** Reports whether the point is in the geometry's area; points and lines have none. */
export function covers(geometry: Geometry, lon: number, lat: number): boolean {
	switch (geometry.type) {
		case "Polygon":
			return inRings(geometry.coordinates, lon, lat);
		case "MultiPolygon":
			return geometry.coordinates.some((rings) => inRings(rings, lon, lat));
		case "GeometryCollection":
			return geometry.geometries.some((g) => covers(g, lon, lat));
		default:
			return false;
	}
}

/** Even-odd rule over all rings, so that holes are outside. */
function inRings(rings: Position[][], lon: number, lat: number): boolean {
	let inside = false;
	for (const ring of rings) {
		for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
			const [ax = 0, ay = 0] = ring[i] ?? [];
			const [bx = 0, by = 0] = ring[j] ?? [];
			if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
		}
	}
	return inside;
}

/** From south to north, on the sphere of distanceM. */
export const METRES_PER_DEGREE = 111_195;

/** The great-circle distance in metres on a sphere of 6371008.8 m (haversine formula). */
export function distanceM(a: Position, b: Position): number {
	const rad = Math.PI / 180;
	const [lonA = 0, latA = 0] = a;
	const [lonB = 0, latB = 0] = b;
	const s = Math.sin(((latB - latA) * rad) / 2) ** 2;
	const c = Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lonB - lonA) * rad) / 2) ** 2;
	return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(s + c)));
}
