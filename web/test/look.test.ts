import assert from "node:assert/strict";
import { test } from "node:test";
import { COLLECTIONS } from "../src/feature.ts";
import { lookOf, POSSIBLE_ALPHA, type Scope, somewhereLook, type Told } from "../src/paint/look.ts";

const ALWAYS: Scope = { period: null, perspectives: [] };
const MAY: Scope = { period: ["1993-05-10", "1993-05-12"], perspectives: [] };
const possible: Told = { earliest: "1993-05-01", latest: "1993-05-31" };
const certain: Told = { earliest: "1993-05-11", latest: "1993-05-11" };

test("an area is pale if each of its records only may lie in the period", () => {
	const alphas = [[possible], [possible, possible], [possible, certain], [certain], [possible, {}]].map(
		(records) => somewhereLook("sites", false, records, MAY).alpha,
	);
	assert.deepEqual(alphas, [POSSIBLE_ALPHA, POSSIBLE_ALPHA, 1, 1, 1]);
	assert.equal(somewhereLook("sites", false, [possible], ALWAYS).alpha, 1);
});

for (const of of ["sites", "events"] as const)
	for (const isWide of [false, true])
		test(`an area of ${of}${isWide ? " as wide as a district" : ""} is contested if one of its records is`, () => {
			const [agreed, contested] = [
				[{}, {}],
				[{}, { contested: true }],
			].map((records) => somewhereLook(of, isWide, records, ALWAYS).hatch);
			assert.notDeepEqual(agreed?.lines, contested?.lines);
			assert.deepEqual(contested?.lines, ["rising", "falling"]);
			assert.equal(contested?.colour, of);
		});

test("a cell has its layer's colour and lines, and says whether it is contested", () => {
	for (const c of COLLECTIONS) {
		const [cell, contested] = [false, true].map((is) =>
			lookOf(c, { location_form: "cell", contested: is }, false, ALWAYS),
		);
		assert.deepEqual([cell?.stroke, cell?.hatch?.colour, contested?.hatch?.colour], [c, c, c]);
		assert.deepEqual([cell?.hatch?.lines, contested?.hatch?.lines], [[], ["rising", "falling"]]);
		assert.equal(cell?.hatch?.fine === "level", c === "sites");
	}
});

test("a contested point has a ring, a contested outline dashes, a district neither", () => {
	const look = (c: "sites" | "districts", isPoint: boolean) => lookOf(c, { contested: true }, isPoint, ALWAYS);
	assert.deepEqual(
		[look("sites", true).isRinged, look("sites", false).dash, look("sites", false).hatch?.lines],
		[true, [3, 2], ["rising", "falling"]],
	);
	assert.deepEqual([look("districts", false).dash, look("districts", false).hatch], [[], null]);
});
