import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { boxArea } from "../src/area.ts";
import { COLLECTIONS, type Ref } from "../src/feature.ts";
import type { Period } from "../src/period.ts";
import { DEFAULTS, format, LANGUAGES, parse, type State } from "../src/permalink.ts";

test("a full link is read", () => {
	const s = parse(
		"#v=1&map=8.5/39.98/46.13&l=sites,villages&t=1993..1994&undated=0&q=ba%C5%9F&list=all&sel=sites/k3v9&c=2020-10..2021&s=3&lang=az",
	);
	assert.deepEqual(s, {
		view: { zoom: 8.5, lat: 39.98, lon: 46.13 },
		layers: new Set(["sites", "villages"]),
		period: ["1993", "1994"],
		undated: false,
		text: "baş",
		chosen: {},
		area: null,
		compare: ["2020-10", "2021"],
		step: 3,
		scope: "all",
		selected: "sites/k3v9",
		lang: "az",
	});
});

for (const [hash, member, want] of [
	["", "layers", DEFAULTS.layers],
	["#", "view", null],
	["#map=8/91/46", "view", null],
	["#map=8/NaN/46", "view", null],
	["#map=8/40", "view", null],
	["#t=1994..1993", "period", ["1993", "1994"]],
	["#t=1993-04..1994-05", "period", ["1993-04", "1994-05"]],
	["#t=1993-13..1994", "period", null],
	["#t=april", "period", null],
	["#l=none", "layers", new Set()],
	["#l=sites,graves", "layers", new Set(["sites"])],
	["#sel=graves/k3v9", "selected", null],
	["#sel=sites/", "selected", null],
	["#s=0", "step", null],
	["#s=-1", "step", null],
	["#s=100", "step", null],
	["#c=1993..1994", "compare", ["1993", "1994"]],
	["#c=1993", "compare", null],
	["#lang=de", "lang", null],
	["#q=%E0%A4%A", "text", "%E0%A4%A"],
] as const) {
	test(`of "${hash}" the ${member} is understood or left at its default`, () => {
		assert.deepEqual(parse(hash)[member], want);
	});
}

const states: fc.Arbitrary<State> = fc.record(
	{
		view: fc.option(
			fc.record(
				{
					zoom: fc.integer({ min: 0, max: 44 }).map((n) => n / 2),
					lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((n) => n / 1e5),
					lon: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((n) => n / 1e5),
				},
				{ noNullPrototype: true },
			),
		),
		layers: fc.subarray([...COLLECTIONS]).map((list) => new Set(list)),
		compare: fc.option(fc.integer({ min: 1000, max: 9999 }).map((y): Period => [String(y), String(y)])),
		step: fc.option(fc.integer({ min: 1, max: 99 })),
		period: fc.option(
			fc
				.tuple(
					fc.integer({ min: 1000, max: 1999 }),
					fc.integer({ min: 2000, max: 9999 }),
					fc.constantFrom("", "-04", "-04-30"),
				)
				.map(([a, b, part]): Period => [`${a}${part}`, String(b)]),
		),
		undated: fc.boolean(),
		text: fc.string({ unit: "grapheme", maxLength: 40 }).map((s) => s.trim()),
		chosen: fc.record(
			{
				kind: fc.constant(["mass_grave", "unmarked"]),
				source: fc
					.uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 3 })
					.map((list) => list.sort()),
			},
			{ requiredKeys: [], noNullPrototype: true },
		),
		area: fc.option(
			fc
				.tuple(
					fc.integer({ min: -180, max: 179 }),
					fc.integer({ min: -90, max: 89 }),
					fc.integer({ min: 1, max: 99_999 }),
				)
				.map(([x, y, d]) => boxArea([x, y, Number((x + d / 1e5).toFixed(5)), Number((y + d / 1e5).toFixed(5))])),
		),
		selected: fc.option(fc.constantFrom<Ref>("sites/abc", "zones/x7")),
		lang: fc.option(fc.constantFrom(...LANGUAGES)),
		scope: fc.constantFrom("view", "all"),
	},
	{ noNullPrototype: true },
);

test("what is written is read back", () => {
	fc.assert(fc.property(states, (s) => assert.deepEqual(parse(format(s)), s)));
});
