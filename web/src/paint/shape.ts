// Shapes in units of the world: 0 to 1 from west to east and from north to
// south in Web Mercator. They are projected once and drawn at any zoom.
import type { Geometry, Position } from "geojson";

const MAX_LATITUDE = 85.0511287798;
const METRES_PER_DEGREE = 111_195;
const CIRCLE_STEPS = 64;

/** x, y, x, y, … */
export type Path = Float64Array;

export interface Shape {
	points: Path;
	lines: Path[];
	/** Exteriors and holes alike: filled by the even-odd rule. */
	rings: Path[];
	/** West, north, east, south. */
	box: readonly [number, number, number, number];
}

export function shapeOf(geometry: Geometry): Shape {
	const points: number[] = [];
	const [lines, rings]: [Path[], Path[]] = [[], []];
	const add = (g: Geometry): void => {
		switch (g.type) {
			case "Point":
				points.push(...project(g.coordinates));
				break;
			case "MultiPoint":
				for (const p of g.coordinates) points.push(...project(p));
				break;
			case "LineString":
				lines.push(pathOf(g.coordinates));
				break;
			case "MultiLineString":
				lines.push(...g.coordinates.map(pathOf));
				break;
			case "Polygon":
				rings.push(...g.coordinates.map(pathOf));
				break;
			case "MultiPolygon":
				rings.push(...g.coordinates.flat().map(pathOf));
				break;
			case "GeometryCollection":
				g.geometries.forEach(add);
		}
	};
	add(geometry);
	return shape(Float64Array.from(points), lines, rings);
}

/** A circle on the ground, good for radii far below that of the Earth. */
export function circleShape(center: Position, radiusM: number): Shape {
	const [lon = 0, lat = 0] = center;
	const high = radiusM / METRES_PER_DEGREE;
	const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
	const ring = Array.from({ length: CIRCLE_STEPS + 1 }, (_, i) => {
		const turn = (2 * Math.PI * i) / CIRCLE_STEPS;
		return [lon + wide * Math.cos(turn), lat + high * Math.sin(turn)];
	});
	return shape(new Float64Array(), [], [pathOf(ring)]);
}

/** Puts the parts together and finds their box. */
export function shape(points: Path, lines: Path[], rings: Path[]): Shape {
	let [w, n, e, s] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const path of [points, ...lines, ...rings]) {
		for (let i = 0; i + 1 < path.length; i += 2) {
			const [x, y] = [path[i] ?? 0, path[i + 1] ?? 0];
			if (x < w) w = x;
			if (x > e) e = x;
			if (y < n) n = y;
			if (y > s) s = y;
		}
	}
	return { points, lines, rings, box: [w, n, e, s] };
}

export function project([lon = 0, lat = 0]: Position): [number, number] {
	const bounded = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
	const sin = Math.sin((bounded * Math.PI) / 180);
	return [lon / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** Longitude and latitude of a point in units of the world. */
export function unproject(x: number, y: number): [number, number] {
	return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

function pathOf(positions: readonly Position[]): Path {
	const path = new Float64Array(positions.length * 2);
	for (const [i, p] of positions.entries()) path.set(project(p), i * 2);
	return path;
}
