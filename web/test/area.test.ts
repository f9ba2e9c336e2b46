import assert from "node:assert/strict";
import { test } from "node:test";
import type { Geometry } from "geojson";
import { areaOf, boxArea, formatArea, meets, meetsCircle, parseArea } from "../src/area.ts";
import { readArea } from "../src/areatext.ts";
import { areaWords } from "../src/areawords.ts";

const BOX = boxArea([46, 40, 46.2, 40.1]);

for (const [what, text, isArea] of [
	["a box", "46, 40, 46.2, 40.1", true],
	["a box with blanks", "46 40 46.2 40.1", true],
	["a box with its corners changed over", "46.2, 40, 46, 40.1", false],
	["WKT", "POLYGON((46 40, 46.2 40, 46.2 40.1, 46 40.1, 46 40))", true],
	["WKT with heights", "polygon z ((46 40 5, 46.2 40 5, 46.2 40.1 5, 46 40 5))", true],
	["WKT with a hole", "POLYGON((46 40,47 40,47 41,46 40),(46.1 40.1,46.2 40.1,46.2 40.2,46.1 40.1))", false],
	["a point", "POINT(46 40)", false],
	["GeoJSON", '{"type":"Polygon","coordinates":[[[46,40],[46.2,40],[46.2,40.1],[46,40]]]}', true],
	[
		"a feature",
		'{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[46,40],[47,40],[47,41],[46,40]]]}}',
		true,
	],
	["broken JSON", '{"type":', false],
	["a line", "POLYGON((46 40, 47 40, 46 40))", false],
	["a place beyond the pole", "POLYGON((46 80, 47 80, 47 91, 46 80))", false],
	["nothing", "", false],
] as const) {
	test(`${what} is ${isArea ? "an" : "no"} area`, () => assert.equal(readArea(text) !== null, isArea));
}

test("a link's area is read back, and a bad one is none", () => {
	assert.deepEqual(parseArea(formatArea(BOX)), BOX);
	for (const text of ["", "1,2,3,4", "1,2,3,4,5", "a,b,c,d,e,f", "0,0,1,1,2,2"]) assert.equal(parseArea(text), null);
	assert.equal(areaOf([]), null);
});

const line = (...coordinates: [number, number][]): Geometry => ({ type: "LineString", coordinates });
const square = ([w, s, e, n]: readonly [number, number, number, number]): Geometry => ({
	type: "Polygon",
	coordinates: [boxArea([w, s, e, n]).map((p) => [...p])],
});

for (const [what, geometry, isMet] of [
	["a point inside", { type: "Point", coordinates: [46.1, 40.05] }, true],
	["a point outside", { type: "Point", coordinates: [46.3, 40.05] }, false],
	["a point at the edge", { type: "Point", coordinates: [46.2, 40.05] }, true],
	["a point at a corner", { type: "Point", coordinates: [46, 40] }, true],
	["a line through it with both ends outside", line([45, 40.05], [47, 40.05]), true],
	["a line past it", line([45, 40.2], [47, 40.2]), false],
	["an area that holds it", square([45, 39, 48, 42]), true],
	["an area in it", square([46.05, 40.02, 46.1, 40.05]), true],
	["an area that touches it", square([46.2, 40, 46.4, 40.1]), true],
	["an area elsewhere", square([47, 40, 48, 41]), false],
	[
		"one of several points",
		{
			type: "MultiPoint",
			coordinates: [
				[0, 0],
				[46.1, 40.05],
			],
		},
		true,
	],
] as [string, Geometry, boolean][]) {
	test(`${what} ${isMet ? "meets" : "does not meet"} the area`, () => assert.equal(meets(geometry, BOX), isMet));
}

for (const [what, center, radiusM, is] of [
	["inside", [46.1, 40.05], 100, true],
	["round all of it", [46.1, 40.05], 50_000, true],
	["reaching an edge from outside", [46.1, 40.14], 5000, true],
	["a little too far from an edge", [46.1, 40.146], 5000, false],
	["reaching a corner", [46.23, 40.13], 4300, true],
	["near both edges of a corner, and not the corner", [46.23, 40.13], 4100, false],
	["as many degrees off in longitude as would be too far in latitude", [46.255, 40.05], 5000, true],
] as const) {
	test(`a circle ${what} ${is ? "meets" : "misses"} the area`, () => {
		assert.equal(meetsCircle([...center], radiusM, BOX), is);
	});
}

test("an area is said in short: a box by its sides, another by its corners, of many the first", () => {
	assert.equal(areaWords(BOX), "BBOX(46, 40, 46.2, 40.1)");
	const drawn = areaOf([
		[46.123456789, 40],
		[46.2, 40],
		[46.2, 40.1],
	]);
	assert.equal(areaWords(drawn ?? []), "POLYGON((46.1235 40, 46.2 40, 46.2 40.1, 46.1235 40))");
	// Four corners on the sides of a box, but crossed, are none.
	const crossed = [
		[46, 40],
		[46.2, 40.1],
		[46.2, 40],
		[46, 40.1],
		[46, 40],
	] as const; // prettier-ignore
	assert.match(areaWords(crossed), /^POLYGON/);
	const corners = Array.from({ length: 100 }, (_, i) => {
		const turn = (i / 100) * 2 * Math.PI;
		return [46 + Math.cos(turn), 40 + Math.sin(turn)] as const;
	});
	const words = areaWords(areaOf(corners) ?? []);
	assert.match(words, /^POLYGON\(\(47 40, .*, …\)\), BBOX\(45, 39, 47, 41\)$/);
	assert.ok(words.length < 300, words);
});
