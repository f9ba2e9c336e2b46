import assert from "node:assert/strict";
import { test } from "node:test";
import type { Geometry } from "geojson";
import { covers, distanceM } from "../src/hit.ts";
import { areaOf, boxOfArea, bySomewhere, LEAST_RADIUS_M, whereabouts } from "../src/somewhere.ts";
import { entry } from "./entries.ts";

const point: Geometry = { type: "Point", coordinates: [46.13, 39.98] };
const square: Geometry = {
	type: "Polygon",
	coordinates: [
		[
			[46, 39],
			[47, 39],
			[47, 40],
			[46, 40],
			[46, 39],
		],
		[
			[46.4, 39.4],
			[46.6, 39.4],
			[46.6, 39.6],
			[46.4, 39.6],
			[46.4, 39.4],
		],
	],
};
const village = entry("villages", "v", { uncertainty_m: 1000 }, point);
const district = entry("districts", "d", {}, square);
const places = new Map([village, district].map((e) => [e.ref as string, e]));
const at = (id: string, place: string | null, geometry: Geometry | null = null) =>
	entry("sites", id, { place }, geometry);

test("records without a position are grouped by their place", () => {
	const records = [
		at("a", village.ref),
		at("b", village.ref),
		at("c", district.ref),
		at("d", "villages/unknown"),
		at("e", null),
		at("f", village.ref, point),
	];
	const groups = bySomewhere(records, (e) => places.get(e.feature.properties.place ?? ""));
	assert.deepEqual(
		groups.map((g) => [g.place.ref, g.entries.map((e) => e.feature.id), g.counts.get("sites")]),
		[
			[village.ref, ["a", "b"], 2],
			[district.ref, ["c"], 1],
		],
	);
});

for (const [uncertainty, radius] of [
	[null, LEAST_RADIUS_M],
	[1000, LEAST_RADIUS_M],
	[8000, 8000],
] as const) {
	test(`a village with an uncertainty of ${uncertainty} m has an area of ${radius} m`, () => {
		assert.deepEqual(areaOf(entry("villages", "v", { uncertainty_m: uncertainty }, point)), {
			kind: "circle",
			center: [46.13, 39.98],
			radiusM: radius,
		});
	});
}

test("the box of a circle touches it on all four sides", () => {
	const [w, s, e, n] = boxOfArea({ kind: "circle", center: [46.13, 39.98], radiusM: 5000 }) ?? [0, 0, 0, 0];
	for (const side of [
		[w, 39.98],
		[e, 39.98],
		[46.13, s],
		[46.13, n],
	]) {
		assert.ok(Math.abs(distanceM([46.13, 39.98], side) - 5000) < 10, `${side}`);
	}
});

test("what has neither position nor known place is nowhere", () => {
	assert.equal(whereabouts(at("a", "villages/unknown"), undefined), null);
	assert.deepEqual(whereabouts(at("a", district.ref), district), [46, 39, 47, 40]);
	assert.deepEqual(whereabouts(at("a", district.ref, point), district), [46.13, 39.98, 46.13, 39.98]);
});

test("a polygon covers its inside and not its hole", () => {
	assert.deepEqual(
		[covers(square, 46.2, 39.2), covers(square, 46.5, 39.5), covers(square, 48, 39.5), covers(point, 46.13, 39.98)],
		[true, false, false, false],
	);
});
