import assert from "node:assert/strict";
import { test } from "node:test";
import { byMeasure, type Figure } from "../src/claimset.ts";
import { amount } from "../src/figures.ts";
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
