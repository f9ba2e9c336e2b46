// The area that a reader draws or types: a polygon. What meets it is shown: a
// point in it or at its edge, a line or an area that has a point in common with
// it, as the server's S_INTERSECTS has it. No DOM here.
import type { Geometry, Position } from "geojson";
import { covers, METRES_PER_DEGREE } from "./hit.ts";

/** The ring of a polygon, closed: longitude and latitude. */
export type Area = readonly (readonly [number, number])[];

/** Corners that an area may have: more do not fit into a link. */
export const MOST_CORNERS = 200;

export function boxArea([west, south, east, north]: readonly [number, number, number, number]): Area {
	return [
		[west, south],
		[east, south],
		[east, north],
		[west, north],
		[west, south],
	];
}

export function meets(geometry: Geometry, area: Area): boolean {
	switch (geometry.type) {
		case "Point":
			return holds(area, geometry.coordinates);
		case "MultiPoint":
			return geometry.coordinates.some((p) => holds(area, p));
		case "LineString":
			return lineMeets(geometry.coordinates, area);
		case "MultiLineString":
			return geometry.coordinates.some((line) => lineMeets(line, area));
		case "Polygon":
			return geometry.coordinates.some((ring) => lineMeets(ring, area)) || isInside(area, geometry);
		case "MultiPolygon":
			return geometry.coordinates.flat().some((ring) => lineMeets(ring, area)) || isInside(area, geometry);
		default:
			return geometry.geometries.some((g) => meets(g, area));
	}
}

/** The circle, of some kilometres round a place, has a point in common with the area. */
export function meetsCircle(center: Position, radiusM: number, area: Area): boolean {
	const [lon = 0, lat = 0] = center;
	const wide = Math.cos((lat * Math.PI) / 180);
	// As metres from the centre.
	const plane = ([x = 0, y = 0]: P): P => [(x - lon) * wide * METRES_PER_DEGREE, (y - lat) * METRES_PER_DEGREE];
	return holds(area, center) || edges(area).some(([a, b]) => distanceTo(plane(a), plane(b)) <= radiusM);
}

/** How far a segment is from 0, 0. */
function distanceTo([ax = 0, ay = 0]: P, [bx = 0, by = 0]: P): number {
	const [dx, dy] = [bx - ax, by - ay];
	const along = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
	return Math.hypot(ax + along * dx, ay + along * dy);
}

/** The area lies in the polygon whole, or not at all: no edges cross. */
function isInside(area: Area, polygon: Geometry): boolean {
	const [lon, lat] = area[0] ?? [0, 0];
	return covers(polygon, lon, lat);
}

function holds(area: Area, [lon = 0, lat = 0]: Position): boolean {
	const ring = area.map((p) => [...p]);
	return (
		covers({ type: "Polygon", coordinates: [ring] }, lon, lat) || edges(area).some(([a, b]) => isOn(a, b, [lon, lat]))
	);
}

function lineMeets(line: readonly Position[], area: Area): boolean {
	const sides = edges(area);
	return (
		line.some((p) => holds(area, p)) || edges(line).some(([a, b]) => sides.some(([c, d]) => segmentsMeet(a, b, c, d)))
	);
}

function edges(line: readonly (readonly number[])[]): [readonly number[], readonly number[]][] {
	return line.slice(1).map((p, i) => [line[i] ?? p, p]);
}

type P = readonly number[];

function segmentsMeet(a: P, b: P, c: P, d: P): boolean {
	const [abc, abd, cda, cdb] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
	if (abc * abd < 0 && cda * cdb < 0) return true;
	return isOn(a, b, c) || isOn(a, b, d) || isOn(c, d, a) || isOn(c, d, b);
}

function turn([ax = 0, ay = 0]: P, [bx = 0, by = 0]: P, [cx = 0, cy = 0]: P): number {
	return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}

function isOn(a: P, b: P, p: P): boolean {
	const within = (i: 0 | 1) => {
		const [from = 0, to = 0, at = 0] = [a[i], b[i], p[i]];
		return at >= Math.min(from, to) && at <= Math.max(from, to);
	};
	return turn(a, b, p) === 0 && within(0) && within(1);
}

/** As in a link: lon,lat,lon,lat,… without the last, which is the first. */
export function formatArea(area: Area): string {
	return area
		.slice(0, -1)
		.flat()
		.map((n) => Number(n.toFixed(5)))
		.join(",");
}

/** Reads formatArea's text; null if it is no area. */
export function parseArea(text: string | undefined): Area | null {
	const numbers = text ? text.split(",").map(Number) : [];
	if (numbers.length < 6 || numbers.length % 2 !== 0 || numbers.length > 2 * MOST_CORNERS) return null;
	const corners = Array.from(
		{ length: numbers.length / 2 },
		(_, i) => [numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0] as const,
	);
	return areaOf(corners);
}

/** Closes the ring; null if it is not one of places on Earth, or has no width. */
export function areaOf(corners: readonly (readonly [number, number])[]): Area | null {
	const [first, last] = [corners[0], corners.at(-1)];
	if (!first || !last) return null;
	const isClosed = first[0] === last[0] && first[1] === last[1];
	const ring = isClosed ? corners : [...corners, first];
	const isOnEarth = ring.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
	const twice = ring.slice(1).reduce((sum, [x, y], i) => sum + (ring[i]?.[0] ?? 0) * y - x * (ring[i]?.[1] ?? 0), 0);
	return isOnEarth && ring.length >= 4 && ring.length <= MOST_CORNERS + 1 && Math.abs(twice) > 1e-12 ? ring : null;
}

export function wktOf(area: Area): string {
	return `POLYGON((${area.map(([lon, lat]) => `${lon} ${lat}`).join(",")}))`;
}
