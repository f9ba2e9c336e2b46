import assert from "node:assert/strict";
import { test } from "node:test";
import { byMeasure, type Figure } from "../src/claimset.ts";
import { amount } from "../src/figures.ts";
import { scaleOf } from "../src/figurescale.ts";
import { locatorWords } from "../src/provenance.ts";

function figure(f: Partial<Figure>): Figure {
	return {
		id: "f",
		asserted_by: "a",
		source: "s",
		rank: "normal",
		measure: "killed",
		low: null,
		best: null,
		high: null,
		comparator: null,
		word: null,
		scope: { collection: "villages", id: "v" },
		via: [],
		locator: null,
		disputes: [],
		supports: [],
		perspective: null,
		note: null,
		when: null,
		when_role: null,
		recorded_at: null,
		recorded_by: null,
		version: 1,
		supersedes: null,
		...f,
	};
}

for (const [f, words] of [
	[{ word: "dozens" }, "“dozens”"],
	[{ low: 501, comparator: "more_than" }, "More than 500"],
	[{ high: 9, comparator: "fewer_than" }, "Fewer than 10"],
	[{ low: 27, high: 29 }, "27–29"],
	[{ best: 511, comparator: "exactly" }, "511"],
	[{ best: 53340 }, "53,340"],
	[{ best: 12, low: 10, high: 15, comparator: "about" }, "About 12 (10–15)"],
	[{ low: 12, comparator: "at_least" }, "At least 12"],
	[{ high: 12, comparator: "at_most" }, "At most 12"],
	[{ low: 0, high: 0 }, "0"],
	[{}, "not stated"],
] as [Partial<Figure>, string][]) {
	test(`${JSON.stringify(f)} is ${words}`, () => assert.equal(amount(figure(f)), words));
}

for (const [what, f, low, best, high] of [
	["one number is a dot, and no range", { best: 12, comparator: "exactly" }, 12, 12, 12],
	["a range has no dot", { low: 27, high: 29 }, 27, null, 29],
	["a range with a best number has both", { low: 10, best: 12, high: 15 }, 10, 12, 15],
	["the same low and high are one number", { low: 3, high: 3 }, 3, 3, 3],
	["more than 500 is open from 501 on", { low: 501, comparator: "more_than" }, 501, null, null],
	["so it is where the number is the best", { best: 500, comparator: "more_than" }, 501, null, null],
	["at least 12 is open from 12 on", { best: 12, comparator: "at_least" }, 12, null, null],
	["a low alone is open", { low: 12 }, 12, null, null],
	["fewer than 10 is open up to 9", { best: 10, comparator: "fewer_than" }, null, null, 9],
	["at most 12 is open up to 12", { high: 12, comparator: "at_most" }, null, null, 12],
	["about 12 with a range is closed", { best: 12, low: 10, high: 15, comparator: "about" }, 10, 12, 15],
	["about 12 has no ends", { best: 12, comparator: "about" }, null, 12, null],
] as [string, Partial<Figure>, number | null, number | null, number | null][]) {
	test(`on the scale, ${what}`, () => {
		const scale = scaleOf([figure(f), figure({ best: 1 })]);
		const { isAbout, ...bar } = scale?.bars[0] ?? {};
		assert.deepEqual(bar, { low, best, high });
		assert.equal(isAbout, what === "about 12 has no ends");
		const last = Math.max(low ?? 0, best ?? 0, high ?? 0);
		assert.ok((scale?.end ?? 0) >= last);
		// There is room to see that a bar goes on.
		if (high === null && best === null) assert.ok((scale?.end ?? 0) >= last * 1.2, String(scale?.end));
	});
}

test("a word stays a word, whatever number stands beside it", () => {
	const figures = [{ word: "dozens" }, { word: "dozens", low: 24 }, { best: 3 }, { best: 5 }, {}].map(figure);
	assert.deepEqual(
		scaleOf(figures)?.bars.map((bar) => bar?.best ?? null),
		[null, null, 3, 5, null],
	);
	assert.equal(scaleOf([figure({ word: "dozens" }), figure({ word: "hundreds" })]), null);
});

test("a single figure is drawn if it has ends to see, and not if it is one number", () => {
	const isDrawn = (f: Partial<Figure>) => scaleOf([figure(f)]) !== null;
	for (const f of [
		{ low: 501, comparator: "more_than" },
		{ low: 27, high: 29 },
		{ best: 12, comparator: "about" },
		{ high: 9, comparator: "fewer_than" },
		{ low: 0, comparator: "at_least" },
	])
		assert.ok(isDrawn(f), JSON.stringify(f));
	for (const f of [{ best: 511, comparator: "exactly" }, { low: 4, high: 4 }, { word: "dozens" }, {}])
		assert.ok(!isDrawn(f), JSON.stringify(f));
});

test("a scale has at most five steps, of round numbers", () => {
	for (const best of [1, 2, 9, 12, 29, 73, 501, 53_340, 999_999]) {
		const { step, end } = scaleOf([figure({ best }), figure({ best: 1 })]) ?? { step: 0, end: 0 };
		assert.match(String(step), /^[125]0*$/);
		assert.ok(end >= best && end / step <= 5, `${best}: ${step}, ${end}`);
	}
});

test("measures keep apart and in order", () => {
	const groups = byMeasure([figure({ id: "1" }), figure({ id: "2", measure: "missing" }), figure({ id: "3" })]);
	assert.deepEqual(
		[...groups].map(([m, list]) => [m, list.map((f) => f.id)]),
		[
			["killed", ["1", "3"]],
			["missing", ["2"]],
		],
	);
});

test("a locator is put in words", () => {
	assert.equal(locatorWords({ page: 3, paragraph: 2, bytes: [10, 20] }), "page 3, paragraph 2, bytes 10–20");
	assert.equal(locatorWords({ text: "table 2", row: 4 }), "row 4, table 2");
});
